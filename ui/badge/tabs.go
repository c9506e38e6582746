package badge

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Tabs is a row of views of which one is shown, each with the number of things
// in it. The one that is shown is underlined and bold.
type Tabs struct {
	// Content is the row, to be placed on a screen.
	Content *fyne.Container
	// OnChanged is called when the person chooses another tab.
	OnChanged func(i int)

	tabs []*tab
	at   int
}

// NewTabs makes a row of tabs, the first of which is shown.
func NewTabs(changed func(i int), titles ...string) *Tabs {
	t := &Tabs{OnChanged: changed, Content: container.New(layout.NewCustomPaddedHBoxLayout(0))}
	for i, title := range titles {
		b := &tab{text: title, count: -1, on: i == 0}
		b.onPress = func() {
			if t.at != i {
				t.Set(i)
				t.OnChanged(i)
			}
		}
		b.ExtendBaseWidget(b)
		t.tabs = append(t.tabs, b)
		t.Content.Add(b)
	}
	return t
}

// At returns which tab is shown.
func (t *Tabs) At() int { return t.at }

// Set shows another tab without telling OnChanged.
func (t *Tabs) Set(i int) {
	if i == t.at {
		return
	}
	t.tabs[t.at].on, t.tabs[i].on = false, true
	t.tabs[t.at].Refresh()
	t.tabs[i].Refresh()
	t.at = i
}

// FocusOn moves the keyboard to the tab that is shown.
func (t *Tabs) FocusOn(c fyne.Canvas) { c.Focus(t.tabs[t.at]) }

// SetCount changes the number beside a tab's title; a negative one shows none.
func (t *Tabs) SetCount(i, n int) {
	if t.tabs[i].count != n {
		t.tabs[i].count = n
		t.tabs[i].Refresh()
		t.Content.Refresh()
	}
}

// Offer shows or hides a tab, which must not be the one that is shown.
func (t *Tabs) Offer(i int, on bool) {
	if b := t.tabs[i]; b.Visible() != on {
		if on {
			b.Show()
		} else {
			b.Hide()
		}
		t.Content.Refresh()
	}
}

// Shorten sets a shorter title of a tab for where the row has little room.
func (t *Tabs) Shorten(i int, title string) { t.tabs[i].short = title }

// Fit leaves out what there is no room for in a row as wide as width, first the numbers, then
// room and words, and reports whether that changed.
func (t *Tabs) Fit(width float32) bool {
	room := roomy
	for room < tight && t.width(room) > width {
		room++
	}
	changed := room != t.tabs[0].room
	for _, b := range t.tabs {
		if b.room = room; changed {
			b.Refresh()
		}
	}
	return changed
}

// MinWidth returns how wide the row is at least.
func (t *Tabs) MinWidth() float32 { return t.width(tight) }

func (t *Tabs) width(r room) (width float32) {
	for _, b := range t.tabs {
		if b.Visible() {
			width += b.width(r)
		}
	}
	return width
}

// room is how much of it tabs have.
type room int

const (
	roomy room = iota
	brief      // without numbers
	tight      // without numbers, closer together, with short titles
)

type tab struct {
	press
	text  string
	short string // "" for text
	count int
	room  room
	on    bool
}

// title is what the tab says where it has so much room.
func (t *tab) title(r room) string {
	if r == tight && t.short != "" {
		return t.short
	}
	return t.text
}

// inset is the room at both sides of the title.
func inset(r room) float32 {
	if r == tight {
		return tightInset
	}
	return tabInset
}

// width returns how wide the tab is, with its number or without.
func (t *tab) width(r room) float32 {
	size, w := theme.Size(theme.SizeBody), 2*inset(r)
	w += fyne.MeasureText(t.title(r), size, fyne.TextStyle{Bold: true}).Width // whichever is shown, none moves
	if t.count >= 0 && r == roomy {
		w += fyne.MeasureText(words.Number(t.count), size, fyne.TextStyle{}).Width + iconGap + 1
	}
	return w
}

// CreateRenderer is for Fyne.
func (t *tab) CreateRenderer() fyne.WidgetRenderer {
	r := &tabRenderer{t: t, wash: &canvas.Rectangle{}, line: &canvas.Rectangle{}, word: newText(false), count: newText(false)}
	r.Refresh()
	return r
}

const (
	tabHeight  = 36
	tabInset   = 12
	tightInset = 7
)

type tabRenderer struct {
	t           *tab
	wash, line  *canvas.Rectangle
	word, count *canvas.Text
}

func (r *tabRenderer) Destroy() {}

func (r *tabRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.wash, r.line, r.word, r.count}
}

func (r *tabRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.t.width(r.t.room), tabHeight)
}

func (r *tabRenderer) Layout(size fyne.Size) {
	r.wash.Move(fyne.NewPos(0, 2))
	r.wash.Resize(size.SubtractWidthHeight(0, 6))
	x := inset(r.t.room)
	r.line.Move(fyne.NewPos(x, size.Height-3))
	r.line.Resize(fyne.NewSize(size.Width-2*x, 3))
	for _, t := range []*canvas.Text{r.word, r.count} {
		m := t.MinSize()
		t.Move(fyne.NewPos(x, (size.Height-m.Height)/2-1))
		t.Resize(m)
		x += fyne.MeasureText(t.Text, t.TextSize, fyne.TextStyle{Bold: t == r.word}).Width + iconGap + 1
	}
}

func (r *tabRenderer) Refresh() {
	r.wash.CornerRadius, r.line.CornerRadius = theme.Size(fynetheme.SizeNameSelectionRadius), 1.5
	r.wash.FillColor, r.wash.StrokeWidth, r.line.FillColor = nil, 0, nil
	color := theme.ColorSubtle
	if r.t.on {
		color = fynetheme.ColorNameForeground
		r.line.FillColor = theme.Color(fynetheme.ColorNamePrimary)
	}
	if r.t.hovered {
		r.wash.FillColor = theme.Color(fynetheme.ColorNameHover)
	}
	if r.t.focused {
		r.wash.StrokeColor, r.wash.StrokeWidth = theme.Color(fynetheme.ColorNameForeground), 2
	}
	r.word.TextStyle.Bold = r.t.on
	style(r.word, color, theme.SizeBody)
	style(r.count, theme.ColorSubtle, theme.SizeBody)
	r.word.Text, r.count.Text = r.t.title(r.t.room), ""
	if r.t.count >= 0 && r.t.room == roomy {
		r.count.Text = words.Number(r.t.count)
	}
	r.Layout(r.t.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
	canvas.Refresh(r.t)
}
