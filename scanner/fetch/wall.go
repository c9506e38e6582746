package fetch

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/phrase"
)

// wallBytes is how much of a refusal is searched for signs of a wall, and
// wallHead of any other answer: walls that answer 200 show it early, and every
// page of a site passes here.
const (
	wallBytes = 16 << 10
	wallHead  = 4 << 10
)

// DetectWall recognises responses that do not come from the page, but from something in
// front of it: a bot wall, a rate limit, a sign-in page, a maintenance page. It
// relies only on strong signs, those that the vendors' own pages and headers have,
// and returns the sign that it found. It returns "" if there is none, which does
// not prove that there is no wall. body may be the first bytes only (check 58).
func DetectWall(status int, h http.Header, body []byte) (key outcome.Key, clue string) {
	limit := wallBytes
	if status < 400 {
		limit = wallHead
	}
	body = body[:min(len(body), limit)]
	// Nearly all answers are pages that hold none of the texts.
	textless := status < 400 && !wallTexts.MayOccurIn(body)
	for i := range wallSigns {
		s := &wallSigns[i]
		if len(s.body) > 0 && textless {
			continue
		}
		if s.matches(status, h, body) {
			return s.key, s.clue
		}
	}
	return "", ""
}

// wallTexts are the texts of walls that answer as if all were well.
var wallTexts = func() *phrase.Set {
	var groups [][]string
	for _, s := range wallSigns {
		if len(s.body) > 0 && (len(s.status) == 0 || slices.Min(s.status) < 400) {
			groups = append(groups, s.body)
		}
	}
	return phrase.New(groups...)
}()

// wallSign is a set of facts that together prove a wall.
type wallSign struct {
	key      outcome.Key
	clue     string
	status   []int  // one of them; none: any
	field    string // canonical name of a header field, "" for none
	contains string // in that field, lower case; "": the field is there
	body     []string
}

func (s *wallSign) matches(status int, h http.Header, body []byte) bool {
	if len(s.status) > 0 && !slices.Contains(s.status, status) {
		return false
	}
	if s.field != "" && !slices.ContainsFunc(h[s.field], func(v string) bool {
		return strings.Contains(strings.ToLower(v), s.contains)
	}) {
		return false
	}
	for _, part := range s.body {
		if !bytes.Contains(body, []byte(part)) {
			return false
		}
	}
	return true
}
