package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"sitewell/app/crashtest"
)

// keep kills a command that copies, replaces or migrates the history at a random moment.
// What was in the history is there afterwards, whatever was killed when, and the command
// does its work when it is run again.
func keep(ctx context.Context, r *round) error {
	if name := one(r, "migrate", "backup", "restore", "compact", "salvage", "import"); name != "migrate" {
		return keepCopies(ctx, r, name)
	}
	return keepMigrating(ctx, r)
}

// keepCopies kills a command that copies or replaces the history.
func keepCopies(ctx context.Context, r *round, name string) error {
	history := filepath.Join(r.dir, database)
	if err := copyFile(history, r.large.history); err != nil {
		return err
	}
	copied, scan := filepath.Join(r.dir, "copy.db"), filepath.Join(r.dir, "scan.sitewell")
	steps := map[string][]string{
		"backup":  {"db", "backup", copied},
		"restore": {"db", "restore", copied},
		"compact": {"db", "compact"},
		"salvage": {"db", "salvage"},
		"import":  {"import", scan},
	}
	args := append(slices.Clone(steps[name]), "--db", history)
	for _, before := range [][]string{{"db", "backup", copied, "--db", history}, {"export", "1", "-o", scan, "--db", history}} {
		if err := expect(0)(r.runs(ctx, crashtest.Order{Args: before})); err != nil {
			return err
		}
	}
	wanted, err := crashtest.Contents(ctx, history)
	if err != nil {
		return err
	}
	if name == "import" { // into a history that has nothing yet
		if err := os.Remove(history); err != nil {
			return err
		}
	}
	for range 1 + r.rand.IntN(3) {
		signal := one(r, syscall.SIGKILL, syscall.SIGKILL, syscall.SIGINT, syscall.SIGTERM)
		if _, err := r.runs(ctx, crashtest.Order{Args: args, Signal: signal, After: r.upTo(r.takes(r.large.exportTook))}); err != nil {
			return err
		}
		if err := isSoundOrNew(ctx, history, wanted, name == "import"); err != nil {
			return fmt.Errorf("after %s was ended by %v: %w", name, signal, err)
		}
	}
	if err := expect(0)(r.runs(ctx, crashtest.Order{Args: args})); err != nil {
		return fmt.Errorf("%s after it: %w", name, err)
	}
	if err := isSoundOrNew(ctx, history, wanted, false); err != nil {
		return fmt.Errorf("after %s: %w", name, err)
	}
	if name == "backup" {
		return isSoundOrNew(ctx, copied, wanted, false)
	}
	return nil
}

// keepMigrating kills commands that open a history of the first version of Sitewell. It
// is migrated afterwards, and its copy from before has all that was in it.
func keepMigrating(ctx context.Context, r *round) error {
	history := filepath.Join(r.dir, database)
	if err := crashtest.MakeOld(ctx, history, r.large.history); err != nil {
		return err
	}
	wanted, err := crashtest.Contents(ctx, r.large.history)
	if err != nil {
		return err
	}
	args := []string{"history", "--db", history}
	for range 1 + r.rand.IntN(4) {
		signal := one(r, syscall.SIGKILL, syscall.SIGKILL, syscall.SIGINT, syscall.SIGTERM)
		if _, err := r.runs(ctx, crashtest.Order{Args: args, Signal: signal, After: r.upTo(r.takes(r.large.exportTook / 2))}); err != nil {
			return err
		}
	}
	if err := isSoundOrNew(ctx, history, wanted, false); err != nil {
		return fmt.Errorf("after the migration was ended: %w", err)
	}
	if err := expect(0)(r.runs(ctx, crashtest.Order{Args: args})); err != nil {
		return fmt.Errorf("after the migration: %w", err)
	}
	before := filepath.Join(r.dir, "before.db")
	if err := copyFile(before, history+".schema-1"); err != nil {
		return err
	}
	if err := isSoundOrNew(ctx, before, wanted, false); err != nil {
		return fmt.Errorf("the copy from before the migration: %w", err)
	}
	return nil
}

// isSoundOrNew returns an error if a history has not what is wanted; mayBeEmpty: or nothing.
func isSoundOrNew(ctx context.Context, history string, wanted []string, mayBeEmpty bool) error {
	got, err := crashtest.Contents(ctx, history)
	if mayBeEmpty && errors.Is(err, crashtest.ErrNoScan) {
		return nil
	}
	if err != nil {
		return err
	}
	return crashtest.Compare(wanted, got)
}
