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
	french := English()
	french.Say = func(text string, _ map[string]any) string { return map[string]string{"yyyy-mm-dd": "dd/mm/yyyy"}[text] }
	for want, s := range map[string]Speech{"2006-01-02 15:04": English(), "02/01/2006 15:04": french} {
		if got := momentLayout(s); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
