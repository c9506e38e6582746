package results

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/app/session"
	"sitewell/storage"
)

// histories are the command about the scans of a site.
type histories struct{ *command.Run }

// tellScans lists the scans of a site for programs, newest first.
func (p histories) tellScans(ctx context.Context, c *core.Core, typed string) error {
	site, err := c.History.FindSite(ctx, typed)
	if err != nil {
		return err
	}
	scans, err := c.Store.Scans(ctx, site.ID)
	if err != nil {
		return err
	}
	all := make([]*command.ScanJSON, len(scans))
	for i, s := range scans {
		marks, err := c.Store.MarkCounts(ctx, s.ID)
		if err != nil {
			return err
		}
		s.Counts = s.Counts.Without(marks)
		all[i] = command.NewScanJSON(s)
	}
	return p.WriteJSON(all)
}

func (p histories) historyCommand() *cobra.Command {
	var keep keepRule
	cmd := &cobra.Command{
		Use:   "history [SITE]",
		Short: "List the scans of a site, or all sites",
		Long: `List the scans of a site, newest first, with their numbers and names, or all
sites, and how much of the history file they take. SITE is the address of a
site, or its name. What several scans share is counted for the site.

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
		Args: command.Operands(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.FromHistory(cmd.Context(), func(h session.Opened) error {
				if keep.typed {
					return p.setKeepRule(cmd.Context(), h, args, keep)
				}
				switch {
				case len(args) == 0 && p.AsJSON:
					return p.TellSites(cmd.Context(), h.Core)
				case len(args) == 0:
					return p.listSites(cmd.Context(), h.Core)
				case p.AsJSON:
					return p.tellScans(cmd.Context(), h.Core, args[0])
				}
				return p.listScans(cmd.Context(), h.Core, args[0])
			})
		},
	}
	p.AddJSON(cmd)
	cmd.Flags().Var(&keep, "keep", "keep only the scans of a `RULE`: all, last=N, monthly or default")
	return cmd
}

// listSites lists the sites of the history with their newest scans.
func (p histories) listSites(ctx context.Context, c *core.Core) error {
	sites, err := c.Store.Sites(ctx)
	if err != nil {
		return err
	}
	if len(sites) == 0 {
		fmt.Fprintln(p.Stdio.Out, "Nothing was scanned yet. Begin with: sitewell scan example.com")
		return nil
	}
	sizes, err := c.History.SiteSizes(ctx)
	if err != nil {
		return err
	}
	return p.Aligned("Site\tNewest scan\tProblems\tState\tSize", func(line func(...string)) {
		for _, s := range sites {
			if s.Last == nil {
				line(s.Start, "never", "", "", "")
				continue
			}
			line(s.Start, command.When(*s.Last), report.Number(s.Counts().Problems()), report.StateWord(s.Last.State), "about "+report.Size(sizes[s.ID]))
		}
	})
}

// listScans lists the scans of a site, newest first, and says how to save one.
func (p histories) listScans(ctx context.Context, c *core.Core, typed string) error {
	site, err := c.History.FindSite(ctx, typed)
	if err != nil {
		return err
	}
	scans, err := c.Marks.Scans(ctx, site.ID)
	if err != nil {
		return err
	}
	if len(scans) == 0 {
		fmt.Fprintln(p.Stdio.Out, "This site was never scanned. Scan it with: "+p.Command("scan", site.Start))
		return nil
	}
	if len(scans) > 0 {
		defer fmt.Fprintln(p.Stdio.Err, "Save a scan as a file with: "+p.Command("export", fmt.Sprint(scans[0].ID)))
	}
	head := "Scan\tBegan\tPages\tBroken\tWarning\tCan't verify\tState"
	named := slices.ContainsFunc(scans, func(s storage.Scan) bool { return s.Name != "" })
	if named {
		head += "\tName"
	}
	return p.Aligned(head, func(line func(...string)) {
		for _, s := range scans {
			cells := []string{
				fmt.Sprint(s.ID), command.When(s), report.Number(s.Counts.Pages), report.Number(s.Counts.Broken),
				report.Number(s.Counts.Warning), report.Number(s.Counts.Cant), report.StateWord(s.State),
			}
			if named {
				cells = append(cells, s.Name)
			}
			line(cells...)
		}
	})
}
