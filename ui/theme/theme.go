// Package theme defines the look of Sitewell: colours, sizes and verdict icons
// for Fyne, in a light and a dark variant. Everything else comes from Fyne's own
// theme. It must not know any screen.
//
// Sitewell's own colour names (ColorBroken, ColorSubtle …) are looked up like
// Fyne's. Every pair of text and background that screens use has a contrast of
// at least 4.5 to 1 (WCAG 2.2, 1.4.3); a test measures it.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Mode is the variant of the theme.
type Mode string

const (
	System Mode = ""      // as the desktop is set
	Light  Mode = "light" //
	Dark   Mode = "dark"  //
)

// Theme implements fyne.Theme. The zero value follows the system. It has no
// state and may be copied.
type Theme struct {
	// Mode overrides the variant of the desktop.
	Mode Mode
}

var _ fyne.Theme = Theme{}

// New returns the theme in the given mode. An unknown mode follows the system.
func New(m Mode) Theme { return Theme{Mode: m} }

// Color returns the colour of a name, in the variant of the theme's mode or, if
// that follows the system, in v.
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

// Font returns Fyne's own fonts.
func (t Theme) Font(s fyne.TextStyle) fyne.Resource { return theme.DefaultTheme().Font(s) }

// Icon returns Fyne's own icons.
func (t Theme) Icon(n fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(n) }

// Size returns the size of a name in Fyne's units.
func (t Theme) Size(n fyne.ThemeSizeName) float32 {
	if s, ok := sizeOf(n); ok {
		return s
	}
	return theme.DefaultTheme().Size(n)
}

// Color returns a colour of the application's current theme and variant. It is
// for canvas objects, which do not follow the theme by themselves: call it again
// whenever a renderer refreshes.
func Color(n fyne.ThemeColorName) color.Color { return theme.Color(n) }

// Size returns a size of the application's current theme.
func Size(n fyne.ThemeSizeName) float32 { return theme.Size(n) }
