package history

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
	"sitewell/ui/uitest"
)

// saysAnywhere waits for a text in the window, dialogs included.
func (o *opened) saysAnywhere(t *testing.T, text string) {
	t.Helper()
	o.queue.Until(t, func() bool {
		for _, overlay := range o.window.Canvas().Overlays().List() {
			if slices.Contains(uitest.Texts(overlay), text) {
				return true
			}
		}
		return slices.Contains(uitest.Texts(o.Content()), text)
	})
}

// A scan gets its name and note in a dialog that the keyboard works. A name that is
// taken is said there, and nothing that was typed is lost.
func TestNameScan(t *testing.T) {
	f := &fake{scans: []storage.Scan{scan(8, storage.Complete), scan(7, storage.Complete)}}
	o := open(t, f, 0)
	o.says(t, "2 scans")
	o.name(f.scans[1])
	typed := o.window.Canvas().Focused()
	test.Type(typed, "taken")
	typed.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	o.saysAnywhere(t, "This site or scan no longer exists.") // the sentence of this test for every error
	for range "taken" {
		typed.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
	test.Type(typed, "launch")
	typed.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	o.says(t, "launch")
	o.says(t, "20/11/2026 14:30 · 3 days ago")
	o.queue.Until(t, func() bool { return !o.dialogs.Open() })
}

// The menu of a scan offers to compare it with those that have a name first.
func TestCompareEntries(t *testing.T) {
	named := scan(7, storage.Complete)
	named.Name = "launch"
	f := &fake{scans: []storage.Scan{scan(9, storage.Complete), scan(8, storage.Stopped), named}}
	o := open(t, f, 0)
	o.says(t, "3 scans")
	for at, want := range [][]string{
		{"Compare with “launch”", "Compare with the scan before"},
		{"Compare with “launch”", "Compare with the scan before"},
		{"Compare with the scan before (off)", "Compare with another scan …"},
	} {
		var got []string
		for _, i := range o.comparing(f.scans[at]) {
			text := i.Label
			if i.Disabled {
				text += " (off)"
			} else {
				i.Action()
			}
			got = append(got, text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("scan %d (-want +got):\n%s", f.scans[at].ID, diff)
		}
	}
	want := []string{"compare 9 with 7", "compare 9 with 0", "compare 8 with 7", "compare 8 with 0", "compare 7 with 8"}
	if diff := cmp.Diff(want, f.to); diff != "" {
		t.Errorf("led to (-want +got):\n%s", diff)
	}
}

// The chart tells numbers and words, and scans that did not come to their end are
// left out of it.
func TestTrend(t *testing.T) {
	f := &fake{
		scans:  []storage.Scan{scan(9, storage.Complete), scan(8, storage.Stopped), scan(4, storage.Complete)},
		oldest: storage.OldProblem{ID: 1, URL: "https://bakery.example/gone", Since: now.Add(-20 * 24 * time.Hour)},
	}
	o := open(t, f, 0)
	for _, want := range []string{
		"9 Broken", "0 Warning", "17/11/2026", "22/11/2026", "+5 since the scan before",
		"Oldest serious problem: since 03/11/2026 (20 days ago), https://bakery.example/gone",
	} {
		o.says(t, want)
	}
	uitest.Picture(t, o.window, "history-trend")
}

// With one complete scan there is nothing to draw.
func TestNoTrend(t *testing.T) {
	o := open(t, &fake{scans: []storage.Scan{scan(9, storage.Complete), scan(8, storage.Stopped)}}, 0)
	o.says(t, "2 scans")
	if slices.Contains(uitest.Texts(o.Content()), "9 Broken") {
		t.Error("a chart of one scan is drawn")
	}
}
