package storage

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
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
		if err := w.prepare(tx); err != nil {
			return err
		}
		if err := w.addFound(tx, b); err != nil {
			return err
		}
		for i := range b.Checks {
			if err := w.addCheck(tx, &b.Checks[i], w.texts.finals[i]); err != nil {
				return fmt.Errorf("check of address %d: %w", b.Checks[i].Address, err)
			}
		}
		for i := range b.Settled {
			if err := w.addSettled(tx, &b.Settled[i]); err != nil {
				return fmt.Errorf("check of address %d: %w", b.Settled[i].Address, err)
			}
		}
		for i := range b.Pages {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := w.addPage(tx, &b.Pages[i]); err != nil {
				return fmt.Errorf("page %d: %w", b.Pages[i].Address, err)
			}
		}
		if err := w.linker.end(tx); err != nil {
			return err
		}
		w.counts.Omitted = max(w.counts.Omitted, b.Omitted)
		if w.changed = len(b.Found)+len(b.Pages) > 0; w.changed {
			_, err := tx.Exec(`UPDATE scan SET counted = 0 WHERE id = ? AND counted <> 0`, w.id)
			return err
		}
		return nil
	})
}

// prepare marks the scan as running and reads what the scan before it found.
func (w *Writer) prepare(tx *sql.Tx) (err error) {
	if _, err := tx.Exec(`UPDATE scan SET state = ?, ended = 0 WHERE id = ? AND state <> ?`, Interrupted, w.id, Interrupted); err != nil {
		return err
	}
	if w.prior == nil {
		w.prior, err = readPrior(tx, w.site, w.id)
	}
	return err
}

// addFound stores new addresses. Their IDs follow those before without a gap.
func (w *Writer) addFound(tx *sql.Tx, b *result.Batch) error {
	found := b.Found
	if !slices.IsSortedFunc(found, byID) {
		found = slices.SortedFunc(slices.Values(found), byID)
	}
	known := len(w.urls)
	if err := w.numberTexts(tx, found, b); err != nil {
		return err
	}
	for i := range found {
		a := &found[i]
		kind, err := w.in.kind(tx, a.Kind)
		if err != nil {
			return err
		}
		r, err := w.record(tx, a.ID)
		if err != nil {
			return err
		}
		if int(a.ID) > known {
			*r = record{url: w.urls[a.ID-1], base: uint32(a.Base), size: -1}
			w.counts.Found++
			w.counts.Waiting++
		} else if r.internal() {
			w.counts.Internal--
		}
		r.kind, r.depth = kind, uint32(max(a.Depth, 0))
		r.flags &^= flagInternal
		if a.Internal {
			r.flags |= flagInternal
			w.counts.Internal++
		}
	}
	return nil
}

func byID(a, b result.Address) int { return int(a.ID - b.ID) }

// addSettled stores a check of which there is nothing more to say.
func (w *Writer) addSettled(tx *sql.Tx, s *result.Settled) error {
	c := s.Check()
	var final uint32
	if s.Final != "" {
		var err error
		if final, err = w.target(s.Address); err != nil {
			return err
		}
	}
	return w.addCheck(tx, &c, final)
}

// addCheck stores how an address answered and marks it as done. final is the
// number of its final address, 0 for none.
func (w *Writer) addCheck(tx *sql.Tx, c *result.Check, final uint32) error {
	r, err := w.record(tx, c.Address)
	if err != nil {
		return err
	}
	if r == nil {
		return fmt.Errorf("address was not found by this scan")
	}
	if c.Verdict == outcome.Unchecked {
		return fmt.Errorf("check has no verdict")
	}
	before, err := w.verdict(tx, r)
	if err != nil {
		return err
	}
	w.counts.add(before, -1)
	w.counts.add(c.Verdict, 1)
	if c.Kind != "" {
		if r.kind, err = w.in.kind(tx, c.Kind); err != nil {
			return err
		}
	}
	old := *r
	r.answer, err = w.in.answer(tx, answerKey{c.Status, c.Outcome, c.Verdict, c.Severity, c.ContentType, c.Reason})
	if err != nil {
		return err
	}
	r.took, r.at = millis(c.Took), w.sinceBegan(c.At)
	return w.addFact(tx, r, &old, c, final)
}

// verdict gives what the address of a record was found to be, Unchecked where
// it waits.
func (w *Writer) verdict(tx *sql.Tx, r *record) (v outcome.Verdict, err error) {
	if r.answer == 0 {
		return outcome.Unchecked, nil
	}
	err = tx.QueryRow(`SELECT verdict FROM answer WHERE id = ?`, r.answer).Scan(&v)
	return v, missing("answer", r.answer, err)
}

// addPage stores the links of a page.
func (w *Writer) addPage(tx *sql.Tx, p *result.Page) error {
	r, err := w.record(tx, p.Address)
	if err != nil {
		return err
	}
	if r == nil {
		return fmt.Errorf("address was not found by this scan")
	}
	hash, err := w.linker.read(tx, p.Links, w.target, &w.texts)
	if err != nil {
		return err
	}
	if r.doc != 0 { // read again
		links, _, err := docFacts(tx, r.doc)
		if err != nil {
			return err
		}
		w.counts.Links -= links
	}
	w.counts.Links += len(p.Links)
	if r.flags&flagDocument != 0 {
		w.counts.Pages--
	}
	r.flags &^= flagDocument
	if p.Document {
		w.counts.Pages++
		r.flags |= flagDocument
	}
	if err := w.addAnchors(tx, p); err != nil {
		return err
	}
	if len(p.Links) == 0 {
		r.doc = 0
		return nil
	}
	for _, old := range []uint32{r.doc, w.prior.of(r.url).doc} {
		if old == 0 {
			continue
		}
		links, there, err := docFacts(tx, old)
		if err != nil {
			return err
		}
		if there == hash && links == len(p.Links) {
			r.doc = old
			return nil
		}
	}
	head, rest, err := w.linker.document(tx, p.Links)
	if err != nil {
		return err
	}
	id, err := insert(tx, `INSERT INTO doc (hash, head, rest) VALUES (?, ?, ?)`, int64(hash), head, rest)
	r.doc = uint32(id)
	return err
}

// target gives the number of the text of a link's target.
func (w *Writer) target(id result.ID) (uint32, error) {
	if id < 1 || int64(id) > int64(len(w.urls)) {
		return 0, fmt.Errorf("link to address %d, which was not found by this scan", id)
	}
	return w.urls[id-1], nil
}

// docFacts gives the number of links of a document and its hash.
func docFacts(tx *sql.Tx, id uint32) (links int, hash uint64, err error) {
	var h int64
	var head []byte
	if err := tx.QueryRow(`SELECT hash, substr(head, 1, 10) FROM doc WHERE id = ?`, id).Scan(&h, &head); err != nil {
		return 0, 0, missing("document", id, err)
	}
	links, err = docLinks(head)
	return links, uint64(h), err
}
