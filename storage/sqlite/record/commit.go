package record

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/urlid"
)

// Commit stores one batch: all of it, or nothing. After an error the same
// batch can be committed again; storing one twice changes nothing. An address
// that is found again takes the new kind and depth; a second check or page of
// an address takes the place of the first. The batch is not changed and not
// kept.
func (w *Writer) Commit(ctx context.Context, b *result.Batch) error {
	if b.Empty() {
		return nil
	}
	return w.store(ctx, "store batch", func(tx *sql.Tx) error {
		if _, err := tx.Exec(`UPDATE scan SET state = ?, ended = 0, counted = 0 WHERE id = ? AND (state <> ?1 OR counted <> 0)`, storage.Interrupted, w.id); err != nil {
			return err
		}
		w.counted = false
		w.counts.Omitted = max(w.counts.Omitted, b.Omitted)
		fresh, err := w.addFound(tx, b.Found)
		if err != nil {
			return err
		}
		if err := w.addChecks(tx, b.Checks, fresh); err != nil {
			return err
		}
		if err := w.addSettled(tx, b.Settled, fresh); err != nil {
			return err
		}
		if err := w.addPages(ctx, tx, b.Pages, fresh); err != nil {
			return err
		}
		if err := insertFindings(tx, w.id, fresh.rows); err != nil {
			return err
		}
		return w.addPlaces(tx, b.Places)
	})
}

// newRows are the findings of addresses that a batch found first: what the
// batch says further of them is filled in before they are stored.
type newRows struct {
	first result.ID // of rows[0]
	rows  []Finding
}

// of returns the row of an address, nil for one that was stored before.
func (n *newRows) of(id result.ID) *Finding {
	if id < n.first || id >= n.first+result.ID(len(n.rows)) {
		return nil
	}
	return &n.rows[id-n.first]
}

// addFound takes in new addresses. Their IDs follow those before without a
// gap.
func (w *Writer) addFound(tx *sql.Tx, found []result.Address) (*newRows, error) {
	byID := func(a, b result.Address) int { return int(a.ID - b.ID) }
	if !slices.IsSortedFunc(found, byID) {
		found = slices.SortedFunc(slices.Values(found), byID)
	}
	fresh := &newRows{first: result.ID(len(w.addresses)) + 1}
	for len(found) > 0 && found[0].ID < fresh.first {
		if err := w.foundAgain(tx, &found[0]); err != nil {
			return nil, err
		}
		found = found[1:]
	}
	texts := make([]string, len(found))
	for i := range found {
		a := &found[i]
		if want := fresh.first + result.ID(i); a.ID != want {
			return nil, fmt.Errorf("address %d follows where %d was expected", a.ID, want)
		}
		if a.Fragment != "" || a.Base != 0 {
			return nil, fmt.Errorf("address %d is a place within a page", a.ID)
		}
		texts[i] = a.URL
	}
	urls, err := urlid.Of(tx, texts)
	if err != nil {
		return nil, err
	}
	insert := query.Insert{Tx: tx, Into: `scan_address (scan, id, url)`, Columns: 3}
	fresh.rows = make([]Finding, len(found))
	for i := range found {
		a := &found[i]
		fresh.rows[i] = Finding{url: urls[i], kind: a.Kind, depth: max(a.Depth, 0), internal: a.Internal}
		state := addressState(outcome.Unchecked)
		state.set(stateInternal, a.Internal)
		w.addresses = append(w.addresses, address{urls[i], state})
		w.counts.Found++
		w.counts.Waiting++
		w.counts.Internal += query.Int(a.Internal)
		if err := insert.Row(w.id, int64(a.ID), int64(urls[i])); err != nil {
			return nil, err
		}
	}
	return fresh, insert.Flush()
}

// foundAgain changes what a link said of an address, and of places on it.
func (w *Writer) foundAgain(tx *sql.Tx, a *result.Address) error {
	at, err := w.address(a.ID)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE finding SET kind = ?, depth = ?, internal = ? WHERE first_scan = ? AND url = ?`,
		string(a.Kind), max(a.Depth, 0), a.Internal, w.id, int64(at.url))
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE finding SET depth = ?, internal = ? WHERE first_scan = ? AND url IN (SELECT id FROM url WHERE page = ?)`,
		max(a.Depth, 0), a.Internal, w.id, int64(at.url))
	if err != nil {
		return err
	}
	w.counts.Internal += query.Int(a.Internal) - query.Int(at.state&stateInternal != 0)
	at.state.set(stateInternal, a.Internal)
	return err
}

// addChecks stores how addresses answered.
func (w *Writer) addChecks(tx *sql.Tx, checks []result.Check, fresh *newRows) error {
	finals, err := w.finals(tx, checks)
	if err != nil {
		return err
	}
	for i := range checks {
		c := &checks[i]
		if err := w.addCheck(tx, c, finals[i], fresh.of(c.Address)); err != nil {
			return fmt.Errorf("check of address %d: %w", c.Address, err)
		}
	}
	return nil
}

// addSettled stores checks of which there is nothing more to say.
func (w *Writer) addSettled(tx *sql.Tx, all []result.Settled, fresh *newRows) error {
	for i := range all {
		c := all[i].Check()
		at, err := w.address(c.Address)
		if err != nil {
			return err
		}
		final := uint32(0)
		if c.Final != "" {
			final = at.url
		}
		if err := w.addCheck(tx, &c, final, fresh.of(c.Address)); err != nil {
			return fmt.Errorf("check of address %d: %w", c.Address, err)
		}
	}
	return nil
}

// addCheck stores how an address answered: in row, which is not stored yet, or
// where that is nil in the row that is.
func (w *Writer) addCheck(tx *sql.Tx, c *result.Check, final uint32, row *Finding) error {
	at, err := w.address(c.Address)
	if err != nil {
		return err
	}
	if c.Verdict == outcome.Unchecked {
		return fmt.Errorf("check has no verdict")
	}
	evidence, err := w.evidence.Store(tx, c)
	if err != nil {
		return err
	}
	w.counts.Add(at.state.verdict(), -1)
	w.counts.Add(c.Verdict, 1)
	at.state = at.state&^stateVerdict | addressState(c.Verdict)
	if row != nil {
		row.Check(c, final, evidence)
		return nil
	}
	var checked Finding
	checked.Check(c, final, evidence)
	return checked.Update(tx, w.id, at.url)
}

// finals returns the numbers of the final addresses of checks, 0 for none.
func (w *Writer) finals(tx *sql.Tx, checks []result.Check) ([]uint32, error) {
	finals := make([]uint32, len(checks))
	var texts []string
	var places []int
	for i := range checks {
		c := &checks[i]
		if c.Final == "" {
			continue
		}
		if at, err := w.address(c.FinalID); c.FinalID != 0 && err == nil {
			finals[i] = at.url
			continue
		}
		texts, places = append(texts, c.Final), append(places, i)
	}
	urls, err := urlid.Of(tx, texts)
	for i, url := range urls {
		finals[places[i]] = url
	}
	return finals, err
}
