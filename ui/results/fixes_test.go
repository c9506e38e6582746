package results_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"sitewell/storage"
	"sitewell/ui/tip"
	"sitewell/ui/uitest"
)

const footer = "Edit the footer: correct its links"

// The headline counts what the list of fixes has, and says the same as its tab.
func TestFixesComeFirst(t *testing.T) {
	f := newFixture(t, 1280, 800, nil)
	f.until("8 things to fix", "8 rows", footer, "Several kinds", "Critical")
	f.site.edit = func(c *storage.Counts) { c.Broken += 100 } // what problems there are changes nothing
	f.Opened()
	f.drain()
	f.until("8 things to fix", "8 rows")
}

// A fix opens with what it holds; one of its problems takes its place, and
// going back leads to the fix and then to the list.
func TestFixPanel(t *testing.T) {
	for _, size := range []fyne.Size{fyne.NewSize(1280, 800), fyne.NewSize(1024, 640), fyne.NewSize(700, 640)} {
		f := newFixture(t, size.Width, size.Height, nil)
		f.until("8 things to fix", "8 rows")
		f.click(footer)
		f.until("1 of 8", "This part is the same on many pages, so one change corrects all of them.", "3 rows", "http://www.example.com/about")
		f.click("http://www.example.com/about")
		f.until("2 of 3", "Moved for good (301)", "What to do")
		f.Step(1)
		f.until("3 of 3", "https://social.example/bakery")
		if !f.Back() {
			t.Error("going back from the problem did nothing")
		}
		f.until("1 of 8", "3 rows")
		if !f.Back() || f.shows("1 of 8") {
			t.Error("going back did not close the fix")
		}
		if f.Back() {
			t.Error("there was nothing left to close")
		}
	}
}

// A report can be saved while a fix is open, without closing it first.
func TestSaveReportBesideAFix(t *testing.T) {
	for _, width := range []float32{1280, 940, 700} {
		f := newFixture(t, width, 640, nil)
		f.until("8 things to fix", "8 rows")
		f.click(footer)
		f.until("1 of 8")
		f.drain()
		var button *tip.Button
		uitest.Walk(f.w.Content(), func(o fyne.CanvasObject) bool {
			if b, ok := o.(*tip.Button); ok && b.Tip == "Save report …" {
				button = b
			}
			return true
		})
		if button == nil {
			t.Fatalf("at a width of %v there is no button for a report", width)
		}
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(button)
		if right := at.X + button.Size().Width; at.X <= 0 || right > width {
			t.Errorf("at a width of %v the button is between %v and %v", width, at.X, right)
		}
		test.Tap(button)
		if !slices.Equal(f.gone, []string{"export"}) {
			t.Errorf("at a width of %v it led to %v", width, f.gone)
		}
	}
}

// A fix says at once what to do, why one change is enough, where the first link is and
// what its problem means, above the list of its problems; where the panel is low, in
// place of the list.
func TestFixSaysWhatToDo(t *testing.T) {
	for _, tt := range []struct {
		size  fyne.Size
		above bool
	}{{fyne.NewSize(1096, 689), true}, {fyne.NewSize(940, 544), false}, {fyne.NewSize(548, 339), false}} {
		f := newFixture(t, tt.size.Width, tt.size.Height, nil)
		f.until("8 things to fix", "8 rows")
		f.click(footer)
		f.until("What to do", "Why one change is enough", "This part is the same on many pages, so one change corrects all of them.", "First affected page",
			"The Corner Bakery", "Link “Three tiers”  ·  Footer  ·  Line 26", "Leads to https://www.example.com/cakes/wedding/three-tiers.html", "Page not found (404)")
		f.drain()
		uitest.Picture(t, f.w, fmt.Sprintf("fix-%.0f", tt.size.Width))
		guide := height(f.w.Content(), "First affected page")
		if least := float32(220); tt.above && guide < least || guide < 170 {
			t.Errorf("%v: the text has a height of %v", tt.size, guide)
		}
		if got := f.shows("3 rows"); got != tt.above {
			t.Errorf("%v: the list is shown beside the text: %v", tt.size, got)
		}
		if !tt.above {
			f.press("Problems")
			f.until("3 rows")
		}
	}
}

// height returns that of the scroller around a text.
func height(in fyne.CanvasObject, text string) (height float32) {
	uitest.Walk(in, func(o fyne.CanvasObject) bool {
		if s, ok := o.(*container.Scroll); ok && slices.Contains(uitest.Texts(s), text) {
			height = s.Size().Height
		}
		return true
	})
	return height
}

// A fix of a single problem opens that at once.
func TestSingleFixOpensItsProblem(t *testing.T) {
	f := newFixture(t, 1280, 800, nil)
	f.until("8 things to fix", "8 rows")
	f.click("Correct the redirect of /old-menu")
	f.until("3 of 8", "https://www.example.com/old-menu", "Redirect loop")
	f.Step(1)
	f.until("4 of 8", "https://old-supplier.example/flour")
	for range 3 { // the first one holds several
		f.Step(-1)
	}
	f.until("1 of 8", "3 rows")
	f.pressFirst("Problems") // the panel belongs to the list that goes
	f.until("10 rows")
	if f.shows("1 of 8") || f.Back() {
		t.Error("the panel is still open beside another list")
	}
}

// A fix stays while one of its problems passes search and filters, or its own
// title has the words.
func TestFixesAreSearchedAndFiltered(t *testing.T) {
	f := newFixture(t, 1280, 800, nil)
	f.until("8 things to fix", "8 rows")
	f.Search(f.w.Canvas())
	test.Type(f.w.Canvas().Focused(), "wedding") // an address in the footer
	f.until("1 of 8 shown", footer)
	f.pressFirst("Clear")
	f.until("8 rows")
	f.Search(f.w.Canvas())
	test.Type(f.w.Canvas().Focused(), "EDIT THE") // only the title says so
	f.until("1 of 8 shown", footer)
	f.pressFirst("Can't verify") // one of the footer's links
	f.until("1 of 8 shown", footer)
	f.pressFirst("Clear")
	f.until("8 rows")
	f.pressFirst("Can't verify")
	f.until("2 of 8 shown", footer, "Too many requests (429)")
	f.pressFirst("Works") // what is no problem is shown among all addresses
	f.until("202 of 214 shown")
}

func TestPagesOfAFix(t *testing.T) {
	f := newFixture(t, 1280, 800, nil)
	f.until("8 things to fix", "8 rows")
	f.click(footer)
	f.until("3 rows")
	f.press("Pages")
	f.until("48 rows")
	f.q.Until(t, func() bool {
		return slices.ContainsFunc(f.texts(), func(s string) bool { return strings.HasPrefix(s, "/bread/") })
	})
}

// While a scan runs, an open fix grows with what is found.
func TestOpenFixGrows(t *testing.T) {
	f := newFixture(t, 1280, 800, func(f *fixture) {
		f.running = true
		f.site.held = 2
	})
	f.until("8 things to fix", "8 rows")
	f.click(footer)
	f.until("1 of 8", "2 rows")
	f.site.held = 0
	for n := range 5 {
		f.tick(100 + n)
	}
	f.until("3 rows")
	f.running = false
}
