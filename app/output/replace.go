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
	f, err := p.createPart(partMode)
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
	f, err := p.createPart(partMode)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close() // closed already where only the rename failed
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if err := errors.Join(fill(f), f.Sync(), p.setMode(f)); err != nil {
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

// setMode sets for the new file the owner and mode of the old one. Only the
// administrator may give files away; others keep the mode alone. Where there was
// none, it gets the mode of any program's documents.
func (p place) setMode(f *os.File) error {
	if p.info != nil {
		keepOwner(f, p.info)
		return f.Chmod(p.info.Mode().Perm())
	}
	mode, err := p.usualMode()
	if err != nil {
		return err
	}
	return f.Chmod(mode)
}

// usualMode returns the mode that new files get in the output's folder: by the umask,
// which can't be asked for without changing it, and the folder's access rules.
func (p place) usualMode() (os.FileMode, error) {
	f, err := p.createPart(0o666)
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err = errors.Join(err, f.Close(), os.Remove(f.Name())); err != nil {
		return 0, err
	}
	return info.Mode().Perm(), nil
}

// partName is what part files are called: by the process that writes them, and
// a number.
var partName = regexp.MustCompile(`^\.sitewell-\d+-\d+\.part$`)

// partMode is that of a part file: only its owner may read what is not finished.
const partMode = 0o600

// createPart opens a new file in the output's folder, locked as long as it is
// open.
func (p place) createPart(mode os.FileMode) (*os.File, error) {
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
