package storage

import (
	"errors"
	"fmt"
)

// ErrSameFile: a file is to be replaced by itself.
var ErrSameFile = errors.New("it is the same file")

// ErrNotResumable: a scan that was imported can't go on, since what only that needs was
// not exported.
var ErrNotResumable = errors.New("scan was imported and can't go on")

// BackupError says that a file can't be restored, since it is no sound history.
type BackupError struct {
	Path string
	Err  error // ErrNotDatabase, ErrCorrupt, ErrNewer, ErrSameFile, …
}

func (e *BackupError) Error() string { return "restore " + e.Path + ": " + e.Err.Error() }
func (e *BackupError) Unwrap() error { return e.Err }

// NoRoomError says that there is not enough room on a disk.
type NoRoomError struct {
	Folder     string // on that disk
	Need, Free int64  // bytes
}

func (e *NoRoomError) Error() string {
	return fmt.Sprintf("%s has %d bytes of free room, %d are needed", e.Folder, e.Free, e.Need)
}

// Salvaged is what could be saved of a damaged history.
type Salvaged struct {
	Kept   string   // where the damaged file is now
	Tables []string // of which something could not be read
	Scans  []SalvagedScan
}

// SalvagedScan is what could be saved of one scan.
type SalvagedScan struct {
	Scan Scan // as it was
	// Results is of how many addresses the result is lost: they are unchecked now.
	// Links is how many links are lost.
	Results, Links int
	Gone           bool // nothing could be saved
}

// IsWhole reports whether nothing of the scan is lost.
func (s SalvagedScan) IsWhole() bool { return !s.Gone && s.Results == 0 && s.Links == 0 }

// AlreadyThereError says that a scan that is to be imported is in the history already.
type AlreadyThereError struct{ Scan ScanID }

func (e *AlreadyThereError) Error() string {
	return fmt.Sprintf("it is there already as scan %d", e.Scan)
}
