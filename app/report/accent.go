package report

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
)

// usualAccent is the colour of a brand that has none of its own.
const usualAccent = "#17646d"

var colour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// leastContrast is that of text with its ground (WCAG 2.2, success criterion 1.4.3).
const leastContrast = 4.5

// RGB is a colour.
type RGB struct{ R, G, B uint8 }

// String returns the colour as CSS has it: "#17646d".
func (c RGB) String() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// AccentOn returns the brand's colour for text on a ground: darker or lighter than
// the brand has it where it could not be read otherwise.
func (b Brand) AccentOn(ground RGB) RGB {
	accent, ok := parseRGB(b.Accent)
	if !ok {
		accent, _ = parseRGB(usualAccent)
	}
	toward := RGB{}
	if ground.luminance() < 0.18 {
		toward = RGB{255, 255, 255}
	}
	c := accent
	for step := 1.0; contrast(c, ground) < leastContrast && step <= 20; step++ {
		c = accent.mixed(toward, step/20)
	}
	return c
}

func parseRGB(s string) (RGB, bool) {
	if !colour.MatchString(s) {
		return RGB{}, false
	}
	n, err := strconv.ParseUint(s[1:], 16, 32)
	return RGB{uint8(n >> 16), uint8(n >> 8), uint8(n)}, err == nil
}

func (c RGB) mixed(with RGB, share float64) RGB {
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a)*(1-share) + float64(b)*share)) }
	return RGB{mix(c.R, with.R), mix(c.G, with.G), mix(c.B, with.B)}
}

// luminance is the relative luminance of WCAG 2.2.
func (c RGB) luminance() float64 {
	part := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}

// contrast is the contrast ratio of WCAG 2.2, from 1 to 21.
func contrast(a, b RGB) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}
