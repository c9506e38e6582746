package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/record"
	"sitewell/storage/sqlite/scanfile"
)

// ExportScan fills the file name, which is empty or does not exist, with one scan, for Import.
// settings returns the settings of the site, or of the scan, without what is
// not for others.
func (db *DB) ExportScan(ctx context.Context, scan storage.ScanID, name string, settings func(string) (string, error), progress func(done, total int)) error {
	return findings.Viewing(ctx, db.file, "export scan", scan, func(tx *sql.Tx, v *findings.View) error {
		return scanfile.Write(ctx, tx, v, name, settings, progress)
	})
}

// Import adds the scan of an open file to the site with its start address, or to a new
// one, in one transaction. The caller has checked and changed the start addresses,
// settings and texts in f, and check does that for its marks and redirects. What can't be read of the scan, or does not agree, is ErrCorrupt. A scan
// that is there already is a *storage.AlreadyThereError.
func (db *DB) Import(ctx context.Context, f *scanfile.File, check ImportChecks, progress func(done, total int)) (id storage.ScanID, err error) {
	err = db.file.Writing(ctx, "import scan", func(tx *sql.Tx) error {
		site, err := siteFor(tx, f, db.now())
		if err != nil {
			return err
		}
		if err := checkNotThere(tx, site, f); err != nil {
			return err
		}
		id, err = insertScan(tx, site, f)
		if err != nil {
			return err
		}
		if err := f.Import(ctx, tx, scanfile.Target{Site: site, Scan: id, CheckMark: check.Mark, CheckRedirect: check.Redirect}, progress); err != nil {
			return err
		}
		return completeImport(ctx, tx, site, id)
	})
	return id, err
}

// siteFor returns the site with the start address of a file's site, and makes it where
// there is none. Lists of addresses are found by their names, too.
func siteFor(tx *sql.Tx, f *scanfile.File, created time.Time) (storage.SiteID, error) {
	s := &f.Site
	var site storage.SiteID
	err := tx.QueryRow(`SELECT site.id FROM site, (SELECT ? AS settings) AS file
WHERE start = ? AND deleted = 0 AND `+query.IsListOf("site")+` = `+query.IsListOf("file")+` AND (NOT `+query.IsListOf("file")+` OR name = ?) ORDER BY site.id LIMIT 1`,
		s.Settings, s.Start, s.Name).Scan(&site)
	if !errors.Is(err, sql.ErrNoRows) {
		return site, err
	}
	res, err := tx.Exec(`INSERT INTO site (name, client, start, created, settings) VALUES (?, ?, ?, ?, ?)`, s.Name, s.Client, s.Start, query.Millis(created), s.Settings)
	return newID[storage.SiteID](res, err)
}

// checkNotThere returns an error where a site has the scan already.
func checkNotThere(tx *sql.Tx, site storage.SiteID, f *scanfile.File) error {
	var there storage.ScanID
	err := tx.QueryRow(`SELECT id FROM scan WHERE site = ? AND deleted = 0 AND began = ? AND version = ? AND start = ?`,
		site, query.Millis(f.Scan.Began), f.Scan.Version, f.Scan.Start).Scan(&there)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil {
		err = &storage.AlreadyThereError{Scan: there}
	}
	return err
}

// insertScan inserts the row of a scan, without its name where the site has that already.
func insertScan(tx *sql.Tx, site storage.SiteID, f *scanfile.File) (storage.ScanID, error) {
	s, c := &f.Scan, &f.Scan.Counts
	name := s.Name
	taken, err := scanNamed(tx, site, name)
	if err != nil {
		return 0, err
	}
	if taken != 0 {
		name = ""
	}
	res, err := tx.Exec(`INSERT INTO scan (site, start, state, began, ended, worked, version, settings, diagnosis, sample,
		found, waiting, pages, links, broken, warning, cant, works, skipped, internal, places_checked, place_problems, omitted, name, note)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		site, s.Start, s.State, query.Millis(s.Began), query.Millis(s.Ended), s.Worked, s.Version, s.Settings, s.Diagnosis, s.Sample,
		c.Found, c.Waiting, c.Pages, c.Links, c.Broken, c.Warning, c.Cant, c.Works, c.Skipped, c.Internal, c.PlacesChecked, c.PlaceProblems, c.Omitted, name, s.Note)
	return newID[storage.ScanID](res, err)
}

// completeImport counts links, makes sure that what is stored agrees, and lets the scan share
// findings with those before it where it is the newest of its site: the scans that share are
// in the order of their IDs.
func completeImport(ctx context.Context, tx *sql.Tx, site storage.SiteID, id storage.ScanID) error {
	s, err := findings.ScanByID(tx, id)
	if err != nil {
		return err
	}
	now, err := recounted(ctx, tx, s)
	if err != nil {
		return err
	}
	if now != s.Counts {
		return fmt.Errorf("%w: counts are %+v, recounted %+v", storage.ErrCorrupt, s.Counts, now)
	}
	if err := findings.ViewOf(s).CheckEarlier(tx); err != nil {
		return err
	}
	var newer bool
	if err := tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM scan WHERE site = ? AND id <> ? AND deleted = 0 AND began > ?)`, site, id, query.Millis(s.Began)).Scan(&newer); err != nil {
		return err
	}
	return record.Imported(ctx, tx, id, site, s.State == storage.Complete && !newer)
}

// ImportChecks check and change what storage does not look into.
type ImportChecks struct {
	Mark     func(*storage.Mark) error
	Redirect func(*storage.Redirect) error
}

// ScanFile is an open file with one scan.
type ScanFile = scanfile.File

// OpenScanFile opens a file with one scan, which may come from anybody, for Import. Errors:
// ErrNotFound, ErrNotFile, ErrNotDatabase, ErrNewer, ErrCorrupt, ErrSizeLimit. The caller
// must Close it.
func OpenScanFile(ctx context.Context, name string) (*ScanFile, error) {
	return scanfile.Open(ctx, name)
}
