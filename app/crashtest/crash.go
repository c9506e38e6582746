package crashtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// Counts are the numbers of interruptions.
type Counts struct {
	Kills    int
	Cuts     int // kills after which the end of the database's log was cut off
	Early    int // scans that were killed before anything was stored
	Finished int // scans that finished before they could be killed
}

// Crash kills a scan up to three times, resumes it to its end, and compares the
// result.
func (t *Tester) Crash(ctx context.Context, n *Counts) error {
	db := filepath.Join(t.Dir, "crash.db")
	state := nothing
	for range 1 + t.Rand.IntN(3) {
		killed, err := t.kill(ctx, db, state == begun)
		if err != nil {
			return err
		}
		if !killed {
			n.Finished++
			state = complete
			break
		}
		n.Kills++
		if t.Rand.IntN(2) == 0 {
			cut, err := t.cutLog(db)
			if err != nil {
				return err
			}
			if cut {
				n.Cuts++
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
		n.Early++
	}
	if state != complete {
		if err := t.finish(ctx, db, state == begun); err != nil {
			return fmt.Errorf("resume: %w", err)
		}
	}
	got, err := Contents(ctx, db)
	if err != nil {
		return err
	}
	if err := Compare(t.Want, got); err != nil {
		return err
	}
	return remove(db)
}

// kill starts the program and kills it at a random instant. It returns false
// if the program finished before.
func (t *Tester) kill(ctx context.Context, db string, resume bool) (killed bool, err error) {
	e, err := t.Program.Run(ctx, Order{Args: t.args(db, resume), Signal: syscall.SIGKILL, After: t.Instant()})
	switch {
	case err != nil:
		return false, err
	case e.Signal == syscall.SIGKILL:
		return true, nil
	case e.Code == 0 || e.Code == 1:
		return false, nil
	default:
		return false, fmt.Errorf("exited with %d: %s", e.Code, e.Errors)
	}
}

// Instant returns a random time at which to kill the program: anywhere in a
// scan, but more often while the database is created and while the scan is
// packed, because these take the least time.
func (t *Tester) Instant() time.Duration {
	from, to := time.Duration(0), t.Took
	switch t.Rand.IntN(4) {
	case 0:
		to = t.Took / 10
	case 1:
		from = t.Took * 7 / 10
	}
	return from + time.Duration(t.Rand.Int64N(max(1, int64(to-from))))
}

// cutLog cuts a random part off the end of the write-ahead log, as a power cut
// does to what the disk had not written yet. It reports whether there was a log.
func (t *Tester) cutLog(db string) (bool, error) {
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
	return true, os.Truncate(db+"-wal", t.Rand.Int64N(info.Size()))
}

func remove(db string) error {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(db + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}
