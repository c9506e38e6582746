package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/app/session"
	"sitewell/storage"
)

// histories are the command about the scans of a site.
type histories struct{ *Program }

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
	all := make([]*scanJSON, len(scans))
	for i, s := range scans {
		marks, err := c.Store.MarkCounts(ctx, s.ID)
		if err != nil {
			return err
		}
		s.Counts = s.Counts.Without(marks)
		all[i] = newScanJSON(s)
	}
	return p.writeJSON(all)
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
		Args: operands(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.fromHistory(cmd.Context(), func(h session.Opened) error {
				if keep.typed {
					return p.setKeepRule(cmd.Context(), h, args, keep)
				}
				switch {
				case len(args) == 0 && p.asJSON:
					return p.tellSites(cmd.Context(), h.Core)
				case len(args) == 0:
					return p.listSites(cmd.Context(), h.Core)
				case p.asJSON:
					return p.tellScans(cmd.Context(), h.Core, args[0])
				}
				return p.listScans(cmd.Context(), h.Core, args[0])
			})
		},
	}
	p.addJSON(cmd)
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
			line(s.Start, when(*s.Last), report.Number(s.Counts().Problems()), report.StateWord(s.Last.State), "about "+report.Size(sizes[s.ID]))
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
		fmt.Fprintln(p.stdio.Out, "This site was never scanned. Scan it with: "+p.command("scan", site.Start))
		return nil
	}
	if len(scans) > 0 {
		defer fmt.Fprintln(p.stdio.Err, "Save a scan as a file with: "+p.command("export", fmt.Sprint(scans[0].ID)))
	}
	head := "Scan\tBegan\tPages\tBroken\tWarning\tCan't verify\tState"
	named := slices.ContainsFunc(scans, func(s storage.Scan) bool { return s.Name != "" })
	if named {
		head += "\tName"
	}
	return p.aligned(head, func(line func(...string)) {
		for _, s := range scans {
			cells := []string{
				fmt.Sprint(s.ID), when(s), report.Number(s.Counts.Pages), report.Number(s.Counts.Broken),
				report.Number(s.Counts.Warning), report.Number(s.Counts.Cant), report.StateWord(s.State),
			}
			if named {
				cells = append(cells, s.Name)
			}
			line(cells...)
		}
	})
}
