package contrast

import "testing"

// Ratios are those of WCAG; #767676 is the lightest grey that can be read on white.
func TestRatio(t *testing.T) {
	for text, want := range map[string]float64{"#000000": 21, "#ffffff": 1, "#767676": 4.54, "#0F766E": 5.47, "06c": 5.57} {
		c, ok := Parse(text)
		if got := Ratio(White, c); !ok || got < want-0.01 || got > want+0.01 {
			t.Errorf("%s: %v, %.3f, want %.2f", text, ok, got, want)
		}
	}
}

func TestParse(t *testing.T) {
	for _, text := range []string{"", "#", "teal", "#0f76", "#000;}", "+00000", "0x0000", "##00000", "#12_345"} {
		if c, ok := Parse(text); ok {
			t.Errorf("%q is %v", text, c)
		}
	}
	if c, ok := Parse("#17646d"); !ok || c.String() != "#17646d" {
		t.Error(c, ok)
	}
}
