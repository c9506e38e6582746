package session

import (
	"context"
	"errors"
	"testing"

	"github.com/zalando/go-keyring"

	"sitewell/app/core"
)

// The key store of the system, as go-keyring plays it without one.
func TestSystemKeys(t *testing.T) {
	keyring.MockInit()
	t.Cleanup(keyring.MockInit)
	ctx, k := t.Context(), SystemKeys{}
	if _, err := k.Get(ctx, "club.example 01"); !errors.Is(err, core.ErrNoSecret) {
		t.Errorf("nothing there: got %v, want %v", err, core.ErrNoSecret)
	}
	if err := k.Set(ctx, "club.example 01", "s3cret"); err != nil {
		t.Fatal(err)
	}
	if got, err := k.Get(ctx, "club.example 01"); err != nil || got != "s3cret" {
		t.Errorf("got %q, %v", got, err)
	}
	if got, err := keyring.Get("Sitewell", "club.example 01"); err != nil || got != "s3cret" {
		t.Errorf("under Sitewell's name: got %q, %v", got, err)
	}
	if err := k.Delete(ctx, "club.example 01"); err != nil {
		t.Fatal(err)
	}
	if err := k.Delete(ctx, "club.example 01"); !errors.Is(err, core.ErrNoSecret) {
		t.Errorf("deleted twice: got %v, want %v", err, core.ErrNoSecret)
	}

	locked := errors.New("locked")
	keyring.MockInitWithError(locked)
	if _, err := k.Get(ctx, "x"); !errors.Is(err, locked) || errors.Is(err, core.ErrNoSecret) {
		t.Errorf("locked: got %v", err)
	}
	if err := k.Set(ctx, "x", "y"); !errors.Is(err, locked) {
		t.Errorf("locked: got %v", err)
	}
}

// A key store that waits for a person does not hold up who is leaving.
func TestSystemKeysDoNotOutwaitTheirCaller(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	called, end := make(chan struct{}), make(chan struct{})
	defer close(end)
	go func() {
		<-called
		cancel()
	}()
	err := patiently(ctx, func() error {
		close(called)
		<-end
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}
