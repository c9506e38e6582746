package knowledge

import (
	"cmp"
	"net/url"
	"strings"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Facts are what is known of the problem that is explained. Every field but
// Key may be zero; with an empty URL an entry is explained in general, for
// both one's own site and others.
//
// Texts that come from the network need no escaping: they are shown as they
// are, but can neither format nor link anything.
type Facts struct {
	Key    outcome.Key
	Status int // of the last answer, 0 where there was none
	URL    string
	Final  string // where redirects ended, "" where nothing answered
	// Host of the address; taken from URL where empty.
	Host     string
	Fragment string // what was looked for on the page, without '#'
	Internal bool   // the address belongs to the site that was scanned
	Kind     result.Kind
	Verdict  outcome.Verdict  // zero means the default
	Severity outcome.Severity // zero means the default
	// Weights are what made the severity another than the default.
	Weights []outcome.Weight
	// Pages is the number of pages that link to the address.
	Pages int
	// Links are some of the links to it, the first of each page, for messages.
	Links []Link
	// InNavigation: a link to it is in a menu, header or footer.
	InNavigation bool
	// Orphan: no page links to it, only a sitemap names it.
	Orphan bool

	// Server and Platform that answered, as the evidence names them ("nginx",
	// "WordPress").
	Server, Platform string
	// SiteServer and SitePlatform are those of the site that was scanned. All
	// steps are for that site, so they are told for these where the address is
	// external, and for them where an internal one named none itself. What
	// happened is told by what answered.
	SiteServer, SitePlatform string
	// Chosen is what the person says that their site runs on; it is believed before
	// what was recognised. "" if they said nothing.
	Chosen string
	// Panel is what the person says that they manage their hosting with, by the name
	// of a Panel; "" if they said nothing.
	Panel string
	// Terminal: it is read in a terminal, where there is nothing to press.
	Terminal bool

	// Since is when the problem was first seen, zero where this is the first
	// time. It was there in FailedBefore of the last ScansBefore scans before
	// this one that checked the address; one that did not reach it is no witness.
	Since                     time.Time
	FailedBefore, ScansBefore int

	Method      string
	RemoteAddr  string
	Agent       string // as which we asked
	Hops        []result.Hop
	Attempts    []result.Attempt
	Response    []result.Header
	Notes       []result.Note
	Snippet     string
	Detail      string
	CertExpires time.Time
	CertSubject string
	CertIssuer  string
	At          time.Time // when it was checked
}

// Link is a link to the address: the page that it is on, and what it says.
type Link struct{ Page, Text string }

// WithEvidence returns the facts with everything filled in that the evidence of
// a check holds.
func (f Facts) WithEvidence(e result.Evidence) Facts {
	f.Server, f.Platform = e.Server, e.Platform
	f.Method, f.RemoteAddr = e.Method, e.RemoteAddr
	for _, h := range e.Request {
		if strings.EqualFold(h.Name, "User-Agent") {
			f.Agent = h.Value
		}
	}
	f.Hops, f.Attempts, f.Response = e.Hops, e.Attempts, e.Response
	f.Snippet, f.Detail = e.Snippet, e.Detail
	if strings.HasSuffix(e.Detail, ": "+string(f.Key)) {
		f.Detail = "" // it says no more than the outcome, by a name that is our own
	}
	f.CertExpires, f.CertSubject, f.CertIssuer = e.CertExpires, e.CertSubject, e.CertIssuer
	return f
}

// own returns the server and the platform whose steps the reader can follow.
func (f Facts) own() (server, platform string) {
	if !f.Internal && !f.general() {
		return f.SiteServer, cmp.Or(f.Chosen, f.SitePlatform)
	}
	return cmp.Or(f.Server, f.SiteServer), cmp.Or(f.Chosen, f.Platform, f.SitePlatform)
}

// Hosted reports whether the site that was scanned is made and served by a company
// whose server its owner cannot get at.
func (f Facts) Hosted() bool {
	f.URL, f.Internal = "", true
	f.Server, f.Platform = f.own()
	return (&view{facts: f}).Hosted()
}

// general reports whether no address is known.
func (f Facts) general() bool { return f.URL == "" }

// host returns Host, or that of the address.
func (f Facts) host() string {
	if f.Host != "" {
		return f.Host
	}
	u, err := url.Parse(f.URL)
	if err != nil {
		return ""
	}
	return u.Host
}
