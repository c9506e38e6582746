// Package scheduling has the commands that have sites scanned regularly, and tell people what
// such a scan found.
package scheduling

import (
	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
)

// Commands returns the commands for a run.
func Commands(p *command.Run) []*cobra.Command {
	return []*cobra.Command{schedules{p}.scheduleCommand(), notifications{p}.notifyCommand(), scheduledScans{p}.runScheduleCommand()}
}
