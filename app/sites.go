package app

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/storage"
)

func (p *program) sitesCommand(o *outputs) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "sites",
		Short: "List the sites of the history; add, edit, import and remove them",
		Long: `List the sites of the history with their clients and newest scans. SITE in the
commands below is an address, a name, or the beginning of a name that no other
site has.`,
		Example: `  sitewell sites
  sitewell sites add example.com --name "Corner bakery" --client "Baker & Co"
  sitewell sites import clients.csv
  sitewell sites edit example.com --client ""
  sitewell sites remove example.com`,
		Args: onlyCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.fromHistory(cmd.Context(), *o, func(h opened) error { return p.tellSites(cmd.Context(), h.Core, asJSON) })
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON array instead of a table")
	list := &cobra.Command{Use: "list", Short: "List the sites of the history", Args: cobra.NoArgs, RunE: cmd.RunE}
	list.Flags().BoolVar(&asJSON, "json", false, "one JSON array instead of a table")
	cmd.AddCommand(list, p.sitesAddCommand(o), p.sitesEditCommand(o), p.sitesImportCommand(o), p.sitesRemoveCommand(o))
	return cmd
}

func (p *program) sitesAddCommand(o *outputs) *cobra.Command {
	var s core.NewSite
	cmd := &cobra.Command{
		Use:   "add SITE…",
		Short: "Add sites without scanning them",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			sites := make([]core.NewSite, len(args))
			for i, address := range args {
				sites[i] = core.NewSite{Address: address, Name: s.Name, Client: s.Client}
			}
			if len(args) > 1 && s.Name != "" {
				return &exitError{exitUsage, &sentenceError{"--name is for one site, and there are several."}}
			}
			return p.addSites(cmd.Context(), sites, *o)
		},
	}
	cmd.Flags().StringVar(&s.Name, "name", "", "`NAME` to show instead of the host")
	cmd.Flags().StringVar(&s.Client, "client", "", "`NAME` of the client whose site it is")
	return cmd
}

func (p *program) sitesEditCommand(o *outputs) *cobra.Command {
	var name, client string
	cmd := &cobra.Command{
		Use:   "edit SITE",
		Short: "Change the name or the client of a site",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var e core.SiteEdit
			if cmd.Flags().Changed("name") {
				e.Name = &name
			}
			if cmd.Flags().Changed("client") {
				e.Client = &client
			}
			if e == (core.SiteEdit{}) {
				return &exitError{exitUsage, &sentenceError{"Say what to change: --name or --client."}}
			}
			return p.fromHistory(cmd.Context(), *o, func(h opened) error {
				site, err := h.History.FindSite(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				if site, err = h.History.EditSite(cmd.Context(), site.ID, e); err != nil {
					return err
				}
				fmt.Fprintln(p.stdio.Out, siteLine(site))
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "`NAME` to show; \"\" shows the host again")
	cmd.Flags().StringVar(&client, "client", "", "`NAME` of the client; \"\" for nobody")
	return cmd
}

// addSites adds sites to the history, which is made where there is none.
func (p *program) addSites(ctx context.Context, sites []core.NewSite, o outputs) error {
	return p.withHistory(ctx, o, func(h opened) error {
		for _, s := range sites {
			site, added, err := h.History.AddSite(ctx, s)
			if err != nil {
				return &exitError{exitUsage, err}
			}
			if added {
				fmt.Fprintln(p.stdio.Out, "Added: "+siteLine(site))
			} else {
				fmt.Fprintln(p.stdio.Out, "There already: "+siteLine(site))
			}
		}
		return nil
	})
}

func (p *program) sitesRemoveCommand(o *outputs) *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "remove SITE",
		Short: "Remove a site with all its scans and what was said about it",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			return p.fromHistory(ctx, *o, func(h opened) error {
				site, err := h.History.FindSite(ctx, args[0])
				if err != nil {
					return err
				}
				scans, err := h.Store.Scans(ctx, site.ID)
				if err != nil {
					return err
				}
				about := siteLine(site) + ", " + report.Plural(len(scans), "scan", "scans")
				if !yes && !p.agrees("Remove "+about+"? This can't be undone. Type yes: ") {
					return &exitError{exitUsage, &sentenceError{"Nothing was removed. Where nobody can answer, --yes removes the site."}}
				}
				if err := h.History.DeleteSite(ctx, site.ID); err != nil {
					return err
				}
				fmt.Fprintln(p.stdio.Out, "Removed: "+about)
				return nil
			})
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}

// agrees asks a person at a terminal, and reports whether the answer is yes.
func (p *program) agrees(question string) bool {
	if p.stdio.In == nil {
		return false
	}
	fmt.Fprint(p.stdio.Err, question)
	answer, _ := bufio.NewReader(p.stdio.In).ReadString('\n')
	return strings.EqualFold(strings.TrimSpace(answer), "yes")
}

// siteLine names a site, with its client.
func siteLine(s storage.Site) string {
	text := s.Start
	if s.Name != "" {
		text = s.Name + " (" + s.Start + ")"
	}
	if s.Client != "" {
		text += ", for " + s.Client
	}
	return report.Printable(text)
}

// siteJSON is a site as a program reads it.
type siteJSON struct {
	Address string    `json:"address"`
	Name    string    `json:"name"`
	Client  string    `json:"client"`
	Last    *scanJSON `json:"lastScan"`
}

func newSiteJSON(s storage.SiteSummary) siteJSON {
	j := siteJSON{Address: s.Start, Name: s.Name, Client: s.Client}
	if s.Last != nil {
		last := *s.Last
		last.Counts = s.Counts()
		j.Last = newScanJSON(last)
	}
	return j
}

// scanJSON is a scan as a program reads it.
type scanJSON struct {
	Scan     storage.ScanID `json:"scan"`
	Name     string         `json:"name,omitempty"`
	Began    time.Time      `json:"began"`
	State    string         `json:"state"`
	Broken   int            `json:"broken"`
	Warning  int            `json:"warning"`
	Cant     int            `json:"cantVerify"`
	Found    int            `json:"addresses"`
	Problems int            `json:"problems"`
}

func newScanJSON(s storage.Scan) *scanJSON {
	n := s.Counts
	return &scanJSON{s.ID, s.Name, s.Began.UTC(), stateCode(s.State), n.Broken, n.Warning, n.Cant, n.Found, n.Problems()}
}

// stateCode is how a scan ended, as programs read it.
func stateCode(s storage.State) string {
	switch s {
	case storage.Complete:
		return "complete"
	case storage.Stopped:
		return "stopped"
	case storage.Elsewhere:
		return "running"
	default:
		return "interrupted"
	}
}

// tellSites lists the sites of the history.
func (p *program) tellSites(ctx context.Context, c *core.Core, asJSON bool) error {
	sites, err := c.Store.Sites(ctx)
	if err != nil {
		return err
	}
	if asJSON {
		all := make([]siteJSON, len(sites))
		for i, s := range sites {
			all[i] = newSiteJSON(s)
		}
		return p.writeJSON(all)
	}
	if len(sites) == 0 {
		fmt.Fprintln(p.stdio.Out, "There are no sites yet. Add one with: sitewell sites add example.com")
		return nil
	}
	return p.aligned("Site\tName\tClient\tNewest scan\tProblems", func(line func(...string)) {
		for _, s := range sites {
			began, problems := "never", ""
			if s.Last != nil {
				began, problems = when(*s.Last), report.Number(s.Counts().Problems())
			}
			line(s.Start, s.Name, s.Client, began, problems)
		}
	})
}

// tellScans lists the scans of a site for programs, newest first.
func (p *program) tellScans(ctx context.Context, c *core.Core, typed string) error {
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

// writeJSON writes a value for programs.
func (p *program) writeJSON(v any) error {
	e := json.NewEncoder(p.stdio.Out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
