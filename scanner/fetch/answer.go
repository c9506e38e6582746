package fetch

import (
	"context"
	"net/http"
	"slices"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// Want says how much of a body is wanted.
type Want uint8

const (
	// WantNone closes the answer after its header and a first piece of the
	// body, which is kept as evidence.
	WantNone Want = iota
	// WantPage reads the body whole where it may be read for links (HTML,
	// XHTML, CSS, SVG and other text, by its type or by its first bytes),
	// and is WantNone for anything else.
	WantPage
	// WantAll reads the body whole, whatever it is.
	WantAll
)

// Request says what to ask.
type Request struct {
	URL    weburl.URL
	Method string // GET or HEAD; "" is GET
	Want   Want
	// Internal: the address belongs to the site. It decides how much of an
	// error page is read; credentials go by Options.Home alone.
	Internal bool
	// Referer is the page that links here, zero for none. Other origins get
	// to see no more than its origin.
	Referer weburl.URL
	// UserAgent is sent in place of that of Options; "": that one. A browser that shows
	// pages says more of itself.
	UserAgent string
	// MaxBody is how many bytes of the decoded body are read at most with WantAll,
	// in place of Options.MaxBody; 0: that.
	MaxBody int64
	// Reserve is called before a body takes more than FreeBody bytes of memory,
	// with the most that it may take, and once for each request that is sent. It
	// may wait until ctx ends; no deadline runs meanwhile. An error is returned
	// only where ctx ended. nil lets every body have its memory at once.
	Reserve func(ctx context.Context, bytes int64) error
	// AfterHead: HEAD was asked before and decided nothing. Where this request
	// is answered with success, the host's answers to HEAD are not believed
	// from here on.
	AfterHead bool
	// NoFollow returns a redirect itself and does not follow it.
	NoFollow bool
	// Pause returns at each redirect that is to be followed, before the next request.
	// Then Answer.IsPaused, and Client.Resume goes on.
	Pause bool
}

// Answer is how an address answered. The caller owns it, and may give the
// memory of its body back by Release.
type Answer struct {
	// Outcome is what happened where that is not an HTTP status: a failure of
	// name, connection, TLS, protocol or redirect. Otherwise it is the status
	// of the last answer.
	Outcome outcome.Key
	// Status of the last answer, 0 for none. It is set behind a bad
	// certificate and a stalled body as well.
	Status int
	// Final is the last address that was asked, with the fragment that the
	// chain ended with.
	Final weburl.URL
	// Hops is the whole chain, the last answer included. The hop of an
	// address that did not answer has status 0.
	Hops []result.Hop
	// Permanent: there was a redirect and every one was 301 or 308.
	Permanent bool

	Header      http.Header // of the last answer, not redacted
	ContentType string      // media type in lower case, without parameters
	Body        []byte      // decoded, as much of it as was wanted and allowed
	Size        int64       // bytes of the body as sent, -1 unknown
	// Cut: the body goes on past Body, because no more of it was wanted or
	// allowed. Truncated: it ended before its announced end.
	Cut, Truncated bool

	// Wall is set where the answer comes from something that stands before
	// the page, with the sign that gave it away: BotChallenge, LoginWall,
	// RateLimited, Maintenance, TLSClientCertificate.
	Wall     outcome.Key
	WallClue string

	Notes []result.Note
	// LastNotes are those of the last answer alone: what a redirect on the way
	// there was noted for is no remark on the address where it ended.
	LastNotes []result.Note
	Evidence  result.Evidence
	// RetryAfter is how long the server asks us to wait, at most
	// MaxRetryAfter; 0 where it does not.
	RetryAfter time.Duration

	At   time.Time // when the first request began
	Took time.Duration
	// Err is the error behind Outcome, for the log. It may hold addresses.
	Err error

	oldTLS  bool // the connection came about by old protocols only
	buffers *bufferPool
	chain   *redirectChain
}

// IsPaused reports whether the address was redirected to Final, which was not requested
// yet, because Request.Pause said so. Outcome and Status are those of the redirect.
func (a *Answer) IsPaused() bool { return a.chain != nil }

// Release forgets the body and lets the client read another one into its
// memory. Nobody may use the body any more.
func (a *Answer) Release() {
	a.buffers.put(a.Body)
	a.Body = nil
}

// copy returns an answer that may be changed without changing a.
func (a *Answer) copy() *Answer {
	c := *a
	c.Notes, c.LastNotes = slices.Clip(c.Notes), slices.Clip(c.LastNotes)
	return &c
}

// ContentTypeField returns the Content-Type field that counts, as it was sent: servers send
// two at times, and the last one wins in browsers. It is "" where there is none.
func (a *Answer) ContentTypeField() string { return contentType(a.Header) }

// IsComplete reports whether Body is all that the server had to say. Where it was
// cut, ended early or could not be unpacked, what is missing proves nothing.
func (a *Answer) IsComplete() bool {
	return !a.Cut && !a.Truncated && !slices.ContainsFunc(a.Notes, func(n result.Note) bool {
		return n.Outcome == outcome.BadCompression
	})
}

// note adds a remark, once for each outcome.
func (a *Answer) note(key outcome.Key, detail string) {
	n := result.Note{Outcome: key, Detail: detail}
	a.Notes = noted(a.Notes, n)
	a.LastNotes = noted(a.LastNotes, n)
}

func noted(notes []result.Note, n result.Note) []result.Note {
	if slices.ContainsFunc(notes, func(other result.Note) bool { return other.Outcome == n.Outcome }) {
		return notes
	}
	return append(notes, n)
}
