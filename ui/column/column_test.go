package column

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/google/go-cmp/cmp"

	"sitewell/ui/uitest"
)

func box(width, height float32) fyne.CanvasObject {
	r := &canvas.Rectangle{}
	r.SetMinSize(fyne.NewSize(width, height))
	return r
}

func TestFlow(t *testing.T) {
	uitest.New(t)
	boxes := []fyne.CanvasObject{box(100, 20), box(100, 30), box(100, 20), box(50, 10)}
	boxes[2].Hide()
	f := Flow(10, boxes...)
	tests := []struct {
		width  float32
		places []fyne.Position
		height float32
	}{
		{300, []fyne.Position{{X: 0, Y: 0}, {X: 110, Y: 0}, {X: 220, Y: 0}}, 30},
		{210, []fyne.Position{{X: 0, Y: 0}, {X: 110, Y: 0}, {X: 0, Y: 40}}, 50},
		{100, []fyne.Position{{X: 0, Y: 0}, {X: 0, Y: 30}, {X: 0, Y: 70}}, 80},
	}
	for _, tt := range tests {
		f.Resize(fyne.NewSize(tt.width, 500))
		got := []fyne.Position{boxes[0].Position(), boxes[1].Position(), boxes[3].Position()}
		if diff := cmp.Diff(tt.places, got); diff != "" {
			t.Errorf("width %v: places (-want +got):\n%s", tt.width, diff)
		}
		if got, want := f.MinSize(), fyne.NewSize(100, tt.height); got != want {
			t.Errorf("width %v: min size %v, want %v", tt.width, got, want)
		}
	}
}

func TestNew(t *testing.T) {
	uitest.New(t)
	b := box(10, 10)
	c := New(100, b)
	for width, want := range map[float32]fyne.Position{80: {}, 100: {}, 160: {X: 30}} {
		c.Resize(fyne.NewSize(width, 40))
		if b.Position() != want || b.Size() != fyne.NewSize(min(width, 100), 40) {
			t.Errorf("width %v: at %v, size %v", width, b.Position(), b.Size())
		}
	}
}

func TestBeside(t *testing.T) {
	uitest.New(t)
	left, right := box(100, 20), box(150, 30)
	b := Beside(120, left, right)
	b.Resize(fyne.NewSize(400, 30))
	if left.Size().Width < 120 || right.Position() != fyne.NewPos(250, 0) || b.MinSize().Height != 30 {
		t.Errorf("one line: %v, %v, %v", left.Size(), right.Position(), b.MinSize())
	}
	b.Resize(fyne.NewSize(260, 60))
	if left.Size().Width != 260 || right.Position().X != 110 || right.Position().Y <= 20 || b.MinSize().Height <= 50 {
		t.Errorf("two lines: %v, %v, %v", left.Size(), right.Position(), b.MinSize())
	}
}

// What is at the top of a page knows its width before it is asked for its height.
func TestBelowFlow(t *testing.T) {
	uitest.New(t)
	top := Flow(0, box(100, 20), box(100, 20))
	content, bottom := box(50, 50), box(50, 10)
	page := Between(top, content, bottom)
	page.Resize(fyne.NewSize(150, 300))
	if top.Size().Height != 40 || content.Position().Y < 40 || bottom.Position().Y != 290 {
		t.Errorf("two lines: %v, %v, %v", top.Size(), content.Position(), bottom.Position())
	}
	page.Resize(fyne.NewSize(250, 300))
	if top.Size().Height != 20 || content.Position().Y+content.Size().Height > 290 {
		t.Errorf("one line: %v, %v, %v", top.Size(), content.Position(), content.Size())
	}
}
