package sitetest

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
)

// converse answers on one connection until it ends.
func (s *Site) converse(conn net.Conn, l *lane, number int) {
	o := l.origin
	switch {
	case l.fault == "reset":
		resetConn(conn)
		return
	case l.fault == "hang":
		untilGone(conn)
		return
	}
	s.mu.Lock()
	handler := s.handlers[o.url]
	s.mu.Unlock()
	talk := conn
	if l.tls != nil {
		secure, ok := secureConn(conn, o, l.tls)
		if !ok {
			return
		}
		talk = secure
		if secure, ok := secure.(*tls.Conn); ok && secure.ConnectionState().NegotiatedProtocol == "h2" {
			s.converse2(secure, o, handler, number)
			return
		}
	}
	if handler != nil {
		s.serveHandler(talk, s.counted(o, handler, number))
		return
	}
	in := bufio.NewReader(talk)
	for {
		request, last, err := readRequest(in, o, number)
		if err != nil {
			return
		}
		if !s.answer(talk, conn, request) || last {
			return
		}
	}
}

// readRequest reads a request without judging its target, as net/http would:
// the scanner asks for addresses with bad escapes, too. last reports that the
// client wants no further answer.
func readRequest(in *bufio.Reader, o *origin, conn int) (r *request, last bool, err error) {
	text := textproto.NewReader(in)
	line, err := text.ReadLine()
	if err != nil {
		return nil, false, err
	}
	words := strings.Split(line, " ")
	if len(words) != 3 {
		return nil, false, errBadRequest
	}
	header, err := text.ReadMIMEHeader()
	if err != nil {
		return nil, false, err
	}
	h := http.Header(header)
	if n, err := strconv.ParseInt(h.Get("Content-Length"), 10, 64); err == nil {
		if _, err := io.CopyN(io.Discard, in, n); err != nil {
			return nil, false, err
		}
	}
	return &request{
		origin: o, method: words[0], proto: words[2], header: h, conn: conn,
		uri: strings.TrimPrefix(words[1], o.url), // RFC 9112 §3.2.2
	}, strings.EqualFold(h.Get("Connection"), "close"), nil
}

var errBadRequest = errors.New("sitetest: request line has not three words")

// secureConn plays the TLS faults, or shakes hands.
func secureConn(conn net.Conn, o *origin, config *tls.Config) (net.Conn, bool) {
	switch o.tls {
	case "plain": // as nginx does on a port without ssl
		hello := make([]byte, 5)
		if _, err := io.ReadFull(conn, hello); err == nil && hello[0] == 0x16 {
			_, _ = io.WriteString(conn, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
			drainAndClose(conn)
			return nil, false
		}
		return conn, false
	case "garbage":
		hello := make([]byte, 5)
		_, _ = io.ReadFull(conn, hello)
		_, _ = io.WriteString(conn, "SSH-2.0-OpenSSH_9.2\r\n")
		drainAndClose(conn)
		return nil, false
	case "close":
		hello := make([]byte, 5)
		_, _ = io.ReadFull(conn, hello)
		drainAndClose(conn)
		return nil, false
	case "reset":
		hello := make([]byte, 5)
		_, _ = io.ReadFull(conn, hello)
		resetConn(conn)
		return nil, false
	case "hang":
		untilGone(conn)
		return nil, false
	}
	secure := tls.Server(conn, config)
	return secure, secure.Handshake() == nil
}

// drainAndClose ends a connection so that the other side reads all that was
// sent: closing with unread bytes would reset it.
func drainAndClose(conn net.Conn) {
	if c, ok := conn.(*net.TCPConn); ok {
		_ = c.CloseWrite()
		untilGone(conn)
	}
	conn.Close()
}

// untilGone blocks until the other side goes away.
func untilGone(conn net.Conn) {
	_, _ = io.Copy(io.Discard, conn)
}

// serveHandler lets net/http's server answer on one connection, by HTTP/2
// where TLS agreed on it.
func (s *Site) serveHandler(conn net.Conn, h http.Handler) {
	done := make(chan struct{})
	listener := &oneConn{conn: conn, done: done}
	server := &http.Server{
		Handler:     h,
		ErrorLog:    discardLog(),
		BaseContext: func(net.Listener) context.Context { return s.ctx },
		ConnState: func(_ net.Conn, state http.ConnState) {
			if state == http.StateClosed || state == http.StateHijacked {
				close(done)
			}
		},
	}
	_ = server.Serve(listener) // ends with the connection
}

// oneConn is a listener that accepts a connection that is there already, and
// ends with it.
type oneConn struct {
	conn net.Conn
	done <-chan struct{}
	gave bool
}

// Accept returns the connection, then waits for its end.
func (l *oneConn) Accept() (net.Conn, error) {
	if !l.gave {
		l.gave = true
		return l.conn, nil
	}
	<-l.done
	return nil, net.ErrClosed
}

// Close does nothing.
func (l *oneConn) Close() error { return nil }

// Addr returns the connection's address.
func (l *oneConn) Addr() net.Addr { return l.conn.LocalAddr() }

// counted logs the requests that a handler gets, and keeps to the capacity.
func (s *Site) counted(o *origin, h http.Handler, conn int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, full, end := s.begin(&request{
			origin: o, method: r.Method, uri: r.RequestURI, header: r.Header, proto: r.Proto, conn: conn,
		})
		defer end()
		if full {
			http.Error(w, "past capacity", http.StatusServiceUnavailable)
			return
		}
		if !s.pause(r.Context().Done(), o.delay) {
			return
		}
		h.ServeHTTP(w, r)
	})
}

// discardLog is for net/http's servers, whose complaints tests provoke.
func discardLog() *log.Logger { return log.New(io.Discard, "", 0) }
