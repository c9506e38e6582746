package sites

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"sitewell/storage"
	"sitewell/ui/control"
	"sitewell/ui/language"
	"sitewell/ui/uitest"
)

// large are sites with more of everything than most rows hold.
func large() *fake {
	site := func(id storage.SiteID, name, client string, state storage.State, c storage.Counts) storage.SiteSummary {
		return storage.SiteSummary{
			Site:  storage.Site{ID: id, Name: name, Client: client, Start: "https://www.the-bakery-with-the-longest-name-in-town.example/"},
			Last:  &storage.Scan{ID: storage.ScanID(id), Site: id, State: state, Began: now.Add(-2 * time.Minute), Counts: c},
			Trend: []int{3, 7, 5},
		}
	}
	many := storage.Counts{Found: 9_000_000, Broken: 1_204_331, Warning: 8_888_888, Cant: 2_222_222, Works: 1, Waiting: 1}
	return &fake{sites: []storage.SiteSummary{
		site(1, "", "Landesinnungsverband des Bäckerhandwerks Niedersachsen/Bremen", storage.Complete, many),
		site(2, "Bäckerei Vollkornbrot und Feinbackwaren seit 1899", "", storage.Stopped, many),
		site(3, "C", "Agency", storage.Interrupted, storage.Counts{Broken: 172, Works: 9, Waiting: 4}),
		site(4, "D", "", storage.Stopped, storage.Counts{Works: 9, Waiting: 4}),
		{Site: storage.Site{ID: 5, Name: "E", Start: "https://e.example/"}},
	}}
}

// No two texts of a row lie over each other, none reaches out of the row, and
// what is cut ends in "…"; in windows of 1024 and 1180 units, and of 512, which
// is what a window of 1024 pixels has at twice the size.
func TestRowsHoldLargeNumbers(t *testing.T) {
	for _, locale := range []string{"en_GB.UTF-8", "de_DE.UTF-8"} {
		for _, width := range []float32{1180, 1024, 512} {
			for name, f := range map[string]*fake{"large": large(), "small": {sites: large().sites[2:]}} {
				t.Run(fmt.Sprintf("%s %v %s", locale, width, name), func(t *testing.T) {
					o := open(t, f, map[storage.SiteID]storage.ScanID{4: 9})
					t.Setenv("LANG", locale)
					t.Setenv("LC_ALL", locale)
					if err := language.Use(""); err != nil {
						t.Fatal(err)
					}
					o.window.Resize(fyne.NewSize(width-92, 640)) // beside the sidebar
					o.Opened()
					o.queue.Until(t, func() bool { return len(o.shown) == len(f.sites) })
					for i := range f.sites {
						r := newRow()
						o.window.SetContent(r)
						o.window.Resize(fyne.NewSize(width-92-60, 90))
						o.update(i, r)
						checkRow(t, r)
					}
				})
			}
		}
	}
}

// box is a text that is drawn, and where.
type box struct {
	text     string
	from, to fyne.Position
}

func checkRow(t *testing.T, r *row) {
	t.Helper()
	var boxes []box
	driver := fyne.CurrentApp().Driver()
	add := func(o fyne.CanvasObject, text string, size fyne.Size) {
		if strings.Trim(text, " ") == "" {
			return
		}
		at := driver.AbsolutePositionForObject(o)
		line := size.Height * 0.15 // above and below the letters
		boxes = append(boxes, box{text, at.AddXY(0, line), at.AddXY(size.Width, size.Height-line)})
	}
	uitest.Walk(r, func(o fyne.CanvasObject) bool {
		switch o := o.(type) {
		case *control.Button:
			add(o, o.Text, o.Size())
			if o.MinSize().Width > o.Size().Width {
				t.Errorf("the button %q is narrower than its text", o.Text)
			}
			return false
		case *widget.Label:
			if o.Truncation != fyne.TextTruncateEllipsis {
				t.Errorf("%q would be cut without a sign", o.Text)
			}
			return true
		case *canvas.Text:
			add(o, o.Text, o.MinSize())
		}
		return true
	})
	for i, a := range boxes {
		if a.to.X > r.Size().Width || a.from.X < 0 || a.to.Y > r.Size().Height {
			t.Errorf("%q reaches out of the row: from %v to %v of %v", a.text, a.from, a.to, r.Size())
		}
		for _, b := range boxes[i+1:] {
			if a.from.X < b.to.X && b.from.X < a.to.X && a.from.Y < b.to.Y && b.from.Y < a.to.Y {
				t.Errorf("%q and %q lie over each other: %v to %v, %v to %v", a.text, b.text, a.from, a.to, b.from, b.to)
			}
		}
	}
	if len(boxes) < 3 {
		t.Errorf("only %v is shown", boxes)
	}
}

// That a scan was stopped is said in full, whatever the date.
func TestStateOfTheLastScan(t *testing.T) {
	o := open(t, large(), nil)
	o.says(t, "5 sites")
	r := newRow()
	r.Resize(fyne.NewSize(1000, 80))
	i := slices.IndexFunc(o.shown, func(s storage.SiteSummary) bool { return s.ID == 4 })
	o.update(i, r)
	if texts := uitest.Texts(r); !slices.Contains(texts, "Stopped, 23/11/2026 14:28") || !slices.Contains(texts, "Only partly scanned") {
		t.Errorf("texts: %q", texts)
	}
}
