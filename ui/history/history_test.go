package history

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/toast"
	"sitewell/ui/trash"
	"sitewell/ui/uitest"
)

var now = time.Date(2026, 11, 23, 14, 30, 0, 0, time.UTC)

// fake is a history with a few scans, and records where the screen leads.
type fake struct {
	scans   []storage.Scan
	oldest  storage.OldProblem
	next    storage.Forecast
	fixes   map[storage.ScanID]int
	err     error
	size    int64
	mu      sync.Mutex
	deleted []storage.ScanID
	// pictures are the scans whose pictures were deleted, noPictures why they were not.
	pictures   []storage.ScanID
	noPictures error
	to         []string
}

func (f *fake) SiteByID(context.Context, storage.SiteID) (storage.Site, error) {
	return storage.Site{ID: 1, Start: "https://bakery.example/"}, f.err
}

func (f *fake) Scans(context.Context, storage.SiteID) ([]storage.Scan, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.scans), nil
}

func (f *fake) DeleteScan(_ context.Context, id storage.ScanID) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.deleted = append(f.deleted, id)
	return nil
}

func (f *fake) NameScan(_ context.Context, id storage.ScanID, name, note string) error {
	if name == "taken" {
		return storage.ErrNameTaken
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.scans {
		if f.scans[i].ID == id {
			f.scans[i].Name, f.scans[i].Note = name, note
		}
	}
	return nil
}

func (f *fake) OldestSerious(context.Context, storage.ScanID) (storage.OldProblem, error) {
	return f.oldest, nil
}

func (f *fake) FixCounts(_ context.Context, scans []storage.Scan) ([]int, error) {
	counts := make([]int, len(scans))
	for i, s := range scans {
		n, ok := f.fixes[s.ID]
		if !ok {
			n = -1
		}
		counts[i] = n
	}
	return counts, nil
}

func (f *fake) Forecast(context.Context, storage.SiteID) (storage.Forecast, error) {
	return f.next, nil
}

func (f *fake) Compare(_ storage.SiteID, from, to storage.ScanID) {
	f.to = append(f.to, fmt.Sprintf("compare %d with %d", to, from))
}

// gone returns the scans that were deleted for good.
func (f *fake) gone() []storage.ScanID {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.deleted)
}

func (f *fake) ScanSite(storage.SiteID) { f.to = append(f.to, "scan") }
func (f *fake) KeepRule(storage.SiteID) { f.to = append(f.to, "keep") }

func (f *fake) SiteSizes(context.Context) (map[storage.SiteID]int64, error) {
	return map[storage.SiteID]int64{1: f.size}, nil
}

func (f *fake) Watch(storage.ScanID)   { f.to = append(f.to, "watch") }
func (f *fake) Results(storage.ScanID) { f.to = append(f.to, "results") }
func (f *fake) Export(storage.Scan)    { f.to = append(f.to, "export") }
func (f *fake) Resume(storage.ScanID)  { f.to = append(f.to, "resume") }

// Show is that of the trash's offers; only the newest is kept.
type offers struct{ last toast.Message }

func (o *offers) Show(m toast.Message) { o.last = m }

type opened struct {
	*Screen
	queue  *uitest.Queue
	window fyne.Window
	offers *offers
	// dialogs are those of the screen.
	dialogs *ask.Host
}

func open(t *testing.T, f *fake, running storage.ScanID) *opened {
	t.Helper()
	uitest.New(t)
	o := &opened{queue: uitest.NewQueue(t), offers: &offers{}}
	bin := trash.New(o.queue.Runner(), o.offers, func(error) { o.Opened() })
	o.window = uitest.Window(t, nil, 1000, 600)
	o.dialogs = ask.NewHost(o.window.Canvas())
	o.Screen = New(Options{
		Run: o.queue.Runner(), Site: 1, Store: f, Going: f, Bin: bin, Dialogs: o.dialogs,
		Running:  func(scan storage.ScanID) bool { return scan == running },
		Sentence: func(error) string { return "This site or scan no longer exists." },
		Now:      func() time.Time { return now },
		DeletePictures: func(_ context.Context, id storage.ScanID) (int, error) {
			f.mu.Lock()
			defer f.mu.Unlock()
			f.pictures = append(f.pictures, id)
			return 3, f.noPictures
		},
	})
	o.window.SetContent(o.Content())
	o.Opened()
	return o
}

func (o *opened) says(t *testing.T, text string) {
	t.Helper()
	o.queue.Until(t, func() bool { return slices.Contains(uitest.Texts(o.Content()), text) })
}

func scan(id storage.ScanID, state storage.State) storage.Scan {
	return storage.Scan{
		ID: id, Site: 1, State: state, Began: now.Add(-time.Duration(10-id) * 24 * time.Hour), Worked: 95 * time.Second,
		Counts: storage.Counts{Found: 40, Pages: 12, Broken: int(id), Works: 30},
	}
}

func TestScansAreListed(t *testing.T) {
	o := open(t, &fake{scans: []storage.Scan{scan(9, storage.Interrupted), scan(8, storage.Stopped), scan(7, storage.Complete)}}, 9)
	for _, want := range []string{
		"History of bakery.example", "3 scans", "22/11/2026 14:30", "yesterday",
		"Running now", "Stopped", "Complete", "12 pages in 1 min 35 s",
	} {
		o.says(t, want)
	}
	// What is not complete can go on, unless it does so already.
	texts := uitest.Texts(o.Content())
	if got := slices.DeleteFunc(texts, func(s string) bool { return s != "Resume" && s != "Watch" }); len(got) != 2 {
		t.Errorf("buttons: %q, want one Resume and one Watch", got)
	}
}

func TestButtonsLeadThere(t *testing.T) {
	f := &fake{scans: []storage.Scan{scan(8, storage.Stopped)}}
	o := open(t, f, 0)
	o.says(t, "1 scan")
	for _, b := range []string{"Resume", "Results", "Scan now"} {
		uitest.Tap(t, o.Content(), b)
	}
	o.list.Select(0) // Space or a click on the row
	if diff := cmp.Diff([]string{"resume", "results", "scan", "results"}, f.to); diff != "" {
		t.Errorf("led to (-want +got):\n%s", diff)
	}
}

// About how much room the scans take is told once it is known.
func TestSizeIsTold(t *testing.T) {
	o := open(t, &fake{scans: []storage.Scan{scan(8, storage.Complete)}, size: 3_400_000}, 0)
	o.says(t, "1 scan, about 3.4 MB")
	uitest.Tap(t, o.Content(), "Which scans are kept …")
}

func TestDeleteWithUndo(t *testing.T) {
	f := &fake{scans: []storage.Scan{scan(8, storage.Complete), scan(7, storage.Complete)}}
	o := open(t, f, 0)
	o.says(t, "2 scans")
	o.remove(f.scans[0])
	o.says(t, "1 scan")
	if o.offers.last.Text != "The scan of 21/11/2026 14:30 was deleted." {
		t.Errorf("offer: %q", o.offers.last.Text)
	}
	o.offers.last.Do()
	o.says(t, "2 scans")
	o.remove(f.scans[0])
	o.offers.last.Gone()
	o.queue.Until(t, func() bool { return len(f.gone()) > 0 })
	if diff := cmp.Diff([]storage.ScanID{8}, f.gone()); diff != "" {
		t.Errorf("deleted (-want +got):\n%s", diff)
	}
}

// The pictures of a scan are deleted from its menu, after a question.
func TestDeletePictures(t *testing.T) {
	f := &fake{scans: []storage.Scan{scan(8, storage.Complete)}}
	o := open(t, f, 0)
	o.says(t, "1 scan")
	for _, tt := range []struct {
		answer, said string
		err          error
	}{{"Cancel", "", nil}, {"Delete all pictures", "3 pictures were deleted.", nil}, {"Delete all pictures", "This site or scan no longer exists.", storage.ErrNotFound}} {
		f.noPictures = tt.err
		items := o.entries(f.scans[0]).Items
		at := slices.IndexFunc(items, func(i *fyne.MenuItem) bool { return i.Label == "Delete pictures …" })
		if at < 0 {
			t.Fatalf("the menu has no such entry: %v", items)
		}
		items[at].Action()
		uitest.Tap(t, o.window.Canvas().Overlays().Top(), tt.answer)
		if tt.said == "" {
			continue
		}
		o.queue.Until(t, func() bool {
			top := o.window.Canvas().Overlays().Top()
			return top != nil && slices.Contains(uitest.Texts(top), tt.said)
		})
		uitest.Tap(t, o.window.Canvas().Overlays().Top(), "OK")
	}
	if want := []storage.ScanID{8, 8}; !slices.Equal(f.pictures, want) {
		t.Errorf("the pictures of %v were deleted, want %v", f.pictures, want)
	}
}

// A scan that another program runs is said to, and can only be looked at.
func TestScanRunsElsewhere(t *testing.T) {
	f := &fake{scans: []storage.Scan{scan(9, storage.Elsewhere)}}
	o := open(t, f, 0)
	o.says(t, "Running elsewhere")
	texts := uitest.Texts(o.Content())
	if got := slices.DeleteFunc(texts, func(s string) bool { return s != "Resume" && s != "Watch" && s != "Results" }); !slices.Equal(got, []string{"Results"}) {
		t.Errorf("buttons: %q, want Results alone", got)
	}
	for state, want := range map[storage.State]bool{storage.Elsewhere: true, storage.Complete: false, storage.Stopped: false} {
		if got := o.removal(scan(9, state)).Disabled; got != want {
			t.Errorf("state %d: Delete is disabled: %t, want %t", state, got, want)
		}
	}
}

func TestNothingYet(t *testing.T) {
	f := &fake{}
	o := open(t, f, 0)
	o.says(t, "No scans yet")
	uitest.Picture(t, o.window, "history-empty")
	o.says(t, "0 scans")
}

func TestErrorIsSaid(t *testing.T) {
	f := &fake{err: errors.New("gone")}
	o := open(t, f, 0)
	o.says(t, "This site or scan no longer exists.")
	f.err = nil
	uitest.Tap(t, o.Content(), "Try again")
	o.says(t, "History of bakery.example")
	if slices.Contains(uitest.Texts(o.Content()), "This site or scan no longer exists.") {
		t.Error("the error stays when it is over")
	}
}
