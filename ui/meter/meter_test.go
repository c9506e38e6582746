package meter

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sitewell/ui/theme"
)

// What fits by the meter fits by Fyne's own measure, too.
func TestFitIsNeverTooWide(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Light))
	m := New(theme.SizeBody, false)
	texts := []string{
		"", "a", "https://example.com/a/very/long/path/to/some/page.html?with=a&query=string#and-fragment",
		"Größe und Maß, ÄÖÜ", "日本語のとても長いページのタイトル", "two\nlines\tand a tab", "WWWWWWWWWWWWWWWWWW", "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
	}
	for _, s := range texts {
		for _, cut := range []Cut{CutEnd, CutMiddle} {
			for w := float32(0); w < 400; w += 7 {
				got := m.Fit(s, w, cut)
				if is := fyne.MeasureText(got, m.Size, fyne.TextStyle{}).Width; is > w+1 {
					t.Errorf("%q in %v: %q is %v wide", s, w, got, is)
				}
			}
		}
	}
}

func TestFit(t *testing.T) {
	test.NewTempApp(t)
	m := &Meter{widths: map[rune]float32{}}
	for r := rune(32); r < 127; r++ {
		m.widths[r] = 1
	}
	m.widths[Ellipsis] = 1
	tests := []struct {
		in    string
		width float32
		cut   Cut
		want  string
	}{
		{"0123456789", 10, CutEnd, "0123456789"},
		{"0123456789", 9, CutEnd, "01234567…"},
		{"0123456789", 6, CutMiddle, "012…89"},
		{"0123456789", 1, CutMiddle, ""},
		{"0123 56789", 6, CutEnd, "0123…"},
		{"one\n two", 20, CutEnd, "one two"},
	}
	for _, tt := range tests {
		if got := m.Fit(tt.in, tt.width, tt.cut); got != tt.want {
			t.Errorf("fit(%q, %v, %v): got %q, want %q", tt.in, tt.width, tt.cut, got, tt.want)
		}
	}
}

// What is seen as one character is never divided.
func TestFitKeepsCharactersWhole(t *testing.T) {
	test.NewTempApp(t)
	m := New(theme.SizeBody, false)
	characters := []string{"e\u0301", "👩🏽", "👨\u200d👩\u200d👧", "🇩🇪", "가", "a"}
	s := strings.Repeat(strings.Join(characters, ""), 4)
	for _, cut := range []Cut{CutEnd, CutMiddle} {
		for w := float32(0); w < m.Width(s); w += 3 {
			for part := range strings.SplitSeq(m.Fit(s, w, cut), string(Ellipsis)) {
				rest := part
				for _, c := range characters {
					rest = strings.ReplaceAll(rest, c, "")
				}
				if rest != "" {
					t.Errorf("%q in %v has a part of a character: %q", part, w, rest)
				}
			}
		}
	}
}

// Fitting a view full of cells, 152 of them, must cost far below one frame.
func BenchmarkFitView(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(theme.New(theme.Light))
	m := New(theme.SizeBody, false)
	for b.Loop() {
		for range 152 {
			m.Fit("https://example.com/a/very/long/path/to/some/page.html?with=a&query=string", 300, CutMiddle)
		}
	}
}
