package scanner

import (
	"context"

	"sitewell/scanner/frontier"
	"sitewell/scanner/redact"
	"sitewell/scanner/result"
	"sitewell/scanner/urltable"
)

// Recaller is a Sink that can return the addresses it stored. With one, a scan
// keeps only the newest addresses in memory and reads the others back when it
// requests them.
type Recaller interface {
	// Texts returns the addresses of n IDs, beginning with first. All of them were
	// committed. It is called from the goroutine that calls Commit.
	Texts(ctx context.Context, first result.ID, n int) ([]string, error)
}

// writer is the goroutine that commits batches in order. In between it reads back
// addresses that were dropped from memory. Everything that is stored passes through
// it, so it is where secrets are hidden.
type writer struct {
	redactor *redact.Redactor
	batches  chan *result.Batch
	recycle  func(*result.Batch) // is called with each batch that was stored
	wanted   chan textBlock      // to be read back
	loaded   chan textBlock      // has room for one, so the writer never waits for the coordinator
	ended    chan struct{}       // is closed when the writer has ended, for whatever reason
}

// textBlock is a block of the texts in a urltable.Table.
type textBlock struct {
	block int
	first result.ID
	n     int
	texts []string // nil until they were read back
}

func newWriter(recycle func(*result.Batch), r *redact.Redactor) *writer {
	return &writer{
		redactor: r,
		batches:  make(chan *result.Batch),
		recycle:  recycle,
		wanted:   make(chan textBlock),
		loaded:   make(chan textBlock, 1),
		ended:    make(chan struct{}),
	}
}

// run works until batches is closed or something can't be stored. A cancelled ctx
// does not end it, so that everything that was found is stored.
func (w *writer) run(ctx context.Context, sink Sink) error {
	defer close(w.ended)
	ctx = context.WithoutCancel(ctx)
	recaller, _ := sink.(Recaller)
	for {
		select {
		case b, isOpen := <-w.batches:
			if !isOpen {
				return nil
			}
			redactBatch(w.redactor, b)
			if err := sink.Commit(ctx, b); err != nil {
				return err
			}
			w.recycle(b)
		case block := <-w.wanted:
			var err error
			if block.texts, err = recaller.Texts(ctx, block.first, block.n); err != nil {
				return err
			}
			if got := len(block.texts); got != block.n {
				return &JournalError{ID: block.first - 1 + result.ID(got), Want: block.first - 1 + result.ID(block.n)}
			}
			for i := range block.texts {
				block.texts[i], _ = w.redactor.Restore(block.texts[i])
			}
			w.loaded <- block
		}
	}
}

// claim is an address that its host's turn has come for.
type claim struct {
	from *frontier.Frontier
	job  frontier.Job
}

// textLoader keeps claims until the texts of their addresses were read back, one
// block after the other.
type textLoader struct {
	table        *urltable.Table
	awaitingText map[int][]claim // by block
	missing      []int           // blocks that claims wait for
	isLoading    bool            // the first of them
	claims       int             // that wait
}

func newTextLoader(t *urltable.Table) *textLoader {
	return &textLoader{table: t, awaitingText: make(map[int][]claim)}
}

// await keeps a claim until its block was read back.
func (l *textLoader) await(c claim) {
	block := l.table.BlockOf(c.job.ID)
	if l.awaitingText[block] == nil {
		l.missing = append(l.missing, block)
	}
	l.awaitingText[block] = append(l.awaitingText[block], c)
	l.claims++
}

// next returns the block to be read back next, and false if there is none or
// another one is under way.
func (l *textLoader) next() (textBlock, bool) {
	if l.isLoading || len(l.missing) == 0 {
		return textBlock{}, false
	}
	first, n := l.table.BlockRange(l.missing[0])
	return textBlock{block: l.missing[0], first: first, n: n}, true
}

// handleLoaded restores a block that was read back and returns the claims that
// waited for it.
func (l *textLoader) handleLoaded(b textBlock) []claim {
	l.isLoading = false
	l.missing = l.missing[1:]
	l.table.Restore(b.block, b.texts)
	claims := l.awaitingText[b.block]
	delete(l.awaitingText, b.block)
	l.claims -= len(claims)
	return claims
}
