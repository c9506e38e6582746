package table

import (
	"container/list"
	"context"
	"slices"
)

const (
	// pageSize is the number of rows that are asked for at once.
	pageSize = 200
	// pagesKept bounds the rows in memory: 6,400, whatever the table's length.
	pagesKept = 32
	// loadsWaiting bounds the pages that wait to be loaded. A fast scroll asks
	// for many; those that it left behind are forgotten.
	loadsWaiting = 4
)

// model holds the order of ids and a small cache of pages of rows. All of it
// belongs to the window's thread but the goroutines that it starts, which
// touch nothing and hand their answers to run. Every list of ids has a
// generation; an answer for an older one is dropped.
type model[ID comparable, Row any] struct {
	run   Runner
	rowID func(Row) ID
	// changed is called when the ids are new, arrived when rows of the present
	// ids came, failed when a source did.
	changed func(kept *ID, place int, chosen picks)
	arrived func()
	failed  func(error)
	// choice returns what is chosen now, which changed gets as rows of the new ids.
	choice func() choice[ID]

	src        Source[ID, Row]
	ids        []ID
	loaded     bool // ids were loaded at least once
	loading    bool
	generation int
	cancel     context.CancelFunc
	ctx        context.Context // of the present generation's loads
	next       context.CancelFunc

	pages   map[int]*list.Element
	recent  *list.List // of *page[Row], most recently used first
	waiting []int      // pages wanted, the most urgent last
	busy    bool       // a page is being loaded
}

type page[Row any] struct {
	number int
	rows   []Row
	there  []bool // whether the row at this place was found
}

// load asks src for its ids in the order by, and for the rows from the place
// first on, so that both appear together. Where keep is set, the place of that
// id in the new order is found and handed to changed (-1: it is not there); a
// negative first means that place. What is shown stays until then. An earlier
// load that is still under way is dropped.
func (m *model[ID, Row]) load(src Source[ID, Row], by Sort, first int, keep *ID) {
	m.generation++
	gen := m.generation
	if m.next != nil {
		m.next()
	}
	ctx, cancel := context.WithCancel(context.Background())
	m.next = cancel
	m.loading = true
	if keep != nil {
		id := *keep
		keep = &id // the caller's may change meanwhile
	}
	was := m.choice()
	m.run.Go(func(life context.Context) {
		defer context.AfterFunc(life, cancel)()
		ids, err := src.IDs(ctx, by)
		place := -1
		if err == nil && keep != nil {
			place = slices.Index(ids, *keep)
		}
		var loaded []*page[Row]
		if err == nil && len(ids) > 0 {
			start := first
			if start < 0 {
				start = place
			}
			loaded, err = m.around(ctx, src, ids, start)
		}
		chosen, version := was.within(ids), was.version
		var show func()
		show = func() {
			switch now := m.choice(); {
			case gen != m.generation: // a newer order was asked for meanwhile
				cancel()
				return
			case err == nil && now.version != version: // others were chosen meanwhile
				m.run.Go(func(context.Context) {
					chosen, version = now.within(ids), now.version
					m.run.Do(show)
				})
				return
			}
			m.loading = false
			if err != nil {
				cancel()
				m.next = nil
				if life.Err() == nil {
					m.failed(err)
				}
				return
			}
			m.take(ctx, cancel, src, ids, loaded)
			m.changed(keep, place, chosen)
		}
		m.run.Do(show)
	})
}

// around loads the page with the row first and the one after it.
func (m *model[ID, Row]) around(ctx context.Context, src Source[ID, Row], ids []ID, first int) ([]*page[Row], error) {
	number := min(max(first, 0), len(ids)-1) / pageSize
	var loaded []*page[Row]
	for n := number; n <= number+1 && n*pageSize < len(ids); n++ {
		p, err := fetch(ctx, src, ids, n, m.rowID)
		if err != nil {
			return nil, err
		}
		loaded = append(loaded, p)
	}
	return loaded, nil
}

// take makes a new order the present one.
func (m *model[ID, Row]) take(ctx context.Context, cancel context.CancelFunc, src Source[ID, Row], ids []ID, loaded []*page[Row]) {
	if m.cancel != nil {
		m.cancel() // loads for the order that goes
	}
	m.ctx, m.cancel, m.next = ctx, cancel, nil
	m.src, m.ids, m.loaded = src, ids, true
	m.pages, m.recent = map[int]*list.Element{}, list.New()
	m.waiting, m.busy = nil, false
	for _, p := range loaded {
		m.keep(p)
	}
}

func fetch[ID comparable, Row any](ctx context.Context, src Source[ID, Row], ids []ID, number int, rowID func(Row) ID) (*page[Row], error) {
	part := ids[number*pageSize : min((number+1)*pageSize, len(ids))]
	rows, err := src.Rows(ctx, part)
	if err != nil {
		return nil, err
	}
	at := make(map[ID]int, len(part))
	for i, id := range part {
		at[id] = i
	}
	p := &page[Row]{number: number, rows: make([]Row, len(part)), there: make([]bool, len(part))}
	for _, r := range rows {
		if i, ok := at[rowID(r)]; ok {
			p.rows[i], p.there[i] = r, true
		}
	}
	return p, nil
}

// row returns the row at a place; where it is not in memory it is asked for and
// arrived is called once it came.
func (m *model[ID, Row]) row(i int) (row Row, ok bool) {
	if i < 0 || i >= len(m.ids) {
		return row, false
	}
	number := i / pageSize
	e, ok := m.pages[number]
	if !ok {
		m.want(number)
		return row, false
	}
	m.recent.MoveToFront(e)
	p := e.Value.(*page[Row])
	return p.rows[i%pageSize], p.there[i%pageSize]
}

func (m *model[ID, Row]) want(number int) {
	if i := slices.Index(m.waiting, number); i >= 0 {
		m.waiting = slices.Delete(m.waiting, i, i+1)
	}
	m.waiting = append(m.waiting, number)
	if len(m.waiting) > loadsWaiting {
		m.waiting = slices.Delete(m.waiting, 0, 1)
	}
	m.loadNext()
}

// loadNext starts the load of the page that was wanted last, one at a time.
func (m *model[ID, Row]) loadNext() {
	if m.busy || len(m.waiting) == 0 {
		return
	}
	number := m.waiting[len(m.waiting)-1]
	m.busy = true
	ctx, src, ids := m.ctx, m.src, m.ids
	gone := func() bool { return ctx != m.ctx }
	m.run.Go(func(life context.Context) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(life, cancel)()
		p, err := fetch(ctx, src, ids, number, m.rowID)
		ended := ctx.Err() != nil
		m.run.Do(func() {
			if gone() {
				return // of an order that is gone
			}
			m.busy = false
			m.waiting = slices.DeleteFunc(m.waiting, func(n int) bool { return n == number })
			switch {
			case err == nil:
				m.keep(p)
				m.arrived()
			case !ended:
				m.failed(err)
			}
			m.loadNext()
		})
	})
}

func (m *model[ID, Row]) keep(p *page[Row]) {
	if e, ok := m.pages[p.number]; ok {
		m.recent.Remove(e)
	}
	m.pages[p.number] = m.recent.PushFront(p)
	for m.recent.Len() > pagesKept {
		last := m.recent.Back()
		delete(m.pages, last.Value.(*page[Row]).number)
		m.recent.Remove(last)
	}
}

// close ends all loads and drops their answers.
func (m *model[ID, Row]) close() {
	m.generation++
	for _, cancel := range []context.CancelFunc{m.next, m.cancel} {
		if cancel != nil {
			cancel()
		}
	}
	m.ctx = nil
}
