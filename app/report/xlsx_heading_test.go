package report

import "testing"

// A column is wide enough for the longest word of its heading in any language.
func TestLongestWord(t *testing.T) {
	for _, tt := range []struct {
		heading string
		least   float64
	}{
		{"", 0},
		{"Fix", 5},
		{"Problèmes", 12},         // was broken in a column for ten letters
		{"Pages qui y mènent", 9}, // is written on several lines, at its spaces
		{"Correction", 13},
	} {
		if got := longestWord(tt.heading); got < tt.least || got > tt.least+3 {
			t.Errorf("%q: %v, want %v or a little more", tt.heading, got, tt.least)
		}
	}
}

// Dates are written as in the language of the workbook.
func TestDayFormat(t *testing.T) {
	for language, want := range map[string]string{"en": "yyyy-mm-dd", "de": "dd.mm.yyyy", "fr": "dd/mm/yyyy", "it": "yyyy-mm-dd"} {
		if got := dayFormat(language); got != want {
			t.Errorf("%s: %q, want %q", language, got, want)
		}
	}
	if got := momentLayout("fr"); got != "02/01/2006 15:04" {
		t.Errorf("a moment in French: %q", got)
	}
}
