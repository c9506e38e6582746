package results

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/control"
	"sitewell/ui/marking"
	"sitewell/ui/tip"
	"sitewell/ui/words"
)

// chosenBar is below the rows of a table: buttons for what can be done to those that are
// chosen, as many as there is room for, and a menu with the others. While many are being
// marked, it shows how far that is.
type chosenBar struct {
	c           *chosenRows
	buttons     []*control.Button
	more, clear *tip.Button
	line        *fyne.Container

	text    *widget.Label
	share   *widget.ProgressBar
	stop    *control.Button
	work    *fyne.Container
	content *fyne.Container
}

// longWork is from how many steps on the progress is shown.
const longWork = 4000

func newChosenBar(c *chosenRows) *chosenBar {
	b := &chosenBar{c: c}
	var all []fyne.CanvasObject
	for i, a := range c.actions() {
		button := &control.Button{Button: widget.Button{Text: a.text, Icon: a.icon, Importance: widget.LowImportance}}
		button.OnTapped = func() { b.press(i) }
		b.buttons = append(b.buttons, button)
		all = append(all, button)
	}
	b.more = tip.NewButton(fynetheme.MoreHorizontalIcon(), lang.L("More to do with the chosen rows"), nil)
	b.more.OnTapped = func() { c.table.Focus(); marking.ShowBelow(b.more, itemsOf(c.actions()[b.fitting():])) }
	b.clear = tip.NewButton(fynetheme.CancelIcon(), lang.L("Choose none (Escape)"), func() { c.table.Focus(); c.table.ChooseNone() })
	b.line = container.New(&barLayout{b}, append(all, b.more, b.clear)...)
	b.text, b.share = widget.NewLabel(""), widget.NewProgressBar()
	b.share.TextFormatter = func() string { return "" }
	b.stop = &control.Button{Button: widget.Button{Text: lang.L("Stop"), Icon: fynetheme.MediaStopIcon()}}
	b.work = container.NewHBox(b.text, container.NewCenter(container.NewGridWrap(fyne.NewSize(shareWidth, shareHeight), b.share)), b.stop)
	b.work.Hide()
	b.content = container.NewStack(b.line, b.work)
	return b
}

// press does what a button says.
func (b *chosenBar) press(i int) {
	a := b.c.actions()[i]
	b.c.table.Focus() // the button may be gone in a moment
	if a.menu != nil {
		marking.ShowBelow(b.buttons[i], a.menu())
		return
	}
	a.do()
}

// update switches off what can't be done at present.
func (b *chosenBar) update() {
	for i, a := range b.c.actions() {
		switch button := b.buttons[i]; {
		case a.off && !button.Disabled():
			button.Disable()
		case !a.off && button.Disabled():
			button.Enable()
		}
	}
}

// working shows how far the marking of problems is; with total 0 it has ended.
func (b *chosenBar) working(done, total int, stop func()) {
	on := total >= longWork
	visible(b.work, on)
	visible(b.line, !on)
	if !on {
		return
	}
	share := float64(done) / float64(total)
	b.text.SetText(lang.L("Saving … {{.Percent}} %", map[string]any{"Percent": words.Number(int(100 * share))}))
	b.share.SetValue(share)
	b.stop.OnTapped = stop
}

// fitting returns how many buttons there is room for.
func (b *chosenBar) fitting() int {
	room := b.line.Size().Width - b.clear.MinSize().Width
	var all float32
	for _, button := range b.buttons {
		all += button.MinSize().Width
	}
	if all <= room {
		return len(b.buttons)
	}
	room -= b.more.MinSize().Width
	for i, button := range b.buttons {
		if room -= button.MinSize().Width; room < 0 {
			return i
		}
	}
	return len(b.buttons)
}

// barLayout places the buttons that there is room for beside each other.
type barLayout struct{ b *chosenBar }

// MinSize needs the menu alone.
func (l *barLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	more, clear := l.b.more.MinSize(), l.b.clear.MinSize()
	return fyne.NewSize(more.Width+clear.Width, max(more.Height, clear.Height))
}

func (l *barLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	fitting := l.b.fitting()
	x := float32(0)
	put := func(button fyne.CanvasObject, on bool) {
		visible(button, on)
		if !on {
			return
		}
		least := button.MinSize()
		button.Move(fyne.NewPos(x, 0))
		button.Resize(fyne.NewSize(least.Width, size.Height))
		x += least.Width
	}
	for i, button := range l.b.buttons {
		put(button, i < fitting)
	}
	put(l.b.more, fitting < len(l.b.buttons))
	put(l.b.clear, true)
}
