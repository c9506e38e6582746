package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/report"
	"sitewell/storage"
)

// comparing are the flags of compare.
type comparing struct {
	from, to storage.ScanID
	all      bool
	jsonl    string
	xlsx     string
}

func (p *program) compareCommand(o *outputs) *cobra.Command {
	var f comparing
	cmd := &cobra.Command{
		Use:   "compare SITE",
		Short: "Say what changed between two scans of a site",
		Long: `Say what became of a site's problems between two scans: what is new, came back,
is fixed or still there. It works offline, with what is in your history.

Without --from and --to it compares the newest scan with the complete one before
it; 'sitewell history SITE' lists their numbers. What the newer scan did not
reach is never called fixed.

Exit codes:
  0  nothing is new, and nothing came back
  1  something is new or came back
  2  there is nothing to compare, or an option can't be used`,
		Example: `  sitewell compare example.com
  sitewell compare example.com --from 3 --to 7
  sitewell compare example.com --jsonl changes.jsonl`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.compare(cmd.Context(), args[0], f, *o)
		},
	}
	cmd.Flags().Int64Var((*int64)(&f.from), "from", 0, "number `N` of the scan to compare with")
	cmd.Flags().Int64Var((*int64)(&f.to), "to", 0, "number `N` of the newer scan; if it is the older one, the two are exchanged")
	cmd.Flags().BoolVar(&f.all, "all", false, "list every change, also what is still there")
	addFiles(cmd, &f.xlsx, &f.jsonl)
	return cmd
}

func (p *program) historyCommand(o *outputs) *cobra.Command {
	var keep keepRule
	cmd := &cobra.Command{
		Use:   "history [SITE]",
		Short: "List the scans of a site, or all sites",
		Long: `List the scans of a site, newest first, or all sites, and how much of the
history file they take. What several scans share is counted for the site.

--keep says which scans of SITE are kept, or without SITE of all sites that have no
rule of their own:

  all      every scan
  last=N   the N newest
  monthly  the last complete scan of each month, and all of the last 31 days
  default  the rule for all sites

The others are deleted whenever a scan of the site is complete. The newest complete
scan is always kept.`,
		Example: `  sitewell history example.com
  sitewell history example.com --keep last=10`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.fromHistory(cmd.Context(), *o, func(h opened) error {
				if keep.typed {
					return p.setKeepRule(cmd.Context(), h, args, keep)
				}
				if len(args) == 0 {
					return p.listSites(cmd.Context(), h.Core)
				}
				return p.listScans(cmd.Context(), h.Core, args[0], *o)
			})
		},
	}
	cmd.Flags().Var(&keep, "keep", "keep only the scans of a `RULE`: all, last=N, monthly or default")
	return cmd
}

// fromHistory opens the history for something that only reads it. What goes
// wrong there is about usage, unless somebody has pressed Ctrl+C.
func (p *program) fromHistory(ctx context.Context, o outputs, read func(opened) error) error {
	if err := o.mustExist(); err != nil {
		return err
	}
	return p.withHistory(ctx, o, func(h opened) error {
		err := read(h)
		code := (*exitError)(nil)
		switch {
		case err == nil || errors.As(err, &code):
			return err
		case errors.Is(err, context.Canceled):
			return &exitError{exitFailed, err}
		default:
			return &exitError{exitUsage, err}
		}
	})
}

// compare compares two scans of a site in the terminal.
func (p *program) compare(ctx context.Context, typed string, f comparing, o outputs) error {
	if f.from < 0 || f.to < 0 {
		return errors.New("--from and --to are numbers of scans, from 1; 'sitewell history SITE' lists them")
	}
	o.xlsx, o.jsonl = f.xlsx, f.jsonl
	if err := o.check(); err != nil {
		return err
	}
	return p.fromHistory(ctx, o, func(h opened) error {
		site, err := h.History.FindSite(ctx, typed)
		if err != nil {
			return err
		}
		d, err := h.History.Compare(ctx, site.ID, f.from, f.to)
		if err != nil {
			return err
		}
		if f.from != 0 && f.from != d.Pair.From {
			fmt.Fprintf(p.stdio.Err, "Scan %d is the older one, so this is what changed from scan %[1]d to scan %d.\n", d.Pair.From, d.Pair.To)
		}
		s := newScreen(p.stdio, o)
		if !s.writeAll(ctx, p.changesOf(h.files, d, f, s)) {
			return &exitError{code: exitFailed}
		}
		if d.Counts.New+d.Counts.CameBack > 0 {
			return &exitError{code: exitBroken}
		}
		return nil
	})
}

// changesOf returns the table and the files of a comparison.
func (p *program) changesOf(files *export.Exporter, d core.Comparison, f comparing, s *screen) []pending {
	table := s.table()
	table.Problems = f.all
	src := files.Changes(d)
	all := []pending{{write: func(ctx context.Context) error { return report.ChangesText(ctx, s.out, src, table) }, table: true}}
	if f.xlsx != "" {
		all = append(all, pending{
			write: func(ctx context.Context) error { return files.SaveChanges(ctx, d, f.xlsx, report.ChangesXLSX) },
			said:  "\nSpreadsheet saved: " + f.xlsx,
		})
	}
	switch f.jsonl {
	case "":
		return all
	case "-":
		return append(all, pending{write: func(ctx context.Context) error { return report.ChangesJSONLines(ctx, p.stdio.Out, src) }})
	default:
		return append(all, pending{
			write: func(ctx context.Context) error { return files.SaveChanges(ctx, d, f.jsonl, report.ChangesJSONLines) },
			said:  "\nJSON Lines saved: " + f.jsonl,
		})
	}
}

// listSites lists the sites of the history with their newest scans.
func (p *program) listSites(ctx context.Context, c *core.Core) error {
	sites, err := c.Store.Sites(ctx)
	if err != nil {
		return err
	}
	if len(sites) == 0 {
		fmt.Fprintln(p.stdio.Out, "Nothing was scanned yet. Begin with: sitewell scan example.com")
		return nil
	}
	sizes, err := c.History.SiteSizes(ctx)
	if err != nil {
		return err
	}
	return p.aligned("Site\tNewest scan\tProblems\tState\tSize", func(line func(...string)) {
		for _, s := range sites {
			if s.Last == nil {
				line(s.Start, "never", "", "", "")
				continue
			}
			line(s.Start, when(*s.Last), report.Number(s.Last.Counts.Problems()), report.StateWord(s.Last.State), "about "+report.Size(sizes[s.ID]))
		}
	})
}

// listScans lists the scans of a site, newest first, and says how to save one.
func (p *program) listScans(ctx context.Context, c *core.Core, typed string, o outputs) error {
	site, err := c.History.FindSite(ctx, typed)
	if err != nil {
		return err
	}
	scans, err := c.Store.Scans(ctx, site.ID)
	if err != nil {
		return err
	}
	if len(scans) > 0 {
		defer fmt.Fprintln(p.stdio.Err, "Save a scan as a file with: "+o.command("export", fmt.Sprint(scans[0].ID)))
	}
	return p.aligned("Scan\tBegan\tPages\tBroken\tWarning\tCan't verify\tState", func(line func(...string)) {
		for _, s := range scans {
			line(fmt.Sprint(s.ID), when(s), report.Number(s.Counts.Pages), report.Number(s.Counts.Broken),
				report.Number(s.Counts.Warning), report.Number(s.Counts.Cant), report.StateWord(s.State))
		}
	})
}

// aligned writes lines of cells below a head, in columns.
func (p *program) aligned(head string, rows func(line func(cells ...string))) error {
	w := tabwriter.NewWriter(p.stdio.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, head)
	rows(func(cells ...string) {
		for i, s := range cells {
			cells[i] = report.Printable(s)
		}
		fmt.Fprintln(w, strings.Join(cells, "\t"))
	})
	return w.Flush()
}

// when is the moment at which a scan began.
func when(s storage.Scan) string { return s.Began.Local().Format("2006-01-02 15:04") }
