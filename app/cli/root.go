package cli

import (
	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/cli/results"
	"sitewell/app/cli/scanning"
	"sitewell/app/cli/scheduling"
	"sitewell/app/cli/sites"
	"sitewell/app/cli/upkeep"
)

// Root is the command line of a run. Without a command it opens the window.
func Root(p *command.Run) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "sitewell [SITE]",
		Short: "Find what is broken on a website, and how to fix it",
		Long: `Sitewell scans a website and tells in plain words what is broken on it, how
much that matters and how to fix it.

Without a command it opens its window; with SITE it scans that at once. Where
there is no display it scans SITE, or a demo site, in the terminal and saves a
spreadsheet.

Exit codes:
  0  the scan is complete, nothing is broken
  1  the scan is complete, something is broken
  2  nothing was scanned: an address, an option or a file can't be used
  3  the scan did not come to its end, or its results could not be saved`,
		Example: `  sitewell
  sitewell scan example.com --xlsx report.xlsx
  sitewell compare example.com
  sitewell export 7 -o example.db
  sitewell report example.com --for developer
  sitewell explain 404`,
		Args:          command.SiteOrCommand,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			site := ""
			if len(args) == 1 {
				site = args[0]
			}
			return windows{p}.open(cmd.Context(), site)
		},
	}
	cmd.SetFlagErrorFunc(command.UnknownFlag)
	cmd.PersistentFlags().Var((*command.FileName)(&p.DB), "db", "history `FILE` to use instead of your own")
	for _, group := range [][]*cobra.Command{scanning.Commands(p), sites.Commands(p), scheduling.Commands(p), results.Commands(p), upkeep.Commands(p)} {
		cmd.AddCommand(group...)
	}
	cmd.AddCommand(windows{p}.openCommand(), manuals{p}.manCommand(), versions{p}.versionCommand())
	return cmd
}
