package output

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// checkWritable reports whether a new file could take the place of what is
// there. It leaves nothing behind.
func (p place) checkWritable() error {
	if err := p.checkProtection(); err != nil {
		return err
	}
	f, err := p.createPart()
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// checkProtection reports whether the old file may be written. A rename would
// not ask, but a person who protects a file does not want it replaced.
func (p place) checkProtection() error {
	if p.info == nil {
		return nil
	}
	f, err := os.OpenFile(p.path, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("open file: %w", err)
	}
	return f.Close()
}

// replace has fill fill a part file beside the old one, which then takes its
// place.
func (p place) replace(ctx context.Context, fill func(part *os.File) error) (err error) {
	if err := p.checkProtection(); err != nil {
		return err
	}
	removeParts(filepath.Dir(p.path))
	f, err := p.createPart()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close() // closed already where only the rename failed
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if err := errors.Join(fill(f), f.Sync(), p.keepMode(f)); err != nil {
		return fmt.Errorf("write file: %w", err)
	}
	return p.finish(ctx, f)
}

// finish closes the part and puts it in place. Windows renames no open file.
func (p place) finish(ctx context.Context, f *os.File) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("write file: %w", err)
	}
	if err := os.Rename(f.Name(), p.path); err != nil {
		return fmt.Errorf("put file in place: %w", err)
	}
	return syncDir(filepath.Dir(p.path))
}

// keepMode sets for the new file the owner and mode of the old one. Only the
// administrator may give files away; others keep the mode alone.
func (p place) keepMode(f *os.File) error {
	if p.info == nil {
		return nil
	}
	keepOwner(f, p.info)
	return f.Chmod(p.info.Mode().Perm())
}

// partName is what part files are called: by the process that writes them, and
// a number.
var partName = regexp.MustCompile(`^\.sitewell-\d+-\d+\.part$`)

// createPart opens a new file in the output's folder, locked as long as it is
// open, with the permissions that any program's documents get or less: nobody
// may read it who can't read the old one.
func (p place) createPart() (*os.File, error) {
	mode := os.FileMode(0o666)
	if p.info != nil {
		mode = p.info.Mode().Perm()&mode | 0o200
	}
	for n := 0; ; n++ {
		name := filepath.Join(filepath.Dir(p.path), fmt.Sprintf(".sitewell-%d-%d.part", os.Getpid(), n))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if errors.Is(err, os.ErrExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("create file: %w", err)
		}
		lock(f)
		if is(f, name) {
			return f, nil
		}
		_ = f.Close() // another process took it for a leftover before it was locked
	}
}

// removeParts removes the part files that dead processes left in a folder. A
// living one has a lock on its own.
func removeParts(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if partName.MatchString(e.Name()) && e.Type().IsRegular() {
			removeAbandoned(filepath.Join(dir, e.Name()))
		}
	}
}

// is reports whether name is still the name of an open file.
func is(f *os.File, name string) bool {
	open, err := f.Stat()
	if err != nil {
		return false
	}
	named, err := os.Lstat(name)
	return err == nil && os.SameFile(open, named)
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
