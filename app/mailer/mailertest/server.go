// Package mailertest is a mail server on loopback for tests. It keeps what it is sent.
package mailertest

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"net"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// Server is a mail server. Its fields are set before the first mail.
type Server struct {
	Host string
	Port int
	// Roots has the authority of its certificate.
	Roots *x509.CertPool

	config *tls.Config
	mu     sync.Mutex
	how    How
	mails  []Mail
}

// How is how a server behaves.
type How struct {
	// TLS: every connection is encrypted from its first byte on.
	TLS bool
	// WithoutTLS: it does not offer STARTTLS.
	WithoutTLS bool
	// User and Password are wanted where User is not "".
	User, Password string
	// Refuses is a recipient that it does not take.
	Refuses string
}

// Mail is what a server was sent.
type Mail struct {
	From        string
	To          []string
	Text        string // headers and body
	IsEncrypted bool
}

// New starts a server that ends with the test.
func New(t *testing.T, how How) *Server {
	t.Helper()
	web := httptest.NewTLSServer(nil) // only for its certificate
	t.Cleanup(web.Close)
	s := &Server{Host: "127.0.0.1", how: how, Roots: x509.NewCertPool(), config: &tls.Config{Certificates: web.TLS.Certificates, MinVersion: tls.VersionTLS12}}
	s.Roots.AddCert(web.Certificate())
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Port = l.Addr().(*net.TCPAddr).Port
	var all sync.WaitGroup
	t.Cleanup(func() {
		_ = l.Close()
		all.Wait()
	})
	all.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			if s.How().TLS {
				conn = tls.Server(conn, s.config)
			}
			all.Go(func() {
				defer conn.Close()
				s.serve(conn)
			})
		}
	})
	return s
}

// Mails returns what was sent so far.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.mails...)
}

// How returns how the server behaves.
func (s *Server) How() How {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.how
}

// Change makes the server behave otherwise, from the next connection on.
func (s *Server) Change(how How) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.how = how
}

// session is one connection.
type session struct {
	s           *Server
	how         How
	conn        net.Conn
	in          *bufio.Reader
	mail        Mail
	isEncrypted bool
	isSignedIn  bool
}

func (s *Server) serve(conn net.Conn) {
	how := s.How()
	c := &session{s: s, how: how, conn: conn, in: bufio.NewReader(conn), isEncrypted: how.TLS, isSignedIn: how.User == ""}
	c.say("220 mail.test ESMTP")
	for {
		line, err := c.in.ReadString('\n')
		if err != nil || !c.obey(strings.TrimRight(line, "\r\n")) {
			return
		}
	}
}

func (c *session) say(line string) { fmt.Fprintf(c.conn, "%s\r\n", line) }

// obey answers a command, and reports whether there will be another one.
func (c *session) obey(line string) bool {
	verb, rest, _ := strings.Cut(line, " ")
	switch strings.ToUpper(verb) {
	case "EHLO", "HELO":
		c.say("250-mail.test")
		if !c.how.WithoutTLS && !c.isEncrypted {
			c.say("250-STARTTLS")
		}
		c.say("250 AUTH PLAIN")
	case "STARTTLS":
		c.say("220 go on")
		c.conn = tls.Server(c.conn, c.s.config)
		c.in, c.isEncrypted = bufio.NewReader(c.conn), true
	case "AUTH":
		_, token, _ := strings.Cut(rest, " ")
		raw, _ := base64.StdEncoding.DecodeString(token)
		if string(raw) != "\x00"+c.how.User+"\x00"+c.how.Password {
			c.say("535 refused: " + string(raw)) // as careless servers do
			return true
		}
		c.isSignedIn = true
		c.say("235 welcome")
	case "MAIL", "RCPT":
		c.address(strings.ToUpper(verb), rest)
	case "DATA":
		c.say("354 go on")
		return c.data()
	case "QUIT":
		c.say("221 bye")
		return false
	default:
		c.say("500 what?")
	}
	return true
}

func (c *session) address(verb, rest string) {
	if !c.isSignedIn {
		c.say("530 sign in first")
		return
	}
	_, address, _ := strings.Cut(rest, "<")
	address, _, _ = strings.Cut(address, ">")
	if verb == "RCPT" && address == c.how.Refuses {
		c.say("550 no such mailbox")
		return
	}
	if verb == "MAIL" {
		c.mail = Mail{From: address, IsEncrypted: c.isEncrypted}
	} else {
		c.mail.To = append(c.mail.To, address)
	}
	c.say("250 ok")
}

// data reads a mail up to the line with a dot.
func (c *session) data() bool {
	var text strings.Builder
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			break
		}
		text.WriteString(strings.TrimPrefix(line, "."))
	}
	c.mail.Text = text.String()
	c.s.mu.Lock()
	c.s.mails = append(c.s.mails, c.mail)
	c.s.mu.Unlock()
	c.say("250 accepted")
	return true
}
