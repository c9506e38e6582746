package scanning

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/ui/uitest"
)

// run is a scan whose progress the test sets.
type run struct {
	mu       sync.Mutex
	progress result.Progress
	asked    int
	stops    int
	done     chan struct{}
}

func (r *run) Progress() result.Progress {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked++
	return r.progress
}

func (r *run) set(change func(p *result.Progress)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(&r.progress)
}

func (r *run) Stop()                 { r.stops++ }
func (r *run) Done() <-chan struct{} { return r.done }
func (r *run) Err() error            { return errors.New("not asked by the screen") }

// going records where the screen led.
type going struct{ to []string }

func (g *going) Results(storage.ScanID) { g.to = append(g.to, "results") }
func (g *going) Resume(storage.ScanID)  { g.to = append(g.to, "resume") }

type opened struct {
	*Screen
	run    *run
	ticks  chan time.Time
	queue  *uitest.Queue
	window fyne.Window
	going  *going
}

func open(t *testing.T) *opened {
	t.Helper()
	uitest.New(t)
	o := &opened{
		run: &run{done: make(chan struct{})}, ticks: make(chan time.Time), queue: uitest.NewQueue(t), going: &going{},
	}
	o.Screen = New(Options{
		Run: o.queue.Runner(), Job: Job{Scan: 1, Site: 2, Start: "https://bakery.example/", Run: o.run}, Going: o.going,
		Now:  func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) },
		Tick: func() (<-chan time.Time, func()) { return o.ticks, func() {} },
	})
	o.window = uitest.Window(t, o.Content(), 900, 640)
	o.Opened()
	t.Cleanup(o.Left)
	return o
}

func (o *opened) shows(text string) bool {
	return slices.Contains(uitest.Texts(o.Content()), text)
}

func TestProgressIsSampled(t *testing.T) {
	o := open(t)
	o.run.set(func(p *result.Progress) {
		p.Found, p.Checked, p.Waiting, p.Pages = 120, 40, 80, 12
		p.Verdicts[outcome.Broken] = 3
		p.Own, p.Other = result.Share{Done: 33, Found: 90}, result.Share{Done: 7, Found: 30}
	})
	o.ticks <- time.Time{}
	o.queue.Until(t, func() bool { return o.shows("33 addresses checked") })
	for _, want := range []string{"3", "12", "80", "7 of 30 addresses found so far"} {
		if !o.shows(want) {
			t.Errorf("%q is not shown: %q", want, uitest.Texts(o.Content()))
		}
	}
}

// While the window is busy no further snapshots pile up (design.md: progress
// is sampled).
func TestBusyWindowIsNotFlooded(t *testing.T) {
	o := open(t)
	before := o.run.asked
	for range 5 {
		o.ticks <- time.Time{} // the queue is not drained
	}
	o.Left()
	o.queue.Runner().Close()
	if got := o.run.asked - before; got != 1 {
		t.Errorf("%d snapshots were taken, want 1", got)
	}
}

func TestStopAsksOnce(t *testing.T) {
	o := open(t)
	uitest.Tap(t, o.Content(), "Stop")
	o.doStop()
	if o.run.stops != 1 {
		t.Errorf("the scan was stopped %d times, want once", o.run.stops)
	}
	if o.Paused() {
		t.Error("a stopped scan stays on the screen as if it was paused")
	}
}

func TestPauseAndResume(t *testing.T) {
	o := open(t)
	uitest.Tap(t, o.Content(), "Pause")
	if !o.Paused() || o.run.stops != 1 {
		t.Fatalf("paused %v, stopped %d times", o.Paused(), o.run.stops)
	}
	close(o.run.done)
	o.Ended("")
	uitest.Picture(t, o.window, "paused")
	if !o.shows("Paused") || o.shows("Stop") {
		t.Errorf("texts of a paused scan: %q", uitest.Texts(o.Content()))
	}
	uitest.Tap(t, o.Content(), "Resume")
	uitest.Tap(t, o.Content(), "See the problems so far")
	if diff := cmp.Diff([]string{"resume", "results"}, o.going.to); diff != "" {
		t.Errorf("led to (-want +got):\n%s", diff)
	}
}

func TestEndedByAProblem(t *testing.T) {
	o := open(t)
	close(o.run.done)
	o.Ended("The disk is full. What was stored before is kept.")
	if !o.shows("The disk is full. What was stored before is kept.") {
		t.Errorf("texts: %q", uitest.Texts(o.Content()))
	}
}
