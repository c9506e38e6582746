package report

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// WriteFile makes the file at path whole or not at all: write fills a file
// beside it, which then takes its place. What was there before stays until the
// new one is complete and on disk. The caller learns from errors.Is with the
// fs errors why a file could not be made.
func WriteFile(path string, write func(io.Writer) error) (err error) {
	f, err := createBeside(path)
	if err != nil {
		return fmt.Errorf("create file: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write file: %w", err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("put file in place: %w", err)
	}
	return syncDir(filepath.Dir(path))
}

// createBeside opens a new file in path's folder, with the permissions that
// any program's documents get (os.CreateTemp would make it private).
func createBeside(path string) (*os.File, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, &os.PathError{Op: "create", Path: path, Err: ErrIsFolder}
	}
	dir := filepath.Dir(path)
	for n := 0; ; n++ {
		name := filepath.Join(dir, fmt.Sprintf(".sitewell-%d-%d.part", os.Getpid(), n))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, os.ErrExist) {
			return f, err
		}
	}
}

// ErrIsFolder says that a folder stands where a file should go.
var ErrIsFolder = errors.New("is a folder")

// CheckWritable tells before any work is done whether WriteFile could make the
// file at path. It leaves nothing behind.
func CheckWritable(path string) error {
	f, err := createBeside(path)
	if err != nil {
		return fmt.Errorf("create file: %w", err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// syncDir makes a rename last through a power cut. Not every system can sync a
// folder (Windows cannot), and none needs to for the file itself to be whole.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return nil
	}
	_ = d.Sync()
	return d.Close()
}

// Writer writes a report of one kind.
type Writer func(ctx context.Context, w io.Writer, src Source) error

// Save writes a report to the file at path, whole or not at all.
func Save(ctx context.Context, path string, write Writer, src Source) error {
	return WriteFile(path, func(w io.Writer) error { return write(ctx, w, src) })
}
