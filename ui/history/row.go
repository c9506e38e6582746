package history

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/coverage"
	"sitewell/storage"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/tally"
	"sitewell/ui/theme"
	"sitewell/ui/tip"
	"sitewell/ui/when"
	"sitewell/ui/words"
)

// row shows one scan. Rows are used again for other scans, so update sets
// everything.
type row struct {
	widget.BaseWidget
	date, ago, state, size *widget.Label
	step                   *widget.Label // problems more or fewer than before
	primary                func()
	secondary              func(at fyne.Position)
	pick                   *control.Check // chooses it to be compared
	pressed                fyne.KeyModifier
	mark                   *widget.Icon
	tally                  *tally.Tally
	results, resume        *control.Button
	more                   *tip.Button
	card                   fyne.CanvasObject
}

func newRow() *row {
	r := &row{
		date:    &widget.Label{TextStyle: fyne.TextStyle{Bold: true}, Truncation: fyne.TextTruncateEllipsis},
		ago:     badge.Caption(""),
		state:   &widget.Label{Truncation: fyne.TextTruncateEllipsis},
		size:    badge.Caption(""),
		step:    badge.Caption(""),
		pick:    control.NewCheck("", nil),
		mark:    widget.NewIcon(nil),
		tally:   tally.New(),
		results: &control.Button{Button: widget.Button{Text: lang.L("Results")}},
		resume:  &control.Button{Button: widget.Button{Text: lang.L("Resume"), Importance: widget.HighImportance}},
		more:    tip.NewButton(fynetheme.MoreVerticalIcon(), lang.L("More to do"), nil),
	}
	r.ago.Truncation = fyne.TextTruncateEllipsis
	r.size.Truncation = fyne.TextTruncateEllipsis
	r.step.Truncation = fyne.TextTruncateEllipsis
	lines := func(a, b fyne.CanvasObject) fyne.CanvasObject {
		return container.New(layout.NewCustomPaddedVBoxLayout(-12), a, b)
	}
	c := &cells{
		pick: r.pick, mark: r.mark, left: lines(r.date, r.ago), state: lines(r.state, r.size), tally: container.New(layout.NewCustomPaddedVBoxLayout(-5), column.Inset(r.tally), r.step),
		actions: container.NewHBox(layout.NewSpacer(), r.resume, r.results, r.more),
	}
	c.actionsWidth = c.actions.MinSize().Width // a hidden button keeps its room, so that columns line up
	surface := badge.NewSurface(container.New(c, c.objects()...))
	surface.Inset = 8
	r.card = column.Card(theme.Size(theme.SizeGap), surface)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer is for Fyne.
func (r *row) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.card) }

// actions are what the buttons of a row do.
type actions struct {
	picked, canPick        bool
	pick                   func(on bool)
	results, resume, watch func()
	more                   func(below fyne.CanvasObject)
	open                   func()
	menu                   func(at fyne.Position)
}

func (r *row) update(s storage.Scan, running bool, now time.Time, step string, do actions) {
	title, about := namesOf(s, now)
	set(r.date, title)
	set(r.ago, about)
	set(r.step, step)
	r.primary, r.secondary = do.open, do.menu
	r.pick.OnChanged = nil
	r.pick.SetChecked(do.picked)
	r.pick.OnChanged = do.pick
	show(r.pick, do.canPick)
	state, icon, color := stateOf(s, running)
	set(r.state, state)
	r.mark.SetResource(fynetheme.NewColoredResource(icon, color))
	set(r.size, size(s))
	r.tally.Set(s)
	show(r.resume, !running && s.State != storage.Complete && s.State != storage.Elsewhere)
	r.resume.OnTapped = do.resume
	r.results.Text, r.results.OnTapped = lang.L("Results"), do.results
	if running {
		r.results.Text, r.results.OnTapped = lang.L("Watch"), do.watch
	}
	r.results.Refresh()
	r.more.OnTapped = func() { do.more(r.more) }
	r.Refresh()
}

// MouseDown remembers which keys are held.
func (r *row) MouseDown(e *desktop.MouseEvent) { r.pressed = e.Modifier }

// MouseUp is for Fyne.
func (r *row) MouseUp(*desktop.MouseEvent) {}

// Tapped opens the scan, or with Ctrl (Command on a Mac) chooses it to be compared.
// Fyne does not hand a click on to the list once the row takes that with the other
// button.
func (r *row) Tapped(*fyne.PointEvent) {
	held := r.pressed
	r.pressed = 0
	if held&fyne.KeyModifierShortcutDefault != 0 && r.pick.Visible() {
		r.pick.SetChecked(!r.pick.Checked)
		return
	}
	if r.primary != nil {
		r.primary()
	}
}

// TappedSecondary opens the menu of the scan.
func (r *row) TappedSecondary(e *fyne.PointEvent) {
	if r.secondary != nil {
		r.secondary(e.AbsolutePosition)
	}
}

// namesOf returns what a scan is called, and what is said below: a scan without a
// name is called by its date.
func namesOf(s storage.Scan, now time.Time) (title, about string) {
	date, ago := words.DateTime(s.Began.In(now.Location())), when.Ago(s.Began, now)
	title, about = date, ago
	if s.Name != "" {
		title, about = s.Name, date+" · "+ago
	}
	if s.Note != "" {
		about += " · " + s.Note
	}
	return title, about
}

// stateOf says how a scan ended, with the picture beside the word.
func stateOf(s storage.Scan, running bool) (string, fyne.Resource, fyne.ThemeColorName) {
	switch {
	case running:
		return lang.L("Running now"), fynetheme.MediaPlayIcon(), theme.ColorInfo
	case s.State == storage.Elsewhere:
		return lang.L("Running elsewhere"), fynetheme.MediaPlayIcon(), theme.ColorInfo
	case s.State == storage.Complete && coverage.ExtentOf(s.Gaps()) != coverage.All:
		return words.Headline(s), fynetheme.WarningIcon(), theme.ColorWarning
	case s.State == storage.Complete:
		return lang.L("Complete"), fynetheme.ConfirmIcon(), theme.ColorWorks
	case s.State == storage.Stopped:
		return lang.L("Stopped"), fynetheme.MediaPauseIcon(), theme.ColorWarning
	default:
		return lang.L("Interrupted"), fynetheme.WarningIcon(), theme.ColorWarning
	}
}

// size says how much a scan covers and how long it took.
func size(s storage.Scan) string {
	pages := lang.N("{{.Count}} pages", s.Counts.Pages, map[string]any{"Count": words.Number(s.Counts.Pages)})
	if took := words.Duration(s.Worked); took != "" {
		return lang.L("{{.Pages}} in {{.Time}}", map[string]any{"Pages": pages, "Time": took})
	}
	return pages
}

func set(l *widget.Label, text string) {
	if l.Text != text {
		l.SetText(text)
	}
}

// cells lays a row out; what can be done without gives way in a narrow window.
type cells struct {
	pick, mark, left, state, tally, actions fyne.CanvasObject

	actionsWidth float32
}

const (
	pickSize   = 34
	markSize   = 20
	leftWidth  = 150
	stateWidth = 170
	tallyWidth = 190
	cellGap    = 12
)

func (c *cells) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{c.pick, c.mark, c.left, c.state, c.tally, c.actions}
}

// MinSize is that of the cells which always stay.
func (c *cells) MinSize([]fyne.CanvasObject) fyne.Size {
	height := max(c.left.MinSize().Height, c.state.MinSize().Height, c.actions.MinSize().Height)
	return fyne.NewSize(c.begin()+markSize+leftWidth+2*cellGap+c.actionsWidth, height)
}

// begin is where the cells behind the box begin.
func (c *cells) begin() float32 {
	if c.pick.Visible() {
		return pickSize
	}
	return 0
}

func (c *cells) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	put := func(o fyne.CanvasObject, x, width float32) {
		h := min(o.MinSize().Height, size.Height)
		o.Move(fyne.NewPos(x, (size.Height-h)/2))
		o.Resize(fyne.NewSize(width, h))
	}
	right := size.Width - c.actionsWidth
	put(c.actions, right, c.actionsWidth)
	right -= cellGap
	for _, cell := range []struct {
		o     fyne.CanvasObject
		width float32
	}{{c.tally, tallyWidth}, {c.state, stateWidth}} {
		fits := right-cell.width-cellGap >= c.begin()+markSize+cellGap+leftWidth
		show(cell.o, fits)
		if fits {
			right -= cell.width
			put(cell.o, right, cell.width)
			right -= cellGap
		}
	}
	begin := c.begin()
	put(c.pick, 0, pickSize)
	c.mark.Move(fyne.NewPos(begin, (size.Height-markSize)/2))
	c.mark.Resize(fyne.NewSquareSize(markSize))
	put(c.left, begin+markSize+cellGap/2, right-begin-markSize-cellGap/2)
}
