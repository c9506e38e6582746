package theme

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"sitewell/scanner/outcome"
)

// contrast returns the contrast ratio of two opaque colours (WCAG 2.2).
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	lin := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(n.R) + 0.7152*lin(n.G) + 0.0722*lin(n.B)
}

// over returns the colour of a translucent colour on an opaque one.
func over(top, ground color.Color) color.Color {
	t, g := color.NRGBAModel.Convert(top).(color.NRGBA), color.NRGBAModel.Convert(ground).(color.NRGBA)
	mix := func(a, b uint8) uint8 { return uint8((int(a)*int(t.A) + int(b)*(255-int(t.A))) / 255) }
	return color.NRGBA{R: mix(t.R, g.R), G: mix(t.G, g.G), B: mix(t.B, g.B), A: 255}
}

func TestContrast(t *testing.T) {
	test.NewTempApp(t)
	grounds := []fyne.ThemeColorName{
		theme.ColorNameBackground, ColorSurface, theme.ColorNameHeaderBackground,
		theme.ColorNameInputBackground, theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground,
	}
	texts := []fyne.ThemeColorName{
		theme.ColorNameForeground, ColorSubtle, theme.ColorNamePlaceHolder, theme.ColorNameDisabled,
		theme.ColorNameHyperlink, theme.ColorNameError, theme.ColorNameWarning, theme.ColorNameSuccess, ColorInfo,
	}
	type pair struct{ text, ground fyne.ThemeColorName }
	pairs := []pair{
		{theme.ColorNameForegroundOnPrimary, theme.ColorNamePrimary},
		{theme.ColorNameForegroundOnError, theme.ColorNameError},
		{theme.ColorNameForegroundOnWarning, theme.ColorNameWarning},
		{theme.ColorNameForegroundOnSuccess, theme.ColorNameSuccess},
		{theme.ColorNameForeground, theme.ColorNameButton},
		{theme.ColorNameDisabled, theme.ColorNameDisabledButton},
		{ColorInfo, ColorInfoSoft},
		{theme.ColorNameForeground, ColorInfoSoft},
	}
	for _, v := range outcome.Verdicts() {
		texts = append(texts, VerdictColor(v))
		pairs = append(pairs, pair{VerdictColor(v), VerdictSoftColor(v)}, pair{theme.ColorNameForeground, VerdictSoftColor(v)})
	}
	for _, text := range texts {
		for _, ground := range grounds {
			pairs = append(pairs, pair{text, ground})
		}
	}
	for _, mode := range []Mode{Light, Dark} {
		th := New(mode)
		get := func(n fyne.ThemeColorName) color.Color { return th.Color(n, theme.VariantLight) }
		for _, p := range pairs {
			if got := contrast(get(p.text), get(p.ground)); got < 4.5 {
				t.Errorf("%s: %s on %s: contrast %.2f, want 4.5 or more", mode, p.text, p.ground, got)
			}
		}
		// What has the keyboard has a line in one of these colours (WCAG 2.2, 1.4.11).
		for _, line := range []fyne.ThemeColorName{theme.ColorNameForeground, theme.ColorNamePrimary} {
			for _, ground := range grounds {
				if got := contrast(get(line), get(ground)); got < 3 {
					t.Errorf("%s: a ring in %s on %s: contrast %.2f, want 3 or more", mode, line, ground, got)
				}
			}
		}
		// Text on a selected or hovered row is readable as well.
		for _, text := range texts[:2] {
			for _, wash := range []fyne.ThemeColorName{theme.ColorNameSelection, theme.ColorNameHover} {
				if got := contrast(get(text), over(get(wash), get(ColorSurface))); got < 4.5 {
					t.Errorf("%s: %s on %s: contrast %.2f, want 4.5 or more", mode, text, wash, got)
				}
			}
		}
	}
}

// Both variants define the same names, so that no colour is missing in one.
func TestVariantsAreAlike(t *testing.T) {
	for n := range light {
		if _, ok := dark[n]; !ok {
			t.Errorf("%s is missing in the dark variant", n)
		}
	}
	for n := range dark {
		if _, ok := light[n]; !ok {
			t.Errorf("%s is missing in the light variant", n)
		}
	}
}

func TestModeWinsOverSystem(t *testing.T) {
	test.NewTempApp(t)
	tests := []struct {
		mode Mode
		ask  fyne.ThemeVariant
		want color.Color
	}{
		{System, theme.VariantLight, light[ColorSurface]},
		{System, theme.VariantDark, dark[ColorSurface]},
		{Light, theme.VariantDark, light[ColorSurface]},
		{Dark, theme.VariantLight, dark[ColorSurface]},
	}
	for _, tt := range tests {
		if got := New(tt.mode).Color(ColorSurface, tt.ask); got != tt.want {
			t.Errorf("mode %q asked for variant %d: got %v, want %v", tt.mode, tt.ask, got, tt.want)
		}
	}
}

// Everything that the theme does not define comes from Fyne.
func TestDelegates(t *testing.T) {
	test.NewTempApp(t)
	th := New(Light)
	if th.Icon(theme.IconNameHome) == nil || th.Font(fyne.TextStyle{}) == nil {
		t.Error("icon or font is missing")
	}
	if got, want := th.Size(theme.SizeNamePadding), theme.DefaultTheme().Size(theme.SizeNamePadding); got != want {
		t.Errorf("padding: got %v, want %v", got, want)
	}
}

// A field is seen where it lies: a list to choose from has no border, so its
// background is another than that of pages and cards.
func TestFieldsAreSeen(t *testing.T) {
	const least = 1.05
	for _, mode := range []Mode{Light, Dark} {
		th := New(mode)
		field := th.Color(theme.ColorNameInputBackground, theme.VariantLight)
		for _, ground := range []fyne.ThemeColorName{theme.ColorNameBackground, ColorSurface} {
			if got := contrast(field, th.Color(ground, theme.VariantLight)); got < least {
				t.Errorf("%s: a field on %s: contrast %.2f, want %.2f or more", mode, ground, got, least)
			}
		}
	}
}
