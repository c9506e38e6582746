package upkeep

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/app/session"
	"sitewell/storage"
)

// databases are the commands about the file of the history.
type databases struct{ *command.Run }

func (p databases) dbCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "db",
		Short: "Check, back up, restore or compact the history file",
		Args:  command.OnlyCommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.dbPathCommand(), p.dbCheckCommand(), p.backupCommand(), p.restoreCommand(), p.compactCommand(), p.salvageCommand())
	return cmd
}

func (p databases) dbPathCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "path",
		Short: "Tell where the history file is",
		Args:  command.Operands(0, 0),
		RunE: func(*cobra.Command, []string) error {
			path, err := session.HistoryFile(p.DB)
			if err != nil {
				return command.Failed(err)
			}
			return p.Tell(map[string]string{"file": path}, path)
		},
	}
	p.AddJSON(cmd)
	return cmd
}

func (p databases) backupCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the history to a file, also while it is in use",
		Long: `Copy the whole history, as it is at this moment, to FILE. Sitewell may run
meanwhile, and scan. A file of that name is replaced when the copy is
complete. 'sitewell db restore' brings it back. Ctrl+C stops.

A copy that another program makes while Sitewell runs may lack what was stored
last.`,
		Example: `  sitewell db backup history-2026-11-29.db`,
		Args:    command.Operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.backup(cmd.Context(), args[0])
		},
	}
	p.AddJSON(cmd)
	return cmd
}

func (p databases) restoreCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a copy in the place of the history",
		Long: `Put a copy of FILE, which 'sitewell db backup' or the sqlite3 shell (.backup)
wrote, in the place of the history. The present history is kept under another name, and FILE stays as it is.
Close Sitewell before: while a program uses the history, nothing is done. Ctrl+C
stops and leaves everything as it was.`,
		Args: command.Operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.restore(cmd.Context(), args[0])
		},
	}
	p.AddJSON(cmd)
	return cmd
}

func (p databases) compactCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "compact",
		Short: "Rewrite the history in less room",
		Long: `Rewrite the history without the room that deleted scans left. Nothing in
it changes. Scans that run wait meanwhile. It needs free room of up to twice
the size of the history, which is checked before. Ctrl+C stops and leaves
everything as it was.`,
		Args: command.Operands(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.compact(cmd.Context())
		},
	}
	p.AddJSON(cmd)
	return cmd
}

func (p databases) salvageCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "salvage",
		Short: "Save what can be read of a damaged history",
		Long: `Make a new history of all that can be read of a damaged one, and say what is
lost. The damaged file is kept under another name. Close Sitewell before. If you
have a back-up that is recent enough, 'sitewell db restore' is better. Ctrl+C
stops and leaves everything as it was.

Exit codes:
  0  nothing is lost
  1  something is lost
  2  the file can't be used: there is none, it is no history, or it is in use
  3  nothing was saved`,
		Args: command.Operands(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.salvage(cmd.Context())
		},
	}
	p.AddJSON(cmd)
	return cmd
}

func (p databases) backup(ctx context.Context, file string) error {
	o := command.Outputs{File: file}
	if err := p.CheckOutputs(o); err != nil {
		return err
	}
	return p.FromHistory(ctx, func(h session.Opened) error {
		s := p.Screen(o)
		err := h.Files.Backup(ctx, file, s.Wrote("Copying"))
		s.Clear()
		if err != nil {
			return command.Failed(command.NotSaved(file, err))
		}
		return p.Tell(map[string]string{"file": file}, "The history is copied: "+file)
	})
}

func (p databases) restore(ctx context.Context, from string) error {
	file, err := session.HistoryFile(p.DB)
	if err != nil {
		return command.Unusable(err)
	}
	s := p.Screen(command.Outputs{})
	kept, err := core.Restore(ctx, file, from, s.Wrote("Copying"))
	s.Clear()
	if err != nil {
		return command.FailedOrUnusable(ctx, err)
	}
	lines := []string{"The history is restored from " + from + "."}
	if kept != "" {
		lines = append(lines, "The history that was there is kept as "+kept+".")
	}
	return p.Tell(map[string]string{"file": file, "from": from, "kept": kept}, lines...)
}

func (p databases) compact(ctx context.Context) error {
	return p.FromHistory(ctx, func(h session.Opened) error {
		s := p.Screen(command.Outputs{})
		before, after, err := h.History.Compact(ctx, s.Wrote("Writing"))
		s.Clear()
		if err != nil {
			return command.FailedOrUnusable(ctx, err)
		}
		text := fmt.Sprintf("The history takes %s. There was no room to save.", report.Size(after))
		if after < before {
			text = fmt.Sprintf("The history takes %s now, %s less than before.", report.Size(after), report.Size(before-after))
		}
		return p.Tell(map[string]int64{"bytesBefore": before, "bytesAfter": after}, text)
	})
}

func (p databases) salvage(ctx context.Context) error {
	if err := p.MustExist(); err != nil {
		return err
	}
	file, err := session.HistoryFile(p.DB)
	if err != nil {
		return command.Unusable(err)
	}
	s := p.Screen(command.Outputs{})
	saved, err := core.Salvage(ctx, file, func(done, steps int) {
		s.ShowStep("Reading", "step "+report.Number(min(done+1, steps))+" of "+report.Number(steps), int64(done), int64(steps))
	})
	s.Clear()
	if errors.Is(err, storage.ErrCorrupt) {
		return command.Failed(command.NothingSaved(file))
	}
	if err != nil {
		return command.FailedOrUnusable(ctx, err)
	}
	if err := p.tellSalvaged(saved, file); err != nil {
		return command.Failed(err)
	}
	for _, scan := range saved.Scans {
		if !scan.IsWhole() {
			return command.Exit(command.ExitBroken)
		}
	}
	if len(saved.Tables) > 0 {
		return command.Exit(command.ExitBroken)
	}
	return nil
}

// tellSalvaged says what of a damaged history was saved, and what is lost.
func (p databases) tellSalvaged(saved storage.Salvaged, file string) error {
	var lines []string
	say := func(format string, values ...any) { lines = append(lines, fmt.Sprintf(format, values...)) }
	whole := 0
	for _, s := range saved.Scans {
		if s.IsWhole() {
			whole++
		}
	}
	say("%s is a new history now. Whole scans: %s of %s.", file, report.Number(whole), report.Number(len(saved.Scans)))
	for _, s := range saved.Scans {
		switch {
		case s.Gone:
			say("Scan %d is lost.", s.Scan.ID)
		case !s.IsWhole():
			say("Scan %d has lost the results of %s and %s.", s.Scan.ID,
				report.Plural(s.Results, "address", "addresses"), report.Plural(s.Links, "link", "links"))
		}
	}
	if len(saved.Tables) > 0 {
		say("Damaged tables: %s", strings.Join(saved.Tables, ", "))
	}
	say("The damaged file is kept as %s.", saved.Kept)
	return p.Tell(newSalvagedJSON(file, saved), lines...)
}
