package weburl

import (
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// The expected values follow "percent-encode after encoding" of the standard
// (WHATWG URL §1.3).
//
// check 39
func TestResolveIn(t *testing.T) {
	utf16 := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	tests := []struct {
		enc       encoding.Encoding
		ref, want string
	}{
		{nil, "?q=ü", "?q=%C3%BC"},
		{unicode.UTF8, "?q=ü", "?q=%C3%BC"},
		{utf16, "?q=ü", "?q=%C3%BC"},
		{charmap.Windows1252, "?q=ü", "?q=%FC"},
		{charmap.Windows1252, "?q=€uro&x=1", "?q=%80uro&x=1"},
		{charmap.Windows1252, "?q=†☃x", "?q=%86%26%239731%3Bx"},
		{charmap.Windows1252, "/ü?ü#ü", "/%C3%BC?%FC#%C3%BC"},
		{charmap.Windows1252, "/ü#?ü", "/%C3%BC#?%C3%BC"},
		{charmap.Windows1252, "?q=a b'%zz", "?q=a%20b%27%zz"},
		{charmap.Windows1252, "http://ü.example/?ü", "http://xn--tda.example/?%FC"},
		{charmap.ISO8859_15, "?€", "?%A4"},
		{japanese.ShiftJIS, "?á|表", "?%26%23225%3B|%95\\"},
		{japanese.EUCJP, "?日本", "?%C6%FC%CB%DC"},
		{japanese.ISO2022JP, "?日本", "?%1B$BF|K\\%1B(B"},
		{japanese.ISO2022JP, "?０", "?%1B$B%230%1B(B"}, // its bytes are the same as those of '#' and '0'
		{simplifiedchinese.GBK, "?中文", "?%D6%D0%CE%C4"},
	}
	base := must(t, "http://example.com/")
	for _, tt := range tests {
		got, err := base.ResolveIn(tt.ref, tt.enc)
		want := tt.want
		if want[0] != 'h' {
			u := must(t, "http://example.com/")
			if want[0] == '?' {
				want = "/" + want
			}
			want = u.Origin() + want
		}
		if err != nil || got.String() != want {
			t.Errorf("%q in %v: got %q, %v; want %q", tt.ref, tt.enc, got, err, want)
		}
	}
	if _, err := base.ResolveIn("mailto:ü@example.com?subject=ü", charmap.Windows1252); err == nil {
		t.Error("a mail address resolves")
	}
}
