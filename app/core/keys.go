package core

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"

	"sitewell/scanner/profile"
	"sitewell/scanner/weburl"
)

// KeyStore keeps secrets outside of Sitewell's own files: the Keychain of
// macOS, the Credential Manager of Windows, the Secret Service of a Linux
// desktop. Its methods may take as long as a person needs to unlock it.
type KeyStore interface {
	// Get returns a secret by its name; ErrNoSecret where there is none, any
	// other error where the store can't be reached or stays locked.
	Get(ctx context.Context, name string) (string, error)
	Set(ctx context.Context, name, secret string) error
	// Delete forgets a secret; ErrNoSecret where there is none.
	Delete(ctx context.Context, name string) error
}

var (
	// ErrNoSecret: the key store has no secret of that name.
	ErrNoSecret = errors.New("no such secret")
	// errNoKeyStore: this program runs without a key store.
	errNoKeyStore = errors.New("no key store")
)

// secrets are what sites are signed in to with: in the key store, and in
// memory for as long as the program runs.
type secrets struct {
	store KeyStore // nil for none

	mu   sync.Mutex
	lent map[string]secret // by profile.SignIn.Key
}

// lend keeps a secret for this run of the program.
func (s *secrets) lend(key string, v secret) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lent == nil {
		s.lent = make(map[string]secret)
	}
	s.lent[key] = v
}

func (s *secrets) borrowed(key string) (secret, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.lent[key]
	return v, ok
}

// keep puts a secret into the key store, and where there is none into memory.
// It returns the sign-in as it is to be stored.
func (s *secrets) keep(ctx context.Context, in profile.SignIn, v secret) (profile.SignIn, error) {
	s.lend(in.Key, v)
	in.PromptEachRun = true
	if s.store == nil {
		return in, errNoKeyStore
	}
	text, err := v.text()
	if err != nil {
		return in, fmt.Errorf("write secret: %w", err)
	}
	if err := s.store.Set(ctx, in.Key, text); err != nil {
		return in, fmt.Errorf("put secret into key store: %w", err)
	}
	in.PromptEachRun = false
	return in, nil
}

// find returns the secret of a sign-in, from memory or the key store.
func (s *secrets) find(ctx context.Context, in profile.SignIn) (secret, error) {
	if v, ok := s.borrowed(in.Key); ok {
		return v, nil
	}
	switch {
	case in.PromptEachRun:
		return secret{}, errAsked
	case s.store == nil:
		return secret{}, errNoKeyStore
	}
	text, err := s.store.Get(ctx, in.Key)
	if err != nil {
		return secret{}, fmt.Errorf("get secret from key store: %w", err)
	}
	v, err := secretOf(text)
	if err != nil {
		return secret{}, errors.Join(ErrNoSecret, err) // somebody else wrote it
	}
	return v, nil
}

// errAsked: the secret was never in the key store.
var errAsked = errors.New("secret is asked for in every run")

// forget takes a secret away from everywhere. One that is nowhere is no error.
func (s *secrets) forget(ctx context.Context, in profile.SignIn) error {
	s.mu.Lock()
	delete(s.lent, in.Key)
	s.mu.Unlock()
	if in.PromptEachRun || s.store == nil {
		return nil
	}
	if err := s.store.Delete(ctx, in.Key); err != nil && !errors.Is(err, ErrNoSecret) {
		return fmt.Errorf("delete secret from key store: %w", err)
	}
	return nil
}

// newKey makes up a name for a secret, by which a person who looks through
// their key store can tell what it is of. It has no address in it but the host.
func newKey(start weburl.URL) string {
	var b [6]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return start.Host() + " " + hex.EncodeToString(b[:])
}
