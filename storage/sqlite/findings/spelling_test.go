package findings

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSpellings(t *testing.T) {
	tests := []struct {
		typed string
		want  []string
	}{
		{"Shop", []string{"shop"}},
		{"caf%C3%A9", []string{"caf%c3%a9"}},
		{"Bücher", []string{"bÜcher", "b%c3%9ccher", "b%c3%bccher", "xn--bcher-kva"}},
		{"/ü", []string{"/Ü", "/%c3%9c", "/%c3%bc"}},
		{"🍰", []string{"🍰", "%f0%9f%8d%b0", "xn--nj8h"}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, Spellings(tt.typed)); diff != "" {
			t.Errorf("Spellings(%q) (-want +got):\n%s", tt.typed, diff)
		}
	}
}
