package overview

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/uitest"
)

var now = time.Date(2026, 11, 23, 14, 30, 0, 0, time.UTC)

// fake has three sites with one cause, and records where the screen leads.
type fake struct {
	to     []string
	copied string
	err    error
}

func (f *fake) Overview(context.Context) ([]Health, error) {
	scan := func(id storage.ScanID, broken int) *storage.Scan {
		return &storage.Scan{ID: id, State: storage.Complete, Began: now.AddDate(0, 0, -2), Counts: storage.Counts{Broken: broken, Works: 5}}
	}
	return []Health{
		{
			SiteSummary: storage.SiteSummary{Site: storage.Site{ID: 1, Name: "Bakery", Client: "Baker", Start: "https://bakery.example/"}, Last: scan(11, 7)},
			Condition:   Broken, IsCompared: true, New: 3, Fixed: 1, Oldest: storage.OldProblem{ID: 5, URL: "https://bakery.example/gone", Since: now.AddDate(0, 0, -45)},
		},
		{SiteSummary: storage.SiteSummary{Site: storage.Site{ID: 2, Start: "https://zoo.example/"}, Last: scan(12, 0)}, Condition: Fine, IsCompared: true},
		{SiteSummary: storage.SiteSummary{Site: storage.Site{ID: 3, Start: "https://new.example/"}}, Condition: Unscanned},
		{SiteSummary: storage.SiteSummary{Site: storage.Site{ID: 4, Start: "https://busy.example/"}, Last: &storage.Scan{ID: 14, Began: now}}, Condition: Scanning, IsRunning: true},
		{SiteSummary: storage.SiteSummary{Site: storage.Site{ID: 5, Start: "https://cut.example/"}, Last: &storage.Scan{ID: 15, Began: now}}, Condition: Unfinished},
	}, f.err
}

func (f *fake) Causes(context.Context) ([]Cause, error) {
	return []Cause{{
		Title: "Replace or remove the links to gone.example", Reach: "2 links on 2 sites",
		Sites: []CauseSite{{storage.Site{ID: 1, Name: "Bakery"}, 11, 1}, {storage.Site{ID: 2, Start: "https://zoo.example/"}, 12, 1}},
		Read: func(context.Context) (CauseLinks, error) {
			return CauseLinks{Message: "Dear editor", Links: []CauseLink{{Site: 2, Page: "https://zoo.example/a", To: "https://gone.example/", Text: "Partner"}}}, nil
		},
	}}, nil
}

func (f *fake) Results(scan storage.ScanID)  { f.to = append(f.to, fmt.Sprint("results ", scan)) }
func (f *fake) ScanSite(site storage.SiteID) { f.to = append(f.to, fmt.Sprint("scan ", site)) }

func open(t *testing.T, f *fake) (s *Screen, q *uitest.Queue, w fyne.Window) {
	t.Helper()
	uitest.New(t)
	q, w = uitest.NewQueue(t), uitest.Window(t, nil, 1100, 640)
	s = New(Options{
		Run: q.Runner(), Store: f, Going: f, Dialogs: ask.NewHost(w.Canvas()), Sentence: func(error) string { return "The disk is full." },
		Copy: func(text string) { f.copied = text }, Now: func() time.Time { return now },
	})
	w.SetContent(s.Content())
	s.Opened()
	return s, q, w
}

func says(t *testing.T, q *uitest.Queue, o func() fyne.CanvasObject, text string) {
	t.Helper()
	q.Until(t, func() bool { return o() != nil && slices.Contains(uitest.Texts(o()), text) })
}

func TestOverview(t *testing.T) {
	f := &fake{}
	s, q, w := open(t, f)
	content := func() fyne.CanvasObject { return w.Canvas().Content() }
	for _, want := range []string{
		"Bakery · Baker", "3 new, 1 fixed", "for 45 days", "2 days ago", "Nothing new", "new.example", "Never scanned",
		"Since the scans before: 3 new problems, 1 fixed. The oldest serious problem: https://bakery.example/gone on Bakery, for 45 days.",
	} {
		says(t, q, content, want)
	}
	s.list.Select(0)
	s.list.Select(2)
	for _, tt := range []struct {
		by   Condition
		want storage.SiteID
	}{{Fine, 2}, {Scanning, 4}, {Unfinished, 5}, {Unscanned, 3}} {
		if s.filter(tt.by); len(s.shown) != 1 || s.shown[0].ID != tt.want {
			t.Errorf("filtered by %s: %+v", tt.by.name(), s.shown)
		}
	}
	says(t, q, content, "Scan is running")
	s.filter(Fine)
	if s.filter(Fine); len(s.shown) != 5 {
		t.Errorf("%d sites after the filter was taken away", len(s.shown))
	}
	s.list.Select(3) // to the scan that runs
	s.show(1)
	says(t, q, content, "2 links on 2 sites: Bakery, zoo.example")
	s.causesList.Select(0)
	top := func() fyne.CanvasObject { return w.Canvas().Overlays().Top() }
	says(t, q, top, "https://zoo.example/a links to https://gone.example/ (Partner)")
	uitest.Tap(t, top(), "Results")
	s.causesList.Select(0)
	says(t, q, top, "zoo.example: 1 link")
	uitest.Tap(t, top(), "Copy message")
	if want := []string{"results 11", "scan 3", "scan 4", "results 11"}; !slices.Equal(f.to, want) || f.copied != "Dear editor" {
		t.Errorf("led to %v, copied %q", f.to, f.copied)
	}
}

func TestFailure(t *testing.T) {
	_, q, w := open(t, &fake{err: errors.New("full")})
	says(t, q, func() fyne.CanvasObject { return w.Canvas().Content() }, "The disk is full.")
}

// A problem of today is not said to be one for no days.
func TestAge(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	s := &Screen{o: Options{Now: func() time.Time { return now }}}
	for since, want := range map[time.Duration]string{time.Hour: "for less than a day", 25 * time.Hour: "for 1 day", 49 * time.Hour: "for 2 days"} {
		if got := s.age(now.Add(-since)); got != want {
			t.Errorf("%v ago: got %q, want %q", since, got, want)
		}
	}
}
