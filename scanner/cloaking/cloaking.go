// Package cloaking recognises other sites that may hide their pages from programs
// (check 119): several addresses of a host are answered alike with "not found" and
// with the marks of a wall, the home page works, and no other address does. A
// person with a browser may see the pages, so these answers prove nothing.
//
// It must not know how addresses are requested. The caller hands over what it found
// out of every answer of a host.
package cloaking

import (
	"net/http"
	"strings"

	"sitewell/scanner/fetch"
)

// minAlike is how many addresses must be answered alike. One dead link, or two,
// are nothing special.
const minAlike = 3

// Mark returns what in an answer of "not found" shows that a wall against programs
// stands before the site, such as "cookie __cf_bm", or "" if nothing does. It proves
// nothing by itself: every page of such a site has it.
func Mark(a *fetch.Answer) string {
	if a.Status != http.StatusNotFound && a.Status != http.StatusGone || a.Wall != "" || len(a.Hops) > 1 {
		return ""
	}
	for _, field := range markFields {
		if a.Header.Get(field) != "" {
			return field
		}
	}
	for _, cookie := range a.Header["Set-Cookie"] {
		for _, name := range markCookies {
			if strings.HasPrefix(cookie, name) {
				return "cookie " + name
			}
		}
	}
	return ""
}

// markFields are header fields of walls, and markCookies the beginnings of the
// names of their cookies.
var (
	markFields  = []string{"X-Datadome", "X-Iinfo", "X-Kpsdk-Ct", "X-Sucuri-Id"}
	markCookies = []string{
		"__cf_bm", "datadome=", "_px", "ak_bmsc", "bm_sz", "_abck", "incap_ses_", "visid_incap_", "reese84", "rbzid",
		"__ddg", "aws-waf-token",
	}
)

// Host is what the answers of one host of another site show. Answers of "not found"
// with a mark are deferred until all others are there. The type parameter is what
// the caller defers.
//
// The zero value is a host without any request. It is not safe for concurrent use.
type Host[D any] struct {
	isOpen        bool // an address besides the home page works: programs are shown pages
	homeWorks     bool
	homeRequested bool
	groups        []group[D]
}

// group are addresses that are answered alike.
type group[D any] struct {
	status   int
	words    map[string]bool // that the first of them shows
	deferred []D
}

// alikeness is how many of their words two answers share, of all that they have.
const alikeness = 0.75

// HandleWorking notes that an address works, and returns what was deferred if that
// shows that the site hides nothing.
func (h *Host[D]) HandleWorking(isHome bool) []D {
	if isHome {
		h.homeWorks = true
		return nil
	}
	h.isOpen = true
	var values []D
	for _, g := range h.groups {
		values = append(values, g.deferred...)
	}
	h.groups = nil
	return values
}

// Defer keeps value, whose answer has a mark, and reports whether it did: not if the
// site is known to show pages to programs. If needsHome is true, the caller should
// request the home page and call HandleWorking if it works.
func (h *Host[D]) Defer(a *fetch.Answer, value D) (isDeferred, needsHome bool) {
	if h.isOpen {
		return false, false
	}
	g := h.groupOf(a)
	g.deferred = append(g.deferred, value)
	if len(g.deferred) == minAlike && !h.homeWorks && !h.homeRequested {
		h.homeRequested = true
		return true, true
	}
	return true, false
}

// groupOf returns the addresses that are answered like an answer.
func (h *Host[D]) groupOf(a *fetch.Answer) *group[D] {
	words := make(map[string]bool)
	for word := range strings.FieldsSeq(a.Evidence.Snippet) {
		if !strings.Contains(word, "/") { // some repeat the address
			words[word] = true
		}
	}
	for i := range h.groups {
		if g := &h.groups[i]; g.status == a.Status && areAlike(g.words, words) {
			return g
		}
	}
	h.groups = append(h.groups, group[D]{status: a.Status, words: words})
	return &h.groups[len(h.groups)-1]
}

// areAlike reports whether two answers show much the same. Two that show nothing
// are alike.
func areAlike(a, b map[string]bool) bool {
	shared := 0
	for word := range a {
		if b[word] {
			shared++
		}
	}
	return float64(shared) >= alikeness*float64(len(a)+len(b)-shared)
}

// Settle returns what was deferred, once nothing more is requested: addresses that
// the site may hide from programs, and addresses whose answers mean what they say.
func (h *Host[D]) Settle() (hidden, plain []D) {
	for _, g := range h.groups {
		if h.homeWorks && len(g.deferred) >= minAlike {
			hidden = append(hidden, g.deferred...)
		} else {
			plain = append(plain, g.deferred...)
		}
	}
	h.groups = nil
	return hidden, plain
}

// Deferred returns how many values are deferred.
func (h *Host[D]) Deferred() int {
	n := 0
	for _, g := range h.groups {
		n += len(g.deferred)
	}
	return n
}
