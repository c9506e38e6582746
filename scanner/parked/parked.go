// Package parked recognises domains of other sites that are parked or for sale
// (check 93). Such a domain answers every address with an advertisement, so
// nothing that it answers says anything about the page that was there.
//
// It must not know how addresses are requested. The caller requests the first
// page of a domain with GET and hands over what it found out of every answer.
package parked

import (
	"strings"

	"sitewell/scanner/extract"
	"sitewell/scanner/fetch"
)

// Sign returns the sign by which an answer is recognised as that of a parked
// domain: a header of the companies that show such pages, the page itself, or the
// page of a host that has suspended the account. It returns "" if there is none.
func Sign(a *fetch.Answer) string {
	if a.Status == 0 {
		return ""
	}
	if a.Header.Get("X-Adblock-Key") != "" {
		return "X-Adblock-Key"
	}
	if server := a.Header.Get("Server"); strings.HasPrefix(strings.ToLower(server), "parking") {
		return "Server: " + server
	}
	if a.Final.Path() == suspendedPage {
		return suspendedPage
	}
	if len(a.Body) == 0 {
		return ""
	}
	contentType := a.Header.Get("Content-Type")
	if media, _ := extract.Sniff(contentType, a.Body); media != "text/html" {
		return ""
	}
	return extract.ParkedSign(a.Body, a.Final, contentType)
}

// suspendedPage is where cPanel redirects every address of an account that its host
// has suspended.
const suspendedPage = "/cgi-sys/suspendedpage.cgi"

// Domain is what the answers of one host show of its domain. One page, the
// sample, is requested with GET. The others are requested with HEAD, which shows
// nothing, so the sample decides for them, too. Those that are answered before the
// sample are deferred. The type parameter is what the caller defers.
//
// The zero value is a host without any request. It is not safe for concurrent use.
type Domain[D any] struct {
	isRequested bool // the sample
	isJudged    bool
	sign        string // of the sample
	deferred    []D
}

// ClaimSample reports whether a page that is about to be requested is the sample.
// It returns true once.
func (d *Domain[D]) ClaimSample() bool {
	first := !d.isRequested
	d.isRequested = true
	return first
}

// ReturnSample makes the next page the sample, because the first one could not be
// requested.
func (d *Domain[D]) ReturnSample() { d.isRequested = false }

// HandleSample notes the sign that the sample has, "" for none, and returns what
// was deferred until then.
func (d *Domain[D]) HandleSample(sign string) []D {
	d.isJudged, d.sign = true, sign
	values := d.deferred
	d.deferred = nil
	return values
}

// Defer keeps value if the sample is still under way, and reports whether it did.
func (d *Domain[D]) Defer(value D) bool {
	if !d.isRequested || d.isJudged {
		return false
	}
	d.deferred = append(d.deferred, value)
	return true
}

// Sign returns the sign that the sample has, "" for none.
func (d *Domain[D]) Sign() string { return d.sign }

// Deferred returns how many values wait for the sample.
func (d *Domain[D]) Deferred() int { return len(d.deferred) }
