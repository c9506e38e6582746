package gallery

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sitewell/storage/sqlite/sqlitetest"
	"sitewell/ui/uitest"
)

// chromeWidth and chromeHeight are what rail, menu and top bar take of a window.
const chromeWidth, chromeHeight = 84, 71

// explained returns how much of the explanation is visible.
func explained(d *draw) float32 {
	d.Helper()
	var height float32
	uitest.Walk(d.w.Content(), func(o fyne.CanvasObject) bool {
		if s, ok := o.(*container.Scroll); ok && strings.Contains(strings.Join(uitest.Texts(s), "\n"), "What to do") {
			height = s.Size().Height
		}
		return true
	})
	return height
}

var longAddress = own + "/" + strings.Repeat("long-", 396)

// lengthen makes the address of a problem 2,000 characters long and interrupts the
// scan, so that there is a banner.
func lengthen(s *sqlitetest.Scan) {
	rename := func(url *string) {
		if *url == ServerError {
			*url = longAddress
		}
	}
	for i := range s.Found {
		rename(&s.Found[i].URL)
		for l := range s.Found[i].Links {
			rename(&s.Found[i].Links[l].To)
		}
	}
	Interrupt(s)
}

// The text of a problem has most of the window, also where its address is long
// and the scan was not finished; and closing the panel gives everything back.
func TestExplanationHasRoom(t *testing.T) {
	for _, tt := range []struct {
		size  fyne.Size
		least float32
	}{
		{fyne.NewSize(1180, 760), 450},
		{fyne.NewSize(1024, 615), 290},
	} {
		t.Run(fmt.Sprint(tt.size), func(t *testing.T) {
			uitest.New(t)
			d := &draw{T: t, q: uitest.NewQueue(t), size: tt.size.SubtractWidthHeight(chromeWidth, chromeHeight)}
			s := d.results(201, lengthen)
			d.until("8 rows")
			d.until("Only part of this site was scanned")
			d.tap("Problems")
			d.until("10 rows")
			before := fmt.Sprint(frames(d.w.Content()))
			uitest.Picture(t, d.w, fmt.Sprintf("closed-%.0f", tt.size.Width))
			for n, problem := range []struct{ address, title string }{
				{NotFound, "Page not found (404)"}, {longAddress, "Internal server error (500)"}, {Expired, "The certificate has expired"},
			} {
				s.Open(d.site.IDOf(problem.address))
				d.q.Until(t, func() bool { // its title, and nothing of the one before
					texts := uitest.Texts(d.w.Content())
					return slices.Contains(texts, problem.title) && slices.Contains(texts, "See all")
				})
				uitest.Picture(t, d.w, fmt.Sprintf("panel-%.0f-%d", tt.size.Width, n))
				t.Log(problem.title, explained(d))
				if got := explained(d); got < tt.least {
					t.Errorf("%s: the explanation has %v of %v, want at least %v", problem.title, got, tt.size.Height, tt.least)
				}
			}
			s.Back()
			if after := fmt.Sprint(frames(d.w.Content())); after != before {
				t.Errorf("after closing the panel\n%s\nwant\n%s", after, before)
			}
		})
	}
}

// frames lists where on the screen its parts are.
func frames(o fyne.CanvasObject) (all []string) {
	for _, part := range o.(*fyne.Container).Objects {
		if part.Visible() {
			all = append(all, fmt.Sprint(part.Position(), part.Size()))
		}
	}
	return all
}
