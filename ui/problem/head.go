package problem

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/meter"
	"sitewell/ui/theme"
	"sitewell/ui/tip"
	"sitewell/ui/words"
)

// head is the top of the panel: verdict, severity and where one is in the
// list; what happened and what can be done at once; the address. It leaves as
// much height as it can to the text below it, whatever the address.
type head struct {
	p *Panel

	place             *widget.Label
	previous, next    *tip.Button
	verdict           *badge.Verdict
	severity          *badge.Severity
	side              *widget.Label
	title             *widget.Label
	address           *badge.Excerpt
	open, copy, write *control.Button
	again             *control.Button
	ignore            *control.Button
	mark              *tip.Button
	busy              *widget.Activity // beside it while it checks
	checking          *fyne.Container  // both
	try               *control.Button  // opens it in the browser of this computer
	page              *control.Button  // checks it and the problems that it links to
	assignees         []knowledge.Assignee
	first             *fyne.Container // the first line
	what              *fyne.Container // all but that
	content           *fyne.Container
}

func newHead(p *Panel) *head {
	h := &head{
		p: p, place: badge.Caption(""), side: badge.Caption(""),
		verdict: badge.NewVerdict(outcome.Unchecked), severity: badge.NewSeverity(outcome.NoSeverity),
		title: badge.Section(""), address: badge.NewExcerpt(2),
	}
	h.title.Wrapping = fyne.TextWrapWord
	h.previous = tip.NewButton(fynetheme.NavigateBackIcon(), lang.L("The one before in the list"), func() { p.o.Step(-1) })
	h.next = tip.NewButton(fynetheme.NavigateNextIcon(), lang.L("The next one in the list"), func() { p.o.Step(1) })
	closing := tip.NewButton(fynetheme.CancelIcon(), lang.L("Close (Escape)"), func() { p.o.Close() })
	h.open = &control.Button{Button: widget.Button{Text: lang.L("Open"), OnTapped: func() { p.o.Desktop.Browse(h.target()) }}}
	h.copy = &control.Button{Button: widget.Button{Text: lang.L("Copy"), Importance: widget.LowImportance, OnTapped: func() {
		p.o.Desktop.Copy(p.facts.detail.URL)
		p.o.Desktop.Tell(lang.L("The address is copied."))
	}}}
	h.again = &control.Button{Button: widget.Button{Text: lang.L("Check again"), OnTapped: p.recheck}}
	h.busy = widget.NewActivity()
	h.busy.Hide()
	h.checking = container.NewHBox(h.again, h.busy)
	h.page = &control.Button{Button: widget.Button{Text: lang.L("Check its links again"), OnTapped: func() { p.o.CheckPage(p.id) }}}
	h.page.Hide()
	h.try = &control.Button{Button: widget.Button{Text: lang.L("Try in browser …"), OnTapped: p.try}}
	h.try.Hide()
	h.write = &control.Button{Button: widget.Button{Text: lang.L("Message …"), OnTapped: h.choose}}
	h.write.Hide()
	h.ignore = &control.Button{Button: widget.Button{Text: lang.L("Ignore …"), Importance: widget.LowImportance, OnTapped: h.chooseIgnore}}
	h.mark = tip.NewButton(fynetheme.MoreVerticalIcon(), lang.L("Mark as done, assign, add a note …"), h.chooseMark)
	h.ignore.Hide()
	h.mark.Hide()
	marks := container.NewHBox(h.verdict, column.Margin(2, h.severity), h.side)
	nav := container.NewHBox(h.place, h.previous, h.next, closing)
	actions := column.Flow(actionsSide, h.open, h.try, h.checking, h.page, h.write)
	h.what = container.New(layout.NewCustomPaddedVBoxLayout(-12),
		container.New(titled{}, h.title, actions),
		container.NewBorder(nil, nil, nil, container.NewVBox(container.NewHBox(h.copy, h.ignore, h.mark)), h.address))
	h.first = container.NewBorder(nil, nil, container.New(layout.NewCustomPaddedLayout(0, 0, 4, 0), container.NewCenter(marks)), nav)
	h.content = container.New(layout.NewCustomPaddedVBoxLayout(-8), h.first, h.what)
	h.setPlace(0, 0)
	return h
}

// titled puts actions at the right of a title, in as many lines as leave the
// title room for two.
type titled struct{}

const (
	// titleRoom is what a title has at most before actions need a second line,
	// wordRoom what the end of a line loses to a word that does not fit.
	titleRoom, wordRoom = 240, 60
	// actionsTop, actionsSide and actionsBottom keep the buttons off what is above,
	// beside and below.
	actionsTop, actionsSide, actionsBottom = 6, 4, 8
)

func (titled) MinSize(objects []fyne.CanvasObject) fyne.Size {
	title, actions := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(title.Width+actions.Width+actionsSide, max(title.Height, actions.Height+actionsTop+actionsBottom))
}

func (titled) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	actions := objects[1].(*fyne.Container)
	whole := meter.New(theme.SizeSection, true).Width(objects[0].(*widget.Label).Text)
	line, most := float32(0), max(size.Width-min(titleRoom, whole/2+wordRoom), actions.MinSize().Width)
	width := float32(0) // of the widest line
	for _, o := range actions.Objects {
		if !o.Visible() {
			continue
		}
		w := o.MinSize().Width + actionsSide
		if line += w; line-actionsSide > most {
			line = w
		}
		width = max(width, line-actionsSide)
	}
	actions.Move(fyne.NewPos(size.Width-width-actionsSide, actionsTop))
	actions.Resize(fyne.NewSize(width, size.Height-actionsTop-actionsBottom))
	objects[0].Resize(fyne.NewSize(size.Width-width-2*actionsSide, size.Height))
}

func (h *head) setPlace(place, total int) {
	able(h.previous, place > 1)
	able(h.next, place > 0 && place < total)
	text := ""
	if place > 0 {
		text = lang.L("{{.Place}} of {{.Total}}", map[string]any{"Place": words.Number(place), "Total": words.Number(total)})
	}
	if text != h.place.Text {
		h.place.SetText(text)
		h.first.Refresh() // which makes room for it at once
	}
}

func able(b fyne.Disableable, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

func (h *head) show(f facts) {
	h.verdict.Set(f.detail.Verdict)
	h.severity.Set(f.detail.Severity)
	h.side.SetText(words.Side(f.detail.Internal))
	h.title.SetText(title(f))
	h.address.SetText(words.Readable(f.detail.URL))
	able(h.open, Browsable(h.target()))
	if h.p.o.Trier != nil && IsWall(f.detail.Row) {
		h.try.Show()
	} else {
		h.try.Hide()
	}
	h.showAgain()
	h.showMarking(f)
	h.assignees = nil
	if canBeFixed(f.detail) {
		h.assignees = Recipients(f.text)
	}
	if len(h.assignees) > 0 {
		h.write.Show()
	} else {
		h.write.Hide()
	}
	h.content.Refresh()
}

// showAgain offers to check the address again, or says that this is being done.
func (h *head) showAgain() {
	if d := &h.p.facts.detail; Browsable(d.URL) && d.Verdict != outcome.Unchecked && d.Verdict != outcome.Skipped {
		h.checking.Show()
	} else {
		h.checking.Hide()
	}
	d := h.p.facts.detail
	if h.p.o.CheckPage != nil && d.Internal && d.Kind == result.KindPage && d.Page == 0 && (d.Verdict == outcome.Works || d.Verdict == outcome.Warning) {
		h.page.Show()
	} else {
		h.page.Hide()
	}
	able(h.again, h.p.again == 0)
	if busy := h.p.again != 0 && h.p.again == h.p.id; busy {
		h.again.SetText(lang.L("Checking …"))
		h.busy.Show()
		h.busy.Start()
	} else {
		h.again.SetText(lang.L("Check again"))
		h.busy.Stop()
		h.busy.Hide()
	}
	h.content.Refresh()
}

// target is the address to open.
func (h *head) target() string { return h.p.facts.detail.URL }

func title(f facts) string {
	if f.detail.Verdict == outcome.Unchecked {
		return lang.L("Not checked yet")
	}
	return f.text.Title
}

// choose writes to the one person who can fix it, or opens a menu of those who can.
func (h *head) choose() {
	d := fyne.CurrentApp().Driver()
	c := d.CanvasForObject(h.write)
	if c == nil {
		return
	}
	if len(h.assignees) == 1 {
		h.p.showMessage(h.assignees[0])
		return
	}
	var items []*fyne.MenuItem
	for _, m := range h.assignees {
		items = append(items, fyne.NewMenuItem(Recipient(m), func() { h.p.showMessage(m) }))
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c, d.AbsolutePositionForObject(h.write).AddXY(0, h.write.Size().Height+2))
}

// Recipients returns who else than the reader can fix what is explained.
func Recipients(x knowledge.Explanation) (all []knowledge.Assignee) {
	for _, m := range x.Assignees {
		if m != knowledge.You {
			all = append(all, m)
		}
	}
	return all
}

// Recipient says whom a message is for.
func Recipient(m knowledge.Assignee) string {
	switch m {
	case knowledge.Host:
		return lang.L("For your web host")
	case knowledge.Developer:
		return lang.L("For your developer")
	case knowledge.OtherOwner:
		return lang.L("For the other site's owner")
	default:
		return lang.L("For the person who can fix it")
	}
}
