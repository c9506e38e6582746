package results

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/badge"
	"sitewell/ui/theme"
	"sitewell/ui/tip"
	"sitewell/ui/words"
)

// strip replaces the head, the tiles and the chart by one line while a panel is
// open: how much there is to fix, of which site, the verdicts with their numbers,
// which filter when pressed, and the button that saves a report.
type strip struct {
	s             *Screen
	heading, site *badge.Line
	chips         map[outcome.Verdict]*badge.Chip
	export        *tip.Button
	content       *fyne.Container
}

func newStrip(s *Screen) *strip {
	t := &strip{s: s, heading: badge.NewLine(true), site: badge.NewLine(false), chips: map[outcome.Verdict]*badge.Chip{}}
	t.content = container.New(&stripLayout{gap: theme.Size(theme.SizeGap)}, t.heading, t.site)
	for _, v := range outcome.Verdicts() {
		t.chips[v] = badge.NewVerdictChip(v, func(bool) { s.pressVerdict(v) })
		t.content.Add(t.chips[v])
	}
	t.export = tip.NewButton(fynetheme.DocumentSaveIcon(), lang.L("Save report …"), func() { s.o.Going.Export(s.facts.scan) })
	t.content.Add(t.export)
	return t
}

// show says what the head says.
func (t *strip) show() {
	t.heading.Set(t.s.head.title.Text)
	t.site.Set(words.Readable(storage.HostOf(t.s.facts.scan.Start)))
	if t.s.head.export.Disabled() {
		t.export.Disable()
	} else {
		t.export.Enable()
	}
	t.content.Layout.Layout(t.content.Objects, t.content.Size())
}

// stripLayout puts two texts at the left, and chips and a button at the right. Where the
// room is short the chips lose their words first, then the texts are shortened,
// the second before the first.
type stripLayout struct{ gap float32 }

const (
	// stripText is the width that the texts have before chips give up their words.
	stripText = 260
	// stripSite is the least width in which a site's name says anything.
	stripSite = 80
)

// stripHeight is that of a chip without the room above and below it.
const stripHeight = 30

// MinSize takes any width as it comes.
func (l *stripLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, stripHeight) }

func (l *stripLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	right := objects[2:]
	chips := right[:len(right)-1]
	button := right[len(chips)].MinSize().Width + l.gap
	total := l.brief(chips, false) + button
	if size.Width-total < stripText {
		total = l.brief(chips, true) + button
	}
	room := max(size.Width-total-l.gap, 0)
	heading, site := objects[0].(*badge.Line), objects[1].(*badge.Line)
	first := min(heading.Width(), room)
	heading.Resize(fyne.NewSize(first, size.Height))
	site.Move(fyne.NewPos(first+2*l.gap, 0))
	rest := room - first - 2*l.gap
	if rest < min(stripSite, site.Width()) {
		rest = 0
	}
	site.Resize(fyne.NewSize(rest, size.Height))
	x := size.Width - total
	for _, o := range right {
		w := o.MinSize().Width
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, size.Height))
		x += w + l.gap
	}
}

// brief sets whether chips have their words, and returns their width together.
func (l *stripLayout) brief(chips []fyne.CanvasObject, on bool) (width float32) {
	for _, o := range chips {
		o.(*badge.Chip).SetBrief(on)
		width += o.MinSize().Width + l.gap
	}
	return width - l.gap
}
