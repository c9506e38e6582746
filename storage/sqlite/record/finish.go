package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"time"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
)

// Finish ends the scan, or this session of it: it stores the state and what
// the summary says, and counts links where CountLinks was not called since the
// last batch. A scan that is Complete is folded into those before it, so that
// what it found unchanged takes no room, what only a resumed run needs is thrown
// away, and the Writer can store nothing any more. In any other state it can go
// on, which makes the scan Interrupted again.
func (w *Writer) Finish(ctx context.Context, state storage.State, s result.Summary) error {
	ended := s.Ended
	if ended.IsZero() {
		ended = w.now()
	}
	var worked time.Duration
	if !s.Started.IsZero() {
		worked = max(ended.Sub(s.Started), 0)
	}
	if err := w.CountLinks(ctx); err != nil {
		return err
	}
	err := w.store(ctx, "finish scan", func(tx *sql.Tx) error {
		_, err := tx.Exec(`UPDATE scan SET state = ?, ended = ?, worked = worked + ?, diagnosis = ?, sample = ? WHERE id = ?`,
			state, query.Millis(ended), worked, s.Diagnosis, s.Sample, w.id)
		if err == nil {
			err = w.storeMadeWith(tx, s.MadeWith)
		}
		if err != nil || state != storage.Complete {
			return err
		}
		if err := dropPictures(tx, w.id); err != nil {
			return err
		}
		if err := foldScan(tx, w.id, w.site); err != nil {
			return err
		}
		return dropStaging(tx, w.id)
	})
	if err != nil {
		return err
	}
	// What is kept for another batch takes memory that the reports need.
	w.mu.Lock()
	w.forget()
	w.mu.Unlock()
	if err := w.file.Vacuum(ctx); err != nil {
		w.log.Warn("vacuum", "scan", w.id, "err", err)
	}
	return nil
}

// storeMadeWith adds what this run saw to what earlier runs of the scan saw.
func (w *Writer) storeMadeWith(tx *sql.Tx, versions map[string]string) error {
	if len(versions) == 0 {
		return nil
	}
	all, err := findings.MadeWith(tx, w.id)
	if err != nil {
		return err
	}
	if all == nil {
		all = make(map[string]string, len(versions))
	}
	maps.Copy(all, versions)
	text, err := json.Marshal(all)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE scan SET made_with = ? WHERE id = ?`, string(text), w.id)
	return err
}

// dropStaging throws away what only a scan that goes on needs.
func dropStaging(tx *sql.Tx, scan storage.ScanID) error {
	for _, table := range []string{"scan_address", "scan_anchors", "scan_place"} {
		if _, err := tx.Exec(`DELETE FROM `+table+` WHERE scan = ?`, scan); err != nil {
			return err
		}
	}
	return nil
}

// DropSome throws away so many rows of each table that only a scan that goes on
// needs, of its pictures, and of what was known before addresses were checked again. It
// reports whether there may be more.
func DropSome(tx *sql.Tx, scan storage.ScanID, rows int) (more bool, err error) {
	for _, some := range []string{
		`scan_address WHERE scan = ?1 AND id IN (SELECT id FROM scan_address WHERE scan = ?1 LIMIT ?2)`,
		`scan_anchors WHERE scan = ?1 AND id IN (SELECT id FROM scan_anchors WHERE scan = ?1 LIMIT ?2)`,
		`scan_place WHERE scan = ?1 AND (url, fragment) IN (SELECT url, fragment FROM scan_place WHERE scan = ?1 LIMIT ?2)`,
		`picture WHERE scan = ?1 AND url IN (SELECT url FROM picture WHERE scan = ?1 LIMIT ?2)`,
		`earlier_check WHERE scan = ?1 AND (url, number) IN (SELECT url, number FROM earlier_check WHERE scan = ?1 LIMIT ?2)`,
	} {
		res, err := tx.Exec(`DELETE FROM `+some, scan, rows)
		if err != nil {
			return false, err
		}
		n, err := res.RowsAffected()
		if err != nil {
			return false, err
		}
		more = more || n == int64(rows)
	}
	return more, nil
}
