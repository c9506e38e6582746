package table

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/meter"
	"sitewell/ui/theme"
)

// Options say what a table shows and what it tells. Functions that are nil are
// not called, but for ID and Run, which must be set.
type Options[ID comparable, Row any] struct {
	// Name is the key that widths and choice of columns are remembered under.
	Name    string
	Columns []Column[Row]
	// Sort is the order to begin with.
	Sort Sort
	// ID returns the id of a row.
	ID    func(Row) ID
	Run   Runner
	Prefs Prefs // nil: nothing is remembered

	// OnSelect is called when the person selects a row, OnPress after it when
	// they did so with the mouse, and OnOpen when they open one: by a double
	// click, Enter, or from the menu.
	OnSelect, OnPress, OnOpen func(ID)
	// OnLoaded is called when another list of rows is shown, with their number.
	OnLoaded func(rows int)
	// OnError is called when a source failed; what was shown before stays.
	OnError func(error)
	// Copy puts text on the clipboard. CopyText is what Ctrl+C copies of a row;
	// nil: its cells, with tabs between.
	Copy     func(string)
	CopyText func(Row) string
	// Keys is asked first about every key while the rows have the keyboard, and
	// reports whether it took it.
	Keys func(*fyne.KeyEvent) bool
	// Typed is told of letters that are typed while the rows have the keyboard, as to
	// search for them; nil: they do nothing.
	Typed func(rune)
	// Menu returns further entries for the right-click menu of a row.
	Menu func(Row) []*fyne.MenuItem
	// Chosen says that several rows are chosen, in the reader's language; it is called
	// whenever that changes. nil: only one row can be selected. Bar is shown below the
	// rows while any are chosen, and ChosenMenu in place of the menu of a row that is
	// one of several. Copied is told once CopyChosen has copied so many rows.
	Chosen     func(rows int) string
	Bar        fyne.CanvasObject
	ChosenMenu func() []*fyne.MenuItem
	Copied     func(rows int, err error)
	// Count says how many rows are shown, in the reader's language.
	Count func(rows int) string
	// Empty is shown instead of no rows.
	Empty func() fyne.CanvasObject
}

// Table is the widget. Make it with New, and Close it once it is not needed any more.
type Table[ID comparable, Row any] struct {
	widget.BaseWidget
	o       Options[ID, Row]
	columns *columns[Row]
	model   *model[ID, Row]
	meter   *meter.Meter
	sort    Sort
	source  Source[ID, Row]

	heading *heading[ID, Row]
	body    *body[ID, Row]
	overlay *fyne.Container // "loading" or Empty, above the rows
	ring    *canvas.Rectangle
	foot    *foot
	content fyne.CanvasObject

	span    span
	moving  bool // a move of the span is on its way
	views   map[int]*rowView[ID, Row]
	chosen  *ID // that is selected
	place   int // of chosen, -1 where it is not among the rows
	picks   picks
	version int // of picks
	anchor  int // the row from which Shift chooses, -1 for none
	focused bool
	stay    bool        // the present load keeps the scroll position
	slow    *time.Timer // says so where a load takes long

	now       func() time.Time
	modifiers func() fyne.KeyModifier // that are held
	lastPress time.Time
	lastRow   int
	lastTop   float32 // where the rows began on the canvas at that press
}

// New makes a table without rows; SetSource fills it.
func New[ID comparable, Row any](o Options[ID, Row]) *Table[ID, Row] {
	t := &Table[ID, Row]{
		o: o, sort: o.Sort, place: -1, lastRow: -1, anchor: -1, now: time.Now, modifiers: modifiersHeld,
		columns: newColumns(o.Columns, o.Prefs, "table."+o.Name),
		meter:   meter.New(theme.SizeBody, false),
		views:   map[int]*rowView[ID, Row]{},
		overlay: container.NewStack(),
		ring:    &canvas.Rectangle{},
		foot:    newFoot(o.Bar, o.Chosen != nil),
	}
	t.model = &model[ID, Row]{run: o.Run, rowID: o.ID, changed: t.changed, arrived: t.refreshRows, failed: t.failed, choice: t.choice}
	t.heading = newHeading(t)
	t.body = newBody(t)
	t.content = container.New(layout.NewBorderLayout(t.heading, t.foot, nil, nil),
		t.heading, container.NewStack(t.body, t.overlay, t.ring), t.foot) // in the order of the Tab key
	t.ExtendBaseWidget(t)
	t.showOverlay()
	return t
}

// SetSource shows the rows of another source, from the top, or from the
// selected row where that is among them.
func (t *Table[ID, Row]) SetSource(s Source[ID, Row]) {
	t.source = s
	t.load(false)
}

// Renew shows the rows of another source that are the same rows at a later
// moment: what is in view stays where it is.
func (t *Table[ID, Row]) Renew(s Source[ID, Row]) {
	t.source = s
	t.load(true)
}

// Reload asks the source again and keeps what is in view where it is.
func (t *Table[ID, Row]) Reload() { t.load(true) }

// SetSort changes the order.
func (t *Table[ID, Row]) SetSort(s Sort) {
	t.sort = s
	t.heading.Refresh()
	t.load(false)
}

// Order returns how the rows are sorted.
func (t *Table[ID, Row]) Order() Sort { return t.sort }

// Offer decides whether a column is there at all: without, nobody can choose it.
func (t *Table[ID, Row]) Offer(column string, on bool) {
	if t.columns.absent[column] == on {
		t.columns.absent[column] = !on
		t.columns.choose()
		t.relayout()
	}
}

// Len is the number of rows.
func (t *Table[ID, Row]) Len() int { return len(t.model.ids) }

// HeightOf returns how high the table is if it shows so many rows without scrolling.
func (t *Table[ID, Row]) HeightOf(rows int) float32 {
	return t.content.MinSize().Height - t.body.MinSize().Height + float32(rows)*pitch()
}

// Close ends all loading. The table must not be used again.
func (t *Table[ID, Row]) Close() {
	t.ended()
	t.model.close()
}

func (t *Table[ID, Row]) load(stay bool) {
	if t.source == nil {
		return
	}
	t.stay = stay && t.model.loaded
	first := -1
	if t.stay {
		first, _ = t.visible()
	}
	t.model.load(t.source, t.sort, first, t.chosen)
	t.ended()
	generation := t.model.generation
	t.slow = time.AfterFunc(slowAfter, func() {
		t.o.Run.Do(func() {
			if t.model.loading && t.model.generation == generation {
				t.foot.count = lang.L("Loading…")
				t.foot.Refresh()
			}
		})
	})
	t.showOverlay()
}

// slowAfter is how long a load may take before the foot says that it is under
// way; a note that comes and goes at once would only flicker.
const slowAfter = 300 * time.Millisecond

func (t *Table[ID, Row]) ended() {
	if t.slow != nil {
		t.slow.Stop()
	}
}

// changed shows a new list of ids.
func (t *Table[ID, Row]) changed(kept *ID, place int, chosen picks) {
	t.ended()
	t.picks = chosen
	t.version++
	t.place = -1
	switch {
	case t.chosen == nil:
	case kept != nil && *kept == *t.chosen:
		t.place = place
	default: // the selection is younger than the question
		t.place = t.find(*t.chosen)
	}
	t.anchor = t.place
	base := t.span.base
	t.span = span{base: min(base, max(len(t.model.ids)-spanRows, 0)), total: len(t.model.ids)}
	t.showOverlay()
	t.showFocus()
	t.refreshRows()
	if !t.stay {
		t.show(max(t.place, 0))
	}
	t.setFoot()
	if t.o.OnLoaded != nil {
		t.o.OnLoaded(t.Len())
	}
}

func (t *Table[ID, Row]) failed(err error) {
	t.ended()
	t.setFoot()
	t.showOverlay()
	if t.o.OnError != nil {
		t.o.OnError(err)
	}
}

func (t *Table[ID, Row]) find(id ID) int {
	for i, other := range t.model.ids {
		if other == id {
			return i
		}
	}
	return -1
}

// showOverlay covers the rows where there are none.
func (t *Table[ID, Row]) showOverlay() {
	var cover fyne.CanvasObject
	switch {
	case t.model.loading && !t.model.loaded:
		busy := widget.NewActivity()
		busy.Start()
		cover = container.NewCenter(container.NewHBox(busy, widget.NewLabel(lang.L("Loading…"))))
	case t.model.loaded && len(t.model.ids) == 0 && t.o.Empty != nil:
		cover = container.NewVScroll(t.o.Empty()) // a small window can't hold all of it
	}
	t.overlay.RemoveAll()
	if cover != nil {
		t.overlay.Add(cover)
	}
}

// refreshRows draws all rows in view again.
func (t *Table[ID, Row]) refreshRows() {
	clear(t.views)
	t.body.Refresh()
}

// relayout draws heading and rows for other columns or widths.
func (t *Table[ID, Row]) relayout() {
	t.heading.Refresh()
	for _, v := range t.views {
		v.Refresh()
	}
}

// Resize divides the width among the columns before anything is drawn for it.
func (t *Table[ID, Row]) Resize(size fyne.Size) {
	other := t.Size().Width != size.Width
	t.columns.layout(size.Width - rowEnd)
	t.BaseWidget.Resize(size)
	if other {
		t.relayout()
	}
}

// Refresh draws everything again: the theme changed, or what Text, Count or
// Empty say.
func (t *Table[ID, Row]) Refresh() {
	t.meter = meter.New(theme.SizeBody, false)
	t.setFoot()
	t.showOverlay()
	t.showFocus()
	t.BaseWidget.Refresh()
	t.heading.Refresh()
	t.refreshRows()
}

// SetNote says below the rows what is going on, in place of the hint how several are chosen:
// nothing else moves. "" says nothing.
func (t *Table[ID, Row]) SetNote(text string) {
	if t.foot.note != text {
		t.foot.note = text
		t.foot.Refresh()
	}
}

func (t *Table[ID, Row]) setFoot() {
	t.foot.count = ""
	if t.o.Count != nil && t.model.loaded {
		t.foot.count = t.o.Count(t.Len())
	}
	t.foot.chosen = ""
	if t.canChoose() {
		if said := t.o.Chosen(t.picks.n); t.picks.n > 0 {
			t.foot.chosen = said
		}
	}
	t.foot.Refresh()
}

// hover shows the whole of a cell that is cut in the foot, as browsers show
// where a link leads, and returns it, or what else there is to tell of the cell.
func (t *Table[ID, Row]) hover(row, shown int) (told string) {
	text := ""
	if r, ok := t.model.row(row); ok && shown >= 0 {
		col := t.columns.all[t.columns.shown[shown]]
		if col.New == nil && t.meter.Fit(col.shown(r), t.columns.widths[shown]-2*cellInset, col.Cut) != col.full(r) {
			text = col.full(r)
		}
		if told = text; told == "" && col.Hint != nil {
			told = col.Hint(r)
		}
	}
	if t.foot.hint != text {
		t.foot.hint = text
		t.foot.Refresh()
	}
	return told
}

func (t *Table[ID, Row]) textColor(col Column[Row], row Row, ok bool) fyne.ThemeColorName {
	if !ok {
		return theme.ColorSubtle
	}
	if col.Color != nil {
		if n := col.Color(row); n != "" {
			return n
		}
	}
	return fynetheme.ColorNameForeground
}

// clickHeading goes through the three states of a column: sorted one way, the
// other way, and not at all.
func (t *Table[ID, Row]) clickHeading(col Column[Row]) {
	next := Sort{Column: col.ID, Desc: col.DescFirst}
	if t.sort.Column == col.ID {
		next.Desc = !t.sort.Desc
		if next.Desc == col.DescFirst {
			next = Sort{}
		}
	}
	t.SetSort(next)
}

// text returns all shown cells of a row, with tabs between.
func (t *Table[ID, Row]) text(r Row) string {
	return t.line(r, t.columns.shown)
}

// CreateRenderer is for Fyne.
func (t *Table[ID, Row]) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(t.content)
}
