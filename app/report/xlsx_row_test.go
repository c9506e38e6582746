package report

import (
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
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

// What a row writes is what a spreadsheet reads.
func TestRowXML(t *testing.T) {
	r := &row{columns: []column{{width: 10}, {width: 10}, {width: 10}}, styles: cells{text: 1, link: 2, number: 3, date: 4, day: 5}}
	tests := []struct {
		name string
		fill func()
		want string
	}{
		{"text", func() { r.text("=1+1 <&> \"") }, `<c r="A7" s="1" t="inlineStr"><is><t xml:space="preserve">=1+1 &lt;&amp;&gt; "</t></is></c>`},
		{"no escape of a spreadsheet", func() { r.text("_x000D__x0041_ _xy_") }, `<c r="A7" s="1" t="inlineStr"><is><t xml:space="preserve">_x005F_x000D__x005F_x0041_ _xy_</t></is></c>`},
		{"empty", func() { r.text("") }, `<c r="A7" s="1"></c>`},
		{"link", func() { r.link("https://a.example/?b=1&c=2") }, `<c r="A7" s="2" t="str"><f>HYPERLINK(&#34;https://a.example/?b=1&amp;c=2&#34;)</f><v>https://a.example/?b=1&amp;c=2</v></c>`},
		{"link that can't end its text", func() { r.link(`https://a.example/")+CALL("x`) }, `<c r="A7" s="2" t="str"><f>HYPERLINK(&#34;https://a.example/"")+CALL(""x&#34;)</f><v>https://a.example/")+CALL("x</v></c>`},
		{"link behind the last that opens", func() { r.opens = 0; r.link("https://a.example/") }, `<c r="A7" s="1" t="inlineStr"><is><t xml:space="preserve">https://a.example/</t></is></c>`},
		{"day", func() { r.day("2026-11-03") }, `<c r="A7" s="5"><v>46329</v></c>`},
		{"no day", func() { r.day("=1") }, `<c r="A7" s="5"></c>`},
		{"numbers", func() { r.count(1234); r.size(-1); r.count(0) }, `<c r="A7" s="3"><v>1234</v></c><c r="B7" s="3"></c><c r="C7" s="3"><v>0</v></c>`},
		{"date", func() { r.date(time.Date(2026, 11, 3, 12, 0, 0, 0, time.FixedZone("", 3600))) }, `<c r="A7" s="4"><v>46329.500000</v></c>`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r.begin(7)
			r.opens = 1
			tt.fill()
			var b strings.Builder
			if err := r.writeTo(&b); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(`<row r="7">`+tt.want+`</row>`, b.String()); diff != "" {
				t.Errorf("row (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000", -100: "-100"} {
		if got := Number(n); got != want {
			t.Errorf("Number(%d) = %q, want %q", n, got, want)
		}
	}
}
