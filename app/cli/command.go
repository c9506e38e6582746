package cli

import (
	"github.com/spf13/cobra"
)

// Root is the command line. Without a command it opens the window.
func (p *Program) Root() *cobra.Command {
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
		Args:          siteOrCommand,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			site := ""
			if len(args) == 1 {
				site = args[0]
			}
			return p.open(cmd.Context(), site)
		},
	}
	cmd.SetFlagErrorFunc(unknownFlag)
	cmd.PersistentFlags().Var((*fileName)(&p.db), "db", "history `FILE` to use instead of your own")
	cmd.AddCommand(scans{p}.scanCommand(), scans{p}.resumeCommand(), checks{p}.checkCommand(), comparisons{p}.compareCommand(), sites{p}.sitesCommand(), overviews{p}.overviewCommand(), overviews{p}.causesCommand(), histories{p}.historyCommand(), marks{p}.markCommand(), redirections{p}.redirectsCommand(), forecasts{p}.forecastCommand(), exports{p}.exportCommand(), reports{p}.reportCommand(), brands{p}.brandCommand(), imports{p}.importCommand(), imports{p}.importWorkbookCommand(), databases{p}.dbCommand(), schedules{p}.scheduleCommand(), notifications{p}.notifyCommand(), scheduledScans{p}.runScheduleCommand(), p.openCommand(), ownSettings{p}.settingsCommand(),
		scans{p}.demoCommand(), explanations{p}.explainCommand(), manuals{p}.manCommand(), versions{p}.versionCommand())
	return cmd
}
