package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/record"
	"sitewell/storage/sqlite/urlid"
)

// Recheck replaces what a scan found of an address, whatever the state of the
// scan, which stays as it is. Neither does it change what other scans found.
// ErrNotFound where the scan has no such address.
func (db *DB) Recheck(ctx context.Context, scan storage.ScanID, r storage.Rechecked) error {
	return db.file.Writing(ctx, "store check", func(tx *sql.Tx) error {
		s, err := findings.ScanByID(tx, scan)
		if err != nil {
			return err
		}
		c := &r.Check
		if c.Verdict == outcome.Unchecked {
			return fmt.Errorf("check has no verdict")
		}
		if err := isolate(tx, s, r.Address); err != nil {
			return err
		}
		var before outcome.Verdict
		var place bool
		err = tx.QueryRow(`SELECT f.verdict, u.page IS NOT NULL FROM finding f JOIN url u ON u.id = f.url WHERE f.first_scan = ? AND f.url = ?`,
			scan, r.Address).Scan(&before, &place)
		if err != nil {
			return err
		}
		finals := []uint32{0}
		if c.Final != "" {
			if finals, err = urlid.Of(tx, []string{c.Final}); err != nil {
				return err
			}
		}
		var store record.EvidenceStore
		evidence, err := store.Store(tx, c)
		if err != nil {
			return err
		}
		var f record.Finding
		f.Check(c, finals[0], evidence)
		if err := f.Update(tx, scan, uint32(r.Address)); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE finding SET causes = ? WHERE first_scan = ? AND url = ?`, record.JoinCauses(r.Causes), scan, r.Address); err != nil {
			return err
		}
		s.Counts.Add(before, -1)
		s.Counts.Add(c.Verdict, 1)
		if place {
			s.Counts.PlaceProblems += query.Int(c.Verdict.IsProblem()) - query.Int(before.IsProblem())
		}
		return record.SaveCounts(tx, scan, s.Revision, s.Counts)
	})
}

// isolate makes a finding that is of one scan alone out of one that a scan
// shares with others. Then it can be changed.
func isolate(tx *sql.Tx, s findings.ScanRow, id storage.URLID) error {
	v := findings.ViewOf(s)
	where, args := v.Where()
	var first storage.ScanID
	var until sql.NullInt64
	err := tx.QueryRow(`SELECT f.first_scan, f.until_scan FROM finding f WHERE `+where+` AND f.url = ?`, append(args, int64(id))...).Scan(&first, &until)
	if err != nil {
		return fmt.Errorf("address %d: %w", id, err)
	}
	if !s.Folded {
		return nil
	}
	next, err := record.NextFolded(tx, s.Site, s.ID)
	if err != nil {
		return err
	}
	// divide lets the finding of url ?1 that begins with scan ?2 end with scan
	// ?3, and go on as another from there.
	divide := func(from, at storage.ScanID) error {
		_, err := tx.Exec(`INSERT INTO finding (first_scan, url, until_scan, checked_at, took, evidence, `+findings.SharedColumns+`)
			SELECT ?3, url, until_scan, checked_at, took, evidence, `+findings.SharedColumns+` FROM finding WHERE first_scan = ?2 AND url = ?1`, int64(id), from, at)
		if err == nil {
			_, err = tx.Exec(`UPDATE finding SET until_scan = ?3 WHERE first_scan = ?2 AND url = ?1`, int64(id), from, at)
		}
		return err
	}
	if first < s.ID {
		if err := divide(first, s.ID); err != nil {
			return err
		}
	}
	if next != 0 && storage.ScanID(until.Int64) != next {
		return divide(s.ID, next)
	}
	return nil
}
