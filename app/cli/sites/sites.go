package sites

import (
	"context"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/app/session"
)

// sites are the commands about the list of sites.
type sites struct{ *command.Run }

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
		Args: command.OnlyCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.FromHistory(cmd.Context(), func(h session.Opened) error { return p.TellSites(cmd.Context(), h.Core) })
		},
	}
	p.AddJSON(cmd)
	list := &cobra.Command{Use: "list", Short: "List the sites of the history", Args: command.Operands(0, 0), RunE: cmd.RunE}
	p.AddJSON(list)
	cmd.AddCommand(list, p.sitesAddCommand(), p.sitesEditCommand(), p.sitesImportCommand(), p.sitesRemoveCommand())
	return cmd
}

func (p sites) sitesAddCommand() *cobra.Command {
	var s core.NewSite
	cmd := &cobra.Command{
		Use:   "add SITE…",
		Short: "Add sites without scanning them",
		Args:  command.Operands(1, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			sites := make([]core.NewSite, len(args))
			for i, address := range args {
				sites[i] = core.NewSite{Address: address, Name: s.Name, Client: s.Client}
			}
			if len(args) > 1 && s.Name != "" {
				return command.Unusable(command.Sentence("--name is for one site, and there are several."))
			}
			return p.addSites(cmd.Context(), sites)
		},
	}
	cmd.Flags().StringVar(&s.Name, "name", "", "`NAME` to show instead of the host")
	cmd.Flags().StringVar(&s.Client, "client", "", "`NAME` of the client whose site it is")
	p.AddJSON(cmd)
	return cmd
}

func (p sites) sitesEditCommand() *cobra.Command {
	var name, client string
	cmd := &cobra.Command{
		Use:   "edit SITE",
		Short: "Change the name or the client of a site",
		Args:  command.Operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var e core.SiteEdit
			if cmd.Flags().Changed("name") {
				e.Name = &name
			}
			if cmd.Flags().Changed("client") {
				e.Client = &client
			}
			if e == (core.SiteEdit{}) {
				return command.Unusable(command.Sentence("Say what to change: --name or --client."))
			}
			return p.FromHistory(cmd.Context(), func(h session.Opened) error {
				site, err := h.History.FindSite(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				if site, err = h.History.EditSite(cmd.Context(), site.ID, e); err != nil {
					return err
				}
				return p.Tell(command.NewSiteJSON(site), command.SiteLine(site))
			})
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "`NAME` to show; \"\" shows the host again")
	cmd.Flags().StringVar(&client, "client", "", "`NAME` of the client; \"\" for nobody")
	p.AddJSON(cmd)
	return cmd
}

// addSites adds sites to the history, which is made where there is none.
func (p sites) addSites(ctx context.Context, sites []core.NewSite) error {
	return p.WithHistory(ctx, func(h session.Opened) error {
		told, lines := []addedJSON{}, []string{}
		for _, s := range sites {
			site, added, err := h.History.AddSite(ctx, s)
			if err != nil {
				return command.Unusable(err)
			}
			said := "There already: "
			if added {
				said = "Added: "
			}
			told, lines = append(told, addedJSON{command.NewSiteJSON(site), added}), append(lines, said+command.SiteLine(site))
		}
		return p.Tell(told, lines...)
	})
}

// addedJSON is a site that was to be added; added is false where it was there already.
type addedJSON struct {
	command.SiteJSON
	Added bool `json:"added"`
}

func (p sites) sitesRemoveCommand() *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "remove SITE",
		Short: "Remove a site with all its scans and what was said about it",
		Args:  command.Operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			return p.FromHistory(ctx, func(h session.Opened) error {
				site, err := h.History.FindSite(ctx, args[0])
				if err != nil {
					return err
				}
				scans, err := h.Store.Scans(ctx, site.ID)
				if err != nil {
					return err
				}
				about := command.SiteLine(site) + ", " + report.Plural(len(scans), "scan", "scans")
				if !yes && !p.Agrees("Remove "+about+"? This can't be undone. Type yes: ") {
					return command.Unusable(command.Sentence("Nothing was removed. Where nobody can answer, --yes removes the site."))
				}
				if err := h.History.DeleteSite(ctx, site.ID); err != nil {
					return err
				}
				return p.Tell(removedSiteJSON{command.NewSiteJSON(site), len(scans)}, "Removed: "+about)
			})
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	p.AddJSON(cmd)
	return cmd
}

// removedSiteJSON is a site that was removed, with how many scans.
type removedSiteJSON struct {
	command.SiteJSON
	Scans int `json:"scans"`
}
