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

// chamber is where scans are disturbed.
type chamber struct {
	program, dir, address string
	rand                  *rand.Rand

	want []string      // what a scan that nobody disturbs finds
	took time.Duration // and how long that takes
}

// command is the program with a history of its own, for a new scan or for
// resuming one.
func (c *chamber) command(ctx context.Context, db string, resume bool) *exec.Cmd {
	args := []string{"scan", c.address, "--no-delay", "--concurrency", "8", "--db", db}
	if resume {
		args = []string{"resume", "--db", db}
	}
	cmd := exec.CommandContext(ctx, c.program, args...)
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+c.dir)
	return cmd
}

// finish runs the program to its end. Exit code 1 says that something of the
// site is broken, which is so.
func finish(cmd *exec.Cmd) error {
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w: %s", err, said.Bytes())
	}
	return nil
}

// calm scans undisturbed, twice: the result must be the same.
func (c *chamber) calm(ctx context.Context) error {
	for turn := range 2 {
		db := filepath.Join(c.dir, fmt.Sprintf("calm-%d.db", turn))
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

// compare tells the first differences from what an undisturbed scan found.
func (c *chamber) compare(got []string) error {
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

// difference gives the lines of a that b lacks; both are sorted.
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

// tally counts what was done to scans.
type tally struct {
	kills, cuts int
	early       int // killed before anything of the scan was stored
	whole       int // came to their end before they could be killed
}

// crashes kills scans, up to three times each, and compares what they come to.
func (c *chamber) crashes(ctx context.Context, rounds int) error {
	var t tally
	for round := range rounds {
		if err := c.crash(ctx, &t); err != nil {
			return fmt.Errorf("round %d: %w", round+1, err)
		}
		if (round+1)%20 == 0 {
			fmt.Printf("%d rounds, %d kills, %d cut logs: no difference\n", round+1, t.kills, t.cuts)
		}
	}
	fmt.Printf("crashes: %d rounds, %d kills (%d before anything was stored), %d with the end of the log cut off, %d scans were faster: no difference\n",
		rounds, t.kills, t.early, t.cuts, t.whole)
	return nil
}

// crash is one round.
func (c *chamber) crash(ctx context.Context, t *tally) error {
	db := filepath.Join(c.dir, "crash.db")
	state := nothing
	for range 1 + c.rand.IntN(3) {
		killed, err := c.kill(ctx, db, state == begun)
		if err != nil {
			return err
		}
		if !killed {
			t.whole++
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
		if state == complete { // killed on its way out
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

// kill starts the program and ends it at a random instant. killed is false
// where it came to its end before.
func (c *chamber) kill(ctx context.Context, db string, resume bool) (killed bool, err error) {
	cmd := c.command(ctx, db, resume)
	var said bytes.Buffer
	cmd.Stderr = &said
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
		return false, fmt.Errorf("ended with %d: %w: %s", code, err, said.Bytes())
	}
}

// instant chooses when to kill: anywhere in a scan, but more often where the
// database is made and where the scan is packed, which take the least time.
func (c *chamber) instant() time.Duration {
	from, to := time.Duration(0), c.took
	switch c.rand.IntN(4) {
	case 0:
		to = c.took / 10
	case 1:
		from = c.took * 7 / 10
	}
	return from + time.Duration(c.rand.Int64N(int64(to-from)))
}

// cutLog takes a random part off the end of the write-ahead log, as a power
// cut does to what the disk had not yet written.
func (c *chamber) cutLog(db string) (bool, error) {
	info, err := os.Stat(db + "-wal")
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil || info.Size() == 0 {
		return false, err
	}
	// The index of the log lives in memory only, so it goes with the power.
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
