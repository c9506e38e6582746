package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// browserSuites are the cipher suites up to TLS 1.2 that Chrome and Firefox
// still accept. Go leaves out those without forward secrecy by default, and
// so would call sites broken that every visitor can open.
func browserSuites() []uint16 {
	var ids []uint16
	for _, s := range tls.CipherSuites() {
		ids = append(ids, s.ID)
	}
	return append(ids,
		tls.TLS_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_RSA_WITH_AES_256_GCM_SHA384,
		tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_RSA_WITH_AES_256_CBC_SHA)
}

// anySuites are all that Go can speak.
func anySuites() []uint16 {
	ids := browserSuites()
	for _, s := range tls.InsecureCipherSuites() {
		ids = append(ids, s.ID)
	}
	return ids
}

// strictTLS is what a browser would accept.
func strictTLS(roots *x509.CertPool) *tls.Config {
	return &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12, CipherSuites: browserSuites()}
}

// laxTLS accepts everything. It is used to find out the status behind a bad
// certificate and whether a peer speaks old protocols only; nothing secret is
// ever sent over it.
func laxTLS() *tls.Config {
	return &tls.Config{
		InsecureSkipVerify: true, //nolint:gosec // see above
		MinVersion:         tls.VersionTLS10,
		CipherSuites:       anySuites(),
	}
}

// handshake makes a TLS connection over conn, which it closes on failure.
func handshake(ctx context.Context, ex *exchange, conn net.Conn, host string, base *tls.Config) (*tls.Conn, error) {
	ex.enter(stageTLS)
	began := time.Now()
	config := base.Clone()
	config.ServerName = host
	config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
		ex.askedForCertificate()
		return new(tls.Certificate), nil // we have none to show
	}
	secure := tls.Client(conn, config)
	err := secure.HandshakeContext(ctx)
	ex.took(func(t *result.Timing) { t.TLS = time.Since(began) })
	if err != nil {
		conn.Close()
		return nil, &Error{Op: "tls", Host: host, Outcome: tlsOutcome(ex, err, time.Now()), Err: err}
	}
	return secure, nil
}

// tlsOutcome returns the outcome of a failed handshake (check 74).
func tlsOutcome(ex *exchange, err error, now time.Time) outcome.Key {
	var (
		record tls.RecordHeaderError
		verify *tls.CertificateVerificationError
	)
	switch {
	case errors.As(err, &record):
		if string(record.RecordHeader[:]) == "HTTP/" {
			return outcome.TLSPlainHTTP
		}
		return outcome.TLSHandshake
	case errors.As(err, &verify):
		return certificateOutcome(verify.Err, verify.UnverifiedCertificates, now)
	case isReset(err):
		return outcome.ConnectionReset
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return outcome.TLSHandshake
	case ex.progress().certAsked:
		return outcome.TLSClientCertificate
	default:
		return outcome.TLSHandshake
	}
}

// certificateOutcome returns the reason why a certificate is not trusted. chain is
// what the peer sent, its own certificate first.
func certificateOutcome(err error, chain []*x509.Certificate, now time.Time) outcome.Key {
	var (
		invalid   x509.CertificateInvalidError
		host      x509.HostnameError
		authority x509.UnknownAuthorityError
		algorithm x509.InsecureAlgorithmError
	)
	switch {
	case len(chain) > 0 && isSelfSigned(chain[0]):
		return outcome.TLSSelfSigned
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		if invalid.Cert != nil && now.Before(invalid.Cert.NotBefore) {
			return outcome.TLSNotYetValid
		}
		return outcome.TLSExpired
	case errors.As(err, &host):
		return outcome.TLSWrongHost
	case errors.As(err, &algorithm):
		return outcome.TLSOldProtocol
	case errors.As(err, &authority) && isIncomplete(chain):
		return outcome.TLSIncompleteChain
	default:
		return outcome.TLSUnknownAuthority
	}
}

// isSelfSigned reports whether a certificate vouches for itself.
func isSelfSigned(c *x509.Certificate) bool {
	return string(c.RawIssuer) == string(c.RawSubject) &&
		c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil
}

// isIncomplete reports whether the peer left out the certificates between its
// own and the authority's: the chain as sent ends below an authority, and the
// last certificate names a place where its issuer can be fetched (RFC 5280
// §4.2.2.1). Browsers do fetch it, or know it from elsewhere; most programs
// fail. Authorities that nobody knows seldom publish such a place. Nothing is
// asked of the network.
func isIncomplete(chain []*x509.Certificate) bool {
	if len(chain) == 0 {
		return false
	}
	last := chain[0]
	for range chain {
		issuer := issuerIn(chain, last)
		if issuer == nil || issuer == last {
			break
		}
		last = issuer
	}
	return string(last.RawIssuer) != string(last.RawSubject) && len(last.IssuingCertificateURL) > 0
}

// issuerIn finds the certificate of chain that signed c, nil for none.
func issuerIn(chain []*x509.Certificate, c *x509.Certificate) *x509.Certificate {
	for _, other := range chain {
		if string(other.RawSubject) == string(c.RawIssuer) && c.CheckSignatureFrom(other) == nil {
			return other
		}
	}
	return nil
}

// isOldProtocol reports whether a connection came about only by what browsers
// have given up: TLS before 1.2, or a broken cipher.
func isOldProtocol(s *tls.ConnectionState) bool {
	if s.Version < tls.VersionTLS12 {
		return true
	}
	for _, id := range browserSuites() {
		if id == s.CipherSuite {
			return false
		}
	}
	return s.Version == tls.VersionTLS12
}
