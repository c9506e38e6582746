package ui

import (
	"context"
	"errors"
	"testing"

	"sitewell/ui/background"
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
