package scanner

import (
	"strings"

	"sitewell/scanner/extract"
	"sitewell/scanner/fetch"
)

// parkedBy tells by what an answer is known as that of a domain which is parked
// or for sale, "" where it is not: the header of the companies that show such
// pages, or the page itself (check 93).
func parkedBy(a *fetch.Answer) string {
	if a.Status == 0 {
		return ""
	}
	if a.Header.Get("X-Adblock-Key") != "" {
		return "X-Adblock-Key"
	}
	if server := a.Header.Get("Server"); strings.HasPrefix(strings.ToLower(server), "parking") {
		return "Server: " + server
	}
	if len(a.Body) == 0 {
		return ""
	}
	contentType := a.Header.Get("Content-Type")
	if media, _ := extract.Sniff(contentType, a.Body); media != "text/html" {
		return ""
	}
	return extract.Parked(a.Body, a.Final, contentType)
}

// sale is what one page of another site showed of its domain. That page is
// asked for by GET; the others by HEAD, which shows nothing, so they are
// believed to be no better, and wait for it if they are answered first.
type sale struct {
	asked, seen bool
	sign        string // by which the domain is known as one for sale, "" for none
	held        []*visit
}

// look reports whether a page of the host that is about to be asked for is the
// one to look at.
func (h *host) look() bool {
	first := !h.sale.asked
	h.sale.asked = true
	return first
}

// sale takes in what a visit shows of its domain, and gives the visits that can
// be decided now. Nothing that a domain for sale answers is held against the
// site that was there.
func (r *run) sale(v *visit) []*visit {
	s := &r.book.at(v.job.ID).host.sale
	decided := []*visit{v}
	switch {
	case v.look:
		s.seen = true
		if len(v.answer.Hops) < 2 {
			s.sign = v.parked
		}
		decided = append(decided, s.held...)
		s.held = nil
	case s.asked && !s.seen:
		s.held = append(s.held, v)
		return nil
	}
	for _, v := range decided {
		if v.parked == "" && v.answer.Status != 0 && len(v.answer.Hops) < 2 {
			v.parked = s.sign
		}
	}
	return decided
}
