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

// Recheck replaces what a scan found of addresses, whatever the state of the scan,
// which stays as it is: all of them, or none. It does not change what other scans
// found. What was known before is kept; see storage.Detail. ErrNotFound where the scan
// has no such address.
func (db *DB) Recheck(ctx context.Context, scan storage.ScanID, all ...storage.Rechecked) error {
	return db.file.Writing(ctx, "store checks", func(tx *sql.Tx) error {
		s, err := findings.ScanByID(tx, scan)
		if err != nil {
			return err
		}
		finals, err := finalsOf(tx, all)
		if err != nil {
			return err
		}
		r := recheck{tx: tx, scan: s}
		if s.Folded {
			if r.next, err = record.NextFolded(tx, s.Site, s.ID); err != nil {
				return err
			}
		}
		for i := range all {
			if err := r.replace(&all[i], finals[i]); err != nil {
				return err
			}
		}
		return record.SaveCounts(tx, scan, s.Revision, r.scan.Counts)
	})
}

// finalsOf returns the numbers of the final addresses of checks, 0 for none.
func finalsOf(tx *sql.Tx, all []storage.Rechecked) ([]uint32, error) {
	var texts []string
	for i := range all {
		if final := all[i].Check.Final; final != "" {
			texts = append(texts, final)
		}
	}
	urls, err := urlid.Of(tx, texts)
	if err != nil {
		return nil, err
	}
	finals := make([]uint32, len(all))
	for i := range all {
		if all[i].Check.Final != "" {
			finals[i], urls = urls[0], urls[1:]
		}
	}
	return finals, nil
}

// recheck replaces findings of one scan, in one transaction.
type recheck struct {
	tx       *sql.Tx
	scan     findings.ScanRow
	next     storage.ScanID // folded after it, 0 for none
	evidence record.EvidenceStore
}

// replace replaces one finding.
func (r *recheck) replace(now *storage.Rechecked, final uint32) error {
	c, id := &now.Check, now.Address
	if c.Verdict == outcome.Unchecked {
		return fmt.Errorf("check has no verdict")
	}
	wasShared, err := r.isolate(id)
	if err != nil {
		return err
	}
	var before outcome.Verdict
	var place bool
	err = r.tx.QueryRow(`SELECT f.verdict, u.page IS NOT NULL FROM finding f JOIN url u ON u.id = f.url WHERE f.first_scan = ? AND f.url = ?`,
		r.scan.ID, id).Scan(&before, &place)
	if err != nil {
		return err
	}
	if err := r.keep(id, wasShared); err != nil {
		return err
	}
	evidence, err := r.evidence.Store(r.tx, c)
	if err != nil {
		return err
	}
	var f record.Finding
	f.Check(c, final, evidence)
	if err := f.Update(r.tx, r.scan.ID, uint32(id)); err != nil {
		return err
	}
	if _, err := r.tx.Exec(`UPDATE finding SET causes = ? WHERE first_scan = ? AND url = ?`, record.JoinCauses(now.Causes), r.scan.ID, id); err != nil {
		return err
	}
	counts := &r.scan.Counts
	counts.Add(before, -1)
	counts.Add(c.Verdict, 1)
	if place {
		counts.PlaceProblems += query.Int(c.Verdict.IsProblem()) - query.Int(before.IsProblem())
	}
	return nil
}

// keep keeps what is known of an address now. What the scan itself found is the first
// check that is kept; of those after it that found the same only the last one is. A
// finding that was shared says when an older scan made the check, so the time of this
// scan takes its place.
func (r *recheck) keep(id storage.URLID, wasShared bool) error {
	const now = ` FROM finding f WHERE f.first_scan = ?1 AND f.url = ?2 AND f.verdict <> 0`
	same, err := r.tx.Exec(`UPDATE earlier_check AS e SET checked_at = f.checked_at, severity = f.severity, reason = f.reason`+now+`
		AND e.scan = ?1 AND e.url = ?2 AND e.number > 1 AND e.number = (SELECT max(number) FROM earlier_check WHERE scan = ?1 AND url = ?2)
		AND (e.verdict, e.status, e.outcome) = (f.verdict, f.status, f.outcome)`, r.scan.ID, int64(id))
	if err != nil {
		return err
	}
	if n, err := same.RowsAffected(); err != nil || n > 0 {
		return err
	}
	var began any
	if wasShared {
		began = query.Millis(r.scan.Began)
	}
	_, err = r.tx.Exec(`INSERT INTO earlier_check (scan, url, number, checked_at, verdict, severity, status, outcome, reason)
		SELECT ?1, ?2, 1 + (SELECT count(*) FROM earlier_check WHERE scan = ?1 AND url = ?2), coalesce(?3, f.checked_at), f.verdict, f.severity, f.status, f.outcome, f.reason`+now,
		r.scan.ID, int64(id), began)
	return err
}

// isolate makes a finding that is of the scan alone out of one that it shares with
// others. Then it can be changed. It reports whether an older scan shared it.
func (r *recheck) isolate(id storage.URLID) (wasShared bool, err error) {
	where, args := findings.ViewOf(r.scan).Where()
	var first storage.ScanID
	var until sql.NullInt64
	err = r.tx.QueryRow(`SELECT f.first_scan, f.until_scan FROM finding f WHERE `+where+` AND f.url = ?`, append(args, int64(id))...).Scan(&first, &until)
	if err != nil {
		return false, fmt.Errorf("address %d: %w", id, err)
	}
	if !r.scan.Folded {
		return false, nil
	}
	if wasShared = first < r.scan.ID; wasShared {
		if err := r.divide(id, first, r.scan.ID); err != nil {
			return false, err
		}
	}
	if r.next != 0 && storage.ScanID(until.Int64) != r.next {
		return wasShared, r.divide(id, r.scan.ID, r.next)
	}
	return wasShared, nil
}

// divide lets the finding of an address that begins with one scan end with another, and
// go on as another finding from there.
func (r *recheck) divide(id storage.URLID, from, at storage.ScanID) error {
	_, err := r.tx.Exec(`INSERT INTO finding (first_scan, url, until_scan, checked_at, took, evidence, `+findings.SharedColumns+`)
		SELECT ?3, url, until_scan, checked_at, took, evidence, `+findings.SharedColumns+` FROM finding WHERE first_scan = ?2 AND url = ?1`, int64(id), from, at)
	if err == nil {
		_, err = r.tx.Exec(`UPDATE finding SET until_scan = ?3 WHERE first_scan = ?2 AND url = ?1`, int64(id), from, at)
	}
	if err == nil {
		err = record.CountMove(r.tx)
	}
	return err
}
