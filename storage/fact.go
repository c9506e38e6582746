package storage

import (
	"database/sql"
	"slices"
	"sort"

	"sitewell/scanner/result"
)

// fact is what a check found of one address beside its answer.
type fact struct {
	final    uint32
	title    string
	content  int64
	size     int64
	evidence uint32
}

// addFact fills in final address, fact and evidence of a record. What the
// check before found (in this scan, or in the one before) is shared where it
// is the same.
func (w *Writer) addFact(tx *sql.Tx, r, old *record, c *result.Check, final uint32) error {
	f := fact{title: c.Title, content: int64(c.Content), size: max(c.Size, -1)}
	r.flags &^= flagFinalSelf | flagFinalBase
	switch {
	case final == 0:
	case final == r.url:
		r.flags |= flagFinalSelf
	case r.base != 0 && final == w.urls[r.base-1]:
		r.flags |= flagFinalBase
	default:
		f.final = final
	}
	k := rounded(kept{c.Evidence, c.Notes})
	problem := c.Verdict.IsProblem()
	var err error
	r.fact, r.evidence, r.size = 0, 0, -1
	if !problem {
		if r.evidence, err = w.evidence.share(tx, slim(k)); err != nil {
			return err
		}
		if f == (fact{size: f.size}) {
			r.size = f.size
			return nil
		}
	}
	for _, id := range []uint32{old.fact, w.prior.of(r.url).fact} {
		if id == 0 {
			continue
		}
		there, err := readFact(tx, id)
		if err != nil {
			return err
		}
		f.evidence = there.evidence
		if there != f || problem != (f.evidence != 0) {
			f.evidence = 0
			continue
		}
		r.fact = id
		if problem {
			r.evidence, err = w.evidence.keep(tx, k, f.evidence)
		}
		return err
	}
	if problem {
		if f.evidence, err = w.evidence.keep(tx, k, 0); err != nil {
			return err
		}
		r.evidence = f.evidence
	}
	id, err := insert(tx, `INSERT INTO fact (final, title, content, size, evidence) VALUES (?, ?, ?, ?, ?)`,
		f.final, f.title, f.content, f.size, f.evidence)
	r.fact = uint32(id)
	return err
}

func readFact(tx *sql.Tx, id uint32) (f fact, err error) {
	err = tx.QueryRow(`SELECT final, title, content, size, evidence FROM fact WHERE id = ?`, id).Scan(&f.final, &f.title, &f.content, &f.size, &f.evidence)
	return f, missing("fact", id, err)
}

// prior knows the facts and documents of the scan before, by address text, so
// that a scan that finds the same again shares them.
type prior struct {
	refs []priorRef // ordered by url
}

type priorRef struct{ url, fact, doc uint32 }

// readPrior reads the newest complete scan of a site, or where there is none
// the newest other one.
func readPrior(tx *sql.Tx, site, scan int64) (*prior, error) {
	p := &prior{}
	var id, found int64
	err := tx.QueryRow(`SELECT id, found FROM scan WHERE site = ? AND id <> ? AND deleted IS NULL AND found > 0
		ORDER BY state = ? DESC, id DESC LIMIT 1`, site, scan, Complete).Scan(&id, &found)
	if err == sql.ErrNoRows {
		return p, nil
	} else if err != nil {
		return nil, err
	}
	err = eachBlock(tx, id, func(_ int, recs []record) error {
		for i := range recs {
			if r := &recs[i]; r.fact != 0 || r.doc != 0 {
				p.refs = append(p.refs, priorRef{r.url, r.fact, r.doc})
			}
		}
		return nil
	})
	slices.SortFunc(p.refs, func(a, b priorRef) int { return int(a.url) - int(b.url) })
	return p, err
}

// of gives what is known of an address, zeros for nothing.
func (p *prior) of(url uint32) priorRef {
	i := sort.Search(len(p.refs), func(i int) bool { return p.refs[i].url >= url })
	if i < len(p.refs) && p.refs[i].url == url {
		return p.refs[i]
	}
	return priorRef{}
}
