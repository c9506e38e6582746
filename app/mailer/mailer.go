// Package mailer sends a mail by SMTP (RFC 5321). It must not know what it is about, nor where
// the password comes from. No error that it returns contains the password.
package mailer

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"strconv"
	"strings"
	"time"
)

// patience is how long a server may take for a mail in all.
const patience = time.Minute

// Security is how the way to the server is protected.
type Security string

const (
	StartTLS Security = "starttls" // from the command STARTTLS on (RFC 3207), which is required
	TLS      Security = "tls"      // from the first byte on (RFC 8314)
	Plain    Security = "none"
)

// Server is a server that sends mails.
type Server struct {
	Host     string
	Port     int
	Security Security
	User     string // "" for a server that asks for none
	Password string
	// Roots are the authorities whose certificates count, nil for those of the system.
	Roots *x509.CertPool
}

// Mail is a mail without attachments.
type Mail struct {
	From    string
	To      []string
	Subject string
	Text    string // lines end with a line feed
	ID      string // unique in the world, before the @; used for Message-ID
}

var (
	// ErrNoStartTLS: the server does not offer STARTTLS, and nothing was sent unprotected.
	ErrNoStartTLS = errors.New("server does not offer STARTTLS")
	// ErrPasswordInPlain: the password would be sent unprotected.
	ErrPasswordInPlain = errors.New("password would be sent without encryption")
	errNoAnswer        = errors.New("server closed the connection while it was signed in to")
	// ErrRefused: the server refused the user name or the password.
	ErrRefused = errors.New("server refused the user name or password")
)

// AddressError says that the server answered that it takes no mail from, or to, an address.
type AddressError struct {
	Address     string
	IsRecipient bool
	Err         error
}

// Error names the address.
func (e *AddressError) Error() string { return fmt.Sprintf("server refused %s: %v", e.Address, e.Err) }

// Unwrap returns the answer of the server.
func (e *AddressError) Unwrap() error { return e.Err }

// refused returns an AddressError where the server has answered.
func refused(address string, isRecipient bool, err error) error {
	var answer *textproto.Error
	if errors.As(err, &answer) {
		return &AddressError{address, isRecipient, err}
	}
	return err
}

// Send sends a mail to all its recipients.
func Send(ctx context.Context, s Server, m Mail) error {
	if s.User != "" && s.Security == Plain && !isLoopback(s.Host) {
		return ErrPasswordInPlain
	}
	text, err := m.text(time.Now())
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := s.dial(ctx)
	if err != nil {
		return fmt.Errorf("connect to mail server: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	defer conn.Close()
	if err := s.deliver(conn, m, text); err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return fmt.Errorf("send mail: %w", err)
	}
	return nil
}

func (s Server) dial(ctx context.Context) (net.Conn, error) {
	address := net.JoinHostPort(s.Host, strconv.Itoa(s.Port))
	if s.Security == TLS {
		return (&tls.Dialer{Config: s.config()}).DialContext(ctx, "tcp", address)
	}
	return (&net.Dialer{}).DialContext(ctx, "tcp", address)
}

func (s Server) config() *tls.Config {
	return &tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
}

func (s Server) deliver(conn net.Conn, m Mail, text []byte) error {
	c, err := smtp.NewClient(conn, s.Host)
	if err != nil {
		return err
	}
	defer c.Close()
	if s.Security == StartTLS {
		if offered, _ := c.Extension("STARTTLS"); !offered {
			return ErrNoStartTLS
		}
		if err := c.StartTLS(s.config()); err != nil {
			return err
		}
	}
	if err := s.signIn(c); err != nil {
		return err
	}
	if err := c.Mail(m.From); err != nil {
		return refused(m.From, false, err)
	}
	for _, to := range m.To {
		if err := c.Rcpt(to); err != nil {
			return refused(to, true, err)
		}
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(text); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return c.Quit()
}

// signIn signs in where there is a user. Servers may quote what they were sent, so their
// answer is left out of the error.
func (s Server) signIn(c *smtp.Client) error {
	if s.User == "" {
		return nil
	}
	err := c.Auth(smtp.PlainAuth("", s.User, s.Password, s.Host))
	var network net.Error
	if errors.As(err, &network) || errors.Is(err, io.EOF) {
		return errNoAnswer
	}
	if err != nil {
		return ErrRefused
	}
	return nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// text returns the mail as RFC 5322 has it.
func (m Mail) text(now time.Time) ([]byte, error) {
	var b bytes.Buffer
	header := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
	to := make([]string, len(m.To))
	for i, address := range m.To {
		to[i] = (&mail.Address{Address: address}).String()
	}
	_, domain, _ := strings.Cut(m.From, "@")
	header("From", (&mail.Address{Name: "Sitewell", Address: m.From}).String())
	header("To", strings.Join(to, ", "))
	header("Subject", mime.QEncoding.Encode("utf-8", oneLine(m.Subject)))
	header("Date", now.Format("Mon, 02 Jan 2006 15:04:05 -0700"))
	header("Message-ID", "<"+m.ID+"@"+domain+">")
	header("Auto-Submitted", "auto-generated") // RFC 3834 §5: no vacation message answers
	header("MIME-Version", "1.0")
	header("Content-Type", "text/plain; charset=utf-8")
	header("Content-Transfer-Encoding", "quoted-printable")
	b.WriteString("\r\n")
	w := quotedprintable.NewWriter(&b)
	if _, err := w.Write([]byte(strings.ReplaceAll(m.Text, "\n", "\r\n"))); err != nil {
		return nil, fmt.Errorf("write mail: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("write mail: %w", err)
	}
	return b.Bytes(), nil
}

// oneLine takes out what would begin another header.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
