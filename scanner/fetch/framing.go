package fetch

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"strconv"
	"strings"
	"sync"

	"sitewell/scanner/outcome"
)

// quietConn is an HTTP/1 connection that ends where a response ends.
//
// net/http writes to the standard log when a server sends more than it
// announced or speaks unasked (a body after HEAD, a wrong Content-Length, a
// late error page on an idle connection), and offers no way to redirect that
// line. So the connection follows the framing of RFC 9112 §6 by itself, hands
// on what belongs to an answer, and reports the end of the connection in place
// of anything beyond it (check 72). Where it is not sure it hands on
// everything.
//
// It also counts the header, and repairs header lines that browsers accept and
// net/http does not, and remembers what ended the connection, which net/http
// does not always tell.
type quietConn struct {
	net.Conn
	tls *tls.ConnectionState // nil for plain HTTP

	out   []byte // read, and to be handed on
	after error  // what comes behind out

	mu      sync.Mutex // Write comes from another goroutine than Read
	framing framing
	readErr error
}

// Write notes which request begins.
func (c *quietConn) Write(p []byte) (int, error) {
	c.mu.Lock()
	c.framing.request(p)
	c.mu.Unlock()
	n, err := c.Conn.Write(p)
	return n, err
}

// Read hands on bytes of an answer.
func (c *quietConn) Read(p []byte) (int, error) {
	for {
		if n := copy(p, c.out); n > 0 {
			c.out = c.out[n:]
			return n, nil
		}
		if c.after != nil {
			return 0, c.after
		}
		n, err := c.Conn.Read(p)
		if c.handleRead(p[:n], err) {
			return n, err
		}
		if n == 0 && err == nil {
			return 0, nil
		}
	}
}

// handleRead handles what was read. It returns true if all of it is body, which is
// passed on unchanged; otherwise c.out contains what is passed on, and c.after
// what follows it.
func (c *quietConn) handleRead(p []byte, err error) (plain bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil && c.readErr == nil {
		c.readErr = err // a socket tells of a reset once, and of EOF ever after
	}
	if c.framing.body(len(p)) {
		c.after = err
		return true
	}
	var mine int
	var tooLarge bool
	c.out, mine, tooLarge = c.framing.response(c.out[:0], p)
	switch {
	case tooLarge:
		c.readErr = &Error{Op: "headers", Outcome: outcome.HeadersTooLarge, Err: errHeaderSize}
		c.out, c.after = nil, c.readErr
	case mine < len(p):
		c.readErr, c.after = io.EOF, io.EOF
	case err != nil:
		c.out = c.framing.rest(c.out)
		c.after = err
	}
	return false
}

// readError is what ended the connection, nil while it lives.
func (c *quietConn) readError() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if errors.Is(c.readErr, net.ErrClosed) {
		return nil // we closed it ourselves
	}
	return c.readErr
}

// isRepaired reports whether the last header had lines that only browsers accept.
func (c *quietConn) isRepaired() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.framing.repaired
}

// framing follows one HTTP/1 connection, one exchange after the other.
type framing struct {
	state    frameState
	head     bool   // the request is HEAD: no body follows
	line     []byte // of the header or chunk, as far as it has come
	size     int    // bytes of header so far, interim answers included
	status   int
	first    bool // the next line is the status line
	slop     int  // bytes passed over before it
	folding  bool // the line before was kept, and may go on
	repaired bool // header lines were changed or passed over
	chunked  bool
	length   int64 // announced, -1 for none
	left     int64 // bytes of body or chunk still to come
}

type frameState uint8

const (
	frameIdle     frameState = iota // nothing was asked
	frameHeader                     // within status line or header
	frameLength                     // within a body of known length
	frameChunk                      // at the size of a chunk
	frameData                       // within a chunk and the line end behind it
	frameTrailers                   // behind the last chunk
	frameOpen                       // until the connection ends, or not understood
)

// maxChunkLine bounds what is kept of a chunk's size line; net/http allows
// as much.
const maxChunkLine = 4 << 10

// request notes bytes that are written. Only the first of them after an
// answer begin a new request.
func (f *framing) request(p []byte) {
	if f.state != frameIdle || len(p) == 0 {
		return
	}
	*f = framing{state: frameHeader, head: bytes.HasPrefix(p, []byte("HEAD ")), first: true, length: -1, line: f.line[:0]}
}

// body reports whether n bytes that were read all belong to a body that
// needs no look, and counts them.
func (f *framing) body(n int) bool {
	switch {
	case f.state == frameOpen:
		return true
	case f.state == frameLength && int64(n) <= f.left:
		if f.left -= int64(n); f.left == 0 {
			f.state = frameIdle
		}
		return true
	}
	return false
}

// response takes bytes that were read and appends to out what net/http is to
// see of them: header lines repaired, everything else as it is. It tells how
// many of the bytes belong to the answer, and whether its header has grown
// past MaxHeader.
func (f *framing) response(out, p []byte) (_ []byte, mine int, tooLarge bool) {
	rest := p
	for len(rest) > 0 {
		switch f.state {
		case frameIdle:
			return out, len(p) - len(rest), false
		case frameOpen:
			return append(out, rest...), len(p), false
		case frameLength, frameData:
			n := min(int64(len(rest)), f.left)
			out = append(out, rest[:n]...)
			rest = rest[n:]
			if f.left -= n; f.left > 0 {
				return out, len(p), false
			}
			if f.state == frameLength {
				f.state = frameIdle
			} else {
				f.state = frameChunk
			}
		default:
			end := bytes.IndexByte(rest, '\n')
			if end < 0 {
				end = len(rest) - 1
			}
			piece := rest[:end+1]
			rest = rest[end+1:]
			f.line = append(f.line, piece...)
			if f.state == frameHeader {
				if f.size += len(piece); f.size > MaxHeader {
					return out, 0, true
				}
			} else if len(f.line) > maxChunkLine {
				f.state = frameOpen
				out = f.rest(out)
				continue
			}
			if piece[len(piece)-1] == '\n' {
				out = f.endLine(out, bytes.TrimRight(f.line, "\r\n"))
				f.line = f.line[:0]
			}
		}
	}
	return out, len(p), false
}

// rest appends a line that has begun, as the connection ends.
func (f *framing) rest(out []byte) []byte {
	out = append(out, f.line...)
	f.line = f.line[:0]
	return out
}

// endLine takes a whole line of header, chunk size or trailer, and appends
// what is to be seen of it.
func (f *framing) endLine(out, line []byte) []byte {
	switch {
	case f.state == frameTrailers:
		if len(line) == 0 {
			f.state = frameIdle
		}
	case f.state == frameChunk:
		f.chunk(line)
	case f.first && len(line) == 0 && f.slop+len(f.line) <= maxSlop:
		f.slop += len(f.line)
		f.repaired = true
		return out
	case f.first:
		return f.statusLine(out, line)
	case len(line) == 0:
		return f.endHeader(out)
	default:
		return f.field(out, line)
	}
	return append(out, f.line...)
}

func (f *framing) statusLine(out, line []byte) []byte {
	f.first = false
	fixed := repairStatus(line)
	f.repaired = f.repaired || !bytes.Equal(fixed, line)
	_, rest, _ := bytes.Cut(fixed, []byte(" "))
	code, _, _ := bytes.Cut(rest, []byte(" "))
	status, err := strconv.Atoi(string(code))
	if err != nil || len(code) != 3 || !bytes.HasPrefix(fixed, []byte("HTTP/1.")) {
		f.state = frameOpen // net/http will refuse it
		return append(out, f.line...)
	}
	f.status = status
	return append(append(out, fixed...), "\r\n"...)
}

// field takes a header line. What decides where the body ends is kept back
// for endHeader, which says it once and in net/http's terms.
func (f *framing) field(out, line []byte) []byte {
	if line[0] == ' ' || line[0] == '\t' { // goes on with the line before
		if !f.folding {
			f.repaired = true
			return out
		}
		fixed := bytes.Map(spaceForControl, line)
		f.repaired = f.repaired || !bytes.Equal(fixed, line)
		return append(append(out, fixed...), "\r\n"...)
	}
	fixed, keep := repairField(line)
	f.repaired = f.repaired || !bytes.Equal(fixed, line)
	if f.folding = keep; !keep {
		return out
	}
	name, value, _ := bytes.Cut(fixed, []byte(":"))
	switch strings.ToLower(string(name)) {
	case "transfer-encoding":
		f.folding = false
		f.repaired = f.repaired || f.chunked || !strings.EqualFold(strings.TrimSpace(string(value)), "chunked")
		f.chunked = f.chunked || strings.Contains(strings.ToLower(string(value)), "chunked")
		return out
	case "content-length":
		n, ok := contentLength(value)
		if ok && f.length >= 0 && n != f.length {
			// Two lengths: browsers refuse that, and so does net/http.
			return append(append(out, fixed...), "\r\n"...)
		}
		f.folding = false
		if !ok || f.length >= 0 {
			f.repaired = f.repaired || !ok
			return out
		}
		f.repaired = f.repaired || !isDigits(bytes.TrimSpace(value))
		f.length = n
		return fmt.Appendf(out, "Content-Length: %d\r\n", n)
	}
	return append(append(out, fixed...), "\r\n"...)
}

// endHeader decides what follows, by RFC 9112 §6.3.
func (f *framing) endHeader(out []byte) []byte {
	if f.chunked {
		out = append(out, "Transfer-Encoding: chunked\r\n"...)
	}
	out = append(out, "\r\n"...)
	switch {
	case f.status == 101:
		f.state = frameOpen
	case f.status >= 100 && f.status < 200: // interim: another answer follows
		*f = framing{state: frameHeader, head: f.head, first: true, length: -1, size: f.size, line: f.line, repaired: f.repaired}
	case f.head, f.status == 204, f.status == 304:
		f.state = frameIdle
	case f.chunked:
		f.state = frameChunk
	case f.length > 0:
		f.state, f.left = frameLength, f.length
	case f.length == 0:
		f.state = frameIdle
	default:
		f.state = frameOpen
	}
	return out
}

func (f *framing) chunk(line []byte) {
	digits, _, _ := bytes.Cut(line, []byte(";"))
	n, err := strconv.ParseInt(string(bytes.TrimSpace(digits)), 16, 64)
	switch {
	case err != nil || n < 0 || n > math.MaxInt64-2:
		f.state = frameOpen
	case n == 0:
		f.state = frameTrailers
	default:
		f.state, f.left = frameData, n+2
	}
}
