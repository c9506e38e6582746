package storage

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// comparison is a comparison in the making. Scans share the numbers of
// address texts, so no text is read: each pass goes through a few columns of a
// scan, block by block, and what is held beside sets of bits is problems.
type comparison struct {
	db  *DB
	ctx context.Context
	tx  *sql.Tx
	*difference
	older                  []int64
	unread                 []string
	fromCounted, toCounted bool

	problem bitSet    // addresses that were problems before, by number of the text
	told    bitSet    // pages whose links the later scan accounts for
	earlier []changed // what was a problem before, by number of the text
	later   []changed // what is one now and was none then
}

// Columns that the passes read.
var (
	comparedColumns = columnSet(columnURL, columnAnswer, columnKind, columnSources, columnFlags)
	laterColumns    = comparedColumns | columnSet(columnDoc)
	answerColumns   = columnSet(columnURL, columnAnswer)
	docColumns      = columnSet(columnURL, columnDoc)
)

func (c *comparison) run() error {
	for _, step := range []func() error{c.readEarlier, c.readLater, c.askEarlier, c.judge, c.proveRemoved, c.lookBack} {
		if err := step(); err != nil {
			return err
		}
	}
	c.rows = append(c.earlier, c.later...)
	c.settle()
	return nil
}

// each calls yield with every address of a scan.
func (c *comparison) each(scan int64, columns columnMask, yield func(id result.ID, r *record) error) error {
	return eachBlockOf(c.tx, scan, allBlocks, columns, func(number int, recs []record) error {
		if err := c.ctx.Err(); err != nil {
			return err
		}
		if columns&columnSet(columnAnswer) != 0 {
			if err := c.answers.learn(c.tx, recs); err != nil {
				return err
			}
		}
		for i := range recs {
			if err := yield(result.ID(number*blockSize+i+1), &recs[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// sources gives how many pages link to an address: what the record says, or
// where a scan has not come to its end what its links say.
func (c *comparison) sources(scan int64, counted bool) (func(id result.ID, r *record) uint32, error) {
	if counted {
		return func(_ result.ID, r *record) uint32 { return r.sources }, nil
	}
	v, err := c.db.view(c.ctx, c.tx, scan)
	if err != nil {
		return nil, err
	}
	all, err := v.countSources(c.ctx, c.tx)
	return func(id result.ID, _ *record) uint32 { return all.of(id) }, err
}

// readEarlier takes in the problems of the earlier scan.
func (c *comparison) readEarlier() error {
	sources, err := c.sources(c.From.ID, c.fromCounted)
	if err != nil {
		return err
	}
	err = c.each(c.From.ID, comparedColumns, func(id result.ID, r *record) error {
		if c.answers.of(r.answer).verdict.IsProblem() {
			c.problem.add(r.url)
			c.earlier = append(c.earlier, changed{url: r.url, before: uint32(id), was: r.answer, pages: sources(id, r), kind: uint8(r.kind), flags: r.flags})
		}
		return nil
	})
	slices.SortFunc(c.earlier, byNumber)
	return err
}

func byNumber(a, b changed) int { return cmp.Compare(a.url, b.url) }

func find(rows []changed, url uint32) *changed {
	i, found := slices.BinarySearchFunc(rows, url, func(r changed, url uint32) int { return cmp.Compare(r.url, url) })
	if !found {
		return nil
	}
	return &rows[i]
}

// readLater takes in what the later scan found of these, its own problems, and
// which pages it read.
func (c *comparison) readLater() error {
	sources, err := c.sources(c.To.ID, c.toCounted)
	if err != nil {
		return err
	}
	err = c.each(c.To.ID, laterColumns, func(id result.ID, r *record) error {
		a := c.answers.of(r.answer)
		if accounted(r, a) {
			c.told.add(r.url)
		}
		if c.problem.has(r.url) {
			row := find(c.earlier, r.url)
			row.now, row.is, row.pages, row.kind, row.flags = uint32(id), r.answer, sources(id, r), uint8(r.kind), r.flags
		} else if a.verdict.IsProblem() {
			c.later = append(c.later, changed{url: r.url, now: uint32(id), is: r.answer, pages: sources(id, r), kind: uint8(r.kind), flags: r.flags})
		}
		return nil
	})
	slices.SortFunc(c.later, byNumber)
	return err
}

// accounted reports whether it is known of a page which links stand on it now:
// all of it was read, or it is gone and its links with it, or it leads
// elsewhere.
func accounted(r *record, a *answerKey) bool {
	switch a.outcome {
	case "404", "410":
		return true
	case outcome.BodyTruncated, outcome.TooLarge, outcome.BadCompression:
		return false
	}
	if a.verdict != outcome.Works && a.verdict != outcome.Warning {
		return false
	}
	return r.doc != 0 || r.flags&(flagDocument|flagFinalSelf) != flagFinalSelf
}

// askEarlier looks what the earlier scan found of the problems that are not
// its own.
func (c *comparison) askEarlier() error {
	if len(c.later) == 0 {
		return nil
	}
	var wanted bitSet
	for i := range c.later {
		wanted.add(c.later[i].url)
	}
	return c.each(c.From.ID, answerColumns, func(id result.ID, r *record) error {
		if wanted.has(r.url) {
			row := find(c.later, r.url)
			row.before, row.was = uint32(id), r.answer
		}
		return nil
	})
}

// judge decides all that needs no further look: LinkRemoved is NotReached and
// CameBack is New until proveRemoved and lookBack find otherwise.
func (c *comparison) judge() error {
	for i := range c.earlier {
		r := &c.earlier[i]
		switch is := c.answers.of(r.is); {
		case is.verdict.IsProblem():
			r.change = StillThere
		case is.verdict == outcome.Works:
			r.change = Fixed
			r.judged = c.alike(r)
		default:
			r.change = NotReached
		}
	}
	for i := range c.later {
		r := &c.later[i]
		r.change = New
		r.judged = c.answers.of(r.was).verdict == outcome.Works && c.alike(r)
	}
	return nil
}

// alike reports whether an address answered both scans alike.
func (c *comparison) alike(r *changed) bool {
	was, is := c.answers.of(r.was), c.answers.of(r.is)
	return was.outcome == is.outcome && was.status == is.status
}

// lookBack finds the problems that worked in the earlier scan and had been
// there before.
func (c *comparison) lookBack() error {
	var wanted bitSet
	left := 0
	for i := range c.later {
		if c.answers.of(c.later[i].was).verdict == outcome.Works {
			wanted.add(c.later[i].url)
			left++
		}
	}
	for _, scan := range c.older {
		if left == 0 {
			return nil
		}
		err := c.each(scan, answerColumns, func(_ result.ID, r *record) error {
			if wanted.has(r.url) && c.answers.of(r.answer).verdict.IsProblem() {
				wanted.remove(r.url)
				row := find(c.later, r.url)
				row.change, row.since = CameBack, scan
				left--
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
