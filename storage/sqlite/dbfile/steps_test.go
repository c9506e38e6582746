package dbfile

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
	"time"
)

// A step that takes long is followed by a smaller one, so that others wait less.
func TestStepsBecomeShorter(t *testing.T) {
	f, err := Open(t.Context(), filepath.Join(t.TempDir(), "x.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var sizes []int
	err = f.InSteps(t.Context(), "test", 6400, func(_ *sql.Tx, n int) (bool, error) {
		sizes = append(sizes, n)
		time.Sleep(stepTime + time.Millisecond)
		return len(sizes) < 4, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if sizes[1] >= sizes[0] || sizes[3] > sizes[1] {
		t.Errorf("steps of %v rows: the later ones should be smaller", sizes)
	}
}

// Between two steps others can write, and a deletion that is stopped ends between two.
func TestStepsLetOthersWrite(t *testing.T) {
	f, err := Open(t.Context(), filepath.Join(t.TempDir(), "x.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	ctx, stop := context.WithCancel(t.Context())
	first, done := make(chan struct{}), make(chan error, 1)
	go func() {
		steps := 0
		done <- f.InSteps(ctx, "test", 100, func(*sql.Tx, int) (bool, error) {
			if steps++; steps == 1 {
				close(first)
			}
			return true, nil // it never ends by itself
		})
	}()
	<-first
	for range 5 {
		if err := f.Writing(t.Context(), "beside", func(*sql.Tx) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("a stopped deletion: %v, want %v", err, context.Canceled)
	}
}
