// Package results has the commands about what scans found: lists, comparisons, files, and what
// people say of problems.
package results

import (
	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
)

// Commands returns the commands for a run.
func Commands(p *command.Run) []*cobra.Command {
	return []*cobra.Command{histories{p}.historyCommand(), comparisons{p}.compareCommand(), marks{p}.markCommand(), redirections{p}.redirectsCommand(), pictures{p}.picturesCommand(), forecasts{p}.forecastCommand(), exports{p}.exportCommand(), reports{p}.reportCommand()}
}
