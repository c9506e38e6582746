package gallery

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sitewell/ui/uitest"
)

// BenchmarkOpenProblem is what a click on a row costs the window's thread:
// loading aside, everything until the panel is laid out.
func BenchmarkOpenProblem(b *testing.B) {
	app := uitest.New(b)
	q := uitest.NewQueue(b)
	site := New(b, 201, nil)
	s := screenOf(q.Runner(), site, app.Preferences())
	w := uitest.Window(b, s.Content(), 1280, 800)
	s.Opened()
	shows := func(text string) func() bool {
		return func() bool { return slices.Contains(uitest.Texts(w.Content()), text) }
	}
	q.Until(b, shows("8 things to fix"))
	test.Tap(uitest.First[fyne.Tappable](b, w.Content(), "Problems"))
	q.Until(b, shows("10 rows"))
	for i := 0; b.Loop(); i++ {
		address := []string{NotFound, ServerError}[i%2]
		s.Open(site.IDOf(address))
		q.Until(b, shows(address))
	}
}

// BenchmarkScroll scrolls a table of 100,000 rows by one page: the rows are
// loaded, recycled and drawn again.
func BenchmarkScroll(b *testing.B) {
	app := uitest.New(b)
	q := uitest.NewQueue(b)
	site := New(b, 100_000, nil)
	s := screenOf(q.Runner(), site, app.Preferences())
	w := uitest.Window(b, s.Content(), 1280, 800)
	s.Opened()
	shows := func(text string) func() bool {
		return func() bool { return slices.Contains(uitest.Texts(w.Content()), text) }
	}
	q.Until(b, shows("8 things to fix"))
	q.Until(b, shows("8 rows"))
	test.Tap(uitest.First[fyne.Tappable](b, w.Content(), "All addresses"))
	q.Until(b, shows("100,013 rows"))
	loaded := func() bool { return !slices.Contains(uitest.Texts(w.Content()), "…") }
	way := float32(-480)
	for i := 0; b.Loop(); i++ {
		if i%1000 == 999 {
			way = -way
		}
		test.Scroll(w.Canvas(), fyne.NewPos(300, 400), 0, way)
		b.StopTimer()
		q.Until(b, loaded)
		b.StartTimer()
	}
}
