// Package ask shows dialogs that the keyboard can work: Enter confirms, Escape
// closes. It must not know what is asked.
package ask

import (
	"cmp"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/theme"
	"sitewell/ui/tip"
)

// Button is one way out of a dialog.
type Button struct {
	Text string
	Icon fyne.Resource
	// Do runs when it is pressed; the dialog closes before, unless Keep.
	Do func()
	// Keep leaves the dialog open: Do decides.
	Keep bool
	// Danger marks what cannot be taken back.
	Danger bool
	// Tip is told while the pointer rests on it; "" names the key that presses it.
	Tip string
}

// Dialog is a question or form above the window.
type Dialog struct {
	Title string
	// Text is one paragraph below the title; Content is shown below it.
	Text    string
	Content fyne.CanvasObject
	// Confirm is the button of Enter, or none; Cancel is that of Escape; Others
	// are between them.
	Confirm, Cancel Button
	Others          []Button
	// Focus takes the keyboard when the dialog opens; nil: the dialog itself.
	Focus fyne.Focusable
	// Width of the content, 0 for 440. It gives way to a narrow window.
	Width float32

	host    *Host
	popup   *widget.PopUp
	tips    *tip.Layer // nil for none
	body    *fyne.Container
	scroll  *container.Scroll // of body, which may be higher than the window
	low     *fyne.Container   // the buttons, which are always in view
	width   float32
	confirm *button
}

// Host shows the dialogs of one window, the newest on top. Its methods belong
// to the window's thread.
type Host struct {
	// Timer shows tips about what is in dialogs; nil: there are none.
	Timer  tip.Timer
	canvas fyne.Canvas
	stack  []*Dialog
}

// NewHost returns a host for a window's canvas.
func NewHost(c fyne.Canvas) *Host { return &Host{canvas: c} }

// Open reports whether a dialog is shown.
func (h *Host) Open() bool { return len(h.stack) > 0 }

// Key hands a key to the dialog on top and reports whether there was one that
// took it.
func (h *Host) Key(k *fyne.KeyEvent) bool {
	if !h.Open() {
		return false
	}
	return h.stack[len(h.stack)-1].key(k)
}

// Show opens d above everything else.
func (h *Host) Show(d *Dialog) {
	d.host = h
	content := d.build()
	if h.Timer != nil {
		d.tips = tip.NewLayer(h.Timer)
		content = container.NewStack(content, d.tips)
	}
	d.popup = widget.NewModalPopUp(content, h.canvas)
	h.stack = append(h.stack, d)
	control.Watch(d.scroll)
	d.popup.Show()
	if d.tips != nil {
		d.tips.Watch(content, h.canvas.Overlays().Top())
	}
	if d.Focus != nil {
		h.canvas.Focus(d.Focus)
		d.scroll.ScrollToTop() // a form begins with its title, wherever its first field to type in is
	}
}

// Tell shows one message with an OK button.
func (h *Host) Tell(title, text, ok string) {
	h.Show(&Dialog{Title: title, Text: text, Confirm: Button{Text: ok}})
}

// Close takes the dialog away without pressing anything.
func (d *Dialog) Close() {
	for i, o := range d.host.stack {
		if o == d {
			d.host.stack = append(d.host.stack[:i], d.host.stack[i+1:]...)
			break
		}
	}
	control.Unwatch(d.scroll)
	if d.tips != nil {
		d.tips.Unwatch()
	}
	d.popup.Hide()
}

// Fit makes room for content that has grown, and gives back what it does not
// need any more. Call it after showing or hiding parts of Content.
func (d *Dialog) Fit() {
	d.body.Refresh()
	d.popup.Resize(d.popup.MinSize())
	if top := d.host.canvas.Overlays().Top(); top != nil {
		top.Refresh() // moves the dialog back into the middle
	}
}

// Enable switches the confirming button on and off.
func (d *Dialog) Enable(on bool) {
	if d.confirm == nil {
		return
	}
	if on {
		d.confirm.Enable()
	} else {
		d.confirm.Disable()
	}
}

// Key is what fields within the dialog pass keys on to.
func (d *Dialog) Key(k *fyne.KeyEvent) bool { return d.key(k) }

// Submit presses the confirming button, as Enter does.
func (d *Dialog) Submit() {
	if d.confirm != nil && !d.confirm.Disabled() {
		d.press(d.Confirm)
	}
}

func (d *Dialog) key(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyEscape:
		if d.Cancel.Text == "" {
			d.press(d.Confirm)
		} else {
			d.press(d.Cancel)
		}
		return true
	case fyne.KeyReturn, fyne.KeyEnter:
		d.Submit()
		return true
	default:
		return d.scrollBy(k.Name) || k.Name == fyne.KeyF5 // nothing below a dialog is worked by keys
	}
}

// line is how far an arrow key scrolls.
const line = 40

// scrollBy scrolls content that is higher than there is room for, and reports whether the
// key does so.
func (d *Dialog) scrollBy(key fyne.KeyName) bool {
	page := d.scroll.Size().Height - line
	by, scrolls := map[fyne.KeyName]float32{
		fyne.KeyDown: line, fyne.KeyUp: -line, fyne.KeyPageDown: page, fyne.KeyPageUp: -page,
		fyne.KeyEnd: d.scroll.Content.Size().Height, fyne.KeyHome: -d.scroll.Content.Size().Height,
	}[key]
	if scrolls {
		most := max(d.scroll.Content.Size().Height-d.scroll.Size().Height, 0)
		d.scroll.ScrollToOffset(fyne.NewPos(0, min(max(d.scroll.Offset.Y+by, 0), most)))
	}
	return scrolls
}

func (d *Dialog) press(b Button) {
	if !b.Keep {
		d.Close()
	}
	if b.Do != nil {
		b.Do()
	}
}

func (d *Dialog) build() fyne.CanvasObject {
	width := d.Width
	if width == 0 {
		width = 440
	}
	margin := theme.Size(theme.SizeMargin)
	if room := d.host.canvas.Size().Width - 4*margin; room > 0 {
		width = min(width, room)
	}
	body := container.NewVBox(&widget.Label{
		Text: d.Title, SizeName: theme.SizeSection, TextStyle: fyne.TextStyle{Bold: true}, Wrapping: fyne.TextWrapWord,
	})
	if d.Text != "" {
		body.Add(badge.Body(d.Text))
	}
	if d.Content != nil {
		body.Add(d.Content)
	}
	gap := theme.Size(theme.SizeGap)
	d.low = container.New(layout.NewCustomPaddedLayout(gap, 0, 0, 0), column.Inset(d.buttons()))
	d.body, d.width = body, width
	d.scroll = container.NewVScroll(column.Fixed(width, body))
	return column.Margin(margin, container.New(fitted{d}, d.scroll, d.low))
}

// leastHeight is what is seen at least of a dialog's content.
const leastHeight = 80

// fitted is the layout of a dialog: its content is as high as it is, or as the window has
// room for, now that it may have another size than when the dialog opened. The buttons
// are below and always in view.
type fitted struct{ d *Dialog }

// MinSize is for Fyne.
func (f fitted) MinSize([]fyne.CanvasObject) fyne.Size {
	low := f.d.low.MinSize().Height
	room := f.d.host.canvas.Size().Height - 4*theme.Size(theme.SizeMargin) - low
	return fyne.NewSize(f.d.width, min(f.d.scroll.Content.MinSize().Height, max(leastHeight, room))+theme.Size(fynetheme.SizeNamePadding)+low)
}

// Layout is for Fyne.
func (f fitted) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	low := f.d.low.MinSize().Height
	f.d.scroll.Resize(fyne.NewSize(size.Width, size.Height-low-theme.Size(fynetheme.SizeNamePadding)))
	f.d.low.Move(fyne.NewPos(0, size.Height-low))
	f.d.low.Resize(fyne.NewSize(size.Width, low))
}

func (d *Dialog) buttons() fyne.CanvasObject {
	row := container.NewHBox(layout.NewSpacer())
	add := func(b Button) *button {
		if b.Text == "" {
			return nil
		}
		w := newButton(b, d)
		row.Add(w)
		return w
	}
	if cancel := add(d.Cancel); cancel != nil {
		cancel.tip = cmp.Or(d.Cancel.Tip, lang.L("Escape"))
	}
	for _, b := range d.Others {
		add(b)
	}
	d.confirm = add(d.Confirm)
	if d.confirm != nil {
		d.confirm.Importance, d.confirm.tip = widget.HighImportance, cmp.Or(d.Confirm.Tip, lang.L("Enter"))
		if d.Confirm.Danger {
			d.confirm.Importance = widget.DangerImportance
		}
	}
	return row
}

// button passes on the keys that Fyne's own swallows while it has the focus.
type button struct {
	control.Button
	dialog *Dialog
	tip    string
}

func newButton(b Button, d *Dialog) *button {
	w := &button{dialog: d}
	w.Text, w.Icon, w.tip, w.OnTapped = b.Text, b.Icon, b.Tip, func() { d.press(b) }
	w.ExtendBaseWidget(w)
	return w
}

// MouseIn is for Fyne.
func (b *button) MouseIn(e *desktop.MouseEvent) {
	b.Button.MouseIn(e)
	tip.Show(b, b.tip)
}

// MouseOut is for Fyne.
func (b *button) MouseOut() {
	b.Button.MouseOut()
	tip.Hide(b)
}

// FocusGained is for Fyne.
func (b *button) FocusGained() {
	b.Button.FocusGained()
	tip.Show(b, b.tip)
}

// FocusLost is for Fyne.
func (b *button) FocusLost() {
	b.Button.FocusLost()
	tip.Hide(b)
}

// TypedKey is for Fyne.
func (b *button) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		b.Button.TypedKey(k)
	case fyne.KeyEscape:
		b.dialog.key(k)
	default:
		b.Button.TypedKey(k)
	}
}
