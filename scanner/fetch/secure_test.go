package fetch_test

import (
	"net/http"
	"strings"
	"testing"

	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
)

// check 74: TLS failures by kind, and the status behind a bad certificate.
func TestTLS(t *testing.T) {
	for _, test := range []struct {
		option  string
		outcome outcome.Key
		status  int
	}{
		{"certificate: good", "404", 404},
		{"certificate: expired", outcome.TLSExpired, 404},
		{"certificate: not-yet-valid", outcome.TLSNotYetValid, 404},
		{"certificate: wrong-host", outcome.TLSWrongHost, 404},
		{"certificate: self-signed", outcome.TLSSelfSigned, 404},
		{"certificate: unknown-authority", outcome.TLSUnknownAuthority, 404},
		{"certificate: incomplete-chain", "404", 404},
		{"tls: 1.0", outcome.TLSOldProtocol, 404},
		{"tls: 1.1", outcome.TLSOldProtocol, 404},
		{"tls: client-certificate", outcome.TLSClientCertificate, 0},
		{"tls: plain", outcome.TLSPlainHTTP, 0},
		{"tls: garbage", outcome.TLSHandshake, 0},
		{"tls: close", outcome.TLSHandshake, 0},
		{"tls: reset", outcome.ConnectionReset, 0},
	} {
		t.Run(strings.ReplaceAll(test.option, ": ", " "), func(t *testing.T) {
			site := sitetest.New(t, "-- host https://shop.example --\n"+test.option+"\n-- GET / --\n404\n\n<h1>gone\n")
			c := newClient(t, site, func(o *fetch.Options) {
				o.Home = parse(t, "https://shop.example/")
				o.Credential = fetch.Credential{User: "me", Password: "secret", Cookie: "a=b", Header: "X-Key", Value: "k"}
				o.Header = http.Header{"X-Staging": {"1"}}
			})
			a := get(t, c, "https://shop.example/")
			if a.Outcome != test.outcome || a.Status != test.status {
				t.Errorf("got %s, status %d, want %s, %d: %v", a.Outcome, a.Status, test.outcome, test.status, a.Err)
			}
			if got, want := len(a.Hops), 1; got != want {
				t.Errorf("%d hops, want %d: %v", got, want, a.Hops)
			}
			verified := a.Outcome == "404" && test.option != "certificate: incomplete-chain"
			if test.status != 0 && !verified && !strings.Contains(a.Evidence.Detail, "without verification") {
				t.Errorf("evidence does not tell: %q", a.Evidence.Detail)
			}
			if test.status != 0 && a.Evidence.CertExpires.IsZero() {
				t.Error("evidence has no certificate")
			}
			for _, r := range site.Requests() { // never without a certificate that was checked
				for _, name := range []string{"Authorization", "Cookie", "X-Key", "X-Staging"} {
					if got := r.Header.Get(name); (got != "") != verified {
						t.Errorf("%s: %q was sent, verified: %v", name, got, verified)
					}
				}
			}
		})
	}
}

// Browsers complete an incomplete chain, so the page is read and the problem is
// reported in addition to its status.
func TestIncompleteChain(t *testing.T) {
	site := sitetest.New(t, `
-- host https://shop.example --
certificate: incomplete-chain
-- GET / --

<p>welcome
-- GET /moved --
301
Location: /

`)
	c := newClient(t, site)
	for _, path := range []string{"/", "/moved"} {
		a := get(t, c, "https://shop.example"+path)
		if a.Outcome != outcome.TLSIncompleteChain || a.Status != 200 || string(a.Body) != "<p>welcome\n" {
			t.Errorf("%s: %s, %d, %q: %v", path, a.Outcome, a.Status, a.Body, a.Err)
		}
		if _, ok := note(a, outcome.TLSIncompleteChain); !ok {
			t.Errorf("%s: notes %v", path, a.Notes)
		}
	}
}

// A redirect behind a bad certificate is told, not followed.
func TestRedirectBehindBadCertificate(t *testing.T) {
	site := sitetest.New(t, `
-- host https://example.com --
certificate: wrong-host
-- GET / --
301
Location: https://www.example.com/

-- host https://www.example.com --
-- GET / --

home
`)
	c := newClient(t, site)
	a := get(t, c, "https://example.com/")
	if a.Outcome != outcome.TLSWrongHost || a.Status != 301 || a.Hops[0].Location != "https://www.example.com/" {
		t.Errorf("%s, %d, %v", a.Outcome, a.Status, a.Hops)
	}
	if n := site.Count("https://www.example.com/"); n != 0 {
		t.Errorf("%d requests further on", n)
	}
}

// check 97
func TestExpiresSoon(t *testing.T) {
	site := sitetest.New(t, `
-- host https://soon.example --
certificate: expires-soon
-- GET / --

-- host https://late.example --
-- GET / --

`)
	c := newClient(t, site)
	a := get(t, c, "https://soon.example/")
	detail, ok := note(a, outcome.TLSExpiresSoon)
	if want := a.Evidence.CertExpires.Format("2006-01-02"); !ok || detail != want || a.Outcome != "200" {
		t.Errorf("%s: note %q, want %q", a.Outcome, detail, want)
	}
	if a := get(t, c, "https://late.example/"); len(a.Notes) > 0 {
		t.Errorf("notes %v", a.Notes)
	}
}

// check 74: nginx takes the handshake and complains in a page.
func TestClientCertificatePage(t *testing.T) {
	site := sitetest.New(t, "-- GET / --\n400\n\n<center>No required SSL certificate was sent</center>\n")
	if a := get(t, newClient(t, site), site.URL("/")); a.Wall != outcome.TLSClientCertificate {
		t.Errorf("wall %q, %q", a.Wall, a.WallClue)
	}
}

func TestHTTP2Connection(t *testing.T) {
	site := sitetest.New(t, "-- host https://two.example --\nprotocol: h2\n-- GET /* --\n\nhello\n")
	c := newClient(t, site)
	for _, path := range []string{"/a", "/b", "/c"} {
		if a := get(t, c, "https://two.example"+path); a.Evidence.Protocol != "HTTP/2.0" || string(a.Body) != "hello\n" {
			t.Errorf("%s %q: %v", a.Evidence.Protocol, a.Body, a.Err)
		}
	}
	if n := site.Conns("https://two.example"); n != 1 {
		t.Errorf("%d connections", n)
	}
}
