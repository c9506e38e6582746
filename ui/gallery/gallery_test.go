package gallery

import (
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"sitewell/scanner/result"
	"sitewell/storage/sqlite/sqlitetest"
	"sitewell/ui/codes"
	"sitewell/ui/results"
	"sitewell/ui/sitesettings"
	"sitewell/ui/theme"
	"sitewell/ui/uitest"
)

var out = flag.String("out", "", "folder that the pictures are written to")

// TestGallery draws every screen with canned data; look at the pictures with
//
//	go test -tags migrated_fynedo,x11 ./ui/gallery -run TestGallery -args -out DIR
//
// Without -out, which saves most of the time, it still proves that every
// screen comes to show what it should and fits into every size.
func TestGallery(t *testing.T) {
	modes := []theme.Mode{theme.Light}
	if *out != "" {
		modes = append(modes, theme.Dark) // of the same size in all its parts
	}
	for _, shot := range shots() {
		for _, mode := range modes {
			for _, size := range []fyne.Size{fyne.NewSize(1024, 640), fyne.NewSize(1280, 800)} {
				name := fmt.Sprintf("%s-%s-%.0f", shot.name, mode, size.Width)
				t.Run(name, func(t *testing.T) {
					uitest.New(t).Settings().SetTheme(theme.New(mode))
					draw := &draw{T: t, q: uitest.NewQueue(t), size: size}
					shot.draw(draw)
					if got := draw.w.Canvas().Size(); got != size {
						t.Errorf("it does not fit: asked for %v, needs %v", size, got)
					}
					if *out != "" {
						save(t, filepath.Join(*out, name+".png"), draw.w.Canvas().Capture())
					}
				})
			}
		}
	}
}

func save(t *testing.T, path string, img image.Image) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}

// draw is one picture in the making.
type draw struct {
	*testing.T
	q    *uitest.Queue
	size fyne.Size
	w    fyne.Window
	site *Site // that is shown
}

func (d *draw) show(o fyne.CanvasObject) {
	d.w = uitest.Window(d, o, d.size.Width, d.size.Height)
}

// until waits for a text to appear.
func (d *draw) until(text string) {
	d.Helper()
	d.q.Until(d, func() bool { return slices.Contains(uitest.Texts(d.w.Content()), text) })
}

// tap presses what shows the text first, tapLast what shows it last: the panel beside
// the list has some words of the screen again.
func (d *draw) tap(text string) {
	d.Helper()
	test.Tap(uitest.First[fyne.Tappable](d, d.w.Content(), text))
}

func (d *draw) tapLast(text string) {
	d.Helper()
	test.Tap(uitest.Last[fyne.Tappable](d, d.w.Content(), text))
}

// press presses the mouse button on the row that shows the text.
func (d *draw) press(text string) {
	d.Helper()
	uitest.Last[desktop.Mouseable](d, d.w.Content(), text).MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
}

// results shows the screen of a scan that change alters first, unless it is nil.
func (d *draw) results(works int, change func(*sqlitetest.Scan)) *results.Screen {
	d.Helper()
	d.site = New(d, works, change)
	s := screenOf(d.q.Runner(), d.site, fyne.CurrentApp().Preferences())
	d.show(s.Content())
	s.Opened()
	return s
}

// settings shows the settings of a site, on one of their tabs.
func (d *draw) settings(tab string) *sitesettings.Screen {
	d.Helper()
	d.show(nil)
	s := settingsOf(d.q.Runner(), New(d, 5, nil), d.w)
	d.w.SetContent(s.Content())
	s.Opened()
	d.until("Settings of The Corner Bakery")
	if tab != "" {
		d.tap(tab)
	}
	return s
}

type shot struct {
	name string
	draw func(*draw)
}

func shots() []shot {
	return []shot{
		{"parts", func(d *draw) { d.show(parts()) }},
		{"codes", func(d *draw) {
			site := New(d, 5, nil)
			s := codes.New(codes.Options{Run: d.q.Runner(), Occurring: site.Occurring, Book: site, Browse: nowhere{}.Browse, Sentence: func(err error) string { return err.Error() }})
			d.show(s.Content())
			s.Open("404")
			d.until("In short")
		}},
		{"results", func(d *draw) {
			d.results(201, nil)
			d.until("8 rows")
			d.until("8 things to fix")
		}},
		{"results-fix", func(d *draw) {
			d.results(201, nil)
			d.until("8 rows")
			d.until("8 things to fix")
			d.press("Edit the footer: correct its links")
			d.until("3 rows")
		}},
		{"results-fix-pages", func(d *draw) {
			d.results(201, nil)
			d.until("8 rows")
			d.until("8 things to fix")
			d.press("Edit the footer: correct its links")
			d.until("3 rows")
			d.tapLast("Pages")
			d.until("48 rows")
		}},
		{"results-problems", func(d *draw) {
			d.results(201, nil)
			d.until("8 things to fix")
			d.tap("Problems")
			d.until("10 rows")
		}},
		{"results-problem", func(d *draw) {
			s := d.results(201, nil)
			d.until("8 things to fix")
			d.tap("Problems")
			d.until("10 rows")
			s.Open(d.site.IDOf(ServerError))
			d.until("See all")
		}},
		{"results-links", func(d *draw) {
			s := d.results(201, nil)
			d.until("8 things to fix")
			d.tap("Problems")
			d.until("10 rows")
			s.Open(d.site.IDOf(NotFound))
			d.until("See all")
			d.tap("Where it is linked")
			d.until("48 links on 48 pages")
		}},
		{"results-evidence", func(d *draw) {
			s := d.results(201, nil)
			d.until("8 things to fix")
			d.tap("Problems")
			d.until("10 rows")
			s.Open(d.site.IDOf(NotFound))
			d.until("See all")
			d.tap("What we saw")
			d.until("Redirects")
			for _, part := range []string{"Redirects", "Headers of the answer"} {
				d.tap(part)
			}
		}},
		{"results-filtered", func(d *draw) {
			d.results(201, nil)
			d.until("8 rows")
			d.until("8 things to fix")
			d.tap("Works")
			d.until("202 of 214 shown")
		}},
		{"results-nothing-matches", func(d *draw) {
			s := d.results(201, nil)
			d.until("8 rows")
			d.until("8 things to fix")
			s.Search(d.w.Canvas())
			test.Type(d.w.Canvas().Focused(), "no such thing")
			d.until("Nothing matches")
		}},
		{"results-fine", func(d *draw) {
			d.results(201, OnlyWorks)
			d.until("See all addresses")
		}},
		{"results-script-only", func(d *draw) {
			d.results(5, func(s *sqlitetest.Scan) {
				OnlyWorks(s)
				s.Diagnosis = string(result.ScriptOnly)
			})
			d.until("See all addresses")
		}},
		{"settings-scope", func(d *draw) {
			d.settings("")
			d.until("9 addresses of the last scan match (of 214):\nhttps://www.example.com/calendar/2026-05\nhttps://www.example.com/print?2026-05\nand 7 more")
		}},
		{"settings-scope-wrong", func(d *draw) {
			s := d.settings("")
			d.until("9 addresses of the last scan match (of 214):\nhttps://www.example.com/calendar/2026-05\nhttps://www.example.com/print?2026-05\nand 7 more")
			test.Type(d.w.Canvas().Focused(), "foo ")
			s.Save()
			d.until("A website's address has no spaces. Type it as your browser shows it, for example: example.com")
		}},
		{"settings-manner", func(d *draw) { d.settings("How") }},
		{"settings-signin", func(d *draw) { d.settings("Sign-in") }},
		{"settings-verdicts", func(d *draw) { d.settings("What counts as a problem") }},
		{"results-interrupted", func(d *draw) {
			d.results(201, Interrupt)
			d.until("8 rows")
			d.until("Only part of this site was scanned")
		}},
	}
}
