package router

import (
	"fmt"
	"testing"

	"sitewell/storage"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"
)

// stop is a page that records what happens to it.
type stop struct {
	route Route
	log   *[]string
}

func (s *stop) Content() fyne.CanvasObject { return nil }
func (s *stop) Opened()                    { *s.log = append(*s.log, fmt.Sprint("open ", s.route.Scan)) }

func (s *stop) Left() { *s.log = append(*s.log, fmt.Sprint("leave ", s.route.Scan)) }

func travel() (*Router, *[]string) {
	log := &[]string{}
	return New(Options{
		Build: func(r Route) Page {
			*log = append(*log, fmt.Sprint("build ", r.Scan))
			return &stop{r, log}
		},
		Show: func(Route, Page) {},
	}), log
}

func to(n storage.ScanID) Route { return Route{Name: Results, Scan: n} }

func TestRouterGoesBackAndForward(t *testing.T) {
	r, log := travel()
	r.Visit(to(1))
	r.Visit(to(2))
	r.GoBack()
	r.GoForward()
	r.GoForward() // nothing is ahead
	want := []string{
		"build 1", "open 1",
		"leave 1", "build 2", "open 2",
		"leave 2", "open 1", // its page was kept
		"leave 1", "open 2",
	}
	if diff := cmp.Diff(want, *log); diff != "" {
		t.Errorf("what happened (-want +got):\n%s", diff)
	}
}

func TestRouterForgetsWhatWasAhead(t *testing.T) {
	r, _ := travel()
	for _, n := range []storage.ScanID{1, 2} {
		r.Visit(to(n))
	}
	r.GoBack()
	r.Visit(to(3))
	if len(r.forward) != 0 || len(r.back) != 1 || r.back[0].route != to(1) {
		t.Errorf("back %v, forward %v", r.back, r.forward)
	}
}

func TestRouterVisitsItsOwnPlaceAgain(t *testing.T) {
	r, log := travel()
	r.Visit(to(1))
	r.Visit(to(1))
	if diff := cmp.Diff([]string{"build 1", "open 1", "open 1"}, *log); diff != "" {
		t.Errorf("what happened (-want +got):\n%s", diff)
	}
	if len(r.back) != 0 {
		t.Errorf("back: %v", r.back)
	}
}

// Results take the place of the scan that led to them; a person who goes back
// is not sent to the same results twice.
func TestRouterReplace(t *testing.T) {
	r, _ := travel()
	r.Visit(to(1))
	r.Visit(to(2))
	r.Visit(to(3))
	r.Replace(to(2))
	r.GoBack()
	if r.current.route != to(1) {
		t.Errorf("back led to %v, want %v", r.current.route, to(1))
	}
}

func TestRouterBoundsWhatItKeeps(t *testing.T) {
	r, _ := travel()
	for n := range storage.ScanID(200) {
		r.Visit(to(n))
	}
	pages := 0
	for _, e := range r.back {
		if e.page != nil {
			pages++
		}
	}
	if len(r.back) > remembered || pages > alive {
		t.Errorf("%d places with %d pages are kept, want at most %d and %d", len(r.back), pages, remembered, alive)
	}
}
