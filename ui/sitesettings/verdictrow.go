package sitesettings

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/ui/badge"
)

// verdictRow is one outcome with its verdict. Rows are used again for other
// outcomes, so set sets everything.
type verdictRow struct {
	widget.BaseWidget
	index        int
	title, usual *widget.Label
	verdict      *badge.Verdict
	content      fyne.CanvasObject
}

func newVerdictRow() *verdictRow {
	r := &verdictRow{
		index:   -1,
		title:   &widget.Label{Truncation: fyne.TextTruncateEllipsis},
		usual:   badge.Caption(""),
		verdict: badge.NewVerdict(outcome.Works),
	}
	r.usual.Truncation = fyne.TextTruncateEllipsis
	more := widget.NewIcon(fynetheme.MenuDropDownIcon())
	lines := container.New(layout.NewCustomPaddedVBoxLayout(-12), r.title, r.usual)
	right := container.New(fixedWidth{180}, container.NewBorder(nil, nil, nil, more, r.verdict))
	r.content = container.NewBorder(nil, nil, nil, right, lines)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer is for Fyne.
func (r *verdictRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.content) }

func (r *verdictRow) set(o outcomeRow, own outcome.Verdict, changed bool) {
	verdict, note := o.info.Internal, usual(o.info)
	if changed {
		verdict = own
		note = lang.L("Changed; usually {{.Verdict}}", map[string]any{"Verdict": note})
	}
	if !strings.Contains(o.title, string(o.info.Key)) {
		note = string(o.info.Key) + " · " + note
	}
	text(r.title, o.title)
	text(r.usual, note)
	if r.title.TextStyle.Bold != changed {
		r.title.TextStyle.Bold = changed
		r.title.Refresh()
	}
	r.verdict.Set(verdict)
}

func text(l *widget.Label, s string) {
	if l.Text != s {
		l.SetText(s)
	}
}

// fixedWidth returns an object a width of its own and its own height, in the middle.
type fixedWidth struct{ width float32 }

func (f fixedWidth) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(f.width, o[0].MinSize().Height)
}

func (f fixedWidth) Layout(o []fyne.CanvasObject, size fyne.Size) {
	h := o[0].MinSize().Height
	o[0].Move(fyne.NewPos(0, (size.Height-h)/2))
	o[0].Resize(fyne.NewSize(f.width, h))
}
