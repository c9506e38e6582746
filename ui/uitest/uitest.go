// Package uitest prepares what tests of screens have in common: an application
// without a screen, in the light theme and in English, and a dispatcher that
// the test drains itself. Only tests and app/panels/draw import it.
package uitest

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/background"
	"sitewell/ui/language"
	"sitewell/ui/theme"
)

// New starts an application for one test.
func New(t testing.TB) fyne.App {
	t.Helper()
	t.Setenv("LANG", "en_GB.UTF-8")
	t.Setenv("LC_ALL", "en_GB.UTF-8")
	if err := language.Use(""); err != nil {
		t.Fatalf("translations: %v", err)
	}
	frame()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light))
	return app
}

// frame sets Fyne's clock, as every frame of a real window does. Fyne drops what was last
// drawn over a minute ago by the clock of the frame before: a test that draws its first
// picture after a minute would see widgets that Fyne made again and gave no size.
func frame() { test.NewCanvas().Capture() }

// Window shows content in a window of the given size.
func Window(t testing.TB, content fyne.CanvasObject, width, height float32) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, content)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w
}

// Queue is the window's thread of a test: functions wait in it until the test
// runs them.
type Queue struct {
	functions chan func()
	runner    *background.Runner
}

// NewQueue makes a queue and a runner that dispatches to it; the runner ends
// with the test.
func NewQueue(t testing.TB) *Queue {
	t.Helper()
	q := &Queue{functions: make(chan func(), 1024)}
	q.runner = background.New(t.Context(), q.Dispatch)
	t.Cleanup(q.runner.Close)
	return q
}

// Dispatch lets f wait for the test.
func (q *Queue) Dispatch(f func()) { q.functions <- f }

// Runner is what screens under test are given.
func (q *Queue) Runner() *background.Runner { return q.runner }

// patience is how long a busy machine may take for what takes no time at all.
const patience = 2 * time.Minute

// Until runs what comes until done reports true, and fails the test when that
// takes too long.
func (q *Queue) Until(t testing.TB, done func() bool) {
	t.Helper()
	limit := time.NewTimer(patience)
	defer limit.Stop()
	for frame(); !done(); frame() {
		select {
		case f := <-q.functions:
			f()
		case <-limit.C:
			t.Fatalf("the window did not get there within %v", patience)
		}
	}
}

// Walk visits o and everything visible within it, in the order drawn; where
// visit reports false it goes no deeper.
func Walk(o fyne.CanvasObject, visit func(fyne.CanvasObject) bool) {
	if o == nil || !o.Visible() || !visit(o) {
		return
	}
	var inner []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		inner = o.Objects
	case fyne.Widget:
		inner = test.WidgetRenderer(o).Objects()
	}
	for _, i := range inner {
		Walk(i, visit)
	}
}

// Texts lists the words that o shows, in the order drawn.
func Texts(o fyne.CanvasObject) []string {
	var texts []string
	add := func(s string) {
		if s != "" {
			texts = append(texts, s)
		}
	}
	Walk(o, func(o fyne.CanvasObject) bool {
		switch o := o.(type) {
		case *widget.RichText:
			add(o.String())
			return false // its lines are the same words again
		case *canvas.Text:
			add(o.Text)
		}
		return true
	})
	return texts
}

// Tap presses the visible button that says text and fails the test where there
// is none.
func Tap(t testing.TB, o fyne.CanvasObject, text string) {
	t.Helper()
	var found fyne.Tappable
	Walk(o, func(o fyne.CanvasObject) bool {
		b, ok := o.(interface {
			fyne.Tappable
			fyne.Disableable
		})
		if ok && found == nil && !b.Disabled() && slices.Equal(Texts(o), []string{text}) {
			found = b
		}
		return true
	})
	if found == nil {
		t.Fatalf("there is no button %q; texts: %q", text, Texts(o))
	}
	test.Tap(found)
}

// First returns the first visible object of a type that shows the text: where
// several that contain each other do, the outermost. It fails the test where there is none.
func First[T any](t testing.TB, in fyne.CanvasObject, text string) T {
	t.Helper()
	return showing[T](t, in, text)[0]
}

// Last returns the last such object: where several that contain each other do, the
// innermost.
func Last[T any](t testing.TB, in fyne.CanvasObject, text string) T {
	t.Helper()
	all := showing[T](t, in, text)
	return all[len(all)-1]
}

func showing[T any](t testing.TB, in fyne.CanvasObject, text string) (all []T) {
	t.Helper()
	Walk(in, func(o fyne.CanvasObject) bool {
		if x, ok := o.(T); ok && slices.Contains(Texts(o), text) {
			all = append(all, x)
		}
		return true
	})
	if len(all) == 0 {
		t.Fatalf("nothing of that type shows %q; texts: %q", text, Texts(in))
	}
	return all
}
