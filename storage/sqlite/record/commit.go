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
// batch can be committed again; storing one twice changes nothing. A second check
// or page of an address takes the place of the first, and an address that is
// reopened has no check until there is another one. The batch is not changed and
// not kept.
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
		b := batch{Writer: w, tx: tx, rows: rows{first: result.ID(len(w.addresses)) + 1}}
		return b.add(ctx, found)
	})
}

// batch is a batch that is being stored, in one transaction of a Writer.
type batch struct {
	*Writer
	tx   *sql.Tx
	rows rows
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
	if err := b.rows.store(b.tx, b.id); err != nil {
		return err
	}
	if err := b.addPlaces(found.Places); err != nil {
		return err
	}
	if err := b.addPictures(found.Pictures); err != nil {
		return err
	}
	return b.addFoundAgain(found.FoundAgain)
}

// addFound takes in new addresses. Their IDs follow those before without a
// gap.
func (b *batch) addFound(found []result.Address) error {
	byID := func(a, b result.Address) int { return int(a.ID - b.ID) }
	if !slices.IsSortedFunc(found, byID) {
		found = slices.SortedFunc(slices.Values(found), byID)
	}
	rows := &b.rows
	for len(found) > 0 && found[0].ID < rows.first { // the batch was stored before
		found = found[1:]
	}
	texts := make([]string, len(found))
	for i := range found {
		a := &found[i]
		if want := rows.first + result.ID(i); a.ID != want {
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
	rows.fresh = make([]Finding, len(found))
	for i := range found {
		a := &found[i]
		rows.fresh[i] = Finding{url: urls[i], kind: a.Kind, depth: max(a.Depth, 0), internal: a.Internal}
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

// addChecks stores how addresses answered.
func (b *batch) addChecks(checks []result.Check) error {
	finals, err := b.finals(checks)
	if err != nil {
		return err
	}
	for i := range checks {
		c := &checks[i]
		if err := b.addCheck(c, finals[i]); err != nil {
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
		if err := b.addCheck(&c, final); err != nil {
			return fmt.Errorf("check of address %d: %w", c.Address, err)
		}
	}
	return nil
}

// addCheck takes in how an address answered.
func (b *batch) addCheck(c *result.Check, final uint32) error {
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
	b.rows.of(c.Address, at.url).Check(c, final, evidence)
	return nil
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
