package cli

import (
	"runtime"

	"github.com/spf13/cobra"
)

// versions are the command that tells the version.
type versions struct{ *Program }

func (p versions) versionCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  operands(0, 0),
		RunE: func(*cobra.Command, []string) error {
			return p.tell(map[string]string{"version": p.session.Version, "system": runtime.GOOS, "processor": runtime.GOARCH}, "sitewell "+p.session.Version)
		},
	}
	p.addJSON(cmd)
	return cmd
}
