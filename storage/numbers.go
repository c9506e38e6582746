package storage

import (
	"database/sql"
	"fmt"
	"strings"

	"sitewell/scanner/result"
)

// texting gives numbers to the texts that a batch names, in two steps: a
// fragment stands below its page, whose number must be known. Its slices are
// used again for the next batch.
type texting struct {
	in     *interner
	wants  []want
	below  []below
	finals []uint32 // of checks, 0 where there is none
	named  []want   // fragments that links name, in their order, without those that are known by their ID
}

// below is the fragment of a text whose page has its number at to.
type below struct {
	fragment string
	to       *uint32
}

// next gives the number of the next fragment that a link names.
func (t *texting) next() uint32 {
	id := t.named[0].id
	t.named = t.named[1:]
	return id
}

// page wants the number of an address text, which goes to to.
func (t *texting) page(tx *sql.Tx, text string, to *uint32) error {
	k, fragment, found, err := t.in.page(tx, text)
	t.wants = append(t.wants, want{urlKey: k, to: to})
	if found {
		t.below = append(t.below, below{fragment, to})
	}
	return err
}

// numberTexts gives numbers to the texts of new addresses, which are noted in
// urls, to those that checks ended at and to those that links name. found is
// what the batch found, in order.
func (w *Writer) numberTexts(tx *sql.Tx, found []result.Address, b *result.Batch) error {
	known := len(w.urls)
	for i := range found {
		switch id := found[i].ID; {
		case id < 1 || int64(id) > int64(len(w.urls))+1:
			return fmt.Errorf("address %d does not follow %d", id, len(w.urls))
		case int(id) > len(w.urls):
			w.urls = append(w.urls, 0)
		}
	}
	for len(found) > 0 && int(found[0].ID) <= known {
		found = found[1:]
	}
	t := &w.texts
	t.wants, t.below = t.wants[:0], t.below[:0]
	for i := range found {
		if a := &found[i]; a.Base == 0 {
			if err := t.page(tx, a.URL, &w.urls[a.ID-1]); err != nil {
				return err
			}
		}
	}
	t.finals = append(t.finals[:0], make([]uint32, len(b.Checks))...)
	for i := range b.Checks {
		c := &b.Checks[i]
		if c.Final == "" || c.FinalID != 0 {
			continue
		}
		if err := t.page(tx, c.Final, &t.finals[i]); err != nil {
			return err
		}
	}
	if err := t.in.number(tx, t.wants); err != nil {
		return err
	}
	return w.numberFragments(tx, found, b)
}

// numberFragments goes on with what stands below a page.
func (w *Writer) numberFragments(tx *sql.Tx, found []result.Address, b *result.Batch) (err error) {
	t := &w.texts
	t.wants = t.wants[:0]
	for _, f := range t.below {
		t.wants = append(t.wants, want{urlKey: urlKey{*f.to, true, f.fragment}, to: f.to})
	}
	for i := range found {
		a := &found[i]
		if a.Base == 0 {
			continue
		}
		page, err := w.target(a.Base)
		if err != nil || page == 0 || !strings.HasSuffix(a.URL, "#"+a.Fragment) {
			return fmt.Errorf("address %d is no fragment of %d", a.ID, a.Base)
		}
		t.wants = append(t.wants, want{urlKey: urlKey{page, true, a.Fragment}, to: &w.urls[a.ID-1]})
	}
	own := len(t.wants)
	for i := range b.Pages {
		for j := range b.Pages[i].Links {
			l := &b.Pages[i].Links[j]
			if l.Fragment == "" || l.Anchor != 0 {
				continue
			}
			page, err := w.target(l.Target)
			if err != nil {
				return err
			}
			t.wants = append(t.wants, want{urlKey: urlKey{page, true, l.Fragment}})
		}
	}
	if err := t.in.number(tx, t.wants); err != nil {
		return err
	}
	t.named = t.wants[own:]
	for i := range b.Checks {
		if c := &b.Checks[i]; c.Final != "" && c.FinalID != 0 {
			if t.finals[i], err = w.target(c.FinalID); err != nil {
				return fmt.Errorf("final address: %w", err)
			}
		}
	}
	return nil
}
