// Package trash makes deleting undoable: what is thrown away disappears from
// the lists at once, and is deleted for good when the offer to take it back
// has gone. If the program ends in between without Empty, nothing was deleted.
// It must not know what is deleted, nor where it is kept.
package trash

import (
	"context"
	"errors"
	"fmt"

	"fyne.io/fyne/v2/lang"

	"sitewell/ui/background"
	"sitewell/ui/toast"
)

// Offerer shows a message with a button; *toast.Host is one.
type Offerer interface {
	Show(m toast.Message)
}

// Kind is what sort of thing is thrown away.
type Kind string

const (
	Site Kind = "site"
	Scan Kind = "scan"
)

// Item is one thing to delete.
type Item struct {
	Kind Kind
	ID   int64
	// Text says that it was deleted: "example.com was deleted."
	Text string
	// Delete deletes it for good, off the window's thread.
	Delete func(ctx context.Context) error

	begun bool // its deletion is under way
}

type key struct {
	kind Kind
	id   int64
}

// Bin holds what waits for deletion. Its methods belong to the window's thread.
type Bin struct {
	run   *background.Runner
	offer Offerer
	// changed runs on the window's thread when a thing is gone for the eye, is
	// back, or could not be deleted (with the error).
	changed func(err error)
	items   map[key]*Item
}

// New returns an empty bin. changed is called on the window's thread whenever
// lists show something else than before, with an error where a thing is back
// because it could not be deleted.
func New(run *background.Runner, offer Offerer, changed func(err error)) *Bin {
	return &Bin{run: run, offer: offer, changed: changed, items: map[key]*Item{}}
}

// Has reports whether a thing was thrown away and so must not be listed.
func (b *Bin) Has(kind Kind, id int64) bool {
	_, ok := b.items[key{kind, id}]
	return ok
}

// Throw hides a thing and offers to undo that.
func (b *Bin) Throw(item Item) {
	k := key{item.Kind, item.ID}
	b.items[k] = &item
	b.changed(nil)
	b.offer.Show(toast.Message{
		Text:   item.Text,
		Action: lang.L("Undo"), Undoes: true,
		Do: func() {
			delete(b.items, k)
			b.changed(nil)
		},
		Gone: func() { b.start(k, &item) },
	})
}

// start deletes a thing for good. Once begun that is not interrupted: the
// runner's Close waits for it.
func (b *Bin) start(k key, item *Item) {
	item.begun = true
	b.run.Go(func(ctx context.Context) {
		err := item.Delete(context.WithoutCancel(ctx))
		b.run.Do(func() {
			delete(b.items, k)
			b.changed(err)
		})
	})
}

// Empty deletes what still waits, for the end of the program; whatever is
// being deleted already is left to the runner.
func (b *Bin) Empty(ctx context.Context) error {
	var errs []error
	for k, item := range b.items {
		if item.begun {
			continue
		}
		if err := item.Delete(ctx); err != nil {
			errs = append(errs, fmt.Errorf("delete %s %d: %w", k.kind, k.id, err))
		}
		delete(b.items, k)
	}
	return errors.Join(errs...)
}
