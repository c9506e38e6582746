// Package toast shows one short message at a time at the foot of a window,
// with at most one thing to do about it. It goes away by itself. It must not
// know what the message is about.
package toast

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
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

// Shown is how long a message stays: long enough to read a sentence, see that
// something can be done, and do it.
const Shown = 10 * time.Second

// Message is what is shown.
type Message struct {
	Text string
	// Action is the word on the button, "" for none; Do is what it does.
	Action string
	Do     func()
	// Undoes is true where Do takes something back.
	Undoes bool
	// Gone runs once the message has left without Do: by time, closed, or
	// pushed aside by the next. It may be nil.
	Gone func()
}

// Timer runs f after d on the window's thread and gives what stops it.
type Timer func(d time.Duration, f func()) (stop func())

// Host shows the messages of one window. Its methods belong to the window's thread.
type Host struct {
	timer   Timer
	box     *fyne.Container
	content *fyne.Container
	current *Message
	stop    func()
}

// NewHost returns a host that shows nothing yet.
func NewHost(t Timer) *Host {
	h := &Host{timer: t, box: container.NewVBox()}
	h.content = container.NewVBox(layout.NewSpacer(), container.NewCenter(h.box))
	return h
}

// Content is to be laid over the window's content.
func (h *Host) Content() fyne.CanvasObject { return h.content }

// Show puts m in the place of what is shown now.
func (h *Host) Show(m Message) {
	h.Clear()
	h.current = &m
	label := badge.NewExcerpt(3)
	label.SetText(m.Text)
	row := container.NewHBox(column.Fixed(min(label.Natural(), h.room()), label))
	if m.Action != "" {
		row.Add(&control.Button{Button: widget.Button{Text: m.Action, Importance: widget.HighImportance, OnTapped: func() { h.act(&m) }}})
	}
	row.Add(tip.NewButton(fynetheme.CancelIcon(), lang.L("Close"), func() { h.leave(&m) }))
	card := badge.NewSurface(row)
	card.Inset, card.Fill = 6, theme.ColorInfoSoft
	h.box.Objects = []fyne.CanvasObject{card, spacer()}
	h.content.Refresh()
	h.stop = h.timer(Shown, func() { h.leave(&m) })
}

// textWidth is how wide a message is at most; longer ones wrap.
const textWidth = 560

// room is how wide a message may be in the window that there is.
func (h *Host) room() float32 {
	if c := fyne.CurrentApp().Driver().CanvasForObject(h.box); c != nil {
		return max(min(textWidth, c.Size().Width-300), 160) // beside it: the rail and two buttons
	}
	return textWidth
}

// Clear takes away what is shown, as if its time was over.
func (h *Host) Clear() {
	if h.current != nil {
		h.leave(h.current)
	}
}

// Undo takes back what the message that is shown is about, if it can be, as its button does.
func (h *Host) Undo() {
	if h.current != nil && h.current.Undoes {
		h.act(h.current)
	}
}

func (h *Host) act(m *Message) {
	if h.remove(m) && m.Do != nil {
		m.Do()
	}
}

func (h *Host) leave(m *Message) {
	if h.remove(m) && m.Gone != nil {
		m.Gone()
	}
}

func (h *Host) remove(m *Message) bool {
	if h.current != m {
		return false
	}
	h.current = nil
	h.stop()
	h.box.Objects = nil
	h.content.Refresh()
	return true
}

// spacer keeps the card off the window's edge.
func spacer() fyne.CanvasObject {
	s := layout.NewSpacer()
	return container.NewGridWrap(fyne.NewSize(1, theme.Size(theme.SizeGap)), s)
}
