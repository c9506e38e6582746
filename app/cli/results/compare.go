package results

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/report"
	"sitewell/app/session"
	"sitewell/storage"
)

// comparisons are the command that compares scans.
type comparisons struct{ *command.Run }

// comparing are the flags of compare.
type comparing struct {
	from, to string // numbers or names of scans; "" for the usual ones
	all      bool
	jsonl    string
	xlsx     string
	csv      string
	html     string
	rules    []string
	showMap  bool
}

func (p comparisons) compareCommand() *cobra.Command {
	var f comparing
	cmd := &cobra.Command{
		Use:   "compare SITE [SITE2]",
		Short: "Say what changed between two scans of a site, or between two sites",
		Long: `Say what became of a site's problems between two scans: what is new, came back,
is fixed or still there; then which pages are new, removed or changed. It works
offline, with what is in your history.

SITE is the address of a site, or its name. Without --from and --to it compares
the newest scan with the complete one before it; 'sitewell history SITE' lists
their numbers and names. What the newer scan did not reach is never called fixed,
and none of its pages removed.

With two sites (a live site and its staging copy, or a site before and after it
moved), it compares the newest complete scan of SITE with the newest scan of
SITE2. --map says which address is which. It may be given several times; the
longest OLD counts:
  www         with and without "www."
  https       with http and https
  slash       with and without a slash at the end
  host        the host of the newer scan in place of the older one's
  OLD=NEW     addresses that begin with OLD begin with NEW now

Exit codes:
  0  nothing is new, and nothing came back
  1  something is new or came back
  2  there is nothing to compare, or an option can't be used`,
		Example: `  sitewell compare example.com
  sitewell compare example.com --from 3 --to 7
  sitewell compare example.com --from launch --html since-launch.html
  sitewell compare example.com --jsonl changes.jsonl
  sitewell compare example.com --map www --map https --show-map
  sitewell compare staging.example.com example.com
  sitewell compare example.com --map https://example.com/blog/=https://example.com/news/`,
		Args: command.Operands(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.compare(cmd.Context(), args, f)
		},
	}
	cmd.Flags().StringVar(&f.from, "from", "", "number or name of the `SCAN` to compare with")
	cmd.Flags().StringVar(&f.to, "to", "", "number or name of the newer `SCAN`; if it is the older one, the two are exchanged")
	cmd.Flags().BoolVar(&f.all, "all", false, "list every change, also what is still there")
	cmd.Flags().StringArrayVar(&f.rules, "map", nil, "`RULE` for which old address is which new one: www, https, slash, host or OLD=NEW")
	cmd.Flags().BoolVar(&f.showMap, "show-map", false, "only show what the rules do: how many addresses have a pair, and which have none")
	command.AddFiles(cmd, &f.xlsx, &f.jsonl)
	cmd.Flags().Var((*command.FileName)(&f.csv), "csv", "save a CSV `FILE`")
	cmd.Flags().Var((*command.FileName)(&f.html), "html", "save a web page, in one `FILE`")
	p.AddJSON(cmd)
	return cmd
}

// compare compares two scans of a site, or of two, in the terminal.
func (p comparisons) compare(ctx context.Context, typed []string, f comparing) error {
	o := command.Outputs{XLSX: f.xlsx, JSONL: f.jsonl, Further: []string{f.csv, f.html}}
	if err := p.CheckOutputs(o); err != nil {
		return err
	}
	return p.FromHistory(ctx, func(h session.Opened) error {
		request, err := f.request(ctx, h.History, typed)
		if err != nil {
			return err
		}
		if f.showMap {
			preview, rules, err := h.History.PreviewMap(ctx, request)
			if err == nil {
				err = p.Tell(newMapJSON(preview, rules.String()), strings.TrimSuffix(report.MapPreviewText(preview, rules.String()), "\n"))
			}
			return err
		}
		d, err := h.History.CompareBy(ctx, request)
		if err != nil {
			return err
		}
		if request.From != 0 && request.From != d.Pair.From {
			fmt.Fprintf(p.Stdio.Err, "Scan %d is the older one, so this is what changed from scan %[1]d to scan %d.\n", d.Pair.From, d.Pair.To)
		}
		s := p.Screen(o)
		files := p.changesOf(h.Files, d, f, s)
		if p.AsJSON {
			files = files[1:] // without the table
		}
		if !s.WriteAll(ctx, files) {
			return command.Exit(command.ExitFailed)
		}
		if p.AsJSON {
			if err := p.tellCompared(ctx, h.Files.Changes(d), d, f.all); err != nil {
				return command.Failed(err)
			}
		}
		if d.Counts.New+d.Counts.CameBack > 0 {
			return command.Exit(command.ExitBroken)
		}
		return nil
	})
}

// request finds the sites and scans that a person named.
func (f *comparing) request(ctx context.Context, history *core.History, typed []string) (core.CompareRequest, error) {
	r := core.CompareRequest{Rules: f.rules, Pages: !f.showMap}
	for i, site := range []*storage.SiteID{&r.Site, &r.Other}[:len(typed)] {
		found, err := history.FindSite(ctx, typed[i])
		if err != nil {
			return r, err
		}
		*site = found.ID
	}
	later := r.Site
	if r.Other != 0 {
		later = r.Other
	}
	var err error
	if r.From, err = command.ScanOf(ctx, history, r.Site, f.from); err != nil {
		return r, err
	}
	r.To, err = command.ScanOf(ctx, history, later, f.to)
	return r, err
}

// changesOf returns the table and the files of a comparison.
func (p comparisons) changesOf(files *export.Exporter, d core.Comparison, f comparing, s *command.Screen) []command.Pending {
	table := s.Table()
	table.Problems = f.all
	src := files.Changes(d)
	all := []command.Pending{{Write: func(ctx context.Context) error { return report.ChangesText(ctx, s.Out, src, table) }, Table: true}}
	for _, file := range []struct {
		path, said string
		write      report.ChangesWriter
	}{
		{f.xlsx, "Spreadsheet", report.ChangesXLSX}, {f.csv, "CSV", report.ChangesCSV}, {f.html, "Web page", report.ChangesHTML},
	} {
		if file.path == "" {
			continue
		}
		all = append(all, command.Pending{
			Write: func(ctx context.Context) error { return files.SaveChanges(ctx, d, file.path, file.write) },
			Said:  "\n" + file.said + " saved: " + file.path,
		})
	}
	switch f.jsonl {
	case "":
		return all
	case "-":
		return append(all, command.Pending{Write: func(ctx context.Context) error { return report.ChangesJSONLines(ctx, p.Stdio.Out, src) }})
	default:
		return append(all, command.Pending{
			Write: func(ctx context.Context) error { return files.SaveChanges(ctx, d, f.jsonl, report.ChangesJSONLines) },
			Said:  "\nJSON Lines saved: " + f.jsonl,
		})
	}
}
