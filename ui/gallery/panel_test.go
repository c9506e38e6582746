package gallery

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sitewell/storage"
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

// lengthen returns a problem an address of 2,000 characters, and the scan
// a banner.
func lengthen(s *Site) {
	s.rows[2].URL = "https://www.example.com/" + strings.Repeat("long-", 396)
	s.Scan.State = storage.Interrupted
	s.Scan.Counts.Waiting = 1204
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
			for id, title := range map[storage.URLID]string{
				2: "Page not found (404)", 3: "Internal server error (500)", // with the long address
				9: "The certificate has expired",
			} {
				s.Open(id)
				d.q.Until(t, func() bool { // its title, and nothing of the one before
					texts := uitest.Texts(d.w.Content())
					return slices.Contains(texts, title) && slices.Contains(texts, "See all")
				})
				uitest.Picture(t, d.w, fmt.Sprintf("panel-%.0f-%d", tt.size.Width, id))
				t.Log(id, explained(d))
				if got := explained(d); got < tt.least {
					t.Errorf("problem %d: the explanation has %v of %v, want at least %v", id, got, tt.size.Height, tt.least)
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
