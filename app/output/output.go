// Package output writes the files that a person names: spreadsheets, JSON
// Lines and databases, for the window and the command line alike. It replaces a file only by
// a complete new one, never replaces a file that has another use, and writes
// devices and pipes where they are.
//
// It must not know what is in the files.
package output

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Use says what a file is for that no output may replace.
type Use int

const (
	History Use = iota // a file of the history, or beside it
	Log                // the log file
	Input              // a file that is read in the same call
	Output             // a file that another output of the same call goes to
)

// Reserved is a file that has a use already, whether it exists yet or not.
type Reserved struct {
	Path string
	Use  Use
}

// InUseError says that an output would replace a file that has another use.
type InUseError Reserved

func (e *InUseError) Error() string { return fmt.Sprintf("%s has another use (%d)", e.Path, e.Use) }

// Other reasons why a name can't be used.
var (
	ErrNoName   = errors.New("no file name")
	ErrIsFolder = errors.New("is a folder")
)

// Check reports before any work is done whether all paths could be written in
// one call: each as Write would, and no two into the same file. It leaves
// nothing behind and opens no pipe. Its errors are those of Write.
func Check(paths []string, reserved []Reserved) error {
	reserved = append([]Reserved(nil), reserved...)
	for _, path := range paths {
		p, err := locate(path)
		if err != nil {
			return err
		}
		if err := p.check(reserved); err != nil {
			return err
		}
		if p.direct {
			if p.info.Mode()&os.ModeCharDevice != 0 {
				continue // a terminal and /dev/null take any number of outputs
			}
		} else if err := p.checkWritable(); err != nil {
			return err
		}
		reserved = append(reserved, Reserved{path, Output})
	}
	return nil
}

// Write has write fill the file at path, whole or not at all. A regular file
// is replaced when the new one is complete and on disk; it keeps its mode and,
// where that is allowed, its owner. A symbolic link stays one: the file that it
// leads to is replaced. Devices and pipes are written directly; a named pipe
// waits for its reader until ctx ends.
//
// Errors: ErrNoName, ErrIsFolder, *InUseError, those of ctx and write, and what
// the system says (errors.Is with fs.ErrPermission, syscall.ENOSPC and so on).
// A file whose folder can't be written is refused, since it could not be kept
// until the new one is complete.
func Write(ctx context.Context, path string, reserved []Reserved, write func(io.Writer) error) error {
	p, err := locate(path)
	if err != nil {
		return err
	}
	if err := p.check(reserved); err != nil {
		return err
	}
	if p.direct {
		return p.writeDirectly(ctx, write)
	}
	return p.replace(ctx, func(f *os.File) error { return write(untilDone{ctx, f}) })
}

// WriteNamed is Write for what can only be written to a file by its name, such
// as a database: fill gets the name of an empty file. What is written directly
// is first filled in a temporary folder and then copied.
func WriteNamed(ctx context.Context, path string, reserved []Reserved, fill func(name string) error) error {
	p, err := locate(path)
	if err != nil {
		return err
	}
	if err := p.check(reserved); err != nil {
		return err
	}
	if p.direct {
		return p.writeDirectly(ctx, func(w io.Writer) error { return copyFilled(w, fill) })
	}
	return p.replace(ctx, func(f *os.File) error { return fill(f.Name()) })
}

// copyFilled copies to w what fill writes.
func copyFilled(w io.Writer, fill func(name string) error) (err error) {
	dir, err := os.MkdirTemp("", "sitewell-")
	if err != nil {
		return fmt.Errorf("create folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	name := filepath.Join(dir, "output")
	if err := fill(name); err != nil {
		return err
	}
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("open file: %w", err)
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}

// untilDone is a writer that fails as soon as ctx ends.
type untilDone struct {
	ctx context.Context
	w   io.Writer
}

func (u untilDone) Write(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.w.Write(p)
}
