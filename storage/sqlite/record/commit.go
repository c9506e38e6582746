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
// an address takes the place of the first, and an address that is reopened has
// no check until there is another one. The batch is not changed and not
// kept.
func (w *Writer) Commit(ctx context.Context, found *result.Batch) error {
	if found.Empty() {
		return nil
	}
	return w.store(ctx, "store batch", func(tx *sql.Tx) error {
		if _, err := tx.Exec(`UPDATE scan SET state = ?, ended = 0, counted = 0 WHERE id = ? AND (state <> ?1 OR counted <> 0)`, storage.Interrupted, w.id); err != nil {
			return err
		}
		w.counted = false
		w.counts.Omitted = max(w.counts.Omitted, found.Omitted)
		b := batch{Writer: w, tx: tx, fresh: newRows{first: result.ID(len(w.addresses)) + 1}}
		return b.add(ctx, found)
	})
}

// batch is a batch that is being stored, in one transaction of a Writer.
type batch struct {
	*Writer
	tx    *sql.Tx
	fresh newRows
}

// add stores all that was found.
func (b *batch) add(ctx context.Context, found *result.Batch) error {
	if err := b.addFound(found.Found); err != nil {
		return err
	}
	if err := b.reopen(found.Reopened); err != nil {
		return err
	}
	if err := b.addChecks(found.Checks); err != nil {
		return err
	}
	if err := b.addSettled(found.Settled); err != nil {
		return err
	}
	if err := b.addPages(ctx, found.Pages); err != nil {
		return err
	}
	if err := insertFindings(b.tx, b.id, b.fresh.rows); err != nil {
		return err
	}
	if err := b.addPlaces(found.Places); err != nil {
		return err
	}
	return b.addFoundAgain(found.FoundAgain)
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
func (b *batch) addFound(found []result.Address) error {
	byID := func(a, b result.Address) int { return int(a.ID - b.ID) }
	if !slices.IsSortedFunc(found, byID) {
		found = slices.SortedFunc(slices.Values(found), byID)
	}
	fresh := &b.fresh
	for len(found) > 0 && found[0].ID < fresh.first {
		if err := b.foundAgain(&found[0]); err != nil {
			return err
		}
		found = found[1:]
	}
	texts := make([]string, len(found))
	for i := range found {
		a := &found[i]
		if want := fresh.first + result.ID(i); a.ID != want {
			return fmt.Errorf("address %d follows where %d was expected", a.ID, want)
		}
		if a.Fragment != "" || a.Base != 0 {
			return fmt.Errorf("address %d is a place within a page", a.ID)
		}
		texts[i] = a.URL
	}
	urls, err := urlid.Of(b.tx, texts)
	if err != nil {
		return err
	}
	insert := query.Insert{Tx: b.tx, Into: `scan_address (scan, id, url)`, Columns: 3}
	fresh.rows = make([]Finding, len(found))
	for i := range found {
		a := &found[i]
		fresh.rows[i] = Finding{url: urls[i], kind: a.Kind, depth: max(a.Depth, 0), internal: a.Internal}
		state := addressState(outcome.Unchecked)
		state.set(stateInternal, a.Internal)
		b.addresses = append(b.addresses, address{urls[i], state})
		b.counts.Found++
		b.counts.Waiting++
		b.counts.Internal += query.Int(a.Internal)
		if err := insert.Row(b.id, int64(a.ID), int64(urls[i])); err != nil {
			return err
		}
	}
	return insert.Flush()
}

// foundAgain changes what a link said of an address, and of places on it.
func (b *batch) foundAgain(a *result.Address) error {
	at, err := b.address(a.ID)
	if err != nil {
		return err
	}
	_, err = b.tx.Exec(`UPDATE finding SET kind = ?, depth = ?, internal = ? WHERE first_scan = ? AND url = ?`,
		string(a.Kind), max(a.Depth, 0), a.Internal, b.id, int64(at.url))
	if err != nil {
		return err
	}
	_, err = b.tx.Exec(`UPDATE finding SET depth = ?, internal = ? WHERE first_scan = ? AND url IN (SELECT id FROM url WHERE page = ?)`,
		max(a.Depth, 0), a.Internal, b.id, int64(at.url))
	if err != nil {
		return err
	}
	b.counts.Internal += query.Int(a.Internal) - query.Int(at.state&stateInternal != 0)
	at.state.set(stateInternal, a.Internal)
	return err
}

// addChecks stores how addresses answered.
func (b *batch) addChecks(checks []result.Check) error {
	finals, err := b.finals(checks)
	if err != nil {
		return err
	}
	for i := range checks {
		c := &checks[i]
		if err := b.addCheck(c, finals[i], b.fresh.of(c.Address)); err != nil {
			return fmt.Errorf("check of address %d: %w", c.Address, err)
		}
	}
	return nil
}

// addSettled stores checks of which there is nothing more to say.
func (b *batch) addSettled(all []result.Settled) error {
	for i := range all {
		c := all[i].Check()
		at, err := b.address(c.Address)
		if err != nil {
			return err
		}
		final := uint32(0)
		if c.Final != "" {
			final = at.url
		}
		if err := b.addCheck(&c, final, b.fresh.of(c.Address)); err != nil {
			return fmt.Errorf("check of address %d: %w", c.Address, err)
		}
	}
	return nil
}

// addCheck stores how an address answered: in row, which is not stored yet, or
// where that is nil in the row that is.
func (b *batch) addCheck(c *result.Check, final uint32, row *Finding) error {
	at, err := b.address(c.Address)
	if err != nil {
		return err
	}
	if c.Verdict == outcome.Unchecked {
		return fmt.Errorf("check has no verdict")
	}
	evidence, err := b.evidence.Store(b.tx, c)
	if err != nil {
		return err
	}
	b.counts.Add(at.state.verdict(), -1)
	b.counts.Add(c.Verdict, 1)
	at.state = at.state&^stateVerdict | addressState(c.Verdict)
	if row != nil {
		row.Check(c, final, evidence)
		return nil
	}
	var checked Finding
	checked.Check(c, final, evidence)
	return checked.Update(b.tx, b.id, at.url)
}

// finals returns the numbers of the final addresses of checks, 0 for none.
func (b *batch) finals(checks []result.Check) ([]uint32, error) {
	finals := make([]uint32, len(checks))
	var texts []string
	var places []int
	for i := range checks {
		c := &checks[i]
		if c.Final == "" {
			continue
		}
		if at, err := b.address(c.FinalID); c.FinalID != 0 && err == nil {
			finals[i] = at.url
			continue
		}
		texts, places = append(texts, c.Final), append(places, i)
	}
	urls, err := urlid.Of(b.tx, texts)
	for i, url := range urls {
		finals[places[i]] = url
	}
	return finals, err
}
