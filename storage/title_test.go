package storage

import "testing"

func TestTitle(t *testing.T) {
	tests := []struct {
		site Site
		want string
	}{
		{Site{Name: "Bakery", Start: "https://bakery.example/"}, "Bakery"},
		{Site{Start: "https://bakery.example:8443/shop?x"}, "bakery.example:8443"},
		{Site{Start: "no address"}, "no address"},
	}
	for _, tt := range tests {
		if got := tt.site.Title(); got != tt.want {
			t.Errorf("Title of %+v: got %q, want %q", tt.site, got, tt.want)
		}
	}
}
