package core

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"sitewell/scanner"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/scanner/weburl"
	"sitewell/storage"
)

// SettingsInput is what a person changed of a site.
type SettingsInput struct {
	Start    string // as typed
	Settings profile.Settings
	// SignIn is what to sign in with from now on; nil leaves it as it is.
	// SignOut takes it away.
	SignIn  *SecretInput
	SignOut bool
}

// Field of a SettingsInput.
type Field string

const (
	FieldStart    Field = "start"
	FieldInclude  Field = "include"
	FieldExclude  Field = "exclude"
	FieldHeaders  Field = "headers"
	FieldAgent    Field = "agent"
	FieldSignIn   Field = "sign-in"
	FieldPace     Field = "concurrency"
	FieldTimeout  Field = "timeout"
	FieldDepth    Field = "depth"
	FieldLimit    Field = "limit"
	FieldVerdicts Field = "verdicts"
)

// FieldError says which field of a SettingsInput can't be used, and why.
type FieldError struct {
	Field Field
	Err   error
}

// Error names the field.
func (e *FieldError) Error() string { return fmt.Sprintf("%s: %v", e.Field, e.Err) }

// Unwrap returns the reason.
func (e *FieldError) Unwrap() error { return e.Err }

var (
	// ErrRange: a number is too small or too large.
	ErrRange = errors.New("number out of range")
	// ErrSignInAddressChanged: the address changes, and with it whom the secret goes to.
	ErrSignInAddressChanged = errors.New("sign-in was given for another address")
)

// SiteSettings reads and stores the settings of sites.
type SiteSettings struct{ *base }

// Settings returns a site with its settings.
func (st *SiteSettings) Settings(ctx context.Context, site storage.SiteID) (storage.Site, profile.Settings, error) {
	return st.siteSettings(ctx, site)
}

func (b *base) siteSettings(ctx context.Context, site storage.SiteID) (storage.Site, profile.Settings, error) {
	s, err := b.db.SiteByID(ctx, site)
	if err != nil {
		return storage.Site{}, profile.Settings{}, fmt.Errorf("find site: %w", err)
	}
	settings, err := profile.Parse(s.Settings)
	return s, settings, err
}

// SaveSettings stores what a person changed; it holds from the next scan on.
// It returns the settings as they are stored: where SignIn.PromptEachRun is set although
// a secret was given, this computer has no key store for it. Fields that can't
// be used are *FieldErrors, joined, and then nothing is stored; a
// *SecretNotDeletedError tells that all is stored, yet the old secret could not be
// deleted.
func (st *SiteSettings) SaveSettings(ctx context.Context, site storage.SiteID, e SettingsInput) (profile.Settings, error) {
	s, old, err := st.Settings(ctx, site)
	if err != nil {
		return profile.Settings{}, err
	}
	next := e.Settings
	next.Version, next.SignIn, next.Demo, next.Folder, next.List, next.Schedule = old.Version, old.SignIn, old.Demo, old.Folder, old.List, old.Schedule
	start, errs := checkInput(e)
	signIn, given, err := st.changeSignIn(s, old, start, e)
	if err != nil {
		errs = append(errs, &FieldError{FieldSignIn, err})
	}
	if len(errs) > 0 {
		return profile.Settings{}, errors.Join(errs...)
	}
	next.SignIn = signIn
	if given != nil {
		kept, err := st.secrets.keep(ctx, *signIn, *given)
		if err != nil {
			st.log.Warn("secret is not in the key store", "error", err)
		}
		next.SignIn = &kept
	}
	if err := st.changeSettings(ctx, site, func(now *storage.Site, settings *profile.Settings) error {
		next.Schedule = settings.Schedule // it may have changed meanwhile
		now.Start, *settings = start.Key(), next
		return nil
	}); err != nil {
		if given != nil {
			err = errors.Join(err, st.secrets.forget(ctx, *next.SignIn))
		}
		return profile.Settings{}, err
	}
	if old.SignIn != nil && (next.SignIn == nil || next.SignIn.Key != old.SignIn.Key) {
		if err := st.secrets.forget(ctx, *old.SignIn); err != nil {
			return next, &SecretNotDeletedError{Key: old.SignIn.Key, Err: err}
		}
	}
	return next, nil
}

// changeSettings changes the settings of a site as they are stored at that moment.
func (b *base) changeSettings(ctx context.Context, id storage.SiteID, change func(*storage.Site, *profile.Settings) error) error {
	_, err := b.db.ChangeSite(ctx, id, func(s *storage.Site) error {
		settings, err := profile.Parse(s.Settings)
		if err == nil {
			err = change(s, &settings)
		}
		if err == nil {
			s.Settings, err = settings.JSON()
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("store settings: %w", err)
	}
	return nil
}

// changeSignIn settles how the site is signed in to after an edit, and with what
// if the person typed a new secret.
func (st *SiteSettings) changeSignIn(s storage.Site, old profile.Settings, start weburl.URL, e SettingsInput) (*profile.SignIn, *secret, error) {
	switch {
	case e.SignOut || start.IsZero():
		return nil, nil, nil
	case e.SignIn == nil:
		if old.SignIn != nil {
			if was, err := weburl.Parse(s.Start); err != nil || was.Origin() != start.Origin() {
				return nil, nil, ErrSignInAddressChanged
			}
		}
		return old.SignIn, nil, nil
	}
	v, err := secretFrom(*e.SignIn, start)
	if err != nil {
		return nil, nil, err
	}
	in := profile.SignIn{Kind: e.SignIn.Kind, User: e.SignIn.User, Key: newKey(start)}
	if in.Kind != profile.Password {
		in.User = ""
	}
	return &in, &v, nil
}

// checkInput reads the start address and finds what can't be used.
func checkInput(e SettingsInput) (start weburl.URL, errs []error) {
	bad := func(f Field, err error) { errs = append(errs, &FieldError{f, err}) }
	if candidates, err := weburl.ParseInput(e.Start); err != nil {
		bad(FieldStart, err)
	} else {
		start = candidates[0].WithoutFragment()
	}
	s := e.Settings
	for _, rules := range []struct {
		field Field
		list  []string
	}{{FieldInclude, s.Include}, {FieldExclude, s.Exclude}} {
		if _, err := compile(rules.list); err != nil {
			bad(rules.field, err)
		}
	}
	for _, line := range s.Headers {
		if err := CheckHeader(line); err != nil {
			bad(FieldHeaders, err)
			break
		}
	}
	if err := CheckUserAgent(s.UserAgent); err != nil {
		bad(FieldAgent, err)
	}
	if s.Concurrency < 0 || s.Concurrency > MaxConcurrency {
		bad(FieldPace, ErrRange)
	}
	if t := s.TimeoutSeconds; t != 0 && (t < MinTimeout.Seconds() || t > MaxTimeout.Seconds()) {
		bad(FieldTimeout, ErrRange)
	}
	if s.MaxDepth < 0 {
		bad(FieldDepth, ErrRange)
	}
	if s.MaxAddresses < 0 {
		bad(FieldLimit, ErrRange)
	}
	for key, word := range s.Verdicts {
		v, known := outcome.ParseVerdict(word)
		if _, found := outcome.Lookup(key); !found || !known || !v.IsProblem() && v != outcome.Works {
			bad(FieldVerdicts, fmt.Errorf("verdict %q of outcome %q", word, key))
		}
	}
	return start, errs
}

// compile reads rules; the error is a *scanner.RuleError.
func compile(rules []string) ([]*regexp.Regexp, error) {
	var compiled []*regexp.Regexp
	for _, rule := range rules {
		re, err := regexp.Compile(rule)
		if err != nil {
			return nil, &scanner.RuleError{Rule: rule, Err: err}
		}
		compiled = append(compiled, re)
	}
	return compiled, nil
}

// Matches says what rules match among the addresses of the last scan.
type Matches struct {
	Of       int // web addresses that the rules were held against; 0: there was no scan
	Count    int // of them that match
	Examples []string
}

// maxExamples is how many matching addresses are given.
const maxExamples = 5

// Match tries rules on the addresses of a site's last scan: on its own alone
// where internal is set, as include rules are. The error may be a
// *scanner.RuleError.
func (st *SiteSettings) Match(ctx context.Context, site storage.SiteID, rules []string, internal bool) (Matches, error) {
	compiled, err := compile(rules)
	if err != nil {
		return Matches{}, err
	}
	scans, err := st.db.Scans(ctx, site)
	if err != nil || len(scans) == 0 {
		return Matches{}, err
	}
	var f storage.Filter
	if internal {
		f.Internal = &internal
	}
	var m Matches
	for row, err := range st.db.EachRow(ctx, scans[0].ID, f, storage.Order{By: storage.ByFound}) {
		if err != nil {
			return Matches{}, fmt.Errorf("read addresses: %w", err)
		}
		if row.Page != 0 || !strings.HasPrefix(row.URL, "http") {
			continue // a place on a page, a mail address
		}
		m.Of++
		for _, re := range compiled {
			if re.MatchString(row.URL) {
				m.Count++
				if len(m.Examples) < maxExamples {
					m.Examples = append(m.Examples, row.URL)
				}
				break
			}
		}
	}
	return m, nil
}

// FieldErrors returns the *FieldErrors of SaveSettings in order, nil where the
// error is another one.
func FieldErrors(err error) []*FieldError {
	var one *FieldError
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []*FieldError
		for _, err := range joined.Unwrap() {
			all = append(all, FieldErrors(err)...)
		}
		return all
	}
	if errors.As(err, &one) {
		return []*FieldError{one}
	}
	return nil
}
