package cli

import (
	"context"

	"github.com/spf13/cobra"

	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/app/session"
)

// sites are the commands about the list of sites.
type sites struct{ *Program }

func (p sites) sitesCommand() *cobra.Command {
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
			return p.fromHistory(cmd.Context(), func(h session.Opened) error { return p.tellSites(cmd.Context(), h.Core) })
		},
	}
	p.addJSON(cmd)
	list := &cobra.Command{Use: "list", Short: "List the sites of the history", Args: operands(0, 0), RunE: cmd.RunE}
	p.addJSON(list)
	cmd.AddCommand(list, p.sitesAddCommand(), p.sitesEditCommand(), p.sitesImportCommand(), p.sitesRemoveCommand())
	return cmd
}

func (p sites) sitesAddCommand() *cobra.Command {
	var s core.NewSite
	cmd := &cobra.Command{
		Use:   "add SITE…",
		Short: "Add sites without scanning them",
		Args:  operands(1, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			sites := make([]core.NewSite, len(args))
			for i, address := range args {
				sites[i] = core.NewSite{Address: address, Name: s.Name, Client: s.Client}
			}
			if len(args) > 1 && s.Name != "" {
				return unusable(sentence("--name is for one site, and there are several."))
			}
			return p.addSites(cmd.Context(), sites)
		},
	}
	cmd.Flags().StringVar(&s.Name, "name", "", "`NAME` to show instead of the host")
	cmd.Flags().StringVar(&s.Client, "client", "", "`NAME` of the client whose site it is")
	p.addJSON(cmd)
	return cmd
}

func (p sites) sitesEditCommand() *cobra.Command {
	var name, client string
	cmd := &cobra.Command{
		Use:   "edit SITE",
		Short: "Change the name or the client of a site",
		Args:  operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var e core.SiteEdit
			if cmd.Flags().Changed("name") {
				e.Name = &name
			}
			if cmd.Flags().Changed("client") {
				e.Client = &client
			}
			if e == (core.SiteEdit{}) {
				return unusable(sentence("Say what to change: --name or --client."))
			}
			return p.fromHistory(cmd.Context(), func(h session.Opened) error {
				site, err := h.History.FindSite(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				if site, err = h.History.EditSite(cmd.Context(), site.ID, e); err != nil {
					return err
				}
				return p.tell(newSiteJSON(site), siteLine(site))
			})
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "`NAME` to show; \"\" shows the host again")
	cmd.Flags().StringVar(&client, "client", "", "`NAME` of the client; \"\" for nobody")
	p.addJSON(cmd)
	return cmd
}

// addSites adds sites to the history, which is made where there is none.
func (p sites) addSites(ctx context.Context, sites []core.NewSite) error {
	return p.withHistory(ctx, func(h session.Opened) error {
		told, lines := []addedJSON{}, []string{}
		for _, s := range sites {
			site, added, err := h.History.AddSite(ctx, s)
			if err != nil {
				return unusable(err)
			}
			said := "There already: "
			if added {
				said = "Added: "
			}
			told, lines = append(told, addedJSON{newSiteJSON(site), added}), append(lines, said+siteLine(site))
		}
		return p.tell(told, lines...)
	})
}

// addedJSON is a site that was to be added; added is false where it was there already.
type addedJSON struct {
	siteJSON
	Added bool `json:"added"`
}

func (p sites) sitesRemoveCommand() *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "remove SITE",
		Short: "Remove a site with all its scans and what was said about it",
		Args:  operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			return p.fromHistory(ctx, func(h session.Opened) error {
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
					return unusable(sentence("Nothing was removed. Where nobody can answer, --yes removes the site."))
				}
				if err := h.History.DeleteSite(ctx, site.ID); err != nil {
					return err
				}
				return p.tell(removedSiteJSON{newSiteJSON(site), len(scans)}, "Removed: "+about)
			})
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	p.addJSON(cmd)
	return cmd
}

// removedSiteJSON is a site that was removed, with how many scans.
type removedSiteJSON struct {
	siteJSON
	Scans int `json:"scans"`
}
