package badge

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/theme"
)

// Title is the one heading of a screen.
func Title(s string) *widget.Label {
	return &widget.Label{Text: s, SizeName: theme.SizeTitle, TextStyle: fyne.TextStyle{Bold: true}, Truncation: fyne.TextTruncateEllipsis}
}

// Section is a heading within a screen.
func Section(s string) *widget.Label {
	return &widget.Label{Text: s, SizeName: theme.SizeSection, TextStyle: fyne.TextStyle{Bold: true}}
}

// Body is running text that wraps.
func Body(s string) *widget.Label {
	return &widget.Label{Text: s, Wrapping: fyne.TextWrapWord}
}

// Caption is a subtle line beside or below something.
func Caption(s string) *widget.Label {
	return &widget.Label{Text: s, SizeName: theme.SizeCaption, Importance: widget.LowImportance}
}

// newText makes a bare text for a renderer, which styles it when it refreshes.
func newText(bold bool) *canvas.Text {
	return &canvas.Text{TextStyle: fyne.TextStyle{Bold: bold}}
}

// style sets a text's colour and size from the theme.
func style(t *canvas.Text, color fyne.ThemeColorName, size fyne.ThemeSizeName) {
	t.Color, t.TextSize = theme.Color(color), theme.Size(size)
}
