package fetch

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"sitewell/scanner/outcome"
)

const (
	// firstBytes is how much of a body that nobody wants is read as evidence.
	firstBytes = 4 << 10
	// errorBytes is the same for an error page.
	errorBytes = 32 << 10
	// drainBytes is how much is read to be able to use a connection again.
	drainBytes = 64 << 10
	// bombSize and bombRatio together make a body a compression bomb: real
	// pages of that size stay far below that ratio.
	bombSize  = 4 << 20
	bombRatio = 500
)

// bodyTransport is the innermost tripper: it tells the exchange when the body
// begins, goes on and ends, and counts the bytes as they were sent.
type bodyTransport struct {
	next http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (w *bodyTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := w.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	ex := exchangeFrom(r.Context())
	ex.enter(stageBody)
	if response.Body != http.NoBody {
		ex.wire = &wireBody{ReadCloser: response.Body, ex: ex}
		response.Body = ex.wire
	}
	return response, nil
}

// wireBody is a body as it was sent.
type wireBody struct {
	io.ReadCloser
	ex    *exchange
	count int64
	err   error // what ended it; io.EOF for a proper end
}

// Read implements io.Reader.
func (b *wireBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.count += int64(n)
	if err != nil {
		b.err = err
	}
	if n > 0 {
		b.ex.enter(stageBody)
	}
	return n, err
}

// finish reads what the connection still holds when a decoder is done, which
// decides whether that is the end and whether it can be used again.
func (b *wireBody) finish() error {
	if b.err == nil {
		_, _ = io.CopyN(io.Discard, b, drainBytes)
	}
	if b.err == nil {
		return io.EOF // more follows, and nobody needs it
	}
	return b.err
}

// readBody reads as much of a response's body as is wanted into a, and notes
// what is wrong with it. It does not close the body. An error is given only
// where the exchange ran out of time or was cancelled.
func (c *Client) readBody(ctx context.Context, r Request, response *http.Response, a *Answer) error {
	ex := exchangeFrom(ctx)
	sent := response.ContentLength
	decoded, ok := response.Body.(*decodedBody)
	if ok {
		sent = parseLength(response.Header.Get("Content-Length"))
	}
	a.Size = sent
	if r.Method == http.MethodHead {
		return nil
	}
	if response.Body == http.NoBody {
		a.Size = 0
		return nil
	}
	limit, whole := c.wantedBytes(r, response.StatusCode)
	b := &reading{body: response.Body, wire: ex.wire, buffers: c.buffers, buf: c.buffers.get(bufferSize(sent, ok, limit))}
	if r.Reserve != nil {
		b.reserve = func(bytes int64) error { return ex.pauseWhile(func() error { return r.Reserve(ctx, bytes) }) }
	}
	if !ok {
		b.announced = min(sent+1, limit)
	}
	if whole && r.Want == WantPage && !readable(a.ContentType) {
		// The type names no text: the first bytes decide.
		if b.upTo(512); b.err == nil && !sniffsText(b.buf) {
			limit, whole = firstBytes, false
		}
	}
	b.upTo(limit)
	a.Cut = b.err == nil || errors.Is(b.err, errBomb)
	if whole && b.err == nil {
		var one [1]byte // at the limit to the byte: is that the end?
		_, b.err = io.ReadFull(b.body, one[:])
		a.Cut = b.err != io.EOF
	}
	a.Body, a.buffers = b.buf, c.buffers
	if b.err == io.EOF {
		b.err = ex.wire.finish()
	}
	switch {
	case errors.Is(b.err, errBomb):
		a.note(outcome.TooLarge, "body unpacks to more than 500 times its size and was cut")
	case a.Cut && whole:
		a.note(outcome.TooLarge, "body was cut at the limit")
	case a.Cut && sent >= 0 && sent-ex.wire.count <= drainBytes:
		// Cheaper than a new connection; failures do not matter any more.
		_, _ = io.CopyN(io.Discard, ex.wire, drainBytes)
	}
	switch {
	case ok && decoded.plain:
		a.note(outcome.BadCompression, "body is plain text, though its header says it is compressed")
	case !ok && readable(a.ContentType) && (begins("gzip", a.Body) || begins("zstd", a.Body)):
		a.note(outcome.BadCompression, "body is compressed, though its header does not say so")
	}
	if ex.wire.err == io.EOF && a.Size < 0 {
		a.Size = ex.wire.count
	}
	if cause := context.Cause(ctx); cause != nil && b.err != nil && b.err != io.EOF {
		var late *Error
		if a.Status < 400 || !errors.As(cause, &late) {
			return cause
		}
		b.err = late // its status says all that an error page has to say
	}
	c.judgeBody(b.err, a)
	return nil
}

// wantedBytes returns how much of a body to read, and whether that is meant to
// be all of it.
func (c *Client) wantedBytes(r Request, status int) (limit int64, whole bool) {
	switch {
	case r.Want == WantAll && r.MaxBody > 0:
		return r.MaxBody, true
	case r.Want == WantAll, r.Want == WantPage && status < 400:
		return c.options.MaxBody, true
	case status >= 400:
		return min(errorBytes, c.options.MaxBody), false
	default:
		return firstBytes, false
	}
}

// bufferSize guesses how large a body becomes, so that it is read without
// growing the buffer in most cases. It believes a megabyte at the most.
func bufferSize(sent int64, compressed bool, limit int64) int64 {
	switch {
	case sent < 0:
		sent = 16 << 10
	case compressed:
		sent *= 4
	}
	return max(min(sent+1, limit, FreeBody), 512)
}

// reading is a body as it is read piece by piece. err is what ended it.
type reading struct {
	body    io.Reader
	wire    *wireBody
	buffers *bufferPool
	buf     []byte
	err     error
	// reserve asks for leave to take so much memory, nil where none is needed.
	reserve func(bytes int64) error
	// announced is how long the body will be and a byte more, 0 if nobody says.
	announced int64
}

// upTo goes on until limit bytes are there, the body ends, or it turns out to
// be a compression bomb (checks 65, 66).
func (b *reading) upTo(limit int64) {
	for b.err == nil && int64(len(b.buf)) < limit {
		if b.err = b.wire.ex.cause(); b.err != nil {
			return // a decoder may go on for long with what it has
		}
		if len(b.buf) == cap(b.buf) {
			if b.err = b.grow(limit); b.err != nil {
				return
			}
		}
		var n int
		n, b.err = b.body.Read(b.buf[len(b.buf):min(int64(cap(b.buf)), limit)])
		b.buf = b.buf[:len(b.buf)+n]
		if got := int64(len(b.buf)); got > bombSize && got > bombRatio*b.wire.count {
			b.err = errBomb
		}
	}
}

// grow makes room: for all that was announced, once a part of it has come,
// otherwise for twice as much as there is, limit at most. What a body may take
// in the end is reserved at once: two that wait for the rest of each other's
// memory would wait forever.
func (b *reading) grow(limit int64) error {
	size, most := min(2*int64(cap(b.buf)), limit), limit
	if b.announced > int64(len(b.buf)) {
		size, most = b.announced, b.announced
	}
	if size > FreeBody && b.reserve != nil {
		if err := b.reserve(most); err != nil {
			return err
		}
		b.reserve = nil
	}
	larger := append(b.buffers.get(size), b.buf...)
	b.buffers.put(b.buf)
	b.buf = larger
	return nil
}

// errBomb ends the reading of a compression bomb.
var errBomb = errors.New("compression bomb")

// judgeBody turns what ended a body into notes.
func (c *Client) judgeBody(err error, a *Answer) {
	switch {
	case err == nil, err == io.EOF, errors.Is(err, errBomb):
	case errors.Is(err, errNotEncoded):
		a.note(outcome.BadCompression, "body is not compressed the way its header says")
	case errors.Is(err, errCorrupt):
		a.note(outcome.BadCompression, "compressed body is damaged: "+lastLine(err))
	default:
		// The connection ended within the body (check 71).
		a.Truncated = true
		a.note(outcome.BodyTruncated, lastLine(err))
	}
}

// lastLine returns the innermost message of joined errors.
func lastLine(err error) string {
	lines := strings.Split(err.Error(), "\n")
	return lines[len(lines)-1]
}

// contentType returns the Content-Type field that counts: the last that is a
// media type, else the last (Fetch Standard, "extract a MIME type").
func contentType(h http.Header) string {
	fields := h["Content-Type"]
	for _, field := range slices.Backward(fields) {
		if strings.Contains(field, "/") {
			return field
		}
	}
	return h.Get("Content-Type")
}

// mediaType returns a Content-Type without parameters, in lower case. What does
// not parse is cut at the first semicolon.
func mediaType(field string) string {
	if t, _, err := mime.ParseMediaType(field); err == nil {
		return t
	}
	t, _, _ := strings.Cut(field, ";")
	return strings.ToLower(strings.TrimSpace(t))
}

// readable reports whether a media type is one that may be read for links.
func readable(mediaType string) bool {
	switch mediaType {
	case "application/xhtml+xml", "application/xml", "image/svg+xml":
		return true
	}
	return strings.HasPrefix(mediaType, "text/") && mediaType != "text/javascript" ||
		strings.HasSuffix(mediaType, "+xml")
}

// sniffsText reports whether first bytes are those of a page, whatever type
// the server gave it.
func sniffsText(start []byte) bool {
	t := http.DetectContentType(start)
	return strings.HasPrefix(t, "text/html") || strings.HasPrefix(t, "text/xml")
}
