// Package scanning has the commands that scan: a site, a list, several sites, what was stopped,
// and addresses again.
package scanning

import (
	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
)

// Commands returns the commands for a run.
func Commands(p *command.Run) []*cobra.Command {
	return []*cobra.Command{scans{p}.scanCommand(), scans{p}.resumeCommand(), scans{p}.demoCommand(), checks{p}.checkCommand()}
}
