package history

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
	"sitewell/ui/spark"
	"sitewell/ui/uitest"
)

// rowOf finds the row that shows a scan.
func (o *opened) rowOf(t *testing.T, date string) *row {
	t.Helper()
	return uitest.First[*row](t, o.Content(), date)
}

// Exactly the two scans that were ticked are compared: with the mouse, with Ctrl and a
// click on the row, and with the Space key. A third takes the place of the first.
func TestCompareTwoScans(t *testing.T) {
	f := &fake{scans: []storage.Scan{scan(9, storage.Complete), scan(8, storage.Stopped), scan(7, storage.Complete), scan(6, storage.Complete)}}
	o := open(t, f, 0)
	o.says(t, "4 scans")
	if !o.compare.Disabled() {
		t.Error("Compare can be pressed before anything is ticked")
	}
	test.Tap(o.rowOf(t, "20/11/2026 14:30").pick)
	if !o.compare.Disabled() {
		t.Error("Compare can be pressed with one scan")
	}
	box := o.rowOf(t, "22/11/2026 14:30").pick
	o.window.Canvas().Focus(box)
	box.TypedRune(' ')
	uitest.Tap(t, o.Content(), "Compare two scans")
	third := o.rowOf(t, "19/11/2026 14:30")
	third.MouseDown(&desktop.MouseEvent{Modifier: fyne.KeyModifierShortcutDefault})
	third.Tapped(&fyne.PointEvent{})
	if o.rowOf(t, "20/11/2026 14:30").pick.Checked {
		t.Error("three scans are ticked")
	}
	uitest.Tap(t, o.Content(), "Compare two scans")
	third.Tapped(&fyne.PointEvent{})
	if diff := cmp.Diff([]string{"compare 9 with 7", "compare 6 with 9", "results"}, f.to); diff != "" {
		t.Errorf("led to (-want +got):\n%s", diff)
	}
	o.remove(f.scans[0])
	o.says(t, "3 scans")
	if !o.compare.Disabled() {
		t.Error("Compare can be pressed with a scan that was deleted")
	}
}

// One scan can't be compared with anything.
func TestNothingToTick(t *testing.T) {
	o := open(t, &fake{scans: []storage.Scan{scan(9, storage.Complete)}}, 0)
	o.says(t, "1 scan")
	if o.compare.Visible() || o.rowOf(t, "22/11/2026 14:30").pick.Visible() {
		t.Error("one scan is offered to be compared")
	}
}

// The chart says how many things there are to fix, in words, beside what is broken.
func TestTrendOfFixes(t *testing.T) {
	f := &fake{
		scans: []storage.Scan{scan(9, storage.Complete), scan(8, storage.Complete), scan(7, storage.Complete)},
		fixes: map[storage.ScanID]int{9: 3, 8: 5},
	}
	o := open(t, f, 0)
	o.says(t, "3 to fix")
	o.says(t, "9 Broken")
	lines := 0
	uitest.Walk(uitest.First[*spark.Chart](t, o.Content(), "3 to fix"), func(o fyne.CanvasObject) bool {
		if l, ok := o.(*canvas.Line); ok && l.StrokeWidth > 1 {
			lines++
		}
		return true
	})
	if lines != 2+2+1 { // of the oldest scan the fixes are not known
		t.Errorf("%d lines, want 5", lines)
	}
}

// What is likely to break next is in a line, and all of it in a dialog.
func TestForecast(t *testing.T) {
	f := &fake{scans: []storage.Scan{scan(9, storage.Complete)}, next: storage.Forecast{
		Scans:        []storage.Scan{scan(9, storage.Complete)},
		Certificates: []storage.Certificate{{Host: "bakery.example", Expires: now.AddDate(0, 0, 12)}, {Host: "shop.example", Expires: now.AddDate(0, 0, 200)}},
		Hosts: []storage.HostTrend{{Host: "cdn.example", Scans: []storage.HostFailures{
			{Checked: 9, Failed: 0}, {Checked: 10, Failed: 3}, {Checked: 10, Failed: 5}, {Checked: 10, Failed: 8},
		}}},
	}}
	o := open(t, f, 0)
	o.says(t, "Likely to break next: the certificate of bakery.example expires in 12 days, on 05/12/2026, and 2 more")
	uitest.Tap(t, o.Content(), "Forecast …")
	top := o.window.Canvas().Overlays().Top()
	want := []string{
		"the certificate of bakery.example expires in 12 days, on 05/12/2026",
		"cdn.example fails more and more: 3 of 10 addresses, then 5 of 10, then 8 of 10",
		"the certificate of shop.example expires in 200 days, on 11/06/2027",
	}
	var got []string
	for _, text := range uitest.Texts(top) {
		for _, w := range want {
			if text == w {
				got = append(got, w)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("dialog (-want +got):\n%s", diff)
	}
	uitest.Tap(t, top, "Close")
	expired := storage.Certificate{Host: "bakery.example", Expires: now.Add(-48 * time.Hour)}
	if got, want := certificateText(expired, now), "the certificate of bakery.example has expired on 21/11/2026"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// While the list has the keyboard, the window's keys work, and the list's own.
func TestKeysOfList(t *testing.T) {
	f := &fake{scans: []storage.Scan{scan(9, storage.Complete), scan(8, storage.Complete)}}
	o := open(t, f, 0)
	o.says(t, "2 scans")
	var got []fyne.KeyName
	o.list.Keys = func(k *fyne.KeyEvent) bool {
		got = append(got, k.Name)
		return k.Name == fyne.KeyF6
	}
	o.window.Canvas().Focus(o.list)
	for _, k := range []fyne.KeyName{fyne.KeyF6, fyne.KeyDown, fyne.KeySpace, fyne.KeyReturn} {
		o.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: k})
	}
	if diff := cmp.Diff([]fyne.KeyName{fyne.KeyF6, fyne.KeyDown, fyne.KeySpace, fyne.KeyReturn}, got); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"results"}, f.to); diff != "" {
		t.Errorf("led to (-want +got):\n%s", diff)
	}
	if !o.isPicked(8) || o.isPicked(9) {
		t.Errorf("Space ticks %v, not the second scan", o.picked)
	}
}

// A search leaves the scans whose name, note, date or end fits; Escape shows all again.
func TestSearchScans(t *testing.T) {
	named := scan(8, storage.Stopped)
	named.Name, named.Note = "Launch", "new header"
	f := &fake{scans: []storage.Scan{scan(9, storage.Complete), named, scan(7, storage.Complete)}}
	o := open(t, f, 0)
	o.says(t, "3 scans")
	for text, want := range map[string]int{"launch": 1, "HEADER new": 1, "stopped": 1, "complete": 2, "launch complete": 0, "": 3, "2026-11": 3} {
		o.search.SetText(text)
		if len(o.shown) != want {
			t.Errorf("%q finds %d scans, want %d", text, len(o.shown), want)
		}
	}
	o.search.SetText("quux")
	o.says(t, "No scan matches")
	o.says(t, "0 of 3 scans")
	o.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	o.says(t, "3 scans")
	if o.search.Text != "" || len(o.shown) != 3 {
		t.Error("Escape does not clear the search")
	}
}
