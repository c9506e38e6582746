// Package upkeep has the commands about the history itself, the settings of Sitewell, brands of
// reports, and explanations.
package upkeep

import (
	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
)

// Commands returns the commands for a run.
func Commands(p *command.Run) []*cobra.Command {
	return []*cobra.Command{databases{p}.dbCommand(), imports{p}.importCommand(), imports{p}.importWorkbookCommand(), ownSettings{p}.settingsCommand(), brands{p}.brandCommand(), explanations{p}.explainCommand()}
}
