package storage

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"strings"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Rows gives addresses of a scan by their IDs, in the order asked for.
// ErrNotFound where the scan has no such address.
func (db *DB) Rows(ctx context.Context, scan int64, ids []result.ID) (rows []Row, err error) {
	err = db.viewing(ctx, "read rows", scan, func(tx *sql.Tx, v *view) error {
		rows, err = v.rows(ctx, tx, ids)
		return err
	})
	return rows, err
}

// Detail gives everything that is kept of one address.
func (db *DB) Detail(ctx context.Context, scan int64, id result.ID) (d Detail, err error) {
	err = db.viewing(ctx, "read address", scan, func(tx *sql.Tx, v *view) error {
		rows, err := v.rows(ctx, tx, []result.ID{id})
		if err != nil {
			return err
		}
		k, err := readEvidence(tx, v.evidence.of(id))
		d = Detail{Row: rows[0], Notes: k.Notes, Evidence: k.Evidence}
		return err
	})
	return d, err
}

// EachRow gives the addresses of a scan that a filter leaves, in order, with
// the memory of a few. It sees the scan as it is at the start, whatever is
// stored meanwhile. An error ends it.
func (db *DB) EachRow(ctx context.Context, scan int64, f Filter, o Order) iter.Seq2[Row, error] {
	return stream(func(yield func(Row) bool) error {
		return db.viewing(ctx, "read rows", scan, func(tx *sql.Tx, v *view) error {
			all, err := v.ordered(ctx, tx, f, o)
			if err != nil {
				return err
			}
			return inParts(all, func(part []uint32) ([]Row, error) { return v.rows(ctx, tx, idsOf(part)) }, yield)
		})
	})
}

// Answered is an address, reduced to how it answered.
type Answered struct {
	URL     string
	Outcome outcome.Key
}

// EachAnswered gives the addresses that a filter leaves, in no order. It reads
// nothing but their texts, so that it is fast where EachRow is thorough. An
// error ends it.
func (db *DB) EachAnswered(ctx context.Context, scan int64, f Filter) iter.Seq2[Answered, error] {
	return stream(func(yield func(Answered) bool) error {
		return db.viewing(ctx, "read addresses", scan, func(tx *sql.Tx, v *view) error {
			rows, err := v.filtered(ctx, tx, f)
			if err != nil {
				return err
			}
			wanted := v.bitSetOf(rows)
			return v.eachAddress(ctx, tx, false, func(row uint32, address string) bool {
				return !wanted.has(v.url.at(row)) || yield(Answered{address, v.answers[v.answer.at(row)].outcome})
			})
		})
	})
}

// addresses gives addresses with their texts, in the order asked for.
func (v *view) addresses(tx *sql.Tx, ids []result.ID) ([]result.Address, error) {
	urls := make([]uint32, len(ids))
	for i, id := range ids {
		if !v.has(id) {
			return nil, fmt.Errorf("address %d: %w", id, ErrNotFound)
		}
		urls[i] = v.url.of(id)
	}
	texts, err := urlTexts(tx, urls)
	if err != nil {
		return nil, err
	}
	all := make([]result.Address, len(ids))
	for i, id := range ids {
		all[i] = v.address(id, texts[urls[i]])
	}
	return all, nil
}

func (v *view) address(id result.ID, text string) result.Address {
	a := result.Address{
		ID:       id,
		URL:      text,
		Base:     result.ID(v.base.of(id)),
		Internal: v.flags.of(id)&flagInternal != 0,
		Kind:     v.kinds[v.kind.of(id)],
		Depth:    int(v.depth.of(id)),
	}
	if a.Base != 0 {
		_, a.Fragment, _ = strings.Cut(text, "#")
	}
	return a
}

// rows gives addresses with all that tables show.
func (v *view) rows(ctx context.Context, tx *sql.Tx, ids []result.ID) ([]Row, error) {
	sources, err := v.countSources(ctx, tx)
	if err != nil {
		return nil, err
	}
	facts, err := v.facts(tx, ids)
	if err != nil {
		return nil, err
	}
	urls := make([]uint32, 0, len(ids))
	for _, id := range ids {
		urls = append(urls, v.url.of(id), facts[v.fact.of(id)].final)
		if base := v.base.of(id); base != 0 {
			urls = append(urls, v.url.at(base-1))
		}
	}
	texts, err := urlTexts(tx, urls)
	if err != nil {
		return nil, err
	}
	rows := make([]Row, len(ids))
	for i, id := range ids {
		rows[i] = Row{Address: v.address(id, texts[v.url.of(id)]), Sources: int(sources.of(id))}
		if v.answer.of(id) != 0 {
			v.fill(&rows[i], facts[v.fact.of(id)], texts)
		}
	}
	return rows, nil
}

// fill adds what the check of an address found.
func (v *view) fill(r *Row, f fact, texts map[uint32]string) {
	row := uint32(r.ID - 1)
	a := v.answers[v.answer.at(row)]
	r.Status, r.Outcome, r.Verdict, r.Severity = a.status, a.outcome, a.verdict, a.severity
	r.ContentType, r.Reason = a.typ, a.reason
	r.Title, r.Size = f.title, int64(v.size.at(row))-1
	if v.fact.at(row) != 0 {
		r.Size = f.size
	}
	r.Took = time.Duration(v.took.at(row)) * time.Millisecond
	r.At = fromMillis(v.scan.Began.UnixMilli() + unzigzag(v.time.at(row)))
	switch {
	case v.flags.at(row)&flagFinalSelf != 0:
		r.Final = r.URL
	case v.flags.at(row)&flagFinalBase != 0:
		r.Final = texts[v.url.at(v.base.at(row)-1)]
	default:
		r.Final = texts[f.final]
	}
}

// facts gives the facts of addresses.
func (v *view) facts(tx *sql.Tx, ids []result.ID) (map[uint32]fact, error) {
	facts := make([]uint32, len(ids))
	for i, id := range ids {
		if !v.has(id) {
			return nil, fmt.Errorf("address %d: %w", id, ErrNotFound)
		}
		facts[i] = v.fact.of(id)
	}
	return readFacts(tx, facts)
}

// verdict gives what an address was found to be.
func (v *view) verdict(id result.ID) outcome.Verdict { return v.answers[v.answer.of(id)].verdict }
