package report

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

func TestPlainText(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"ordinary", "Bäckerei & <Söhne>\n\ttwo", "Bäckerei & <Söhne>\n\ttwo"},
		{"control characters", "a\x00b\x08c\x1fd\re", "a�b�c�d�e"},
		{"not UTF-8", "a\xffb", "a�b"},
		{"no characters of XML", "a\ufffeb\uffffc", "a�b�c"},
		{"as long as a cell", strings.Repeat("x", maxCell), strings.Repeat("x", maxCell)},
		{"longer than a cell", strings.Repeat("x", maxCell+1), strings.Repeat("x", maxCell-1) + "…"},
		{"many bytes, few characters", strings.Repeat("ü", maxCell), strings.Repeat("ü", maxCell)},
		{"pairs of units", strings.Repeat("😀", maxCell), strings.Repeat("😀", maxCell/2) + "…"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := plainText(tt.in)
			if got != tt.want {
				t.Errorf("got %.60q (%d bytes), want %.60q (%d bytes)", got, len(got), tt.want, len(tt.want))
			}
			if n := len(utf16.Encode([]rune(got))); n > maxCell {
				t.Errorf("%d units, more than a cell holds", n)
			}
		})
	}
}

func TestClickable(t *testing.T) {
	long := "https://bakery.example/" + strings.Repeat("a", maxFormula)
	tests := map[string]bool{
		"https://bakery.example/":           true,
		"http://bakery.example/a?b=c#d":     true,
		"https://bakery.example/a%zz":       false, // no reader of hyperlinks takes it
		"http://[::1]:8080/":                true,
		long[:maxFormula]:                   true,
		long:                                false,
		"":                                  false,
		"mailto:baker@bakery.example":       false,
		"javascript:alert(1)":               false,
		"file:///etc/passwd":                false,
		"https://":                          false,
		"https://bakery.example/a b":        false,
		"https://bakery.example/\u00e9":     false,
		"https://bakery.example/\n=1+1":     false,
		"=HYPERLINK(\"https://a.example\")": false,
	}
	for in, want := range tests {
		if got := clickable(in); got != want {
			t.Errorf("clickable(%q) = %t, want %t", in, got, want)
		}
	}
}

func TestLinkCellCannotEndItsText(t *testing.T) {
	got := cells{}.asLink(`https://bakery.example/?q=")+CALL("x`).(excelize.Cell).Formula
	if want := `HYPERLINK("https://bakery.example/?q="")+CALL(""x")`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000", -100: "-100"} {
		if got := Number(n); got != want {
			t.Errorf("Number(%d) = %q, want %q", n, got, want)
		}
	}
}
