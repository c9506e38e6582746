package core

import (
	"context"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"sitewell/scanner/profile"
	"sitewell/scanner/weburl"
	"sitewell/storage"
	"sitewell/storage/sqlite"
)

// ImportError says that a file with one scan can't be imported.
type ImportError struct {
	Path string
	Err  error // an error of storage, as ErrNotDatabase, ErrCorrupt or ErrNewer
}

func (e *ImportError) Error() string { return "import " + e.Path + ": " + e.Err.Error() }
func (e *ImportError) Unwrap() error { return e.Err }

// ExportScan fills the file name, which is empty, with one scan, for another history that
// imports it. How the site is signed in to is left out. ErrChanging where the scan is under
// way.
func (h *History) ExportScan(ctx context.Context, scan storage.ScanID, name string, progress func(done, total int)) error {
	s, err := h.db.ScanByID(ctx, scan)
	if err != nil {
		return err
	}
	if r := h.runningAt(s.Site); s.State == storage.Elsewhere || r != nil && r.ScanID() == scan {
		return ErrChanging
	}
	return h.db.ExportScan(ctx, scan, name, portable, progress)
}

// portable leaves out of settings what belongs to one computer: the sign-in, and the folder
// that is served and the regular scans, which must not be chosen by a file that comes from anybody.
func portable(settings string) (string, error) {
	s, err := profile.Parse(settings)
	if err != nil {
		return "", err
	}
	if s.SignIn == nil && s.Folder == "" && s.Schedule == nil {
		return settings, nil
	}
	s.SignIn, s.Folder, s.Schedule = nil, "", nil
	return s.JSON()
}

// Import adds the scan in a file, which may come from anybody, to the site with its start address, or
// to a new one, and returns it. Errors: *storage.AlreadyThereError, *ImportError,
// ErrReading, storage.ErrFull and the like.
func (h *History) Import(ctx context.Context, path string, progress func(done, total int)) (scan storage.Scan, err error) {
	if err := h.accepts(); err != nil {
		return storage.Scan{}, err
	}
	f, err := sqlite.OpenScanFile(ctx, path)
	if err != nil {
		return storage.Scan{}, &ImportError{path, err}
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := checkImport(f); err != nil {
		return storage.Scan{}, &ImportError{path, err}
	}
	id, err := h.db.Import(ctx, f, sqlite.ImportChecks{Mark: checkImportedMark(time.Now()), Redirect: checkImportedRedirect}, progress)
	if there := (*storage.AlreadyThereError)(nil); errors.As(err, &there) {
		return storage.Scan{}, there
	}
	if errors.Is(err, storage.ErrCorrupt) || errors.Is(err, storage.ErrNewer) {
		return storage.Scan{}, &ImportError{path, err}
	}
	if err != nil {
		return storage.Scan{}, err
	}
	h.log.Info("scan imported", "scan", id)
	return h.db.ScanByID(ctx, id)
}

// checkImport checks and changes what storage does not look into: start addresses, settings, and the name and note of the scan.
func checkImport(f *sqlite.ScanFile) error {
	for _, start := range []string{f.Site.Start, f.Scan.Start} {
		u, err := weburl.Parse(start)
		if err != nil || u.Key() != start {
			return fmt.Errorf("%w: start address %.100q", storage.ErrCorrupt, start)
		}
	}
	for _, settings := range []*string{&f.Site.Settings, &f.Scan.Settings} {
		clean, err := portable(*settings)
		if err != nil {
			return fmt.Errorf("%w: %w", storage.ErrNewer, err)
		}
		*settings = clean
	}
	name, err := CleanScanName(f.Scan.Name)
	if err != nil {
		return fmt.Errorf("%w: %w", storage.ErrCorrupt, err)
	}
	if utf8.RuneCountInString(f.Scan.Note) > maxScanNote {
		return fmt.Errorf("%w: %w", storage.ErrCorrupt, ErrScanNoteLong)
	}
	f.Scan.Name = name
	return nil
}

// checkImportedMark returns what checks the marks of a file as those that people make.
func checkImportedMark(now time.Time) func(*storage.Mark) error {
	return func(m *storage.Mark) error {
		if err := checkMark(m, now); err != nil {
			return fmt.Errorf("%w: %w", storage.ErrCorrupt, err)
		}
		return nil
	}
}
