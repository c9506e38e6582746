package upkeep

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/app/session"
	"sitewell/storage"
)

// imports are the commands that read what was saved elsewhere.
type imports struct{ *command.Run }

func (p imports) importCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Add a scan that was saved as a file to the history",
		Long: `Add the scan in FILE, which 'sitewell export SCAN -o FILE.sitewell' wrote, to
the history: to the site with the same start address, or to a new one. A scan
that is there already is not added again. Ctrl+C stops and leaves everything as
it was.

The file may come from anybody. Nothing in it is run, and one that is damaged,
or was not written by Sitewell, is refused.

Exit codes:
  0  the scan is added, or was there already
  2  the file can't be used
  3  nothing was added, since it was stopped or the history can't be written`,
		Args: command.Operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.importScan(cmd.Context(), args[0])
		},
	}
	p.AddJSON(cmd)
	return cmd
}

// importedJSON is the scan of a file in the history.
type importedJSON struct {
	Scan  storage.ScanID `json:"scan"`
	Added bool           `json:"added"` // false: it was there already
}

// importScan adds the scan in a file to the history, which is made where there is none.
func (p imports) importScan(ctx context.Context, file string) error {
	return p.WithHistory(ctx, func(h session.Opened) error {
		s := p.Screen(command.Outputs{})
		scan, err := h.History.Import(ctx, file, s.Exported)
		s.Clear()
		var bad *core.ImportError
		var there *storage.AlreadyThereError
		switch {
		case errors.As(err, &there):
			return p.Tell(importedJSON{there.Scan, false}, fmt.Sprintf("This scan is in the history already: it is scan %d.", there.Scan))
		case ctx.Err() != nil:
			return command.Failed(ctx.Err())
		case errors.As(err, &bad):
			return command.Unusable(err)
		case err != nil:
			return command.Failed(err)
		}
		return p.Tell(importedJSON{scan.ID, true}, fmt.Sprintf("Scan %d is added: %s of %s, %s.", scan.ID, report.Printable(scan.Start), command.When(scan), report.StateWord(scan.State)))
	})
}
