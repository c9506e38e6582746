// Package marking lets a person say something about problems: ignore them, say that
// they are done, assign them, note something. It has the menus, the dialogs, and the
// offer to take it back. It must not know how problems are listed or stored.
package marking

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/words"
)

// Store keeps marks. Its methods are called off the window's thread; each returns
// what undoes it.
type Store interface {
	// MarkProblems makes a mark about each of some addresses that are problems, all or
	// none of them, and tells progress now and then how far it is.
	MarkProblems(ctx context.Context, scan storage.ScanID, ids []storage.URLID, m storage.Mark, progress func(done, total int)) (undo storage.MarkChange, err error)
	Change(ctx context.Context, c storage.MarkChange) (undo storage.MarkChange, err error)
}

// Options are what a Marker needs.
type Options struct {
	Run     *background.Runner
	Store   Store
	Dialogs *ask.Host
	// Offer shows a short message with one thing to do about it, "" for none.
	Offer    func(message, action string, do func())
	Browse   func(address string)
	Sentence func(error) string
	Now      func() time.Time
	// Changed is told that marks have changed.
	Changed func()
	// Working is told how far the marking of problems is, and what stops it, after which
	// none is marked; with total 0 once it has ended. nil: nobody is told.
	Working func(done, total int, stop func())
}

// Marker makes marks for a person. Its methods belong to the window's thread.
type Marker struct{ o Options }

// New returns a Marker.
func New(o Options) *Marker { return &Marker{o} }

// Subject is what a person marks.
type Subject struct {
	Scan storage.Scan // that is shown
	// IDs returns the problems. It is called off the window's thread.
	IDs func(ctx context.Context) ([]storage.URLID, error)
	// Count is how many there are.
	Count int
	// Address is that of the one problem; "" where there are several.
	Address string
	// About says what is marked, in the reader's language; "": the address, or how many
	// problems.
	About string
	// Host is the host of another site that all of them are on; "" where that is not
	// so.
	Host string
	// Fix is the key of the fix that is assigned or noted something about in place of
	// its problems; "" for problems.
	Fix string
}

// One returns the subject of a single problem.
func One(scan storage.Scan, id storage.URLID, address string) Subject {
	s := Subject{Scan: scan, Count: 1, Address: address, Host: hostOf(address), IDs: func(context.Context) ([]storage.URLID, error) { return []storage.URLID{id}, nil }}
	if s.Host == hostOf(scan.Start) {
		s.Host = "" // or nothing would be left of the site
	}
	return s
}

// ShowBelow opens a menu below what was pressed, or above it where there is no room below.
func ShowBelow(pressed fyne.CanvasObject, items []*fyne.MenuItem) {
	d := fyne.CurrentApp().Driver()
	c := d.CanvasForObject(pressed)
	if c == nil {
		return
	}
	const gap = 2
	m := widget.NewPopUpMenu(fyne.NewMenu("", items...), c)
	at := d.AbsolutePositionForObject(pressed)
	if height := m.MinSize().Height; at.Y+pressed.Size().Height+gap+height > c.Size().Height && at.Y > height {
		at.Y -= height + gap
	} else {
		at.Y += pressed.Size().Height + gap
	}
	m.ShowAtPosition(at)
}

// problems marks problems and tells it.
func (k *Marker) problems(s Subject, m storage.Mark) {
	work, stop := context.WithCancel(context.Background())
	working := func(done, total int) {
		if k.o.Working != nil {
			k.o.Run.Do(func() { k.o.Working(done, total, stop) })
		}
	}
	k.change(func(ctx context.Context) (storage.MarkChange, error) {
		defer context.AfterFunc(ctx, stop)()
		defer stop()
		defer working(0, 0)
		ids, err := s.IDs(work)
		if err != nil {
			return storage.MarkChange{}, err
		}
		working(0, 2*len(ids))
		return k.o.Store.MarkProblems(work, s.Scan.ID, ids, m, working)
	}, func(undo storage.MarkChange) string { return told(m, len(undo.Remove)+len(undo.Save)) })
}

// one makes a mark that is not about the problems themselves: a rule, or about a fix.
func (k *Marker) one(s Subject, m storage.Mark) {
	k.change(func(ctx context.Context) (storage.MarkChange, error) {
		return k.o.Store.Change(ctx, storage.MarkChange{Site: s.Scan.Site, Save: []storage.Mark{m}})
	}, func(storage.MarkChange) string { return told(m, 1) })
}

// Remove takes marks back.
func (k *Marker) Remove(site storage.SiteID, marks ...storage.Mark) {
	c := storage.MarkChange{Site: site}
	for _, m := range marks {
		c.Remove = append(c.Remove, m.Identity())
	}
	k.change(func(ctx context.Context) (storage.MarkChange, error) { return k.o.Store.Change(ctx, c) },
		func(storage.MarkChange) string { return lang.L("That was taken back.") })
}

// change does something that can be undone, and offers that.
func (k *Marker) change(do func(context.Context) (storage.MarkChange, error), say func(undo storage.MarkChange) string) {
	k.o.Run.Go(func(ctx context.Context) {
		undo, err := do(ctx)
		k.o.Run.Do(func() {
			switch {
			case errors.Is(err, context.Canceled):
				k.o.Offer(lang.L("Stopped. Nothing was changed."), "", nil)
				return
			case err != nil:
				k.o.Offer(k.o.Sentence(err), "", nil)
				return
			}
			k.o.Changed()
			k.o.Offer(say(undo), lang.L("Undo"), func() { k.undo(undo) })
		})
	})
}

// undo takes a change back without a word.
func (k *Marker) undo(c storage.MarkChange) {
	k.o.Run.Go(func(ctx context.Context) {
		_, err := k.o.Store.Change(ctx, c)
		k.o.Run.Do(func() {
			if err != nil {
				k.o.Offer(k.o.Sentence(err), "", nil)
			}
			k.o.Changed()
		})
	})
}

// told says what was done with so many problems.
func told(m storage.Mark, n int) string {
	data := map[string]any{"Count": words.Number(n)}
	switch {
	case m.Scope == storage.OnHost:
		return lang.L("All addresses of {{.Host}} are ignored.", map[string]any{"Host": m.Subject})
	case m.Scope == storage.OnPattern:
		return lang.L("All addresses like {{.Pattern}} are ignored.", map[string]any{"Pattern": m.Subject})
	case m.Scope == storage.OnElement:
		return lang.L("What only links in “{{.Element}}” lead to is ignored.", map[string]any{"Element": words.Element(m.Subject)})
	case m.Page != "":
		return lang.L("The links on {{.Page}} are ignored.", map[string]any{"Page": m.Page})
	case m.Hides():
		return lang.N("{{.Count}} problems are ignored.", n, data)
	case m.Kind == storage.Done:
		return lang.N("{{.Count}} problems are marked as done. The next scan will verify it.", n, data)
	default:
		return words.Marks([]storage.Mark{m})
	}
}
