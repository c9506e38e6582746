package upkeep

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/app/session"
	"sitewell/storage"
)

func (p databases) dbCheckCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Check whether the history file is damaged",
		Long: `Check the whole history file: its structure, and what is stored of every scan.
Nothing is changed. Where something is damaged, it says which scans can still be
read and what to do. Ctrl+C stops.

Exit codes:
  0  nothing is damaged
  1  something is damaged
  2  the file can't be checked: there is none, or it is no history
  3  the check did not come to its end`,
		Args: command.Operands(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.checkHistory(cmd.Context())
		},
	}
	p.AddJSON(cmd)
	return cmd
}

// checkHistory checks the history and says what came of it.
func (p databases) checkHistory(ctx context.Context) error {
	file, err := session.HistoryFile(p.DB)
	if err != nil {
		return command.Unusable(err)
	}
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return command.Unusable(command.NoHistory(file))
	}
	s := p.Screen(command.Outputs{})
	check, err := core.CheckHistory(ctx, file, func(done, steps int) {
		s.ShowStep("Checking", "step "+report.Number(min(done+1, steps))+" of "+report.Number(steps), int64(done), int64(steps))
	})
	s.Clear()
	switch {
	case errors.Is(err, storage.ErrCorrupt):
		check.Structure = err
	case ctx.Err() != nil:
		return command.Failed(ctx.Err())
	case err != nil:
		return command.Unusable(err)
	}
	if check.IsSound() {
		return p.Tell(newDBCheckJSON(file, check), fmt.Sprintf("Nothing is damaged: %s in %s can be read.", report.Plural(len(check.Scans), "scan", "scans"), file))
	}
	if err := p.tellDamage(check, file); err != nil {
		return command.Failed(err)
	}
	return command.Exit(command.ExitBroken)
}

// tellDamage says what is damaged, what can still be read, and what to do.
func (p databases) tellDamage(check storage.DatabaseCheck, file string) error {
	var sound, damaged []string
	for _, s := range check.Scans {
		if s.Damage != nil {
			damaged = append(damaged, fmt.Sprint(s.Scan.ID))
		} else {
			sound = append(sound, fmt.Sprint(s.Scan.ID))
		}
	}
	var lines []string
	say := func(format string, values ...any) { lines = append(lines, fmt.Sprintf(format, values...)) }
	say("%s is damaged. It was left as it is.", file)
	if check.Structure != nil {
		say("The structure of the file is damaged.")
	}
	if len(check.Tables) > 0 {
		say("Damaged tables: %s", strings.Join(check.Tables, ", "))
	}
	if len(damaged) > 0 {
		say("Damaged scans: %s", strings.Join(damaged, ", "))
	}
	if len(sound) == 0 {
		say("No scan can be read.")
	} else {
		say("Scans that can be read: %s", strings.Join(sound, ", "))
	}
	say("What to do:")
	say("  If you have a back-up: %s", p.Command("db", "restore", "FILE"))
	say("  If not, save what can be read: %s", p.Command("db", "salvage"))
	say("Both keep the damaged file under another name.")
	return p.Tell(newDBCheckJSON(file, check), lines...)
}
