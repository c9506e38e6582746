package results

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// Which row of the list it is gives way where the panel is narrow, and never lies over
// something else.
func TestFirstLineOfAFix(t *testing.T) {
	test.NewTempApp(t)
	left, place, right := widget.NewButton("Ignorieren …", nil), widget.NewLabel("1 von 44"), widget.NewButton("×", nil)
	line := container.New(firstLine{place}, left, place, right)
	whole := line.MinSize().Width + place.MinSize().Width
	line.Resize(fyne.NewSize(whole, 40))
	if !place.Visible() || place.Position().X < left.Size().Width || place.Position().X+place.MinSize().Width > right.Position().X {
		t.Errorf("in a wide panel: visible %v at %v", place.Visible(), place.Position())
	}
	line.Resize(fyne.NewSize(whole-1, 40))
	if place.Visible() {
		t.Error("it is shown where there is no room for it")
	}
}
