package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"sitewell/storage"
	"sitewell/storage/sqlite/dbfile"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/salvage"
	"sitewell/storage/sqlite/urlid"
)

// Salvage copies what can be read of the damaged database at path to a new one,
// which takes its place; the damaged one is kept beside it. What was lost is in
// the result. progress is told of each table and scan, as Check does. Errors: ErrBusy
// where a program has the database open, ErrNotDatabase, ErrNewer, ErrCorrupt
// where nothing can be read; then the file is left as it is.
func Salvage(ctx context.Context, path string, o Options, progress func(done, steps int)) (s storage.Salvaged, err error) {
	r, err := dbfile.Replace(path, dbfile.Options{BusyTimeout: o.BusyTimeout})
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	old, err := r.OpenDamaged(ctx)
	if err != nil {
		return s, err
	}
	defer old.Close()
	db, err := Open(ctx, r.Part(), o)
	if err != nil {
		return s, err
	}
	s, err = salvageInto(ctx, db, old, progress)
	if err = errors.Join(err, db.Close(), old.Close()); err != nil {
		return storage.Salvaged{}, err
	}
	s.Kept, err = r.Commit(ctx)
	return s, err
}

// salvageInto copies the rows, repairs what refers to lost ones, and checks every
// scan.
func salvageInto(ctx context.Context, db *DB, old *sql.DB, progress func(done, steps int)) (s storage.Salvaged, err error) {
	var lost []string
	err = db.file.Writing(ctx, "salvage", func(tx *sql.Tx) error {
		if lost, err = salvage.Copy(ctx, old, tx, progress); err != nil {
			return err
		}
		return salvage.Repair(ctx, tx)
	})
	if err != nil {
		return s, err
	}
	s.Tables = lost
	var scans []findings.ScanRow
	err = db.file.Reading(ctx, "list scans", func(tx *sql.Tx) (err error) {
		scans, err = findings.QueryScans(tx, findings.Live+` ORDER BY s.id`)
		return err
	})
	for i, scan := range scans {
		if err != nil {
			return s, err
		}
		progress(i, len(scans))
		var saved storage.SalvagedScan
		saved, err = db.salvageScan(ctx, scan)
		s.Scans = append(s.Scans, saved)
	}
	progress(len(scans), len(scans))
	return s, errors.Join(err, db.PurgeDeleted(ctx))
}

// salvageScan makes the numbers of a scan those of what is left of it. One that does
// not come out sound is deleted.
func (db *DB) salvageScan(ctx context.Context, scan findings.ScanRow) (s storage.SalvagedScan, err error) {
	s.Scan = scan.Scan
	err = db.file.Writing(ctx, "salvage scan", func(tx *sql.Tx) error {
		if err := salvage.FillIn(ctx, tx, scan); err != nil {
			return err
		}
		now, err := recounted(ctx, tx, scan)
		if err != nil || now == scan.Counts {
			return err
		}
		s.Results, s.Links = max(now.Waiting-scan.Counts.Waiting, 0), max(scan.Counts.Links-now.Links, 0)
		return salvage.SaveCounts(tx, scan, now)
	})
	if ctx.Err() != nil {
		return s, ctx.Err()
	}
	if err == nil {
		err = db.verifyScan(ctx, scan.ID)
	}
	if err == nil {
		return s, nil
	}
	db.log.Warn("a scan could not be salvaged", "scan", scan.ID, "err", err)
	s.Gone = true
	return s, db.file.Writing(ctx, "salvage scan", func(tx *sql.Tx) error {
		_, err := tx.Exec(`UPDATE scan SET deleted = 1 WHERE id = ?`, scan.ID)
		return err
	})
}

// recounted returns the numbers of what is stored of a scan. Those that nothing stored
// tells are as they were.
func recounted(ctx context.Context, tx *sql.Tx, scan findings.ScanRow) (c storage.Counts, err error) {
	scan.Counted = false // how many pages link to an address is not compared
	v := findings.ViewOf(scan)
	var there urlid.Map[int]
	if err := recount(v, tx, &c, &there); err != nil {
		return c, err
	}
	if err := recountLinks(ctx, v, tx, &c, &there); err != nil {
		return c, err
	}
	c.PlacesChecked, c.Omitted = scan.Counts.PlacesChecked, scan.Counts.Omitted
	return c, nil
}
