package dbfile

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"sitewell/storage"
	"sitewell/storage/sqlite/pagesum"
)

// quickCheckWait is for how long opening waits for the check of a file that was
// not closed. What takes longer goes on in the background.
const quickCheckWait = 300 * time.Millisecond

// hadWAL is what the file of the presence lock contains once there is a -wal file
// beside the database.
const hadWAL = "wal\n"

// traces are what a program left that did not close the database.
type traces struct {
	unclean  bool // it was killed, or the computer lost power
	lostWAL  bool // its -wal file is missing
	movedWAL bool // another program may have moved the -wal file into the database
}

// readTraces looks for traces while nobody has the database open.
func readTraces(path string) (t traces) {
	mark, err := os.ReadFile(presenceLock(path))
	wal, walErr := os.Stat(path + "-wal")
	t.unclean = err == nil || walErr == nil && wal.Size() > 0
	t.lostWAL = string(mark) == hadWAL && errors.Is(walErr, fs.ErrNotExist)
	t.movedWAL = t.unclean && (walErr != nil || wal.Size() == 0)
	return t
}

// addMissingSums adds the checksums that pages lack since another program moved the
// -wal file into the database. It must be called with the lock for itself.
func (f *File) addMissingSums() error {
	if !f.traces.movedWAL {
		return nil
	}
	if p, err := probe(f.Path, os.O_RDWR); err != nil || !p.exists || p.half {
		return nil // setUp says what is wrong
	}
	added, err := pagesum.AddMissing(f.Path)
	if added > 0 {
		f.log.Warn("added the checksums of pages that another program moved into the history", "pages", added)
	}
	return wrapFileError(err)
}

// markWAL remembers for the next program whether there is a -wal file. Where that
// can't be written, a -wal file that is lost is not noticed; Windows refuses it,
// since the file is locked.
func (f *File) markWAL() {
	mark := []byte(hadWAL)
	if _, err := os.Stat(f.Path + "-wal"); err != nil {
		mark = nil
	}
	_ = os.WriteFile(presenceLock(f.Path), mark, 0o600)
}

// leave releases the presence lock, and removes its file where nobody else has
// the database open.
func (f *File) leave() {
	if f.lock == nil {
		return
	}
	f.markWAL()
	f.lock.unlock()
	f.lock = nil
	if last, err := tryLock(presenceLock(f.Path), true); err == nil && last != nil {
		if _, err := os.Stat(f.Path + "-wal"); err == nil {
			last.unlock() // it could not be moved into the database
			return
		}
		last.remove()
	}
}

// startQuickCheck checks the structure of the database in the background
// (https://www.sqlite.org/pragma.html#pragma_quick_check).
func (f *File) startQuickCheck(ctx context.Context) {
	checked := make(chan struct{})
	f.wait.Go(func() {
		defer close(checked)
		began := time.Now()
		err := f.quickCheck(ctx)
		if ctx.Err() != nil {
			return
		}
		f.log.Info("checked a history that was not closed", "took", time.Since(began), "err", err)
		if err != nil {
			f.noticed(Wrap("check database", err))
		}
	})
	select {
	case <-checked:
	case <-time.After(quickCheckWait):
	}
}

func (f *File) quickCheck(ctx context.Context) error {
	var said string
	if err := f.Read.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&said); err != nil {
		return err
	}
	if said != "ok" {
		return fmt.Errorf("%w: %s", storage.ErrCorrupt, said)
	}
	return nil
}
