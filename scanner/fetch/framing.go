package fetch

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
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
// On the way it counts the header, and remembers what ended the connection,
// which net/http does not always tell.
type quietConn struct {
	net.Conn
	tls *tls.ConnectionState // nil for plain HTTP

	mu      sync.Mutex
	framing framing
	spoiled bool
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
	c.mu.Lock()
	spoiled := c.spoiled
	c.mu.Unlock()
	if spoiled {
		return 0, io.EOF
	}
	n, err := c.Conn.Read(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil && c.readErr == nil {
		c.readErr = err // a socket tells of a reset once, and of EOF ever after
	}
	mine, tooLarge := c.framing.response(p[:n])
	if tooLarge {
		c.readErr = &Error{Op: "headers", Outcome: outcome.HeadersTooLarge, Err: errHeaderSize}
		return 0, c.readErr
	}
	if mine < n {
		c.spoiled = true
		c.readErr = io.EOF
		return mine, io.EOF
	}
	return n, err
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

// framing follows one HTTP/1 connection, one exchange after the other.
type framing struct {
	state   frameState
	head    bool   // the request is HEAD: no body follows
	line    []byte // of the header or chunk, as far as it has come
	size    int    // bytes of header so far, interim answers included
	status  int
	first   bool // the next line is the status line
	chunked bool
	length  int64 // announced, -1 for none
	left    int64 // bytes of body or chunk still to come
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

// response takes bytes that were read, and tells how many of them belong to
// the answer, and whether its header has grown past MaxHeader.
func (f *framing) response(p []byte) (mine int, tooLarge bool) {
	rest := p
	for len(rest) > 0 {
		switch f.state {
		case frameIdle:
			return len(p) - len(rest), false
		case frameOpen:
			return len(p), false
		case frameLength, frameData:
			n := min(int64(len(rest)), f.left)
			rest = rest[n:]
			if f.left -= n; f.left > 0 {
				return len(p), false
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
			if f.state == frameHeader {
				if f.size += len(piece); f.size > MaxHeader {
					return 0, true
				}
			} else if len(f.line)+len(piece) > maxChunkLine {
				f.state = frameOpen
				continue
			}
			f.line = append(f.line, piece...)
			if piece[len(piece)-1] == '\n' {
				line := bytes.TrimRight(f.line, "\r\n")
				f.endLine(line)
				f.line = f.line[:0]
			}
		}
	}
	return len(p), false
}

// endLine takes a whole line of header, chunk size or trailer.
func (f *framing) endLine(line []byte) {
	switch {
	case f.state == frameTrailers:
		if len(line) == 0 {
			f.state = frameIdle
		}
	case f.state == frameChunk:
		f.chunk(line)
	case f.first:
		f.statusLine(line)
	case len(line) == 0:
		f.endHeader()
	default:
		f.field(line)
	}
}

func (f *framing) statusLine(line []byte) {
	f.first = false
	_, rest, _ := bytes.Cut(line, []byte(" "))
	code, _, _ := bytes.Cut(bytes.TrimLeft(rest, " "), []byte(" "))
	status, err := strconv.Atoi(string(code))
	if err != nil || !bytes.HasPrefix(line, []byte("HTTP/")) {
		f.state = frameOpen // net/http will refuse it
		return
	}
	f.status = status
}

func (f *framing) field(line []byte) {
	name, value, ok := bytes.Cut(line, []byte(":"))
	if !ok {
		return
	}
	switch strings.ToLower(string(name)) {
	case "transfer-encoding":
		f.chunked = f.chunked || strings.Contains(strings.ToLower(string(value)), "chunked")
	case "content-length":
		n, err := strconv.ParseInt(string(bytes.TrimSpace(value)), 10, 64)
		if err != nil || n < 0 || f.length >= 0 && n != f.length {
			f.state = frameOpen // net/http will refuse it
			return
		}
		f.length = n
	}
}

// endHeader decides what follows, by RFC 9112 §6.3.
func (f *framing) endHeader() {
	switch {
	case f.status == 101:
		f.state = frameOpen
	case f.status >= 100 && f.status < 200: // interim: another answer follows
		*f = framing{state: frameHeader, head: f.head, first: true, length: -1, size: f.size, line: f.line}
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
}

func (f *framing) chunk(line []byte) {
	digits, _, _ := bytes.Cut(line, []byte(";"))
	n, err := strconv.ParseInt(string(bytes.TrimSpace(digits)), 16, 64)
	switch {
	case err != nil || n < 0:
		f.state = frameOpen
	case n == 0:
		f.state = frameTrailers
	default:
		f.state, f.left = frameData, n+2
	}
}
