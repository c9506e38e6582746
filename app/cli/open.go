package cli

import (
	"context"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/session"
	"sitewell/storage"
)

func (p windows) openCommand() *cobra.Command {
	var compare bool
	cmd := &cobra.Command{
		Use:   "open SITE",
		Short: "Open the window with the scans of a site",
		Long: `Open the window with the scans of a site of your history, or with what changed between
its two newest scans (--compare). Nothing is scanned.`,
		Example: `  sitewell open example.com
  sitewell open example.com --compare`,
		Args: command.Operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.openSite(cmd.Context(), args[0], compare)
		},
	}
	cmd.Flags().BoolVar(&compare, "compare", false, "show what changed in the newest scan")
	return cmd
}

// openSite shows the window with a site.
func (p windows) openSite(ctx context.Context, typed string, compare bool) error {
	var site storage.Site
	err := p.FromHistory(ctx, func(h session.Opened) (err error) {
		site, err = h.History.FindSite(ctx, typed)
		return err
	})
	if err != nil {
		return err
	}
	if p.Window.Missing() != "" {
		return command.Unusable(command.Sentence("There is no display for a window. In the terminal: " + p.Command("history", site.Start)))
	}
	return p.Window.Show(ctx, command.WindowStart{DB: p.DB, Site: site.ID, Compare: compare})
}
