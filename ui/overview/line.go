package overview

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/badge"
	"sitewell/ui/tally"
	"sitewell/ui/theme"
	"sitewell/ui/when"
	"sitewell/ui/words"
)

// widths are those of the columns behind the name.
type widths struct{ health, since, oldest, when float32 }

const (
	leastName = 170
	columnGap = 10
)

// line shows a site in one line. It is used again for other sites.
type line struct {
	widget.BaseWidget
	widths
	name, since, oldest, when *widget.Label
	health                    *tally.Tally
	healthTitle               *widget.Label
	body                      *fyne.Container
}

func newLine() *line {
	label := func() *widget.Label { return &widget.Label{Truncation: fyne.TextTruncateEllipsis} }
	l := &line{name: label(), since: label(), oldest: label(), when: label(), health: tally.New(), healthTitle: badge.Caption("")}
	l.healthTitle.Hide()
	l.body = container.New(lineLayout{l}, l.name, l.health, l.healthTitle, l.since, l.oldest, l.when)
	l.ExtendBaseWidget(l)
	return l
}

// title makes the line the heading of the columns.
func (l *line) title() {
	for label, text := range map[*widget.Label]string{
		l.name: lang.L("Site"), l.healthTitle: lang.L("Problems"), l.since: lang.L("Since the scan before"), l.oldest: lang.L("Oldest serious problem"), l.when: lang.L("Newest scan"),
	} {
		label.SizeName, label.Importance, label.Text = theme.SizeCaption, widget.LowImportance, text
	}
	l.health.Hide()
	l.healthTitle.Show()
}

// CreateRenderer is for Fyne.
func (l *line) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.body) }

// lineLayout lays a line out.
type lineLayout struct{ l *line }

// MinSize is for Fyne.
func (y lineLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(leastName, y.l.name.MinSize().Height)
}

// Layout is for Fyne.
func (y lineLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) { y.l.layout(size) }

// layout puts the parts beside each other; those at the right give way where there is no
// room.
func (l *line) layout(size fyne.Size) {
	padding := theme.Size(fynetheme.SizeNameInnerPadding)
	room := size.Width - leastName
	right := size.Width
	place := func(o fyne.CanvasObject, width float32, wanted bool) {
		if !wanted {
			o.Resize(fyne.NewSize(0, 0))
			o.Move(fyne.NewPos(size.Width+1000, 0))
			return
		}
		right -= width
		height := min(o.MinSize().Height, size.Height)
		o.Resize(fyne.NewSize(width, height))
		o.Move(fyne.NewPos(right, (size.Height-height)/2))
		right -= columnGap
	}
	fits := func(width float32) bool {
		if room < width+columnGap {
			return false
		}
		room -= width + columnGap
		return true
	}
	health, oldest, since, when := fits(l.widths.health), fits(l.widths.oldest), fits(l.widths.since), fits(l.widths.when)
	place(l.when, l.widths.when, when)
	place(l.oldest, l.widths.oldest, oldest)
	place(l.since, l.widths.since, since)
	at := right
	place(l.health, l.widths.health-padding, health) // it has no space around it as labels have
	right = at
	place(l.healthTitle, l.widths.health, health)
	height := min(l.name.MinSize().Height, size.Height)
	l.name.Resize(fyne.NewSize(max(right, 0), height))
	l.name.Move(fyne.NewPos(0, (size.Height-height)/2))
}

// update shows a site.
func (s *Screen) update(i int, l *line) {
	if i >= len(s.shown) {
		return
	}
	h := &s.shown[i]
	l.widths = s.widths
	name := words.Readable(h.Title())
	if h.Client != "" {
		name = lang.L("{{.Site}} · {{.Client}}", map[string]any{"Site": name, "Client": h.Client})
	}
	set(l.name, name)
	set(l.since, s.sinceOf(h))
	set(l.oldest, s.oldestOf(h))
	set(l.when, s.whenOf(h))
	if h.Last == nil {
		l.health.Hide()
	} else {
		last := *h.Last
		last.Counts = h.Counts()
		l.health.Set(last)
		l.health.Show()
	}
	l.body.Refresh()
}

func (s *Screen) sinceOf(h *Health) string {
	switch {
	case h.Condition == Unread, h.Condition == Unfinished:
		return h.Condition.name()
	case !h.IsCompared:
		return ""
	case h.New+h.Fixed == 0:
		return lang.L("Nothing new")
	default:
		return lang.N("{{.Count}} new", h.New, map[string]any{"Count": words.Number(h.New)}) + ", " +
			lang.N("{{.Count}} fixed", h.Fixed, map[string]any{"Count": words.Number(h.Fixed)})
	}
}

func (s *Screen) oldestOf(h *Health) string {
	if h.Oldest.ID == 0 {
		return ""
	}
	return s.age(h.Oldest.Since)
}

func (s *Screen) whenOf(h *Health) string {
	switch {
	case h.Last == nil:
		return Unscanned.name()
	case h.IsRunning:
		return Scanning.name()
	}
	return when.Ago(h.Last.Began, s.o.Now())
}

// widthsFor measures the columns of the sites that are shown.
func widthsFor(s *Screen) widths {
	padding := 2 * theme.Size(fynetheme.SizeNameInnerPadding)
	measure := func(text string, size fyne.ThemeSizeName) float32 {
		return fyne.MeasureText(text, theme.Size(size), fyne.TextStyle{}).Width + padding + 1
	}
	w := widths{
		health: measure(lang.L("Problems"), theme.SizeCaption), since: measure(lang.L("Since the scan before"), theme.SizeCaption),
		oldest: measure(lang.L("Oldest serious problem"), theme.SizeCaption), when: measure(lang.L("Newest scan"), theme.SizeCaption),
	}
	for i := range s.shown {
		h := &s.shown[i]
		w.since = max(w.since, measure(s.sinceOf(h), theme.SizeBody))
		w.oldest = max(w.oldest, measure(s.oldestOf(h), theme.SizeBody))
		w.when = max(w.when, measure(s.whenOf(h), theme.SizeBody))
		if h.Last != nil {
			w.health = max(w.health, tally.Width(*h.Last)+padding)
		}
	}
	return w
}

func set(l *widget.Label, s string) {
	if l.Text != s {
		l.SetText(s)
	}
}
