package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Part is one part of an accordion.
type Part struct {
	Title  string
	Detail fyne.CanvasObject
	Open   bool
}

// NewAccordion returns a column of parts, each of which a person opens and closes by its
// title.
func NewAccordion(parts ...Part) *fyne.Container {
	box := container.NewVBox()
	for _, p := range parts {
		title := &Button{Button: widget.Button{Text: p.Title, Alignment: widget.ButtonAlignLeading, Importance: widget.LowImportance}}
		show := func(open bool) {
			title.Icon = fynetheme.MenuExpandIcon()
			if open {
				title.Icon = fynetheme.MenuDropDownIcon()
				p.Detail.Show()
			} else {
				p.Detail.Hide()
			}
		}
		title.OnTapped = func() {
			show(!p.Detail.Visible())
			title.Refresh()
			box.Refresh()
		}
		show(p.Open)
		box.Add(title)
		box.Add(p.Detail)
	}
	return box
}

// Radio is a column of answers of which one is chosen.
type Radio struct {
	// Content is the column.
	Content *fyne.Container
	// OnChanged is called when another is chosen, by a person or by Choose.
	OnChanged func(i int)
	chosen    int // -1 for none
}

// NewRadio returns a column without answers.
func NewRadio(changed func(i int)) *Radio {
	return &Radio{Content: container.NewVBox(), OnChanged: changed, chosen: -1}
}

// SetOptions shows answers, none of which is chosen.
func (r *Radio) SetOptions(answers []string) {
	r.chosen = -1
	r.Content.RemoveAll()
	for i, a := range answers {
		r.Content.Add(&Button{Button: widget.Button{
			Text: a, Icon: fynetheme.RadioButtonIcon(), Alignment: widget.ButtonAlignLeading, Importance: widget.LowImportance,
			OnTapped: func() { r.Choose(i) },
		}})
	}
}

// Choose chooses an answer.
func (r *Radio) Choose(i int) {
	if i == r.chosen {
		return
	}
	r.chosen = i
	for n, o := range r.Content.Objects {
		icon := fynetheme.RadioButtonIcon()
		if n == i {
			icon = fynetheme.RadioButtonCheckedIcon()
		}
		o.(*Button).SetIcon(icon)
	}
	if r.OnChanged != nil {
		r.OnChanged(i)
	}
}

// Chosen returns the answer that is chosen, -1 for none.
func (r *Radio) Chosen() int { return r.chosen }
