package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"sitewell/app/crashtest"
)

// before is what is in a file before an export replaces it.
const before = "before"

// export is a file that a scan of the large site is saved in.
type export struct {
	history, format, file string
	want                  string // the hash of the complete file
}

// newExport makes a copy of the large site's history, and a file that an export is to
// replace.
func (r *round) newExport() (*export, error) {
	e := &export{history: filepath.Join(r.dir, database), format: one(r, "jsonl", "xlsx", "sqlite")}
	if err := os.Mkdir(filepath.Join(r.dir, "reports"), 0o700); err != nil {
		return nil, err
	}
	e.file = filepath.Join(r.dir, "reports", "report")
	e.want = r.large.exports[e.format]
	return e, errors.Join(copyFile(e.history, r.large.history), os.WriteFile(e.file, []byte(before), 0o600))
}

func (e *export) args() []string {
	return []string{"export", "1", "--db", e.history, "--format", e.format, "-o", e.file}
}

// isComplete returns an error if the file is not what an undisturbed export saves.
func (e *export) isComplete() error {
	got, err := hash(e.file, e.format)
	if err == nil && got != e.want {
		err = fmt.Errorf("another file was saved as %s", e.format)
	}
	return err
}

// isUntouched returns an error if the file is not as it was before; clean: or if
// there is anything else in its folder.
func (e *export) isUntouched(clean bool) error {
	text, err := os.ReadFile(e.file)
	if err != nil {
		return err
	}
	if string(text) != before {
		return fmt.Errorf("the file was not saved, and %d bytes are in place of what was there", len(text))
	}
	if !clean {
		return nil
	}
	return e.isAlone()
}

// isAlone returns an error if there is anything in the folder of the file besides.
func (e *export) isAlone() error {
	entries, err := os.ReadDir(filepath.Dir(e.file))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if entry.Name() != filepath.Base(e.file) {
			return fmt.Errorf("%s was left behind", entry.Name())
		}
	}
	return nil
}

// again saves the scan once more, undisturbed, after which only the complete file
// is there.
func (e *export) again(ctx context.Context, r *round) error {
	if err := expect(0)(r.runs(ctx, crashtest.Order{Args: e.args()})); err != nil {
		return fmt.Errorf("the export after it: %w", err)
	}
	if err := e.isComplete(); err != nil {
		return fmt.Errorf("the export after it: %w", err)
	}
	return e.isAlone()
}

// takes returns how long something takes in this round, which may have the race detector,
// that takes so long where nothing is disturbed.
func (r *round) takes(long time.Duration) time.Duration {
	if r.program.Path != r.options.program {
		return 6 * long
	}
	return long
}

// exports ends an export at a random moment: by a signal, or by a program that stops
// reading.
func exports(ctx context.Context, r *round) error {
	e, err := r.newExport()
	if err != nil {
		return err
	}
	if r.rand.IntN(5) == 0 {
		return r.stopReading(ctx, e)
	}
	signal := one(r, syscall.SIGKILL, syscall.SIGINT, syscall.SIGHUP, syscall.SIGTERM)
	ended, err := r.runs(ctx, crashtest.Order{Args: e.args(), Signal: signal, After: r.upTo(r.takes(r.large.exportTook))})
	if err != nil {
		return err
	}
	switch {
	case ended.Signal == signal: // at once, perhaps between writing and renaming
		if e.isComplete() != nil {
			err = e.isUntouched(signal != syscall.SIGKILL)
		}
	case ended.Code == 0:
		err = errors.Join(e.isComplete(), e.isAlone())
	case ended.Code == 3 && strings.Contains(ended.Errors, "Stopped."), ended.Code == 2 && strings.Contains(ended.Errors, "Stopped."):
		err = e.isUntouched(true)
	default:
		err = fmt.Errorf("exit code %d: %s", ended.Code, ended.Errors)
	}
	if err != nil {
		return fmt.Errorf("export as %s, ended by %v: %w", e.format, signal, err)
	}
	return e.again(ctx, r)
}

// stopReading reads only the beginning of an export to standard output.
func (r *round) stopReading(ctx context.Context, e *export) error {
	want, err := os.ReadFile(r.large.lines)
	if err != nil {
		return err
	}
	most := r.rand.IntN(len(want))
	r.say("only %d bytes are read", most)
	ended, err := r.runs(ctx, crashtest.Order{
		Args: []string{"export", "1", "--db", e.history, "--format", "jsonl", "-o", "-"},
		Seen: func(output []byte) bool { return len(output) <= most },
	})
	switch {
	case err != nil:
		return err
	case !bytes.HasPrefix(want, []byte(ended.Output)):
		return errors.New("standard output has something else than the file")
	case ended.Signal != syscall.SIGPIPE && ended.Code != 3 && !(ended.Code == 0 && len(ended.Output) == len(want)):
		return fmt.Errorf("exit code %d, signal %v", ended.Code, ended.Signal)
	}
	return e.again(ctx, r)
}
