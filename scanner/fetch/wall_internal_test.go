package fetch

import (
	"slices"
	"strings"
	"testing"
)

// The prefilter for texts of walls never misses one, wherever it is in the body,
// and rules out most pages.
func TestWallTexts(t *testing.T) {
	page := strings.Repeat(`<!DOCTYPE html><html lang="en"><head><title>Sign in to our shop</title><script src="/js/main.js"></script>`+
		"<p class=\"intro\">The requested article was written in prose. Please read it; and then another one.</p>\n", 8)
	if wallTexts.MayOccurIn([]byte(page)) {
		t.Error("a page looks like a wall")
	}
	for _, s := range wallSigns {
		if len(s.body) == 0 || s.field != "" || len(s.status) > 0 && !slices.Contains(s.status, 202) {
			continue
		}
		for at := range 8 {
			body := page[:100+at] + strings.Join(s.body, page[:30]) + page[100:]
			if key, clue := DetectWall(202, nil, []byte(body)); key != s.key || clue != s.clue {
				t.Errorf("%s at %d: got %q, %q", s.clue, 100+at, key, clue)
			}
			if short := body[:100+at+len(strings.Join(s.body, page[:30]))]; !wallTexts.MayOccurIn([]byte(short)) {
				t.Errorf("%s at the end of %d bytes is not seen", s.clue, len(short))
			}
		}
	}
}
