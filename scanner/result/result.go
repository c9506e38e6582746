// Package result holds the data that a scan produces: addresses, links,
// checks and the evidence behind them. It is data only (standard library and
// scanner/outcome): it knows neither the engine that fills it nor the storage
// that keeps it.
package result

import (
	"slices"
	"strings"
	"time"

	"sitewell/scanner/outcome"
)

// ID identifies an address within one scan. The engine hands them out densely
// from 1 in the order of finding; 0 is no address.
type ID int64

// URLID is the ID under which a history keeps an address, or a place in a page
// that is a problem. It is the same in all scans of all sites. The engine does
// not know it; packages fix and suggest pass it on.
type URLID int64

// Kind says what an address is, as far as the links to it and its answer tell.
type Kind string

const (
	KindPage     Kind = "page"     // a document that is read for links
	KindImage    Kind = "image"    //
	KindStyle    Kind = "style"    // a style sheet
	KindScript   Kind = "script"   //
	KindModule   Kind = "module"   // a script that is a module, whose type browsers check
	KindFont     Kind = "font"     //
	KindMedia    Kind = "media"    // sound and video
	KindFrame    Kind = "frame"    // iframe, frame, object, embed
	KindDownload Kind = "download" // anything a link leads to that is no page
	KindFeed     Kind = "feed"     // RSS, Atom
	KindForm     Kind = "form"     // the action of a form sent by GET
	KindRequest  Kind = "request"  // what a script of a page requests, if that failed
	KindMeta     Kind = "meta"     // icons, manifest, social previews and whatever else a head names
	KindSitemap  Kind = "sitemap"  //
	KindOther    Kind = "other"    // mail, telephone, app addresses

	// What a page tells programs about itself, usually search engines (check 28).
	KindCanonical Kind = "canonical" // the address that stands for it
	KindLanguage  Kind = "language"  // the same in another language (hreflang)
	KindAlternate Kind = "alternate" // the same in another form
	KindNext      Kind = "next"      // what follows it in a sequence
	KindPrev      Kind = "prev"      // what comes before it
)

// byRank are the kinds that links can say, in the order in which they count if links
// disagree: what is read first, then what people see, and last what only programs use.
var byRank = [...]Kind{
	KindSitemap, KindPage, KindFrame, KindStyle, KindModule, KindScript, KindImage, KindMedia, KindFont, KindDownload, KindFeed, KindForm,
	KindMeta, KindCanonical, KindLanguage, KindAlternate, KindNext, KindPrev, KindRequest, KindOther,
}

// Outranks reports whether an address that some links say is of kind k and others
// of kind other counts as k.
func (k Kind) Outranks(other Kind) bool {
	return k != other && slices.Index(byRank[:], k) < slices.Index(byRank[:], other)
}

// IsMeta reports whether visitors never follow a link of this kind, because it is
// in the head of a page, for programs.
func (k Kind) IsMeta() bool {
	switch k {
	case KindMeta, KindCanonical, KindLanguage, KindAlternate, KindNext, KindPrev:
		return true
	}
	return false
}

// Place is where on its page a link stands. The numbers are stored.
type Place uint8

const (
	PlaceUnknown Place = iota
	PlaceHead          // inside <head>
	PlaceHeader
	PlaceNavigation
	PlaceMain
	PlaceAside
	PlaceFooter
	PlaceStyle // in a style sheet
	PlaceHTTP  // in a response header
)

var placeNames = [...]string{"", "head", "header", "navigation", "main", "aside", "footer", "style", "http-header"}

// String returns a lower-case English word, "" for unknown.
func (p Place) String() string {
	if int(p) < len(placeNames) {
		return placeNames[p]
	}
	return ""
}

// Address is something that a scan knows of: a page or a resource. A row of the
// history may also be a place on a page that is missing; the engine finds none.
type Address struct {
	ID ID
	// URL is the address in its normalised form (WHATWG URL serialisation),
	// with the fragment only where this is a place. For what can't be parsed it
	// is the text as the link named it.
	URL string
	// Fragment is set for a place; Base is then its page.
	Fragment string
	Base     ID
	Internal bool
	Kind     Kind
	// Depth is the number of clicks from the start address by the shortest way found.
	Depth int
}

// Link is one reference on a page.
type Link struct {
	// Target is the address the link leads to, its fragment left out.
	Target ID
	// URL is the target's normalised address without fragment; the engine
	// turns it into Target. Where the link is no fetchable address it is the
	// text as written.
	URL string
	// Outcome is set where the link itself already decides what it is: a
	// malformed address, mailto:, an empty href.
	Outcome outcome.Key
	// Reason is why Outcome is set, like that of a Check, judged by the whole text:
	// URL may be shortened. "" leaves it to be found from URL.
	Reason string
	// Fragment is what follows '#', still percent-encoded, without the '#';
	// any text directive (:~:text=) is taken off.
	Fragment string
	// Element names element and attribute: "a[href]", "img[srcset]",
	// "style[url]", "header[link]". It ends with ByScript if the link is not in the HTML
	// of its page, but was made by a script.
	Element string
	Kind    Kind
	// Text is what a reader sees: link text or alt text, white space folded,
	// at most 200 bytes.
	Text  string
	Place Place
	// Line is the line of the source on which the element begins, from 1; 0 unknown.
	Line int
	// Nofollow: rel says nofollow, ugc or sponsored, or the scan obeys these and
	// the whole page says nofollow.
	Nofollow bool
	// Unsafe is why a request for the target could sign out or change something, by
	// what the page says about the link; "" if it says nothing of the kind, or if
	// the scan is not signed in.
	Unsafe string
}

// Hop is one step of a redirect chain: an address, how it answered and where
// it sent us. The last hop's Location is empty.
type Hop struct {
	URL      string `json:"url"`
	Status   int    `json:"status"`
	Location string `json:"location,omitempty"` // as the server wrote it
}

// Timing of the last request of a check. Parts that did not happen are 0.
type Timing struct {
	DNS       time.Duration `json:"dns,omitempty"`
	Connect   time.Duration `json:"connect,omitempty"`
	TLS       time.Duration `json:"tls,omitempty"`
	FirstByte time.Duration `json:"firstByte,omitempty"`
	Total     time.Duration `json:"total,omitempty"`
}

// Attempt is one try within a check.
type Attempt struct {
	At       time.Time     `json:"at"`
	Method   string        `json:"method"`
	Status   int           `json:"status,omitempty"`
	Outcome  outcome.Key   `json:"outcome"`
	Duration time.Duration `json:"duration"`
	Detail   string        `json:"detail,omitempty"`
}

// Header is one header field, in the order received. Values of credentials
// and cookies are redacted before they get here.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Evidence lets a person believe a verdict. Large parts are kept only for
// problems; a check that works may leave them empty.
type Evidence struct {
	Method     string    `json:"method,omitempty"`
	RemoteAddr string    `json:"remote,omitempty"`   // IP address and port that answered
	Protocol   string    `json:"protocol,omitempty"` // "HTTP/1.1", "HTTP/2.0"
	Request    []Header  `json:"request,omitempty"`
	Response   []Header  `json:"response,omitempty"`
	Hops       []Hop     `json:"hops,omitempty"`
	Timing     Timing    `json:"timing,omitzero"`
	Attempts   []Attempt `json:"attempts,omitempty"`
	// Snippet is the first bytes of an error page, as text, at most 2 KiB.
	Snippet string `json:"snippet,omitempty"`
	// Server and Platform, and what in the response gave them away.
	Server   string `json:"server,omitempty"`
	Platform string `json:"platform,omitempty"`
	Clue     string `json:"clue,omitempty"`
	// Robots is what the page tells search engines to do with it: its meta
	// robots elements and X-Robots-Tag header fields. It never keeps an address
	// from being checked.
	Robots string `json:"robots,omitempty"`
	// Rendering is what came of showing the page in a browser, nil if that was not
	// considered.
	Rendering *Rendering `json:"browser,omitempty"`
	// Certificate of the peer, where one was shown.
	CertSubject string    `json:"certSubject,omitempty"`
	CertIssuer  string    `json:"certIssuer,omitempty"`
	CertExpires time.Time `json:"certExpires,omitzero"`
	// Detail is one more fact in technical words ("x509: certificate has
	// expired …"), for a log line or an expert, never the explanation itself.
	Detail string `json:"detail,omitempty"`
}

// Note is something further that a check noticed beside its outcome: mixed
// content, a certificate about to expire, an error page that leaks.
type Note struct {
	Outcome outcome.Key `json:"outcome"`
	Detail  string      `json:"detail,omitempty"`
}

// Check is how one address answered and what that means.
type Check struct {
	Address ID
	// Final is the address that answered in the end, after redirects; empty
	// where nothing answered.
	Final string
	// FinalID is the address of Final where the scan is known to have found it,
	// 0 otherwise. It spares a look-up and says nothing else.
	FinalID ID
	// Status is the HTTP status of the last answer, 0 where there was none.
	Status   int
	Outcome  outcome.Key
	Verdict  outcome.Verdict
	Severity outcome.Severity
	// Reason is a short English phrase of technical words that says why this
	// outcome and verdict: "HTTP 404 Not Found, confirmed by GET after 5 s".
	Reason      string
	ContentType string // media type without parameters
	Size        int64  // bytes of the body as sent, -1 unknown
	Title       string // of a page
	Kind        Kind   // refined by the answer
	Notes       []Note
	At          time.Time
	Took        time.Duration
	Evidence    Evidence
	// Content is a hash of the decoded body of a page, 0 where none was read.
	Content uint64
}

// Settled is a check of which there is nothing more to say: of an address that was
// not asked for. It takes a seventh of the memory of a
// Check, and one page may have tens of thousands.
type Settled struct {
	Address  ID
	Final    string // the text of Address where Status is not 0, otherwise empty
	Status   int16
	Verdict  outcome.Verdict
	Severity outcome.Severity
	Outcome  outcome.Key
	Reason   string
	Kind     Kind
	At       time.Time
}

// Check returns s in full.
func (s *Settled) Check() Check {
	c := Check{
		Address: s.Address, Final: s.Final, Status: int(s.Status), Outcome: s.Outcome, Verdict: s.Verdict,
		Severity: s.Severity, Reason: s.Reason, Kind: s.Kind, Size: -1, At: s.At,
	}
	if s.Final != "" {
		c.FinalID = s.Address
	}
	return c
}

// Page is what was read from a fetched page, style sheet or site map. There is
// one for each address that was read.
type Page struct {
	Address ID
	Links   []Link // in document order
	// Document: this is a page that people read, and its links were taken. It
	// is what "pages" counts; style sheets and site maps are not.
	Document bool
	// Facts are those of a Document, nil for anything else.
	Facts *PageFacts
	// Anchored: the page's anchors were read, and Anchors are hashes (FNV-1a
	// 64) of every id, and of name on a, sorted. Scripted: the page builds its
	// content by script, so an anchor that is missing proves nothing.
	Anchored bool
	Anchors  []uint64
	Scripted bool
	// HasScripts: the page has scripts that were not run, and they may add places.
	HasScripts bool
}

// PageFacts are what a page says of itself, to be compared with what it says in
// another scan.
type PageFacts struct {
	Heading string // text of the first h1, at most 200 bytes
	// Canonical is the address that the page names as the one that stands for it,
	// at most 500 bytes; CanonicalSelf for its own, "" for none.
	Canonical   string
	Description string // of its meta element, at most 160 bytes
	// Robots is what the page and its header tell search engines, in lower case, sorted
	// and without what goes without saying; see Evidence.Robots.
	Robots string
	// Text is a hash of the visible words, without those that contain a digit.
	Text uint32
	// Post is the number of the entry that the page shows, if WordPress made it, else 0;
	// PostFolder is the path below which that is, "/" or one with a slash at both ends.
	// They are not compared.
	Post       int64
	PostFolder string
}

// CanonicalSelf stands for the page's own address, so that two sites that are the
// same but for their host have the same facts.
const CanonicalSelf = "="

// Batch is what is stored in one transaction: new addresses, what was checked,
// the links that were read and the places that were looked for, together. A Check
// or a Settled marks its address as done; there is one of them for each address.
type Batch struct {
	Found  []Address
	Checks []Check
	// Settled are further checks.
	Settled []Settled
	Pages   []Page
	Places  []PlaceCheck
	// FoundAgain are addresses of earlier batches of which a link has told more.
	FoundAgain []FoundAgain
	// Reopened are addresses whose checks in earlier batches do not count any more:
	// links say that they are something else than what they were checked as. They
	// wait again until there is another check.
	Reopened []ID
	// Pictures are of pages that a browser showed with a problem. A second one of a page
	// takes the place of the first.
	Pictures []Picture
	// Omitted is how many links the scan has left out until then, all batches
	// taken together, since a page has too many of them or the scan may find no
	// more addresses. They are not among the links of their pages.
	Omitted int
}

// Picture is a small picture of a page as a browser showed it.
type Picture struct {
	Address ID
	JPEG    []byte
	At      time.Time // when it was taken
	Status  int       // of the page's answer
}

// Edge is a way from one address to another.
type Edge struct {
	From, To ID
	// IsRedirect: From redirects to To, a page of the site that was read. Otherwise
	// From has a link to To.
	IsRedirect bool
}

// FoundAgain is an address with its depth, by the shortest way found until now, and
// its kind, by all links found until now. If the address has a check, the kind counts
// only if KindOfCheck is set.
type FoundAgain struct {
	Address ID
	Depth   int
	Kind    Kind
	// KindOfCheck: Kind replaces that of the check, which otherwise stays as it is.
	KindOfCheck bool
}

// WholeSite is the fragment of what is found of a site as a whole, which belongs to
// no page of it: a PlaceCheck with this fragment, of the start page, says how the site
// answers for addresses that do not exist. No link is taken to name this place.
const WholeSite = "~whole-site"

// IsWholeSite reports whether the text of an address stands for a site as a whole.
func IsWholeSite(address string) bool { return strings.HasSuffix(address, "#"+WholeSite) }

// PlaceCheck is whether a page has a place that links name: Target with
// Fragment. A place is no address of its own; one that is missing, or that
// nobody can tell, is shown as one. With the fragment WholeSite it is about the site.
type PlaceCheck struct {
	Target   ID
	Fragment string // still percent-encoded, without the '#', never empty
	// Status is that of the page.
	Status   int
	Outcome  outcome.Key
	Verdict  outcome.Verdict
	Severity outcome.Severity
	Reason   string
	At       time.Time
}

// Empty reports whether there is nothing to store.
func (b *Batch) Empty() bool {
	return len(b.Found)+len(b.Checks)+len(b.Settled)+len(b.Pages)+len(b.Places)+len(b.FoundAgain)+len(b.Reopened)+len(b.Pictures) == 0
}
