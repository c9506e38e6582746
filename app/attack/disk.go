package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"sitewell/app/crashtest"
)

// fullDisk lets a disk run full during a scan or an export, and makes room later.
func fullDisk(ctx context.Context, r *round) error {
	switch r.rand.IntN(3) {
	case 0:
		return r.scanOnFullDisk(ctx)
	case 1:
		return r.exportToFullDisk(ctx)
	default:
		return r.underSizeLimit(ctx)
	}
}

// scanOnFullDisk lets the disk of the history run full. The scan waits and finds
// the same in the end.
func (r *round) scanOnFullDisk(ctx context.Context) error {
	size := 450 + r.rand.IntN(600)
	r.say("a scan on a disk of %d KiB, which becomes larger once the program waits", size)
	return notTried(r.tester().FullDisk(ctx, size))
}

// notTried makes it errNotTried that there can be no small disk.
func notTried(err error) error {
	if errors.Is(err, crashtest.ErrNoDisk) {
		return fmt.Errorf("%w: %w", errNotTried, err)
	}
	return err
}

// tester returns what disturbs scans of the large site.
func (r *round) tester() *crashtest.Tester {
	return &crashtest.Tester{
		Program: r.program, Dir: r.dir, Address: r.large.address, Rand: r.rand, Want: r.large.want, Took: r.takes(r.large.took),
	}
}

// fullWords is what is said of an export that found no room.
var fullWords = regexp.MustCompile(`The disk is full, so the file was not saved|larger than is allowed there`)

// exportToFullDisk saves a scan where there is no room. Nothing of it is left, and
// what was there before is untouched. With room it is saved as always.
func (r *round) exportToFullDisk(ctx context.Context) error {
	e, err := r.newExport()
	if err != nil {
		return err
	}
	size := (8 + r.rand.IntN(400)) &^ 3
	r.say("an export as %s to a disk of %d KiB", e.format, size)
	disk, err := crashtest.NewSmallDisk(filepath.Join(r.dir, "disk"), size)
	if err != nil {
		return notTried(err)
	}
	defer disk.Remove()
	e.file = filepath.Join(disk.Path, "report")
	if err := os.WriteFile(e.file, []byte(before), 0o600); err != nil {
		return err
	}
	ended, err := r.runs(ctx, crashtest.Order{Args: e.args()})
	if err != nil {
		return err
	}
	if ended.Code == 0 {
		return e.isComplete()
	}
	if ended.Code != 3 || !fullWords.MatchString(ended.Errors) {
		return fmt.Errorf("export to a full disk: exit code %d: %s", ended.Code, ended.Errors)
	}
	if err := e.isUntouched(true); err != nil {
		return err
	}
	if err := disk.Enlarge(); err != nil {
		return err
	}
	return e.again(ctx, r)
}

// underSizeLimit saves a scan under a limit for the size of files.
func (r *round) underSizeLimit(ctx context.Context) error {
	e, err := r.newExport()
	if err != nil {
		return err
	}
	blocks := 1 + r.rand.IntN(2000) // of 512 bytes, or of 1024 where sh is bash
	ended, err := r.runs(ctx, crashtest.Order{Args: e.args(), Limit: fmt.Sprintf("ulimit -f %d", blocks)})
	switch {
	case err != nil:
		return err
	case ended.Code == 0:
		return e.isComplete()
	case ended.Code != 3 || !fullWords.MatchString(ended.Errors):
		return fmt.Errorf("export under a limit: exit code %d: %s", ended.Code, ended.Errors)
	}
	if err := e.isUntouched(true); err != nil {
		return err
	}
	return e.again(ctx, r)
}
