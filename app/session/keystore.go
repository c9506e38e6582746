package session

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/zalando/go-keyring"

	"sitewell/app/core"
)

// keyService is what Sitewell's secrets stand under in the key store.
const keyService = "Sitewell"

// keyPatience is how long a person may take to unlock their key store.
const keyPatience = 2 * time.Minute

// SystemKeys is the key store of the system: Keychain on macOS, Credential
// Manager on Windows, the Secret Service over D-Bus elsewhere.
type SystemKeys struct{}

// Get implements core.KeyStore.
func (SystemKeys) Get(ctx context.Context, name string) (string, error) {
	var secret string
	err := patiently(ctx, func() (err error) {
		secret, err = keyring.Get(keyService, name)
		return err
	})
	if err != nil { // the call may still be under way, and write
		return "", err
	}
	return secret, nil
}

// Set implements core.KeyStore.
func (SystemKeys) Set(ctx context.Context, name, secret string) error {
	return patiently(ctx, func() error { return keyring.Set(keyService, name, secret) })
}

// Delete implements core.KeyStore.
func (SystemKeys) Delete(ctx context.Context, name string) error {
	return patiently(ctx, func() error { return keyring.Delete(keyService, name) })
}

// errKeysSilent: nobody unlocked the key store.
var errKeysSilent = errors.New("key store did not answer in time")

// patiently waits for the key store, which may be waiting for a person. The
// library knows no context, so a call that is given up goes on by itself and
// ends with the prompt, or with the program.
func patiently(ctx context.Context, call func() error) error {
	ctx, cancel := context.WithTimeoutCause(ctx, keyPatience, errKeysSilent)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- call() }()
	select {
	case err := <-done:
		if errors.Is(err, keyring.ErrNotFound) {
			return fmt.Errorf("%w: %w", core.ErrNoSecret, err)
		}
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
