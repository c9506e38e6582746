package dbfile

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/gofrs/flock"

	"sitewell/storage"
)

const (
	// setupTimeout is how long to wait while another program makes or migrates
	// the file, and lockInterval how often to look.
	setupTimeout = 5 * time.Minute
	lockInterval = 20 * time.Millisecond
)

// presenceLock is the file on which every program that writes to the database at
// path holds a shared lock. A program that makes or migrates the database holds it alone. It
// is removed by the last one that closes the database, so one that is left behind
// says that a program was killed.
func presenceLock(path string) string { return path + "-lock" }

// scanLock is the file on which the program that runs a scan holds a lock.
func scanLock(path string, scan storage.ScanID) string {
	return fmt.Sprintf("%s%s%d", path, scanLockSuffix, scan)
}

const scanLockSuffix = "-scan-"

// allScanLocks returns the locks of scans beside the database at path.
func allScanLocks(path string) (all []string) {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return nil // there is no such folder, so nothing is in it
	}
	for _, e := range entries {
		if number, ok := strings.CutPrefix(e.Name(), filepath.Base(path)+scanLockSuffix); ok {
			if _, err := strconv.ParseInt(number, 10, 64); err == nil {
				all = append(all, filepath.Join(filepath.Dir(path), e.Name()))
			}
		}
	}
	return all
}

// fileLock is a lock that the system gives back when the process ends, however it
// ends. On a file system without locks nobody is ever refused.
type fileLock struct {
	lock *flock.Flock // nil: the file system has no locks
	name string
}

// tryLock takes a lock on a file that is made where there is none: alone, or
// shared with others. It returns nil where somebody else's lock forbids that.
func tryLock(name string, alone bool) (*fileLock, error) {
	for {
		l := flock.New(name, flock.SetPermissions(0o600))
		try := l.TryRLock
		if alone {
			try = l.TryLock
		}
		ok, err := try()
		switch {
		case err != nil && hasNoLocks(err):
			return &fileLock{name: name}, nil
		case err != nil:
			return nil, wrapFileError(err)
		case !ok:
			return nil, nil
		}
		// The program that had the lock before may have removed the file meanwhile.
		mine, err := l.Stat()
		if there, statErr := os.Stat(name); err == nil && statErr == nil && os.SameFile(mine, there) {
			return &fileLock{l, name}, nil
		}
		_ = l.Close()
	}
}

// hasNoLocks reports whether a file system has no locks.
func hasNoLocks(err error) bool {
	return errors.Is(err, syscall.ENOSYS) || errors.Is(err, syscall.ENOTSUP) || errors.Is(err, syscall.EOPNOTSUPP) || errors.Is(err, syscall.ENOLCK)
}

// wrapFileError adds the sentinel that an error of the operating system stands for.
func wrapFileError(err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%w: %w", storage.ErrReadOnly, err)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("%w: %w", storage.ErrFull, err)
	}
	return err
}

// isLocked reports whether somebody holds the lock on a file alone. It leaves
// nothing behind.
func isLocked(name string) bool {
	if _, err := os.Stat(name); err != nil {
		return false
	}
	l, err := tryLock(name, false)
	if err != nil || l == nil {
		return err == nil
	}
	l.unlock()
	return false
}

func (l *fileLock) unlock() {
	if l != nil && l.lock != nil {
		_ = l.lock.Close()
	}
}

// remove unlocks and removes the file.
func (l *fileLock) remove() {
	if l == nil {
		return
	}
	err := os.Remove(l.name)
	l.unlock()
	if err != nil { // Windows refuses while it is open
		_ = os.Remove(l.name)
	}
}

// LockScan says to other programs that this one runs a scan, until the function
// that it returns is called or the process ends. It is ErrElsewhere where another
// program does. Within one File a scan can be locked several times.
func (f *File) LockScan(ctx context.Context, scan storage.ScanID) (unlock func(), err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	held := f.scans[scan]
	if held == nil {
		held = &heldScan{}
		// A program that only looks whether the scan runs holds the lock for a moment.
		for deadline := time.Now().Add(lookTime); held.lock == nil; {
			if held.lock, err = tryLock(scanLock(f.Path, scan), true); err != nil {
				return nil, Wrap("lock scan", err)
			}
			if held.lock == nil && time.Now().After(deadline) {
				return nil, Wrap("lock scan", storage.ErrElsewhere)
			}
			if held.lock == nil && !pause(ctx) {
				return nil, Wrap("lock scan", ctx.Err())
			}
		}
		if f.scans == nil {
			f.scans = make(map[storage.ScanID]*heldScan)
		}
		f.scans[scan] = held
	}
	held.count++
	return func() { f.unlockScan(scan) }, nil
}

// lookTime is for how long the lock of a program that only looks is waited for.
const lookTime = 200 * time.Millisecond

// heldScan is the lock on a scan that this File holds.
type heldScan struct {
	lock  *fileLock
	count int // how many times it was taken
}

func (f *File) unlockScan(scan storage.ScanID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	held := f.scans[scan]
	if held == nil {
		return
	}
	if held.count--; held.count == 0 {
		held.lock.remove()
		delete(f.scans, scan)
	}
}

// LockSchedule says to other programs that this one runs what is scheduled, as LockScan does
// for a scan; no scan has the number 0.
func (f *File) LockSchedule(ctx context.Context) (unlock func(), err error) {
	return f.LockScan(ctx, 0)
}

// ScansElsewhere reports whether another program runs any scan.
func (f *File) ScansElsewhere() bool {
	for _, name := range allScanLocks(f.Path) {
		number := strings.TrimPrefix(filepath.Base(name), filepath.Base(f.Path)+scanLockSuffix)
		if scan, err := strconv.ParseInt(number, 10, 64); err == nil && f.RunsElsewhere(storage.ScanID(scan)) {
			return true
		}
	}
	return false
}

// RunsElsewhere reports whether another program runs a scan.
func (f *File) RunsElsewhere(scan storage.ScanID) bool {
	f.mu.Lock()
	_, mine := f.scans[scan]
	f.mu.Unlock()
	return !mine && isLocked(scanLock(f.Path, scan))
}

// pause waits a moment and reports whether ctx still goes on.
func pause(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(lockInterval):
		return true
	}
}
