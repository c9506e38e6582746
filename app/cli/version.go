package cli

import (
	"runtime"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
)

// versions are the command that tells the version.
type versions struct{ *command.Run }

func (p versions) versionCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  command.Operands(0, 0),
		RunE: func(*cobra.Command, []string) error {
			return p.Tell(map[string]string{"version": p.Session.Version, "system": runtime.GOOS, "processor": runtime.GOARCH}, "sitewell "+p.Session.Version)
		},
	}
	p.AddJSON(cmd)
	return cmd
}
