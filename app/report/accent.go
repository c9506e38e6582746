package report

import "sitewell/app/core/contrast"

// usualAccent is the colour of a brand that has none of its own.
const usualAccent = "#17646d"

// RGB is a colour.
type RGB = contrast.RGB

// AccentOn returns the brand's colour for text on a ground: darker or lighter than
// the brand has it where it could not be read otherwise.
func (b Brand) AccentOn(ground RGB) RGB {
	accent, ok := contrast.Parse(b.Accent)
	if !ok {
		accent, _ = contrast.Parse(usualAccent)
	}
	toward := RGB{}
	if ground.Luminance() < 0.18 {
		toward = contrast.White
	}
	c := accent
	for step := 1.0; contrast.Ratio(c, ground) < contrast.Text && step <= 20; step++ {
		c = accent.Mixed(toward, step/20)
	}
	return c
}
