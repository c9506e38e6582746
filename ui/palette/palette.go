// Package palette is one field that finds everything: type a few letters of a site, a
// scan, a code or an action, and press Enter. What was chosen last is listed first while
// nothing is typed. It must not know what the items are or where they come from.
package palette

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/field"
	"sitewell/ui/theme"
)

// Item is something to go to or to do.
type Item struct {
	// ID is the same whenever the palette is opened, so that what was chosen last is known.
	ID   string
	Icon fyne.Resource
	Text string
	// Note is shown in a quiet colour behind the text, Kind at the end of the row: "Site".
	Note, Kind string
	// Keys is the shortcut that does the same, "" for none; it takes the place of Kind.
	Keys string
	// Words are searched as well and not shown.
	Words string
	// Off is set where it cannot be done now. Then it is listed only where it is searched
	// for, in a faint colour, after all others.
	Off bool
	Do  func()
}

// Options are what the palette needs.
type Options struct {
	Canvas fyne.Canvas
	Run    *background.Runner
	// Actions are listed while nothing is typed. It is called on the window's thread
	// whenever the palette opens.
	Actions func() []Item
	// Sources return everything else. Each is called off the window's thread, whenever the
	// palette opens. What one can't read is not found; it logs why.
	Sources []func(ctx context.Context) []Item
	// Recent are the IDs of what was chosen before, newest first; Remember adds one.
	Recent   func() []string
	Remember func(id string)
}

// Palette is the field with its list. Its methods belong to the window's thread.
type Palette struct {
	o       Options
	popup   *widget.PopUp
	search  *field.Entry
	list    *list
	none    *widget.Label
	all     []prepared
	actions []Item
	finding background.Loader[[]Item]
	opened  int // how often; what comes from an earlier opening is dropped
	loading int // sources that have not answered yet
	// waits is set while Enter was pressed for a search whose answer is not there yet.
	busy, waits bool
}

// New returns a palette that is closed.
func New(o Options) *Palette { return &Palette{o: o} }

// IsOpen reports whether the palette is shown.
func (p *Palette) IsOpen() bool { return p.popup != nil && p.popup.Visible() }

// Open shows the palette with an empty field.
func (p *Palette) Open() {
	p.Close()
	p.opened++
	p.actions = p.o.Actions()
	p.all, p.waits, p.loading = nil, false, len(p.o.Sources)
	p.build()
	p.add(prepareAll(p.actions))
	p.place() // Fyne takes a place from before it shows something
	p.popup.Show()
	p.o.Canvas.Focus(p.search)
	opened := p.opened
	for _, source := range p.o.Sources {
		p.o.Run.Go(func(ctx context.Context) {
			items := prepareAll(source(ctx))
			p.o.Run.Do(func() {
				if opened == p.opened && p.IsOpen() {
					p.loading--
					p.add(items)
				}
			})
		})
	}
}

// Close takes the palette away.
func (p *Palette) Close() {
	p.finding.Cancel()
	if p.IsOpen() {
		p.popup.Hide()
	}
}

// Key takes keys that nothing within the palette took, and reports whether it is open.
func (p *Palette) Key(k *fyne.KeyEvent) bool { return p.IsOpen() && p.key(k) }

// Sizes of the palette.
const (
	usualWidth = 640
	rowHeight  = 34
	usualRows  = 11
	top        = 64 // below the top of the window
)

func (p *Palette) build() {
	p.search = field.NewSearch(lang.L("Search sites, scans, codes and actions"))
	p.search.SetIcon(fynetheme.SearchIcon())
	p.search.First = p.key
	p.search.OnChanged = func(string) { p.waits = false; p.find("") }
	p.list = newList(p.run)
	p.none = badge.Body(lang.L("Nothing fits. Try the name of a site, a date, or a code such as 404."))
	p.none.Hide()
	keys := badge.Caption(lang.L("Arrow keys choose  ·  Enter opens  ·  Escape closes"))
	content := container.NewBorder(column.Inset(p.search), keys, nil, nil, container.NewStack(p.list.scroll, container.NewVBox(p.none)))
	p.popup = widget.NewPopUp(column.Margin(theme.Size(theme.SizeGap), content), p.o.Canvas)
}

// place puts the palette near the top of the window. It is always as high, so that nothing
// moves while a person types.
func (p *Palette) place() {
	room := p.o.Canvas.Size()
	width := min(usualWidth, room.Width-2*theme.Size(theme.SizeMargin))
	height := min(usualRows*rowHeight+96, room.Height-top-theme.Size(theme.SizeMargin))
	p.popup.Resize(fyne.NewSize(width, height))
	p.popup.Move(fyne.NewPos((room.Width-width)/2, min(top, room.Height-height)))
}

// add makes more items known.
func (p *Palette) add(items []prepared) {
	p.all = slices.Concat(p.all, items) // a copy: the present ones are being searched
	p.find(p.list.reached())
}

// find lists what fits the search, without holding the window. The item with the ID keep is
// selected, or the first.
func (p *Palette) find(keep string) {
	query, all := p.search.Text, p.all
	p.busy = true
	p.finding.Load(p.o.Run, func(context.Context) ([]Item, error) { return find(all, query), nil }, func(found []Item, _ error) {
		p.busy = false
		if len(terms(query)) == 0 {
			p.list.show(p.first(), keep)
		} else {
			p.list.show([]group{{items: found}}, keep)
		}
		p.none.Hidden = len(found) > 0 || len(terms(query)) == 0
		p.none.Refresh()
		if p.waits {
			p.waits = false
			p.submit()
		}
	})
}

// mostRecent is how many items are listed that were chosen before.
const mostRecent = 6

// first is what is listed while nothing is typed: what was chosen last, then all actions
// that can be done now.
func (p *Palette) first() []group {
	recent := group{heading: lang.L("Used last")}
	for _, id := range p.o.Recent() {
		i := slices.IndexFunc(p.all, func(q prepared) bool { return q.item.ID == id && !q.item.Off })
		if i >= 0 && len(recent.items) < mostRecent {
			recent.items = append(recent.items, p.all[i].item)
		}
	}
	actions := group{heading: lang.L("Actions")}
	for _, a := range p.actions {
		isRecent := slices.ContainsFunc(recent.items, func(i Item) bool { return i.ID == a.ID })
		if !a.Off && !isRecent {
			actions.items = append(actions.items, a)
		}
	}
	return []group{recent, actions}
}

func (p *Palette) key(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyDown:
		p.list.move(1)
	case fyne.KeyUp:
		p.list.move(-1)
	case fyne.KeyPageDown:
		p.list.move(usualRows - 1)
	case fyne.KeyPageUp:
		p.list.move(1 - usualRows)
	case fyne.KeyReturn, fyne.KeyEnter:
		p.submit()
	case fyne.KeyEscape:
		p.Close()
	case fyne.KeyTab: // there is nothing else to go to
	default:
		return false
	}
	return true
}

// submit does what is selected, once the search has its answer.
func (p *Palette) submit() {
	i, ok := p.list.selected()
	switch {
	case p.busy || !ok && p.loading > 0:
		p.waits = true
	case ok:
		p.run(i)
	}
}

func (p *Palette) run(i Item) {
	if i.Off {
		return
	}
	p.Close()
	p.o.Remember(i.ID)
	i.Do()
}
