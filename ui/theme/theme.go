// Package theme is how Sitewell looks: colours, sizes and verdict icons for
// Fyne, in a light and a dark variant. It delegates whatever it has no opinion
// on to Fyne's own theme. It must not know any screen.
//
// Own colour names (ColorBroken, ColorSubtle …) are looked up like Fyne's, and
// every pair of text and ground that screens use has a contrast of at least
// 4.5 to 1 (WCAG 2.2, 1.4.3); a test measures it.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Mode says which variant is shown.
type Mode string

const (
	System Mode = ""      // as the desktop says
	Light  Mode = "light" //
	Dark   Mode = "dark"  //
)

// Theme implements fyne.Theme. The zero value follows the system. It has no
// state and may be copied.
type Theme struct {
	// Mode overrides the variant that the desktop asks for.
	Mode Mode
}

var _ fyne.Theme = Theme{}

// New gives the theme in the given mode; an unknown mode follows the system.
func New(m Mode) Theme { return Theme{Mode: m} }

// Color gives the colour of a name, in the theme's own variant where one was
// chosen and in v otherwise.
func (t Theme) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	switch t.Mode {
	case Light:
		v = theme.VariantLight
	case Dark:
		v = theme.VariantDark
	}
	if c, ok := paletteOf(v)[n]; ok {
		return c
	}
	return theme.DefaultTheme().Color(n, v)
}

// Font gives Fyne's own fonts.
func (t Theme) Font(s fyne.TextStyle) fyne.Resource { return theme.DefaultTheme().Font(s) }

// Icon gives Fyne's own icons.
func (t Theme) Icon(n fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(n) }

// Size gives the size of a name in Fyne's units.
func (t Theme) Size(n fyne.ThemeSizeName) float32 {
	if s, ok := sizeOf(n); ok {
		return s
	}
	return theme.DefaultTheme().Size(n)
}

// Color looks up a colour in the application's current theme and variant, for
// canvas objects, which do not follow the theme by themselves: call it again
// whenever a renderer refreshes.
func Color(n fyne.ThemeColorName) color.Color { return theme.Color(n) }

// Size looks up a size in the application's current theme.
func Size(n fyne.ThemeSizeName) float32 { return theme.Size(n) }
