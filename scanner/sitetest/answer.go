package sitetest

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"
)

// answer sends the answer of a request on an HTTP/1 connection and reports
// whether another request may follow. raw is the socket below talk.
func (s *Site) answer(talk, raw net.Conn, r *request) (more bool) {
	sec, full, end := s.begin(r)
	defer end()
	if full {
		_, err := io.WriteString(talk, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")
		return err == nil
	}
	if !s.hold(r.origin, sec) {
		return false
	}
	switch {
	case sec.close:
		drainAndCloseTLS(talk, raw)
		return false
	case is(sec.reset, ""):
		resetConn(raw)
		return false
	case is(sec.hang, ""):
		untilGone(talk)
		return false
	case sec.raw:
		_, _ = io.WriteString(talk, unescape(strings.ReplaceAll(string(sec.body), "\n", "\r\n")))
		drainAndCloseTLS(talk, raw)
		return false
	}
	header, body := s.compose(sec, r)
	if is(sec.hang, "header") || is(sec.reset, "header") {
		if _, err := talk.Write(header[:len(header)/2]); err != nil {
			return false
		}
		return s.leave(talk, raw, sec)
	}
	if sec.interim > 0 {
		if _, err := fmt.Fprintf(talk, "HTTP/1.1 %d Interim\r\nLink: </style.css>; rel=preload\r\n\r\n", sec.interim); err != nil {
			return false
		}
	}
	if r.method == "HEAD" && !sec.bodyOnHead {
		body = nil
	}
	if sec.slow > 0 {
		for line := range bytes.Lines(header) {
			if _, err := talk.Write(line); err != nil || !s.pause(nil, sec.slow) {
				return false
			}
		}
		header = nil
	}
	if sec.endless || sec.drip > 0 {
		if _, err := talk.Write(header); err != nil {
			return false
		}
		s.pour(talk, sec, body)
		return false
	}
	if !sec.chunked {
		body = body[:max(0, len(body)-sec.withheld)]
	}
	message := append(header, body...)
	message = append(message, sec.extra...)
	if _, err := talk.Write(message); err != nil {
		return false
	}
	if sec.truncate || sec.hang != nil || sec.reset != nil {
		return s.leave(talk, raw, sec)
	}
	return true
}

// leave ends an answer in the middle.
func (s *Site) leave(talk, raw net.Conn, sec *section) bool {
	switch {
	case sec.hang != nil:
		untilGone(talk)
	case sec.reset != nil:
		resetConn(raw)
	default:
		drainAndCloseTLS(talk, raw)
	}
	return false
}

// hold waits at gates and delays, and reports whether the site is still open.
func (s *Site) hold(o *origin, sec *section) bool {
	if sec.wait != "" {
		select {
		case <-s.gate(sec.wait):
		case <-s.ctx.Done():
			return false
		}
	}
	return s.pause(nil, o.delay+sec.delay)
}

// pause waits for d, unless the site closes or gone does.
func (s *Site) pause(gone <-chan struct{}, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.ctx.Done():
	case <-gone:
	}
	return false
}

// compose builds header and body.
func (s *Site) compose(sec *section, r *request) (header, body []byte) {
	status, fields, body := sec.content(r)
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", status.code, status.reason)
	framed := false
	for _, f := range fields {
		fmt.Fprintf(&b, "%s: %s\r\n", f.name, f.value)
		framed = framed || strings.EqualFold(f.name, "Content-Length") || strings.EqualFold(f.name, "Transfer-Encoding")
	}
	switch {
	case framed || sec.endless || sec.drip > 0:
		// As the section says, or until the end of the connection.
	case sec.chunked:
		b.WriteString("Transfer-Encoding: chunked\r\n")
		body = chunks(body, is(sec.hang, "body") || is(sec.reset, "body") || sec.truncate)
	case is(sec.hang, "body") || is(sec.reset, "body") || sec.truncate:
		missing := 1000
		if sec.withheld > 0 {
			missing = 0 // it is missing from the body itself
		}
		fmt.Fprintf(&b, "Content-Length: %d\r\n", len(body)+missing)
	case status.code >= 200 && status.code != 204 && status.code != 304:
		fmt.Fprintf(&b, "Content-Length: %d\r\n", len(body))
	}
	b.WriteString("\r\n")
	return b.Bytes(), body
}

// statusLine is what an answer begins with.
type statusLine struct {
	code   int
	reason string
}

// content returns what an answer says, however it is sent.
func (sec *section) content(r *request) (statusLine, []field, []byte) {
	status := statusLine{sec.status, sec.reason}
	fields := append([]field(nil), sec.header...)
	body := sec.body
	if sec.maze > 0 {
		n := 0
		if _, query, ok := strings.Cut(r.uri, "?n="); ok {
			n, _ = strconv.Atoi(query)
		}
		if n < sec.maze {
			status = statusLine{302, "Found"}
			fields = append(fields, field{"Location", r.path() + "?n=" + strconv.Itoa(n+1)})
			body = nil
		}
	}
	if sec.padding > 0 {
		fields = append(fields, field{"X-Padding", strings.Repeat("x", sec.padding)})
	}
	typed := len(body) == 0
	for _, f := range fields {
		typed = typed || strings.EqualFold(f.name, "Content-Type")
	}
	if !typed {
		fields = append(fields, field{"Content-Type", "text/html; charset=utf-8"})
	}
	// A header line "Content-Type:" without a value takes the default away.
	kept := fields[:0]
	for _, f := range fields {
		if f.value != "" || !strings.EqualFold(f.name, "Content-Type") {
			kept = append(kept, f)
		}
	}
	return status, kept, body
}

// chunks frames a body in chunks of up to 1000 bytes.
func chunks(body []byte, open bool) []byte {
	var b bytes.Buffer
	for len(body) > 0 {
		n := min(len(body), 1000)
		fmt.Fprintf(&b, "%x\r\n%s\r\n", n, body[:n])
		body = body[n:]
	}
	if !open {
		b.WriteString("0\r\n\r\n")
	}
	return b.Bytes()
}

// pour sends a body for ever: all of it at once, or byte by byte.
func (s *Site) pour(talk net.Conn, sec *section, body []byte) {
	if len(body) == 0 {
		body = []byte{'.'}
	}
	if sec.drip == 0 {
		body = bytes.Repeat(body, 1+(32<<10)/len(body))
	}
	for i := 0; ; i++ {
		piece := body
		if sec.drip > 0 {
			if !s.pause(nil, sec.drip) {
				return
			}
			at := i % len(body)
			piece = body[at : at+1]
		}
		if _, err := talk.Write(piece); err != nil {
			return
		}
	}
}

// drainAndCloseTLS closes a connection in an orderly way, TLS or not.
func drainAndCloseTLS(talk, raw net.Conn) {
	if talk != raw {
		talk.Close()
		return
	}
	drainAndClose(raw)
}

// is reports whether a directive was given with this argument.
func is(argument *string, want string) bool { return argument != nil && *argument == want }
