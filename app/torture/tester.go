package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// tester disturbs scans of one site and compares their results.
type tester struct {
	program, dir, address string
	rand                  *rand.Rand

	want []string      // the result of an undisturbed scan
	took time.Duration // how long an undisturbed scan takes
}

// command returns a command that runs the program with the given history, to
// begin a scan or to resume one.
func (c *tester) command(ctx context.Context, db string, resume bool) *exec.Cmd {
	args := []string{"scan", c.address, "--no-delay", "--concurrency", "8", "--db", db}
	if resume {
		args = []string{"resume", "--db", db}
	}
	cmd := exec.CommandContext(ctx, c.program, args...)
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+c.dir)
	return cmd
}

// finish runs the program to its end. Exit code 1 means that the site has
// problems, which is expected.
func finish(cmd *exec.Cmd) error {
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w: %s", err, output.Bytes())
	}
	return nil
}

// scanUndisturbed scans twice without interruption. Both results must be the same.
func (c *tester) scanUndisturbed(ctx context.Context) error {
	for turn := range 2 {
		db := filepath.Join(c.dir, fmt.Sprintf("undisturbed-%d.db", turn))
		began := time.Now()
		if err := finish(c.command(ctx, db, false)); err != nil {
			return fmt.Errorf("undisturbed scan: %w", err)
		}
		c.took = time.Since(began)
		got, err := contents(ctx, db)
		if err != nil {
			return err
		}
		if turn == 0 {
			c.want = got
		} else if err := c.compare(got); err != nil {
			return fmt.Errorf("two undisturbed scans: %w", err)
		}
	}
	fmt.Printf("undisturbed: %d lines of result in %v\n", len(c.want), c.took.Round(time.Millisecond))
	return nil
}

// compare returns an error with the first differences from the result of an
// undisturbed scan.
func (c *tester) compare(got []string) error {
	if slices.Equal(got, c.want) {
		return nil
	}
	var b strings.Builder
	missing, added := difference(c.want, got), difference(got, c.want)
	fmt.Fprintf(&b, "%d lines are missing, %d are new", len(missing), len(added))
	for _, line := range missing[:min(len(missing), 5)] {
		b.WriteString("\n  - " + line)
	}
	for _, line := range added[:min(len(added), 5)] {
		b.WriteString("\n  + " + line)
	}
	return errors.New(b.String())
}

// difference returns the lines of a that are not in b. Both are sorted.
func difference(a, b []string) (only []string) {
	for _, line := range a {
		for len(b) > 0 && b[0] < line {
			b = b[1:]
		}
		if len(b) > 0 && b[0] == line {
			b = b[1:]
			continue
		}
		only = append(only, line)
	}
	return only
}

// counts are the numbers of interruptions.
type counts struct {
	kills, cuts int
	early       int // scans that were killed before anything was stored
	finished    int // scans that finished before they could be killed
}

// crashes kills scans, up to three times each, and compares their results.
func (c *tester) crashes(ctx context.Context, rounds int) error {
	var t counts
	for round := range rounds {
		if err := c.crash(ctx, &t); err != nil {
			return fmt.Errorf("round %d: %w", round+1, err)
		}
		if (round+1)%20 == 0 {
			fmt.Printf("%d rounds, %d kills, %d cut logs: no difference\n", round+1, t.kills, t.cuts)
		}
	}
	fmt.Printf("crashes: %d rounds, %d kills (%d before anything was stored), %d with the end of the log cut off, %d scans finished first: no difference\n",
		rounds, t.kills, t.early, t.cuts, t.finished)
	return nil
}

// crash runs one round.
func (c *tester) crash(ctx context.Context, t *counts) error {
	db := filepath.Join(c.dir, "crash.db")
	state := nothing
	for range 1 + c.rand.IntN(3) {
		killed, err := c.kill(ctx, db, state == begun)
		if err != nil {
			return err
		}
		if !killed {
			t.finished++
			state = complete
			break
		}
		t.kills++
		if c.rand.IntN(2) == 0 {
			cut, err := c.cutLog(db)
			if err != nil {
				return err
			}
			if cut {
				t.cuts++
			}
		}
		if state, err = stateOf(ctx, db); err != nil {
			return fmt.Errorf("after a kill: %w", err)
		}
		if state == complete { // killed while exiting
			break
		}
	}
	if state == nothing {
		t.early++
	}
	if state != complete {
		if err := finish(c.command(ctx, db, state == begun)); err != nil {
			return fmt.Errorf("resume: %w", err)
		}
	}
	got, err := contents(ctx, db)
	if err != nil {
		return err
	}
	if err := c.compare(got); err != nil {
		return err
	}
	return remove(db)
}

// kill starts the program and kills it at a random instant. It returns false
// if the program finished before.
func (c *tester) kill(ctx context.Context, db string, resume bool) (killed bool, err error) {
	cmd := c.command(ctx, db, resume)
	var output bytes.Buffer
	cmd.Stderr = &output
	if err := cmd.Start(); err != nil {
		return false, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err = <-ended:
	case <-time.After(c.instant()):
		if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return false, err
		}
		err = <-ended
	}
	status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	switch code := cmd.ProcessState.ExitCode(); {
	case ok && status.Signaled() && status.Signal() == syscall.SIGKILL:
		return true, nil
	case code == 0 || code == 1:
		return false, nil
	default:
		return false, fmt.Errorf("exited with %d: %w: %s", code, err, output.Bytes())
	}
}

// instant returns a random time at which to kill the program: anywhere in a
// scan, but more often while the database is created and while the scan is
// packed, because these take the least time.
func (c *tester) instant() time.Duration {
	from, to := time.Duration(0), c.took
	switch c.rand.IntN(4) {
	case 0:
		to = c.took / 10
	case 1:
		from = c.took * 7 / 10
	}
	return from + time.Duration(c.rand.Int64N(int64(to-from)))
}

// cutLog cuts a random part off the end of the write-ahead log, as a power cut
// does to what the disk had not written yet. It reports whether there was a log.
func (c *tester) cutLog(db string) (bool, error) {
	info, err := os.Stat(db + "-wal")
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil || info.Size() == 0 {
		return false, err
	}
	// The index of the log is shared memory, which a power cut loses.
	if err := os.Remove(db + "-shm"); err != nil && !errors.Is(err, os.ErrNotExist) {
		return false, err
	}
	return true, os.Truncate(db+"-wal", c.rand.Int64N(info.Size()))
}

func remove(db string) error {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(db + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}
