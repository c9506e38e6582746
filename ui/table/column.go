package table

import (
	"encoding/json"
	"slices"

	"fyne.io/fyne/v2"

	"sitewell/ui/meter"
)

// Column declares one column of a table.
type Column[Row any] struct {
	// ID names the column in Sort and in what is remembered. It never changes.
	ID string
	// Title is the heading, in the reader's language.
	Title string
	// Help says what the column contains, once the pointer rests on the heading.
	Help string
	// Hint returns what is told of a cell that has no text of its own that is cut; nil:
	// nothing.
	Hint func(Row) string
	// Width is what the column would like, MinWidth what it needs, in Fyne's units.
	Width, MinWidth float32
	// Grow takes what room is left over. At most one column should.
	Grow bool
	// Right aligns numbers at the right.
	Right bool
	// Text returns what the cell says: shown where there is no New, and copied
	// where there is no Full, which gives the whole of what Text shortens.
	Text, Full func(Row) string
	// Show returns how a text is shown that is copied as it is; nil: as it is.
	Show func(text string) string
	// Value returns what a spreadsheet gets in place of that text: an int or a time.Time,
	// or nil for an empty cell. It may be nil itself.
	Value func(Row) any
	// Cut says how the text is shortened.
	Cut meter.Cut
	// Color names the text's colour for a row; nil, or a name that is empty,
	// is the usual one.
	Color func(Row) fyne.ThemeColorName
	// New and Update make and fill a cell of another kind than text. Cells are
	// recycled, so Update must set everything; ok is false while the row is
	// not there yet, and then the cell must show nothing.
	New    func() fyne.CanvasObject
	Update func(cell fyne.CanvasObject, row Row, ok bool)
	// Press takes a click on the cell, in place of the row, and reports whether it did
	// something; nil: the row takes it. The menu of the row must offer the same, for the
	// keyboard.
	Press func(Row) bool
	// Sortable columns sort by a click on the heading; DescFirst: the first
	// click sorts the largest up.
	Sortable, DescFirst bool
	// Hidden columns are shown only once the person chooses them. Fixed ones
	// cannot be hidden; all others give way, the last first, where there is no
	// room for what each needs.
	Hidden, Fixed bool
}

// shown returns what the cell says of a row, before it is shortened.
func (c Column[Row]) shown(r Row) string {
	if c.Show != nil {
		return c.Show(c.Text(r))
	}
	return c.Text(r)
}

// full returns what is copied of a cell, "" for one without text.
func (c Column[Row]) full(r Row) string {
	switch {
	case c.Full != nil:
		return c.Full(r)
	case c.Text != nil:
		return c.Text(r)
	default:
		return ""
	}
}

// value returns what a spreadsheet gets of a cell.
func (c Column[Row]) value(r Row) any {
	if c.Value != nil {
		return c.Value(r)
	}
	return c.full(r)
}

// columns is the shared layout of heading and rows: which columns are shown,
// and how wide each is.
type columns[Row any] struct {
	all   []Column[Row]
	prefs Prefs
	key   string
	// chosen by the person, by column ID; what is not in here is as declared.
	width  map[string]float32
	hidden map[string]bool
	absent map[string]bool // that there is nothing to show in at present

	chosen []int     // indices into all
	shown  []int     // those of them that there is room for
	widths []float32 // of the shown ones, as laid out
	total  float32   // width they were laid out for
}

// remembered is the form in which choices are kept.
type remembered struct {
	Width  map[string]float32 `json:"width,omitempty"`
	Hidden map[string]bool    `json:"hidden,omitempty"`
}

func newColumns[Row any](all []Column[Row], prefs Prefs, key string) *columns[Row] {
	c := &columns[Row]{all: all, prefs: prefs, key: key, width: map[string]float32{}, hidden: map[string]bool{}, absent: map[string]bool{}}
	if prefs != nil {
		var r remembered
		if err := json.Unmarshal([]byte(prefs.String(key)), &r); err == nil {
			if r.Width != nil {
				c.width = r.Width
			}
			if r.Hidden != nil {
				c.hidden = r.Hidden
			}
		} // what cannot be read is as if nothing had been chosen
	}
	c.choose()
	return c
}

func (c *columns[Row]) save() {
	if c.prefs == nil {
		return
	}
	if b, err := json.Marshal(remembered{Width: c.width, Hidden: c.hidden}); err == nil {
		c.prefs.SetString(c.key, string(b))
	}
}

// isHidden reports whether a column is left out.
func (c *columns[Row]) isHidden(i int) bool {
	col := c.all[i]
	if c.absent[col.ID] {
		return true
	}
	if h, chosen := c.hidden[col.ID]; chosen && !col.Fixed {
		return h
	}
	return col.Hidden && !col.Fixed
}

// toggle shows or hides a column and remembers it.
func (c *columns[Row]) toggle(i int) {
	c.hidden[c.all[i].ID] = !c.isHidden(i)
	c.choose()
	c.save()
}

// reset forgets all choices.
func (c *columns[Row]) reset() {
	c.width, c.hidden = map[string]float32{}, map[string]bool{}
	c.choose()
	c.save()
}

func (c *columns[Row]) choose() {
	c.chosen = c.chosen[:0]
	for i := range c.all {
		if !c.isHidden(i) {
			c.chosen = append(c.chosen, i)
		}
	}
	c.layout(c.total)
}

// room settles which of the chosen columns there is room for.
func (c *columns[Row]) room(total float32) []int {
	shown := slices.Clone(c.chosen)
	if total <= 0 {
		return shown
	}
	var needed float32
	for _, i := range shown {
		needed += c.all[i].MinWidth
	}
	for n := len(shown) - 1; n >= 0 && needed > total; n-- {
		if col := c.all[shown[n]]; !col.Fixed && !col.Grow {
			needed -= col.MinWidth
			shown = slices.Delete(shown, n, n+1)
		}
	}
	return shown
}

func (c *columns[Row]) wanted(i int) float32 {
	col := c.all[i]
	if w, ok := c.width[col.ID]; ok {
		return max(w, col.MinWidth)
	}
	return max(col.Width, col.MinWidth)
}

// layout divides the width: what is left over goes to the column that grows;
// what is missing is taken from it first and then from all in proportion to
// what they can spare. It reports whether other columns are shown than before.
func (c *columns[Row]) layout(total float32) (changed bool) {
	c.total = total
	shown := c.room(total)
	changed = !slices.Equal(shown, c.shown)
	c.shown = shown
	c.widths = c.widths[:0]
	grow, spare := -1, total
	for n, i := range c.shown {
		w := c.wanted(i)
		c.widths = append(c.widths, w)
		spare -= w
		if c.all[i].Grow {
			grow = n
		}
	}
	if total <= 0 || len(c.shown) == 0 {
		return changed
	}
	if grow >= 0 {
		given := max(spare, c.all[c.shown[grow]].MinWidth-c.widths[grow])
		c.widths[grow] += given
		spare -= given
	}
	if spare >= 0 {
		return changed
	}
	var slack float32
	for n, i := range c.shown {
		slack += c.widths[n] - c.all[i].MinWidth
	}
	if slack <= 0 {
		return changed // narrower than it can be: the rest is outside
	}
	share := min(-spare/slack, 1)
	for n, i := range c.shown {
		c.widths[n] -= (c.widths[n] - c.all[i].MinWidth) * share
	}
	return changed
}

// drag moves the border after the n-th shown column by dx, or as far as its
// neighbours allow, and gives how far that was. It takes from one what it
// gives to the other, so the border stays under the pointer.
func (c *columns[Row]) drag(n int, dx float32) float32 {
	if n < 0 || n+1 >= len(c.shown) {
		return 0
	}
	left, right := c.all[c.shown[n]], c.all[c.shown[n+1]]
	dx = max(dx, min(left.MinWidth-c.widths[n], 0))
	dx = min(dx, max(c.widths[n+1]-right.MinWidth, 0))
	for i, at := range c.shown {
		c.width[c.all[at].ID] = c.widths[i] // as it stands now is what is wanted from now on
	}
	c.width[left.ID] += dx
	c.width[right.ID] -= dx
	c.layout(c.total)
	return dx
}

// left returns where a shown column begins.
func (c *columns[Row]) left(n int) (x float32) {
	for _, w := range c.widths[:max(min(n, len(c.widths)), 0)] {
		x += w
	}
	return x
}

// at returns the shown column under x, -1 for none.
func (c *columns[Row]) at(x float32) int {
	for n, w := range c.widths {
		if x < w {
			return n
		}
		x -= w
	}
	return -1
}
