// Package sites has the commands about the list of sites, and about what several have in common.
package sites

import (
	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
)

// Commands returns the commands for a run.
func Commands(p *command.Run) []*cobra.Command {
	return []*cobra.Command{sites{p}.sitesCommand(), overviews{p}.overviewCommand(), overviews{p}.causesCommand()}
}
