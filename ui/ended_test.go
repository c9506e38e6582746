package ui

import (
	"context"
	"testing"
	"time"

	"sitewell/storage"
	"sitewell/ui/results"
	"sitewell/ui/router"
)

// ignoring says that three problems of every scan are ignored.
type ignoring struct{ results.Marks }

func (ignoring) MarkCounts(context.Context, storage.ScanID) (storage.MarkCounts, error) {
	return storage.MarkCounts{Ignored: storage.Counts{Broken: 2, Warning: 1}, Marked: 3}, nil
}

func (ignoring) CheckDone(context.Context, storage.ScanID) (storage.DoneCheck, error) {
	return storage.DoneCheck{}, nil
}

func (ignoring) List(context.Context, storage.SiteID) ([]storage.Mark, error) { return nil, nil }

// The message at the end of a scan leaves out what is ignored, as the results do.
func TestEndOfScanLeavesOutIgnored(t *testing.T) {
	s := openWith(t, bakery(), func(o *Options) { o.Results.Marks = ignoring{} })
	s.going.ScanSite(1)
	s.says(t, "Scanning bakery.example")
	s.going.History(2)
	s.says(t, "History of Harbour Hotel")
	s.fake.runs[0].Stop()
	s.says(t, "The scan of bakery.example has ended: 28 problems. 3 problems are ignored.")
}

// comparing says that a scan has new problems.
type comparing struct {
	*fake
	counts storage.ChangeCounts
}

func (c comparing) CompareToPrevious(_ context.Context, scan storage.ScanID) (storage.Comparison, error) {
	return storage.Comparison{From: storage.Scan{ID: 3}, To: storage.Scan{ID: scan}, Counts: c.counts}, nil
}

// At the end of a long scan a person who uses another program gets a notification with the
// result, and a click on it shows the results. Short scans, and people who look at the
// window, get none.
func TestNotificationAtTheEnd(t *testing.T) {
	for _, tt := range []struct {
		name    string
		lasted  time.Duration
		focused bool
		counts  storage.ChangeCounts
		problem error
		want    string
	}{
		{"new", time.Minute, false, storage.ChangeCounts{New: 2, CameBack: 1}, nil, "bakery.example: 3 new problems, 28 in all"},
		{"one", time.Minute, false, storage.ChangeCounts{New: 1}, nil, "bakery.example: 1 new problem, 28 in all"},
		{"nothing new", time.Minute, false, storage.ChangeCounts{Fixed: 4}, nil, "bakery.example: nothing new, 28 in all"},
		{"failed", time.Minute, false, storage.ChangeCounts{}, errFake, "bakery.example: “foo bar” is no address."},
		{"short", 20 * time.Second, false, storage.ChangeCounts{New: 2}, nil, ""},
		{"looked at", time.Minute, true, storage.ChangeCounts{New: 2}, nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := bakery()
			told := make(chan string, 1)
			s := openWith(t, f, func(o *Options) {
				o.Sites, o.Results.Marks = comparing{f, tt.counts}, ignoring{}
				o.Notify = func(_ context.Context, title, text string) (bool, error) {
					told <- text
					return true, nil
				}
			})
			s.focused = tt.focused
			s.going.ScanSite(1)
			s.says(t, "Scanning bakery.example")
			s.router.Visit(router.Route{Name: router.Codes})
			run := f.runs[0]
			run.mu.Lock()
			run.progress.Started, run.err = fakeNow.Add(-tt.lasted), tt.problem
			run.mu.Unlock()
			run.Stop()
			if tt.want == "" {
				s.says(t, "The scan of bakery.example has ended")
				select {
				case text := <-told:
					t.Errorf("notified: %q", text)
				default:
				}
				return
			}
			s.queue.Until(t, func() bool { return s.router.Route().Name == router.Results })
			if got := <-told; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
