package background

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// queue is a dispatcher that a test drains on its own goroutine.
func queue() (Dispatcher, <-chan func()) {
	c := make(chan func(), 16)
	return func(f func()) { c <- f }, c
}

// A slow old answer is dropped (style 13).
func TestLoaderDropsStaleAnswer(t *testing.T) {
	dispatch, waiting := queue()
	r := New(t.Context(), dispatch)
	defer r.Close()
	var l Loader[string]
	var got []string
	apply := func(s string, _ error) { got = append(got, s) }
	release := make(chan struct{})
	l.Load(r, func(context.Context) (string, error) { <-release; return "old", nil }, apply)
	l.Load(r, func(context.Context) (string, error) { return "new", nil }, apply)
	(<-waiting)()
	close(release)
	(<-waiting)()
	if diff := cmp.Diff([]string{"new"}, got); diff != "" {
		t.Errorf("applied answers (-want +got):\n%s", diff)
	}
}

func TestLoaderCancelEndsTheQuery(t *testing.T) {
	dispatch, waiting := queue()
	r := New(t.Context(), dispatch)
	defer r.Close()
	var l Loader[int]
	var ended error
	l.Load(r, func(ctx context.Context) (int, error) {
		<-ctx.Done()
		ended = ctx.Err()
		return 0, ended
	}, func(int, error) { t.Error("an answer arrived after Cancel") })
	l.Cancel()
	(<-waiting)()
	if !errors.Is(ended, context.Canceled) {
		t.Errorf("query ended with %v, want %v", ended, context.Canceled)
	}
}

func TestRunnerCloseWaits(t *testing.T) {
	dispatch, _ := queue()
	r := New(t.Context(), dispatch)
	done := false
	r.Go(func(ctx context.Context) { <-ctx.Done(); done = true })
	r.Close()
	if !done {
		t.Error("Close returned before the work ended")
	}
}
