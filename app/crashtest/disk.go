package crashtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// SmallDisk is a disk in memory that is soon full.
type SmallDisk struct{ Path string }

// ErrNoDisk says that no disk in memory can be made here, which needs root.
var ErrNoDisk = errors.New("a disk in memory can't be mounted here")

// NewSmallDisk makes a disk of a size in KiB in a new folder. The caller removes it.
// Its error is ErrNoDisk where that is not possible.
func NewSmallDisk(folder string, size int) (SmallDisk, error) {
	if err := os.Mkdir(folder, 0o700); err != nil {
		return SmallDisk{}, err
	}
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, fmt.Sprintf("size=%dk", size)); err != nil {
		return SmallDisk{}, fmt.Errorf("%w: %w", ErrNoDisk, err)
	}
	return SmallDisk{folder}, nil
}

// Enlarge makes room on the disk.
func (d SmallDisk) Enlarge() error {
	if err := syscall.Mount("tmpfs", d.Path, "tmpfs", syscall.MS_REMOUNT, "size=64m"); err != nil {
		return fmt.Errorf("make room: %w", err)
	}
	return nil
}

// Remove unmounts the disk, with all that is on it.
func (d SmallDisk) Remove() { _ = syscall.Unmount(d.Path, syscall.MNT_DETACH) }

// FullDisk scans to a disk in memory that is too small, waits until the program
// says that it is waiting for room, enlarges the disk, and compares the result.
func (t *Tester) FullDisk(ctx context.Context, size int) error {
	disk, err := NewSmallDisk(filepath.Join(t.Dir, "disk"), size)
	if err != nil {
		return err
	}
	defer disk.Remove()
	db := filepath.Join(disk.Path, "full.db")
	enlarged := false
	e, err := t.Program.Run(ctx, Order{
		Args: t.args(db, false), Terminal: true, // progress is shown to a terminal only
		Seen: func(output []byte) bool {
			if !enlarged && bytes.Contains(output, []byte("waiting for room")) {
				enlarged = true
				err = disk.Enlarge()
			}
			return err == nil
		},
	})
	switch {
	case err != nil:
		return err
	case !enlarged:
		return fmt.Errorf("the program never said that it is waiting:\n%s", e.Output)
	case e.Code != 1:
		return fmt.Errorf("exit code %d:\n%s", e.Code, e.Output)
	}
	got, err := Contents(ctx, db)
	if err != nil {
		return err
	}
	return Compare(t.Want, got)
}
