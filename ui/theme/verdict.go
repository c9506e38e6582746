package theme

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"sitewell/assets/icons/verdict"
	"sitewell/scanner/outcome"
)

// VerdictColor returns the name of the colour of a verdict's text and icon.
func VerdictColor(v outcome.Verdict) fyne.ThemeColorName {
	switch v {
	case outcome.Broken:
		return ColorBroken
	case outcome.Warning:
		return ColorWarning
	case outcome.CantVerify:
		return ColorCantVerify
	case outcome.Works:
		return ColorWorks
	default:
		return ColorSkipped
	}
}

// VerdictSoftColor returns the name of the background colour of a verdict's text.
func VerdictSoftColor(v outcome.Verdict) fyne.ThemeColorName {
	return VerdictColor(v) + "Soft"
}

// VerdictIcon returns the icon of a verdict in its colour. It follows the theme.
func VerdictIcon(v outcome.Verdict) fyne.Resource {
	return theme.NewColoredResource(fyne.NewStaticResource("verdict-"+v.String()+".svg", verdict.SVG(v)), VerdictColor(v))
}
