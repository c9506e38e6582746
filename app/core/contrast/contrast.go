// Package contrast tells whether text in a colour can be read on another one, as WCAG 2.2
// calculates it.
package contrast

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Text is the least contrast of text with its ground (WCAG 2.2, success criterion 1.4.3).
const Text = 4.5

// RGB is a colour (sRGB).
type RGB struct{ R, G, B uint8 }

// White is the colour of paper.
var White = RGB{255, 255, 255}

// String returns the colour as CSS has it: "#17646d".
func (c RGB) String() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// Parse returns the colour that a text such as "#17646d", "17646D" or "#06c" names; false
// where it is none.
func Parse(text string) (RGB, bool) {
	text = strings.TrimPrefix(text, "#")
	if len(text) == 3 {
		text = string([]byte{text[0], text[0], text[1], text[1], text[2], text[2]})
	}
	if len(text) != 6 || strings.ContainsAny(text, "+-_") {
		return RGB{}, false
	}
	n, err := strconv.ParseUint(text, 16, 32)
	return RGB{uint8(n >> 16), uint8(n >> 8), uint8(n)}, err == nil
}

// Mixed returns the colour with a share of another one, from 0 to 1.
func (c RGB) Mixed(with RGB, share float64) RGB {
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a)*(1-share) + float64(b)*share)) }
	return RGB{mix(c.R, with.R), mix(c.G, with.G), mix(c.B, with.B)}
}

// Luminance returns the relative luminance of WCAG 2.2, from 0 to 1.
func (c RGB) Luminance() float64 {
	part := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}

// Ratio returns the contrast ratio of WCAG 2.2, from 1 to 21.
func Ratio(a, b RGB) float64 {
	x, y := a.Luminance(), b.Luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}
