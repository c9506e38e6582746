package ui

import (
	"context"
	"errors"
	"testing"

	"sitewell/ui/background"
	"sitewell/ui/uitest"
)

// A task that does not end with the window must not keep the program from ending.
func TestQuitWaitsNotForEver(t *testing.T) {
	run := background.New(t.Context(), func(f func()) { f() })
	release := make(chan struct{})
	run.Go(func(context.Context) { <-release })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := closeWithin(ctx, run); !errors.Is(err, errStillWorking) {
		t.Errorf("got %v, want that something goes on", err)
	}
	close(release)
	if err := closeWithin(t.Context(), run); err != nil {
		t.Errorf("once it has ended: %v", err)
	}
}

// What Fyne does at the end is done once, before its loop ends, and nothing is left
// for its queue.
func TestStopNow(t *testing.T) {
	app := uitest.New(t)
	stops := 0
	app.Lifecycle().SetOnStopped(func() { stops++ })
	stopNow(app.Lifecycle())
	stopNow(app.Lifecycle())
	if stops != 1 {
		t.Errorf("it was done %d times", stops)
	}
	left, ok := app.Lifecycle().(interface{ OnStopped() func() })
	if !ok {
		t.Fatal("Fyne's lifecycle has no OnStopped any more: look at stopNow again")
	}
	if left.OnStopped() != nil {
		t.Error("something is left for the end")
	}
}
