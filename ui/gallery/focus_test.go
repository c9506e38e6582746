package gallery

import (
	"testing"

	"fyne.io/fyne/v2"

	"sitewell/ui/uitest"
)

// The Tab key leads through each screen as it is read, and what it comes to is seen to
// have the keyboard.
func TestTabThroughScreens(t *testing.T) {
	seen := map[string]bool{}
	for _, shot := range shots() {
		t.Run(shot.name, func(t *testing.T) {
			uitest.New(t)
			draw := &draw{T: t, q: uitest.NewQueue(t), size: fyne.NewSize(1180, 700)}
			shot.draw(draw)
			uitest.WalkTab(t, draw.w, seen)
		})
	}
}
