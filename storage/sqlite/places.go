package sqlite

import (
	"database/sql"
	"fmt"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// addPlaces stores which places within pages are there. Only those that are
// missing, or that nobody can tell, become findings; of the others the number
// is kept.
func (w *Writer) addPlaces(tx *sql.Tx, places []result.PlaceCheck) error {
	var texts []string
	for i := range places {
		p := &places[i]
		page, err := w.address(p.Target)
		if err != nil {
			return err
		}
		if p.Fragment == "" || p.Verdict == outcome.Unchecked {
			return fmt.Errorf("place on address %d has no name or no verdict", p.Target)
		}
		before, err := tellPlace(tx, w.id, page.url, p)
		if err != nil {
			return err
		}
		if before == outcome.Unchecked {
			w.counts.PlacesChecked++
		}
		if !p.Verdict.IsProblem() && !before.IsProblem() {
			continue
		}
		address, err := urlTexts(tx, []uint32{page.url})
		if err != nil {
			return err
		}
		texts = append(texts[:0], address[page.url]+"#"+p.Fragment)
		urls, err := numberURLs(tx, texts)
		if err != nil {
			return err
		}
		if err := w.addPlace(tx, p, *page, urls[0], before); err != nil {
			return err
		}
	}
	return nil
}

// tellPlace stores what the scan says of a place, and returns what it said
// before, Unchecked for nothing.
func tellPlace(tx *sql.Tx, scan storage.ScanID, page uint32, p *result.PlaceCheck) (before outcome.Verdict, err error) {
	res, err := tx.Exec(`INSERT OR IGNORE INTO scan_place (scan, url, fragment, verdict) VALUES (?, ?, ?, ?)`, scan, int64(page), p.Fragment, int64(p.Verdict))
	if err != nil {
		return 0, err
	}
	if n, err := res.RowsAffected(); err != nil || n > 0 {
		return outcome.Unchecked, err
	}
	const row = ` WHERE scan = ? AND url = ? AND fragment = ?`
	if err := tx.QueryRow(`SELECT verdict FROM scan_place`+row, scan, int64(page), p.Fragment).Scan(&before); err != nil {
		return 0, err
	}
	if before != p.Verdict {
		_, err = tx.Exec(`UPDATE scan_place SET verdict = ?`+row, int64(p.Verdict), scan, int64(page), p.Fragment)
	}
	return before, err
}

// addPlace stores or takes back the finding of a place.
func (w *Writer) addPlace(tx *sql.Tx, p *result.PlaceCheck, page address, url uint32, before outcome.Verdict) error {
	internal := page.state&stateInternal != 0
	if before.IsProblem() {
		if _, err := tx.Exec(`DELETE FROM finding WHERE first_scan = ? AND url = ?`, w.id, int64(url)); err != nil {
			return err
		}
		w.countPlace(before, -1)
	}
	if !p.Verdict.IsProblem() {
		return nil
	}
	if _, err := tx.Exec(`UPDATE url SET page = ? WHERE id = ? AND page IS NOT ?1`, int64(page.url), int64(url)); err != nil {
		return err
	}
	f := finding{url: url, kind: result.KindPage, internal: internal, size: -1}
	if err := tx.QueryRow(`SELECT depth FROM finding WHERE first_scan = ? AND url = ?`, w.id, int64(page.url)).Scan(&f.depth); err != nil {
		return missing("address", int64(page.url), err)
	}
	f.check(&result.Check{
		Status: p.Status, Outcome: p.Outcome, Verdict: p.Verdict, Severity: p.Severity, Reason: p.Reason, At: p.At, Size: -1,
	}, url, 0)
	w.countPlace(p.Verdict, 1)
	return insertFindings(tx, w.id, []finding{f})
}

func (w *Writer) countPlace(v outcome.Verdict, n int) {
	addVerdict(&w.counts, v, n)
	w.counts.PlaceProblems += n
}
