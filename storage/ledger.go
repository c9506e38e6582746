package storage

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"sitewell/scanner/outcome"
)

// Ledger accounts for every address that a scan found, as it is at one moment
// (truth 1): Found is Checked, the sum of Skipped, and Waiting.
type Ledger struct {
	Found, Checked, Waiting int
	Skipped                 []Skipped // by reason, most first
	// Omitted is how many links were left out because of a limit. Where they
	// lead was not found, so it is in none of the others.
	Omitted int
}

// Skipped is how many addresses were not checked on purpose for one reason.
type Skipped struct {
	Outcome outcome.Key
	// Internal: addresses of the site itself that its rules leave out, told
	// apart from those of other sites by outcome.Excluded alone.
	Internal bool
	Count    int
}

// Skips is the sum of Skipped.
func (l *Ledger) Skips() (n int) {
	for _, s := range l.Skipped {
		n += s.Count
	}
	return n
}

// Ledger gives the ledger of a scan, or ErrNotFound.
func (db *DB) Ledger(ctx context.Context, scan int64) (l Ledger, err error) {
	err = db.viewing(ctx, "account for addresses", scan, func(_ *sql.Tx, v *view) error {
		l = v.ledger()
		return nil
	})
	return l, err
}

func (v *view) ledger() Ledger {
	l := Ledger{Found: v.len(), Omitted: v.scan.Counts.Omitted}
	counts := make([][2]int, len(v.answers)) // by place in answers: far fewer than addresses
	var answers [blockSize]uint32
	var flags [blockSize]uint8
	for number := range v.answer.runs {
		internal := v.flags.run(number, &flags)
		for i, a := range v.answer.run(number, &answers) {
			counts[a][internal[i]&flagInternal/flagInternal]++
		}
	}
	reasons := make(map[Skipped]int)
	for i, n := range counts {
		a := v.answers[i]
		switch {
		case i == 0:
			l.Waiting = n[0] + n[1]
		case a.verdict != outcome.Skipped:
			l.Checked += n[0] + n[1]
		case a.outcome == outcome.Excluded:
			reasons[Skipped{Outcome: a.outcome}] += n[0]
			reasons[Skipped{Outcome: a.outcome, Internal: true}] += n[1]
		default:
			reasons[Skipped{Outcome: a.outcome}] += n[0] + n[1]
		}
	}
	for s, n := range reasons {
		if n > 0 {
			s.Count = n
			l.Skipped = append(l.Skipped, s)
		}
	}
	slices.SortFunc(l.Skipped, func(a, b Skipped) int {
		if order := cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Outcome, b.Outcome)); order != 0 {
			return order
		}
		if a.Internal { // the site's own before those of others
			return -1
		}
		return 1
	})
	return l
}
