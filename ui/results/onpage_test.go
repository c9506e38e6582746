package results_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/storage"
	"sitewell/ui/gallery"
	"sitewell/ui/theme"
	"sitewell/ui/uitest"
)

// The number of problems on a page lists them at a click; a chip says of which page, and
// takes that back.
func TestProblemsOfOnePage(t *testing.T) {
	f := newFixture(t, 1180, 760, nil)
	f.until("8 rows")
	f.pressFirst("Pages")
	f.until("48 rows")
	f.press("Problems on it")
	f.until("Bread no. 9")
	var number *canvas.Text
	f.q.Until(t, func() bool {
		uitest.Walk(f.w.Content(), func(o fyne.CanvasObject) bool {
			if text, ok := o.(*canvas.Text); ok && text.Color == theme.Color(fynetheme.ColorNameHyperlink) && strings.Trim(text.Text, "0123456789") == "" && text.Text != "" {
				number = text
			}
			return true
		})
		return number != nil
	})
	d := fyne.CurrentApp().Driver()
	at := d.AbsolutePositionForObject(number).AddXY(2, 2)
	uitest.Walk(f.w.Content(), func(o fyne.CanvasObject) bool {
		row, ok := o.(desktop.Mouseable)
		from := d.AbsolutePositionForObject(o)
		if in := at.Subtract(from); ok && in.X >= 0 && in.Y >= 0 && in.X < o.Size().Width && in.Y < o.Size().Height {
			row.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: in}, Button: desktop.MouseButtonPrimary})
		}
		return true
	})
	var chip string
	f.q.Until(t, func() bool {
		i := slices.IndexFunc(f.texts(), func(s string) bool { return strings.HasPrefix(s, "On page: ") })
		if i >= 0 {
			chip = f.texts()[i]
		}
		return i >= 0 && slices.ContainsFunc(f.texts(), func(s string) bool { return strings.HasSuffix(s, " of 10 shown") })
	})
	f.press(chip)
	f.until("10 rows")
	if f.shows(chip) {
		t.Errorf("%q is still shown", chip)
	}
}

// plans says when the site is scanned next.
type plans struct{}

func (plans) Plan(context.Context, storage.SiteID) (string, bool, error) { return "weekly", true, nil }

func (plans) NextScan(string) (time.Time, error) {
	return time.Date(2026, 5, 10, 6, 0, 0, 0, time.Local), nil
}

// Once nothing is left to fix, the list says when the next scan is.
func TestNothingToFixSaysWhenToLookAgain(t *testing.T) {
	f := newFixture(t, 1024, 640, func(f *fixture) { f.made, f.plans = gallery.OnlyWorks, plans{} })
	f.until("202 addresses checked, and all of them work. The next scan is on 10/05/2026.")
}

// While the problems on all pages are counted, the line below the list says so, and nothing
// moves when that ends.
func TestCountingIsSaid(t *testing.T) {
	held := make(chan struct{})
	f := newFixture(t, 1180, 760, func(f *fixture) {
		f.site.ordered = func(o storage.Order) {
			if o.By == storage.ByProblemLinks {
				<-held
			}
		}
	})
	f.until("8 rows")
	f.pressFirst("Pages")
	f.until("48 rows", "Counting the problems on each page …")
	before := f.placeOf("48 rows")
	close(held)
	f.q.Until(t, func() bool { return !f.shows("Counting the problems on each page …") })
	f.until("Ctrl+click or Shift+click chooses several rows")
	if after := f.placeOf("48 rows"); after != before {
		t.Errorf("the number of rows has moved from %v to %v", before, after)
	}
}

// placeOf returns where a text is.
func (f *fixture) placeOf(text string) (at fyne.Position) {
	uitest.Walk(f.w.Content(), func(o fyne.CanvasObject) bool {
		if shown, ok := o.(*canvas.Text); ok && shown.Text == text {
			at = fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		}
		return true
	})
	return at
}
