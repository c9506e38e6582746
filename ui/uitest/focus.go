package uitest

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// mostStops is how many places Tab may lead to before it must come back to the first.
const mostStops = 400

// selectable is a text of Fyne's that can be selected. It shows what is selected, and
// nothing else; there is nothing to be done with it otherwise.
const selectable = "*widget.focusSelectable"

// WalkTab goes through a window by the Tab key, and fails the test where it goes back to
// what a reader has passed (lines from the top, in a line from the left, panes that are
// beside each other one after the other), where it leaves something out that the pointer can press, or where nothing is seen of the keyboard. The
// latter is looked at once for each kind of widget that is not yet in seen, which takes
// most of the time. It returns what it came to.
func WalkTab(t testing.TB, w fyne.Window, seen map[string]bool) []fyne.Focusable {
	t.Helper()
	c := w.Canvas()
	c.Unfocus()
	var stops []fyne.Focusable
	for range mostStops {
		c.FocusNext()
		f := c.Focused()
		if f == nil || slices.Contains(stops, f) {
			break
		}
		if fmt.Sprintf("%T", f) == selectable {
			continue
		}
		if n := len(stops); n > 0 {
			if a, b := placeOf(stops[n-1]), placeOf(f); goesBack(a, b) {
				t.Errorf("Tab leads from %s at %v back to %s at %v", describe(stops[n-1]), a, describe(f), b)
			}
		}
		stops = append(stops, f)
	}
	for _, f := range stops {
		kind := fmt.Sprintf("%T", f)
		if seen[kind] {
			continue
		}
		seen[kind] = true
		if best := focusContrast(c, f); best < 3 {
			t.Errorf("nothing shows that %s has the keyboard: the contrast is %.1f", describe(f), best)
		}
	}
	c.Unfocus()
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	for _, kind := range clickable(root, stops) {
		t.Errorf("the pointer presses %s, and Tab does not lead to it", kind)
	}
	return stops
}

// byOtherKeys are what the pointer presses and arrow keys reach (rows of lists), what
// scrolls, what only closes a menu, and what there is nothing to be done with: a text that
// can be selected, and Fyne's button that shows a password as it is typed.
var byOtherKeys = []string{
	"*widget.listItem", "*control.listed", "*sites.row", "*history.row", "*widget.scrollBarArea", "*widget.OverlayContainer", "*widget.PopUp",
	selectable, "*widget.passwordRevealer",
}

// clickable returns the kinds of widgets that the pointer presses and that no key reaches.
func clickable(root fyne.CanvasObject, stops []fyne.Focusable) (kinds []string) {
	Walk(root, func(o fyne.CanvasObject) bool {
		_, tap := o.(fyne.Tappable)
		f, focusable := o.(fyne.Focusable)
		if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
			return true
		}
		if tap && (!focusable || !slices.Contains(stops, f)) {
			if kind := fmt.Sprintf("%T", o); !slices.Contains(kinds, kind) && !slices.Contains(byOtherKeys, kind) {
				kinds = append(kinds, kind)
			}
		}
		return true
	})
	return kinds
}

func describe(f fyne.Focusable) string {
	return fmt.Sprintf("%T %q", f, strings.Join(Texts(f.(fyne.CanvasObject)), " "))
}

// placeOf returns where on the canvas something is.
func placeOf(f fyne.Focusable) image.Rectangle {
	o := f.(fyne.CanvasObject)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	return image.Rect(int(at.X), int(at.Y), int(at.X+o.Size().Width), int(at.Y+o.Size().Height))
}

// goesBack reports whether a reader has passed b when they are at a. What is above and to
// the right is the next pane, and what is within the other is met on the way.
func goesBack(a, b image.Rectangle) bool {
	if a.Overlaps(b) {
		return false
	}
	sameLine := min(a.Max.Y, b.Max.Y)-max(a.Min.Y, b.Min.Y) > min(a.Dy(), b.Dy())/2
	if sameLine {
		return b.Min.X < a.Min.X
	}
	return b.Max.Y <= a.Min.Y && b.Min.X < a.Max.X
}

// focusContrast returns the highest contrast of what is drawn while f has the keyboard to
// what is there without.
func focusContrast(c fyne.Canvas, f fyne.Focusable) (best float64) {
	c.Focus(f) // scrolls it into view
	c.Unfocus()
	before := c.Capture()
	c.Focus(f)
	after := c.Capture()
	for y := after.Bounds().Min.Y; y < after.Bounds().Max.Y; y++ {
		for x := after.Bounds().Min.X; x < after.Bounds().Max.X; x++ {
			if a, b := after.At(x, y), before.At(x, y); a != b {
				best = max(best, Contrast(a, b))
			}
		}
	}
	return best
}

// Contrast returns the contrast ratio of two opaque colours (WCAG 2.2).
func Contrast(a, b color.Color) float64 {
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
