package palette

import (
	"testing"
)

func TestFind(t *testing.T) {
	var all []prepared
	for _, i := range []Item{
		{ID: "save", Text: "Save report", Kind: "Scan"},
		{ID: "settings", Text: "Settings of the site"},
		{ID: "again", Text: "Scan again", Off: true},
		{ID: "bakery", Text: "bäckerei-müller.example", Words: "https://xn--bckerei-mller.example/", Kind: "Site"},
		{ID: "shop", Text: "Shop", Note: "Atelier Grün", Kind: "Site"},
		{ID: "scan", Text: "Shop", Note: "23 Nov 2026, 14:30", Words: "2026-11-23", Kind: "Scan"},
		{ID: "dem", Text: "Datei mit dem Verlauf"},
		{ID: "404", Text: "Page not found (404)", Words: "404", Kind: "Code"},
		{ID: "410", Text: "Page is gone (410)", Note: "Unlike 404 it is gone for good", Words: "410", Kind: "Code"},
		{ID: "dns", Text: "There is no such host", Words: "dns-not-found", Kind: "Code"},
	} {
		all = append(all, prepare(i))
	}
	for _, tt := range []struct{ query, want string }{
		{"save", "save"},
		{"SAVE REP", "save"},
		{"report save", "save"},
		{"sr", "save"},            // initials
		{"setings", "settings"},   // a letter is missing
		{"hisotry", ""},           // there is none
		{"sttings", "settings"},   // a letter is missing near the beginning
		{"settigns", "settings"},  // two letters are swapped
		{"backerei", "bakery"},    // without the dots
		{"bäkerei mül", "bakery"}, // a letter is missing, in one of two words
		{"müller.example", "bakery"},
		{"grun", "shop"},
		{"shop 2026-11", "scan"},
		{"nov 2026", "scan"},
		{"404", "404 410"}, // the one that is it comes first
		{"405", ""},        // numbers have no typing errors
		{"dns not found", "dns"},
		{"again", "again"},
		{"scan", "scan save again"}, // what cannot be done now is last
		{"demo", ""},                // a short word such as "dem" is no typing error
		{"shop", "shop scan"},
		{"zz", ""},
		{"   ", ""},
		{"-", ""},
	} {
		got := ""
		for _, i := range find(all, tt.query) {
			if got != "" {
				got += " "
			}
			got += i.ID
		}
		if got != tt.want {
			t.Errorf("%q finds %q, want %q", tt.query, got, tt.want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		term, word string
		want       int
	}{
		{"hist", "history", 0},
		{"hisotry", "history", 1},
		{"histoy", "history", 1},
		{"histtory", "history", 1},
		{"hixtory", "history", 1},
		{"abc", "xyz", 3},
		{"longer", "long", 2},
	} {
		if got := distance([]rune(tt.term), []rune(tt.word)); got != tt.want {
			t.Errorf("%s, %s: %d, want %d", tt.term, tt.word, got, tt.want)
		}
	}
}

// A search through as many scans as are looked through takes less than a frame or two, and
// is not on the window's thread anyway.
func BenchmarkFind(b *testing.B) {
	var all []prepared
	for range 5000 {
		all = append(all, prepare(Item{Text: "www.bakery-shop.example", Note: "23 Nov 2026, 14:30", Words: "2026-11-23", Kind: "Scan"}))
	}
	for b.Loop() {
		find(all, "bakry nov 23")
	}
}
