package fetch

import (
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// expiresSoon is how long before its end a certificate is warned of (check 97).
const expiresSoon = 30 * 24 * time.Hour

// describe fills in what an exchange lets a person believe: the header that was
// sent, nil where that is not known, and the response, nil where there was none.
func (ex *exchange) describe(a *Answer, method string, sent http.Header, response *http.Response) {
	e := &a.Evidence
	*e = result.Evidence{Method: method, Attempts: e.Attempts}
	e.Request = headers(sent)
	for i := range e.Request {
		if own := ex.limits.Credential.Header; own != "" && strings.EqualFold(e.Request[i].Name, own) {
			e.Request[i].Value = redacted
		}
	}
	ex.mu.Lock()
	e.Timing = ex.timing
	e.Timing.Total = time.Since(ex.began)
	ex.mu.Unlock()
	remote, repaired, state := ex.peer()
	if repaired {
		e.Detail = "response header has lines that are no HTTP; browsers pass over them"
	}
	e.RemoteAddr = remote
	if response != nil {
		e.Protocol = response.Proto
		e.Response = headers(response.Header)
	}
	if state == nil || len(state.PeerCertificates) == 0 {
		return
	}
	certificateFacts(e, state.PeerCertificates[0])
	a.oldTLS = ex.lax && isOldProtocol(state)
	a.warnExpiry(ex, state)
}

// warnExpiry notes a certificate that is good and will not be for long.
func (a *Answer) warnExpiry(ex *exchange, state *tls.ConnectionState) {
	expires := state.PeerCertificates[0].NotAfter
	if left := time.Until(expires); !ex.lax && ex.proxiedScheme() == "https" && left > 0 && left < expiresSoon {
		a.note(outcome.TLSExpiresSoon, expires.UTC().Format(time.DateOnly))
	}
}

// proxiedScheme returns the scheme of the server or proxy that presented the certificate.
func (ex *exchange) proxiedScheme() string {
	if ex.throughHTTPProxy() {
		return "proxy"
	}
	return ex.scheme
}

// certificateFacts records whose a certificate is.
func certificateFacts(e *result.Evidence, c *x509.Certificate) {
	e.CertSubject = nameOf(c.Subject)
	if len(c.DNSNames) > 0 {
		e.CertSubject = strings.Join(c.DNSNames[:min(len(c.DNSNames), 5)], ", ")
	}
	e.CertIssuer = nameOf(c.Issuer)
	e.CertExpires = c.NotAfter.UTC()
}

// nameOf returns the readable part of a distinguished name.
func nameOf(n pkix.Name) string {
	parts := append(slices.Clone(n.Organization), n.CommonName)
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// headers returns header fields by name, redacted. Order and repetition are
// stable; net/http does not keep the order received.
func headers(h http.Header) []result.Header {
	list := make([]result.Header, 0, len(h))
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, value := range h[name] {
			list = append(list, result.Header{Name: name, Value: redactHeader(name, value)})
		}
	}
	return list
}

// headerSize is about how many bytes a header took.
func headerSize(h http.Header) int {
	size := 0
	for name, values := range h {
		for _, value := range values {
			size += len(name) + len(value) + 4
		}
	}
	return size
}

// levelOf says how loud an answer is in the log.
func levelOf(a *Answer) slog.Level {
	if a.Err != nil && a.Outcome != outcome.Cancelled {
		return slog.LevelInfo
	}
	return slog.LevelDebug
}

// logAttrs describes an answer for the log.
func logAttrs(r Request, a *Answer) []slog.Attr {
	attrs := []slog.Attr{
		slog.Any("url", r.URL),
		slog.String("method", r.Method),
		slog.String("outcome", string(a.Outcome)),
		slog.Int("status", a.Status),
		slog.Duration("took", a.Took),
	}
	if a.Err != nil {
		attrs = append(attrs, slog.String("error", redactText(a.Err.Error())))
	}
	return attrs
}
