package scanner

import (
	"context"
	"fmt"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/urltable"
)

// depths makes the depth of every address the number of clicks by the shortest
// way from the start, in whatever order answers come.
//
// Pages are read nearly in the order of their depth, so an address usually gets
// its depth when it is found. When a shorter way is found later, its depth is
// lowered. If its own links were recorded by then, it is remembered in stale, and
// when nothing else is left to be requested its links are read back from the sink
// and lowered in turn. What is too deep is set aside until then.
type depths struct {
	limit    int // deeper addresses of the site are not requested
	table    *urltable.Table
	recorder *recorder
	enqueue  func(id result.ID) // is called with an address that is no longer too deep

	canRetrace bool // the sink returns links; see Recaller
	// stale are addresses by the depth that their links were not recorded with.
	stale   [][]result.ID
	tooDeep []result.ID // addresses that were set aside
}

// setAside sets an address aside that is too deep, until a shorter way is found
// or there is nothing else to be requested.
func (d *depths) setAside(id result.ID) {
	d.table.At(id).Set(urltable.TooDeep)
	d.tooDeep = append(d.tooDeep, id)
}

// lower notes a way to a known address that takes so many clicks.
func (d *depths) lower(id result.ID, depth int, now time.Time) {
	e := d.table.At(id)
	if depth >= int(e.Depth) {
		return
	}
	e.Depth = uint16(depth)
	d.recorder.findAgain(id, now)
	if e.Is(urltable.Done) {
		d.addStale(id)
	}
	if e.Is(urltable.TooDeep) && depth <= d.limit {
		e.Clear(urltable.TooDeep)
		d.enqueue(id)
	}
}

// addStale remembers that an address may have links that were recorded with
// another depth.
func (d *depths) addStale(id result.ID) {
	e := d.table.At(id)
	if !d.canRetrace || !e.Is(urltable.Internal) {
		return
	}
	depth := int(e.Depth)
	for len(d.stale) <= depth {
		d.stale = append(d.stale, nil)
	}
	d.stale[depth] = append(d.stale[depth], id)
}

// nextStale returns some of the stale addresses with the least depth, and none if
// there are no more.
func (d *depths) nextStale() (ids []result.ID) {
	const most = 256
	for depth := range d.stale {
		for left := d.stale[depth]; len(left) > 0 && len(ids) < most; left = d.stale[depth] {
			id := left[len(left)-1]
			d.stale[depth] = left[:len(left)-1]
			if int(d.table.At(id).Depth) == depth { // it was not lowered once more
				ids = append(ids, id)
			}
		}
		if len(ids) > 0 {
			return ids
		}
	}
	d.stale = nil
	return nil
}

// settle records the addresses that are too deep by every way. It must be called
// when there is nothing else to be requested.
func (d *depths) settle(now time.Time) {
	for _, id := range d.tooDeep {
		if e := d.table.At(id); e.Is(urltable.TooDeep) {
			e.Clear(urltable.TooDeep)
			d.recorder.settle(id, outcome.TooDeep, fmt.Sprintf("more than %d clicks from the start", d.limit), now)
		}
	}
	d.tooDeep = nil
}

// retrace reads back the links of the addresses whose depth has changed, and
// lowers the depths of what they lead to. Nothing may be in flight. It reports
// false if ctx ended or the writer did.
func (c *coordinator) retrace(ctx context.Context) bool {
	d := c.discovery.depths
	for len(d.stale) > 0 {
		if !c.flush(ctx) {
			return false
		}
		r := retracing{
			next: func() []result.ID {
				c.publish(time.Now(), false)
				if c.recorder.batch.isFull() {
					return nil
				}
				return d.nextStale()
			},
			yield: func(e result.Edge) {
				clicks := 1
				if e.IsRedirect {
					clicks = 0
				}
				d.lower(e.To, int(c.table.At(e.From).Depth)+clicks, time.Now())
			},
			done: make(chan struct{}),
		}
		select {
		case <-ctx.Done():
			return false
		case <-c.writer.ended:
			return false
		case c.writer.retrace <- r:
		}
		<-r.done // the writer uses the coordinator's state until then
	}
	return true
}

// flush has the batch stored, if there is anything in it. It reports false if ctx
// or the writer ended.
func (c *coordinator) flush(ctx context.Context) bool {
	if c.recorder.batch.batch.Empty() {
		return ctx.Err() == nil
	}
	select {
	case <-ctx.Done():
		return false
	case <-c.writer.ended:
		return false
	case c.writer.batches <- c.recorder.batch.batch:
		c.nextBatch()
	}
	return true
}
