package core

import (
	"context"
	"errors"
	"fmt"

	"sitewell/scanner"
	"sitewell/scanner/fetch"
	"sitewell/scanner/profile"
	"sitewell/scanner/redact"
	"sitewell/scanner/weburl"
)

// SignInError says that a scan has to be signed in and can't be. Nothing was
// scanned: a scan that is signed out would find something else and not say so.
type SignInError struct {
	SignIn profile.SignIn
	Start  string
	Host   string
	Reason SignInReason
	Err    error // behind it, for the log
}

// Error names the reason.
func (e *SignInError) Error() string {
	return fmt.Sprintf("sign-in of %s: %s: %v", e.Host, e.Reason, e.Err)
}

// Unwrap returns the error behind it.
func (e *SignInError) Unwrap() error { return e.Err }

// SignInReason is why a scan can't be signed in.
type SignInReason string

const (
	ReasonNotStored    SignInReason = "asked"  // this computer has no key store, so a person is asked in each run
	ReasonMissing      SignInReason = "gone"   // the key store has it no longer
	ReasonLocked       SignInReason = "locked" // the key store can't be opened
	ReasonOtherAddress SignInReason = "moved"  // it was given for another address
)

// SiteRedirectError says that a site answers at another address than the one that
// its sign-in would be sent to, so that all pages would be asked for signed out.
type SiteRedirectError struct{ Start, Leads string }

// Error names both addresses.
func (e *SiteRedirectError) Error() string { return e.Start + " leads to " + e.Leads }

// SignIns are what sites are signed in to with.
type SignIns struct{ *base }

// SetCredential keeps what to sign in with until the program ends; it is stored
// nowhere. in is the sign-in of a *SignInError. The error is a *SecretInputError.
func (s *SignIns) SetCredential(in profile.SignIn, start string, g SecretInput) error {
	u, err := weburl.Parse(start)
	if err != nil {
		return fmt.Errorf("read start address: %w", err)
	}
	v, err := secretFrom(g, u)
	if err != nil {
		return err
	}
	s.secrets.lend(in.Key, v)
	return nil
}

// signIn makes the sign-in of one scan out of what was given for it.
func (s *SignIns) signIn(g SecretInput, start string) (*profile.SignIn, error) {
	u, err := weburl.Parse(start)
	if err != nil {
		return nil, fmt.Errorf("read start address: %w", err)
	}
	in := profile.SignIn{Kind: g.Kind, User: g.User, Key: newKey(u), PromptEachRun: true}
	return &in, s.SetCredential(in, start, g)
}

// credential finds what a scan is signed in with. The error is a *SignInError.
func (p *preparer) credential(ctx context.Context, in profile.SignIn, start string) (fetch.Credential, error) {
	u, err := weburl.Parse(start)
	if err != nil {
		return fetch.Credential{}, fmt.Errorf("read start address: %w", err)
	}
	fail := func(reason SignInReason, err error) (fetch.Credential, error) {
		return fetch.Credential{}, &SignInError{SignIn: in, Start: start, Host: u.Host(), Reason: reason, Err: err}
	}
	v, err := p.secrets.find(ctx, in)
	switch {
	case errors.Is(err, errAsked), errors.Is(err, errNoKeyStore):
		return fail(ReasonNotStored, err)
	case errors.Is(err, ErrNoSecret):
		return fail(ReasonMissing, err)
	case ctx.Err() != nil:
		return fetch.Credential{}, ctx.Err()
	case err != nil:
		return fail(ReasonLocked, err)
	case v.Origin != u.Origin():
		return fail(ReasonOtherAddress, errors.New("stored for "+v.Origin))
	}
	return v.credential(), nil
}

// staysAtHome makes sure, without signing in, that a site does not send its
// visitors to another spelling of its address (www, https), where the sign-in
// must not follow (check 90). The error is an *SiteRedirectError.
func staysAtHome(ctx context.Context, o scanner.Options) error {
	start, err := weburl.Parse(o.Start)
	if err != nil {
		return fmt.Errorf("read start address: %w", err)
	}
	o.Logger = redact.New(o.Start, o.Credential.Secrets()).Logger(o.Logger)
	client, err := probeClient(start, o)
	if err != nil {
		return err
	}
	defer client.Close()
	a := client.Fetch(ctx, fetch.Request{URL: start, Want: fetch.WantNone, Internal: true})
	if err := ctx.Err(); err != nil {
		return err
	}
	if final := a.Final; final.Origin() != start.Origin() && weburl.SameSite(start, final, false) {
		return &SiteRedirectError{Start: redacted(o.Start), Leads: final.Origin() + "/"}
	}
	return nil
}

// SecretNotDeletedError says that a site is deleted, yet its secret could not be
// taken out of the key store, where it stands under Key.
type SecretNotDeletedError struct {
	Key string
	Err error
}

// Error names the entry that is left.
func (e *SecretNotDeletedError) Error() string {
	return fmt.Sprintf("secret %q is left in key store: %v", e.Key, e.Err)
}

// Unwrap returns the error behind it.
func (e *SecretNotDeletedError) Unwrap() error { return e.Err }
