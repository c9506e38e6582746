package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The names of Sitewell's own colours. The colours named for a verdict are for
// text and icons; the Soft ones are the backgrounds of such text.
const (
	ColorBroken     fyne.ThemeColorName = "sitewellBroken"
	ColorWarning    fyne.ThemeColorName = "sitewellWarning"
	ColorCantVerify fyne.ThemeColorName = "sitewellCantVerify"
	ColorWorks      fyne.ThemeColorName = "sitewellWorks"
	ColorSkipped    fyne.ThemeColorName = "sitewellSkipped"

	ColorBrokenSoft     fyne.ThemeColorName = "sitewellBrokenSoft"
	ColorWarningSoft    fyne.ThemeColorName = "sitewellWarningSoft"
	ColorCantVerifySoft fyne.ThemeColorName = "sitewellCantVerifySoft"
	ColorWorksSoft      fyne.ThemeColorName = "sitewellWorksSoft"
	ColorSkippedSoft    fyne.ThemeColorName = "sitewellSkippedSoft"

	// ColorInfo and ColorInfoSoft are for notes without a verdict.
	ColorInfo     fyne.ThemeColorName = "sitewellInfo"
	ColorInfoSoft fyne.ThemeColorName = "sitewellInfoSoft"
	// ColorSurface is the background of cards and panels.
	ColorSurface fyne.ThemeColorName = "sitewellSurface"
	// ColorBorder is the hairline around a surface.
	ColorBorder fyne.ThemeColorName = "sitewellBorder"
	// ColorSubtle is for secondary text.
	ColorSubtle fyne.ThemeColorName = "sitewellSubtle"
)

type palette map[fyne.ThemeColorName]color.Color

func paletteOf(v fyne.ThemeVariant) palette {
	if v == theme.VariantDark {
		return dark
	}
	return light
}

// light is like warm paper: off-white backgrounds, brown-black text, petrol
// accents.
var light = palette{
	theme.ColorNameBackground:          rgb(0xFAF8F4),
	theme.ColorNameForeground:          rgb(0x2A2825),
	theme.ColorNameDisabled:            rgb(0x6F6A62),
	theme.ColorNamePlaceHolder:         rgb(0x6F6A62),
	theme.ColorNameButton:              rgb(0xEFEBE3),
	theme.ColorNameDisabledButton:      rgb(0xF4F1EB),
	theme.ColorNameInputBackground:     rgb(0xF3EFE8),
	theme.ColorNameInputBorder:         rgb(0xCFC8BB),
	theme.ColorNameHeaderBackground:    rgb(0xF3EFE8),
	theme.ColorNameMenuBackground:      rgb(0xFFFFFF),
	theme.ColorNameOverlayBackground:   rgb(0xFFFFFF),
	theme.ColorNameHover:               rgba(0x2A2825, 0x0D),
	theme.ColorNamePressed:             rgba(0x2A2825, 0x1F),
	theme.ColorNameFocus:               rgba(0x17646D, 0x40),
	theme.ColorNameSelection:           rgba(0x17646D, 0x26),
	theme.ColorNamePrimary:             rgb(0x17646D),
	theme.ColorNameHyperlink:           rgb(0x17646D),
	theme.ColorNameForegroundOnPrimary: rgb(0xFFFFFF),
	theme.ColorNameSeparator:           rgb(0xE7E1D6),
	theme.ColorNameScrollBar:           rgba(0x2A2825, 0x59),
	theme.ColorNameScrollBarBackground: rgba(0x2A2825, 0x0A),
	theme.ColorNameShadow:              rgba(0x2A2825, 0x1A),
	theme.ColorNameError:               rgb(0xB3261E),
	theme.ColorNameWarning:             rgb(0x8A5300),
	theme.ColorNameSuccess:             rgb(0x23693A),

	ColorBroken:         rgb(0xB3261E),
	ColorWarning:        rgb(0x875000),
	ColorCantVerify:     rgb(0x5D4A9C),
	ColorWorks:          rgb(0x23693A),
	ColorSkipped:        rgb(0x625D56),
	ColorBrokenSoft:     rgb(0xFBE8E5),
	ColorWarningSoft:    rgb(0xFCF0D9),
	ColorCantVerifySoft: rgb(0xEDE9F8),
	ColorWorksSoft:      rgb(0xE3F2E7),
	ColorSkippedSoft:    rgb(0xEEEAE3),
	ColorInfo:           rgb(0x17646D),
	ColorInfoSoft:       rgb(0xE1F0F1),
	ColorSurface:        rgb(0xFFFFFF),
	ColorBorder:         rgb(0xE4DED3),
	ColorSubtle:         rgb(0x6A655D),
}

// dark has warm greys, never pure black.
var dark = palette{
	theme.ColorNameBackground:          rgb(0x1C1B19),
	theme.ColorNameForeground:          rgb(0xECE8E1),
	theme.ColorNameDisabled:            rgb(0x9A948A),
	theme.ColorNamePlaceHolder:         rgb(0x9E988E),
	theme.ColorNameButton:              rgb(0x35322E),
	theme.ColorNameDisabledButton:      rgb(0x2A2825),
	theme.ColorNameInputBackground:     rgb(0x2F2C28),
	theme.ColorNameInputBorder:         rgb(0x4A463F),
	theme.ColorNameHeaderBackground:    rgb(0x23211E),
	theme.ColorNameMenuBackground:      rgb(0x2B2926),
	theme.ColorNameOverlayBackground:   rgb(0x2B2926),
	theme.ColorNameHover:               rgba(0xFFFFFF, 0x12),
	theme.ColorNamePressed:             rgba(0xFFFFFF, 0x26),
	theme.ColorNameFocus:               rgba(0x76C7CD, 0x4D),
	theme.ColorNameSelection:           rgba(0x76C7CD, 0x24),
	theme.ColorNamePrimary:             rgb(0x76C7CD),
	theme.ColorNameHyperlink:           rgb(0x76C7CD),
	theme.ColorNameForegroundOnPrimary: rgb(0x10282A),
	theme.ColorNameSeparator:           rgb(0x35322D),
	theme.ColorNameScrollBar:           rgba(0xFFFFFF, 0x66),
	theme.ColorNameScrollBarBackground: rgba(0xFFFFFF, 0x0A),
	theme.ColorNameShadow:              rgba(0x000000, 0x66),
	theme.ColorNameError:               rgb(0xFF8F85),
	theme.ColorNameWarning:             rgb(0xF0B45C),
	theme.ColorNameSuccess:             rgb(0x7FCB91),

	ColorBroken:         rgb(0xFF8F85),
	ColorWarning:        rgb(0xF0B45C),
	ColorCantVerify:     rgb(0xBDAEF6),
	ColorWorks:          rgb(0x7FCB91),
	ColorSkipped:        rgb(0xB3ADA3),
	ColorBrokenSoft:     rgb(0x42221F),
	ColorWarningSoft:    rgb(0x3D2F17),
	ColorCantVerifySoft: rgb(0x2F2A45),
	ColorWorksSoft:      rgb(0x1F3626),
	ColorSkippedSoft:    rgb(0x34312C),
	ColorInfo:           rgb(0x76C7CD),
	ColorInfoSoft:       rgb(0x1B3437),
	ColorSurface:        rgb(0x262421),
	ColorBorder:         rgb(0x3A3732),
	ColorSubtle:         rgb(0xA8A298),
}

// rgb returns the opaque colour 0xRRGGBB.
func rgb(v uint32) color.NRGBA { return rgba(v, 0xFF) }

func rgba(v uint32, a uint8) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: a}
}
