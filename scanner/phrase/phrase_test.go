package phrase

import (
	"slices"
	"strings"
	"testing"
)

// A phrase is found at every offset, whatever its length and that of the others.
func TestMayOccurIn(t *testing.T) {
	const filler = "The requested article was written in prose; and then another one."
	for _, groups := range [][][]string{
		{{"four"}},
		{{"tocbot"}, {"location.hash"}, {"wixBiSession"}},
		{{"captcha-delivery.com"}, {"error", "/_Incapsula_Resource?"}, {"window.KPSDK"}},
	} {
		s := New(groups...)
		if s.MayOccurIn([]byte(filler)) || s.MayOccurIn(nil) {
			t.Errorf("%q: seen where nothing is", groups)
		}
		for _, group := range groups {
			for before := range 12 {
				for _, after := range []string{"", "x", filler} {
					text := filler[:before] + strings.Join(group, "") + after
					if !s.MayOccurIn([]byte(text)) {
						t.Errorf("%q is not seen in %q", group, text)
					}
				}
			}
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for name, groups := range map[string][][]string{
		"a short phrase":  {{"long enough"}, {"abc"}},
		"an empty group":  {{}},
		"too many groups": slices.Repeat([][]string{{"long enough"}}, 101),
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("taken")
				}
			}()
			New(groups...)
		})
	}
}

// MayOccurIn returns true for every text that contains a phrase.
func FuzzMayOccurIn(f *testing.F) {
	f.Add([]byte("a phrase in a text"), 2, 8)
	f.Add([]byte("aaaaaaaaaaaaa"), 3, 4)
	f.Fuzz(func(t *testing.T, text []byte, from, length int) {
		if from < 0 || length < 4 || from > len(text) || length > len(text)-from {
			return
		}
		phrase := string(text[from : from+length])
		if strings.Contains(phrase, "\x00\x00\x00\x00") { // an empty slot of the table
			return
		}
		if s := New([]string{phrase}, []string{"another"}); !s.MayOccurIn(text) {
			t.Fatalf("%q is not seen in %q", phrase, text)
		}
	})
}

func BenchmarkMayOccurIn(b *testing.B) {
	s := New([]string{"captcha-delivery.com"}, []string{"window.KPSDK"})
	text := []byte(strings.Repeat("The requested article was written in prose; and then another one.\n", 64))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		s.MayOccurIn(text)
	}
}
