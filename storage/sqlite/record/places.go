package record

import (
	"database/sql"
	"fmt"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/urlid"
)

// placeCheck is what a batch says of a place.
type placeCheck struct {
	*result.PlaceCheck
	page   *address
	at     findings.Place
	before outcome.Verdict // what the scan said of it before, Unchecked for nothing
}

// addPlaces stores which places within pages are there. Only those that are
// missing, or that nobody can tell, become findings; of the others the number
// is kept.
func (b *batch) addPlaces(checks []result.PlaceCheck) error {
	if len(checks) == 0 {
		return nil
	}
	places, err := b.placesOf(checks)
	if err != nil {
		return err
	}
	if err := b.readPlaces(places); err != nil {
		return err
	}
	for _, p := range places {
		p.page.state.set(statePlaces, true)
	}
	insert := query.Insert{Tx: b.tx, Into: `scan_place (scan, url, fragment, verdict)`, Columns: 4}
	problems := make([]placeCheck, 0, len(places))
	for _, p := range places {
		if p.before.IsProblem() || p.Verdict.IsProblem() {
			problems = append(problems, p)
		}
		switch p.before {
		case p.Verdict:
		case outcome.Unchecked:
			b.counts.PlacesChecked += query.Int(p.at.Fragment != result.WholeSite)
			err = insert.Row(b.id, int64(p.at.Page), p.at.Fragment, int64(p.Verdict))
		default:
			_, err = b.tx.Exec(`UPDATE scan_place SET verdict = ? WHERE scan = ? AND url = ? AND fragment = ?`,
				int64(p.Verdict), b.id, int64(p.at.Page), p.at.Fragment)
		}
		if err != nil {
			return err
		}
	}
	if err := insert.Flush(); err != nil {
		return err
	}
	return b.addPlaceProblems(problems)
}

// placesOf returns the places of a batch, each once: what is said last counts.
func (b *batch) placesOf(checks []result.PlaceCheck) ([]placeCheck, error) {
	places := make([]placeCheck, 0, len(checks))
	index := make(map[findings.Place]int, len(checks))
	for i := range checks {
		p := &checks[i]
		page, err := b.address(p.Target)
		if err != nil {
			return nil, err
		}
		if p.Fragment == "" || p.Verdict == outcome.Unchecked {
			return nil, fmt.Errorf("place on address %d has no name or no verdict", p.Target)
		}
		at := findings.Place{Page: page.url, Fragment: p.Fragment}
		if n, known := index[at]; known {
			places[n].PlaceCheck = p
			continue
		}
		index[at] = len(places)
		places = append(places, placeCheck{PlaceCheck: p, page: page, at: at})
	}
	return places, nil
}

// readPlaces fills in what the scan said of places before.
func (b *batch) readPlaces(all []placeCheck) error {
	var places []*placeCheck
	for i := range all {
		if p := &all[i]; p.page.state&statePlaces != 0 { // most pages come up once
			places = append(places, p)
		}
	}
	for size := query.InsertRows; size > 0; size /= 4 { // few different statements, see query.InsertRows
		for ; len(places) >= size; places = places[size:] {
			args := make([]any, 0, 3*size+1)
			for i := range places[:size] {
				args = append(args, i, int64(places[i].at.Page), places[i].at.Fragment)
			}
			err := query.Each(b.tx, `WITH t (i, url, fragment) AS (VALUES (?, ?, ?)`+strings.Repeat(`, (?, ?, ?)`, size-1)+`)
				SELECT t.i, p.verdict FROM t CROSS JOIN scan_place p ON p.scan = ? AND p.url = t.url AND p.fragment = t.fragment`, func(rows *sql.Rows) error {
				var i int
				var before outcome.Verdict
				err := rows.Scan(&i, &before)
				places[i].before = before
				return err
			}, append(args, b.id)...)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// addPlaceProblems stores the findings of places that are problems, and takes
// back those of places that were.
func (b *batch) addPlaceProblems(problems []placeCheck) error {
	if len(problems) == 0 {
		return nil
	}
	urls, err := numberPlaces(b.tx, problems)
	if err != nil {
		return err
	}
	depths, err := b.depths(problems)
	if err != nil {
		return err
	}
	rows := make([]Finding, 0, len(problems))
	for i, p := range problems {
		if p.before.IsProblem() {
			if _, err := b.tx.Exec(`DELETE FROM finding WHERE first_scan = ? AND url = ?`, b.id, int64(urls[i])); err != nil {
				return err
			}
			b.countPlace(p.before, -1)
		}
		if !p.Verdict.IsProblem() {
			continue
		}
		depth, ok := depths[p.at.Page]
		if !ok {
			return query.Missing("address", int64(p.at.Page), sql.ErrNoRows)
		}
		f := Finding{url: urls[i], kind: result.KindPage, internal: p.page.state&stateInternal != 0, depth: depth}
		f.Check(&result.Check{
			Status: p.Status, Outcome: p.Outcome, Verdict: p.Verdict, Severity: p.Severity, Reason: p.Reason, At: p.At, Size: -1,
		}, urls[i], 0)
		rows = append(rows, f)
		b.countPlace(p.Verdict, 1)
	}
	return insertFindings(b.tx, b.id, rows)
}

// numberPlaces returns the numbers of places in table url, and stores those
// that are new.
func numberPlaces(tx *sql.Tx, places []placeCheck) ([]uint32, error) {
	pages := make([]uint32, len(places))
	for i := range places {
		pages[i] = places[i].at.Page
	}
	addresses, err := urlid.Texts(tx, pages)
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(places))
	pageOf := make(map[string]uint32, len(places))
	for i := range places {
		texts[i] = addresses[pages[i]] + "#" + places[i].at.Fragment
		pageOf[texts[i]] = pages[i]
	}
	return urlid.OfPlaces(tx, texts, pageOf)
}

// depths returns the depths of the pages that places are on.
func (b *batch) depths(places []placeCheck) (map[uint32]int, error) {
	pages := make([]uint32, len(places))
	for i := range places {
		pages[i] = places[i].at.Page
	}
	pages = urlid.Distinct(pages)
	depths := make(map[uint32]int, len(pages))
	return depths, query.Each(b.tx, `SELECT f.url, f.depth FROM json_each(?) j CROSS JOIN finding f ON f.first_scan = ? AND f.url = j.value`, func(rows *sql.Rows) error {
		var url uint32
		var depth int
		err := rows.Scan(&url, &depth)
		depths[url] = depth
		return err
	}, query.List(pages), b.id)
}

func (b *batch) countPlace(v outcome.Verdict, n int) {
	b.counts.Add(v, n)
	b.counts.PlaceProblems += n
}
