package theme

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"sitewell/assets/icons/verdict"
	"sitewell/scanner/outcome"
)

// VerdictColor names the colour of a verdict's text and icon.
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

// VerdictSoftColor names the ground that a verdict's text may stand on.
func VerdictSoftColor(v outcome.Verdict) fyne.ThemeColorName {
	return VerdictColor(v) + "Soft"
}

// VerdictIcon gives the picture of a verdict in its colour. It follows the theme.
func VerdictIcon(v outcome.Verdict) fyne.Resource {
	return theme.NewColoredResource(fyne.NewStaticResource("verdict-"+v.String()+".svg", verdict.SVG(v)), VerdictColor(v))
}
