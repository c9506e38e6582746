package storage

import (
	"testing"

	"sitewell/scanner/result"
)

func TestElementRules(t *testing.T) {
	tests := []struct {
		typed, want string // "": it is none
	}{
		{"footer", "footer"},
		{" Footer ", "footer"},
		{"nav", "navigation"},
		{"Menu", "navigation"},
		{"http-header", "http-header"},
		{"img[src]", "img[src]"},
		{"IMG[src] footer", "footer img[src]"},
		{"footer script[ld+json]", "footer script[ld+json]"},
		{"", ""},
		{"footer header", ""},
		{"a[href] img[src]", ""},
		{"[src]", ""},
		{"the footer", ""},
		{"*", ""},
	}
	for _, tt := range tests {
		r, ok := ParseElementRule(tt.typed)
		if ok != (tt.want != "") || r.String() != tt.want {
			t.Errorf("%q: %q, %v; want %q", tt.typed, r.String(), ok, tt.want)
		}
		if again, _ := ParseElementRule(r.String()); again != r {
			t.Errorf("%q is read again as %+v, was %+v", tt.typed, again, r)
		}
	}
	for _, p := range ElementPlaces() {
		if r, ok := ParseElementRule(p.String()); !ok || r.Place != p {
			t.Errorf("place %d: %+v, %v", p, r, ok)
		}
	}
	r := ElementRule{Place: result.PlaceFooter, Element: "img[src]"}
	if !r.Has(result.PlaceFooter, "img[src]") || r.Has(result.PlaceMain, "img[src]") || r.Has(result.PlaceFooter, "a[href]") {
		t.Errorf("%s is about other links", r)
	}
}
