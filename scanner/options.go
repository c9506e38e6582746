// Package scanner is the engine of a scan. It begins with a start address, follows
// the links of the site, and finds an outcome and a verdict for every address.
// Options say what to scan, and everything that is found goes to a Sink. handle.go
// shows the way of one address through the engine.
//
// It must not know where results are stored or how they are shown.
package scanner

import (
	"context"
	"crypto/x509"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"

	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/policy"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// Options say what to scan and how. The zero value of every field except Start
// means the default that its comment names.
type Options struct {
	// Start is the address to begin with, which also decides what is internal. It
	// must be absolute, http or https.
	Start string
	// Addresses, if there are any, are all that is checked: the scan is one of a list,
	// and Start is the first of them. They are absolute, http or https, without fragments.
	// Nothing that their pages link to is added, nor are sitemaps. Each of them, and
	// with it every address of the same hosts, belongs to the site: the list is what
	// somebody answers for, so a page that is missing counts as much on one host as on
	// another. Their hosts are asked at the pace of other sites, since nothing shows
	// that they have the same owner, and their robots.txt is not requested, since
	// nobody crawls.
	Addresses []string

	// What to scan.
	NoExternal    bool     // do not request addresses of other sites; they are recorded as excluded
	Subdomains    bool     // subdomains of the start host belong to the site
	Include       []string // regular expressions over internal addresses; none: everything
	Exclude       []string // regular expressions over any address; they win over Include
	MaxDepth      int      // clicks from the start; 0: 100
	MaxAddresses  int      // that are found and stored; 0: 5,000,000
	IgnoreRobots  bool     // only for one's own site
	NoSitemap     bool     // do not request sitemaps
	NoFragments   bool     // do not check what follows '#'
	NoProbes      bool     // do not request addresses that can't exist; see package soft404
	FollowNothing bool     // check the start page and its links only
	// StructuredData counts addresses in JSON-LD as links.
	StructuredData bool
	// ObeyNofollow: pages of the site that only nofollow links lead to are checked,
	// but their links are not followed.
	ObeyNofollow bool
	// PagesOnly: while signed in, only addresses of the site without a query that
	// look like a page are requested, and the files that browsers load with pages.
	PagesOnly bool

	// Render says which pages of the site are shown in a browser, to find what scripts
	// add to them. It needs Browser.
	Render Render
	// Browser is the file of the browser; see render.Find. "": no page is rendered.
	Browser string
	// Pictures says whether small pictures are taken of pages that are shown in a browser
	// and have problems there.
	Pictures Pictures

	// How to request.
	Concurrency int           // requests at once to the site itself; 0: learned, at most 8; at most 32
	NoDelay     bool          // no pause between requests, also to other hosts: for one's own server
	UserAgent   string        // "": fetch.DefaultUserAgent
	Timeout     time.Duration // of one whole request; 0: 30 s
	MaxBody     int64         // bytes read of one body after decoding; 0: 16 MiB
	Header      http.Header   // added to requests to the site's own origin only
	Credential  Credential
	// Network is what earlier requests have shown about the network of the site;
	// nil: there were none.
	Network *fetch.HomeNetwork

	// What counts as a problem: verdicts by outcome that win over the default.
	Overrides map[outcome.Key]outcome.Verdict
	// Base returns how severe outcomes are in general; see verdict.Settings.
	Base func(k outcome.Key, internal bool) (s outcome.Severity, passing bool)

	// For tests and unusual networks; nil means the usual one.
	Roots    *x509.CertPool
	Resolver Resolver
	Dial     func(ctx context.Context, network, address string) (net.Conn, error)
	Proxy    string // address of a proxy, "": from the environment
	Logger   *slog.Logger

	// listed: these addresses are checked again, and nothing that their pages link to
	// is added; nil: it is a scan.
	listed *recheckJournal
}

// Pictures says of which pages a scan takes pictures.
type Pictures uint8

const (
	PicturesNever  Pictures = iota
	PicturesPublic          // unless the scan is signed in: then pages may show personal data
	PicturesAlways
)

// OptionError is an option that can't be sent as a header of a request.
type OptionError struct {
	Option string // "UserAgent", "Header" or "Credential"
}

// Error names the option, but not its value, which may be secret.
func (e *OptionError) Error() string { return "option " + e.Option + " can't be sent as a header" }

// Validate checks the options that are sent with requests. Names of headers must be
// tokens and values must be field values (RFC 9110 §5.1 and §5.5), so they have no
// line breaks. A user name has no colon and, like a password, no control characters
// (RFC 7617 §2). The error is an *OptionError.
func (o Options) Validate() error {
	if !httpguts.ValidHeaderFieldValue(o.UserAgent) {
		return &OptionError{"UserAgent"}
	}
	for name, values := range o.Header {
		if !httpguts.ValidHeaderFieldName(name) || slices.ContainsFunc(values, func(v string) bool { return !httpguts.ValidHeaderFieldValue(v) }) {
			return &OptionError{"Header"}
		}
	}
	c := o.Credential
	isControl := func(r rune) bool { return r < ' ' || r == 0x7f }
	if strings.Contains(c.User, ":") || strings.ContainsFunc(c.User+c.Password, isControl) ||
		!httpguts.ValidHeaderFieldValue(c.Cookie) || !httpguts.ValidHeaderFieldValue(c.Value) ||
		c.Header != "" && !httpguts.ValidHeaderFieldName(c.Header) {
		return &OptionError{"Credential"}
	}
	return nil
}

// signedIn reports whether requests are made with the owner's rights. A header
// that only says what is wanted, such as Accept-Language, gives no rights; any
// other header may.
func signedIn(o Options) bool {
	if o.Credential != (fetch.Credential{}) {
		return true
	}
	for name := range o.Header {
		if !strings.HasPrefix(http.CanonicalHeaderKey(name), "Accept") {
			return true
		}
	}
	return false
}

const defaultMaxAddresses = 5_000_000

// isList reports whether the scan is one of a list of addresses.
func (o Options) isList() bool { return len(o.Addresses) > 0 }

// isStart reports whether an address is the one that the scan began with. The addresses
// of a list are all alike.
func (o Options) isStart(id result.ID) bool { return id == startID && !o.isList() }

func (o Options) maxAddresses() int {
	if o.MaxAddresses <= 0 {
		return defaultMaxAddresses
	}
	return o.MaxAddresses
}

// policyOf returns the policy that the options ask for.
func policyOf(start weburl.URL, o Options, marks *policy.Marks) (*policy.Policy, error) {
	listed, err := listed(o)
	if err != nil {
		return nil, err
	}
	return policy.New(policy.Options{
		Start:         start,
		Listed:        listed,
		Subdomains:    o.Subdomains,
		NoExternal:    o.NoExternal,
		FollowNothing: o.FollowNothing,
		Include:       o.Include,
		Exclude:       o.Exclude,
		MaxDepth:      o.MaxDepth,
		SignedIn:      signedIn(o),
		PagesOnly:     o.PagesOnly,
		Marks:         marks,
	})
}

// RuleError is an include or exclude rule that is not a regular expression.
type RuleError = policy.RuleError

// Credential is what the owner signs in with. It is sent only to the site's own
// origin, and is never logged or stored.
type Credential = fetch.Credential

// Resolver looks up host names; *net.Resolver is one.
type Resolver = fetch.Resolver

// Sink stores what a scan finds. Commit stores one batch atomically: after a crash
// either all of it is there or nothing. It is called from one goroutine. The batch
// must not be used after Commit has returned.
type Sink interface {
	Commit(ctx context.Context, b *result.Batch) error
}

// Journal returns what an earlier run of the same scan committed, so that Run can
// continue where that run ended.
type Journal interface {
	// Addresses calls yield for every address of the scan in order of ID, with
	// outcome and verdict of its check, which are zero where it has none yet,
	// until yield reports false.
	Addresses(ctx context.Context, yield func(a result.Address, found outcome.Key, verdict outcome.Verdict) bool) error
	// Anchors calls yield for every page whose anchors were read (Anchored),
	// with Address, Anchors, Scripted and HasScripts set.
	Anchors(ctx context.Context, yield func(p result.Page) bool) error
	// Omitted returns Omitted of the last batch.
	Omitted(ctx context.Context) (int, error)
	// Followed calls yield for every address that a link without Nofollow leads
	// to, once or more often. It is called only with Options.ObeyNofollow.
	Followed(ctx context.Context, yield func(target result.ID) bool) error
	// Unsafe calls yield for every address that a link with Unsafe leads to, once or
	// more often, until yield reports false. It is called only while signed in.
	Unsafe(ctx context.Context, yield func(address string) bool) error
	// Places calls yield for every place that was looked for (result.Batch), with
	// the verdict, until yield reports false.
	Places(ctx context.Context, yield func(target result.ID, fragment string, verdict outcome.Verdict) bool) error
	// Fragments calls yield for every (target, fragment) pair that links of
	// this scan have, with the address of the target.
	Fragments(ctx context.Context, yield func(target result.ID, address, fragment string) bool) error
}
