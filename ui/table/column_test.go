package table

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func testColumns() []Column[item] {
	return []Column[item]{
		{ID: "a", Width: 100, MinWidth: 50},
		{ID: "b", Width: 200, MinWidth: 100, Grow: true},
		{ID: "c", Width: 100, MinWidth: 60},
		{ID: "d", Width: 80, MinWidth: 60, Hidden: true},
	}
}

func TestLayoutWidths(t *testing.T) {
	tests := []struct {
		name  string
		total float32
		want  []float32
	}{
		{"the rest goes to the one that grows", 700, []float32{100, 500, 100}},
		{"exactly", 400, []float32{100, 200, 100}},
		{"what is missing is taken from it first", 350, []float32{100, 150, 100}},
		{"then from all in proportion", 255, []float32{75, 100, 80}},
		{"exactly what is needed", 210, []float32{50, 100, 60}},
		{"one gives way where there is no room for all", 200, []float32{100, 100}},
		{"never below what is needed", 80, []float32{100}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newColumns(testColumns(), nil, "k")
			c.layout(tt.total)
			if diff := cmp.Diff(c.widths, tt.want, cmpopts.EquateApprox(0, 0.01)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestChoicesAreRemembered(t *testing.T) {
	p := prefs{}
	c := newColumns(testColumns(), p, "k")
	c.layout(700)
	if got := c.drag(0, 30); got != 30 {
		t.Errorf("moved by %v, want 30", got)
	}
	if got := c.drag(0, -1000); got != -80 {
		t.Errorf("moved by %v, want -80: the column has a least width", got)
	}
	c.drag(0, 40)
	c.save()
	c.toggle(2)
	c.toggle(3)

	again := newColumns(testColumns(), p, "k")
	again.layout(700)
	if diff := cmp.Diff(again.shown, []int{0, 1, 3}); diff != "" {
		t.Error(diff)
	}
	if again.widths[0] != 90 {
		t.Errorf("width %v, want 90", again.widths[0])
	}
	again.reset()
	if diff := cmp.Diff(newColumns(testColumns(), p, "k").shown, []int{0, 1, 2}); diff != "" {
		t.Error(diff)
	}
}

func TestUnreadableChoices(t *testing.T) {
	c := newColumns(testColumns(), prefs{"k": "{not json"}, "k")
	if len(c.shown) != 3 {
		t.Errorf("shown %v", c.shown)
	}
}

// A border stays where its column ends until the pointer is back at it.
func TestHandleFollowsPointer(t *testing.T) {
	f := newFixture(t, prefs{})
	f.fill(3)
	before := f.columns.widths[0]
	h := newHandle(func(dx float32) float32 { return f.columns.drag(0, dx) }, f.columns.save)
	for _, dx := range []float32{-500, 480, 30} {
		h.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(dx, 0)})
	}
	h.DragEnd()
	if got := f.columns.widths[0] - before; math.Abs(float64(got-10)) > 0.01 {
		t.Errorf("the border moved by %v, the pointer by 10", got)
	}
}

// Rows follow when columns are hidden and shown while they are drawn.
func TestColumnsChangeInPlace(t *testing.T) {
	f := newFixture(t, nil)
	f.fill(3)
	m := f.columnMenu()
	if !m.Items[0].Disabled {
		t.Error("a fixed column can be hidden")
	}
	m.Items[2].Action()
	m.Items[3].Action()
	if got, want := f.view(0), "1|row 1|rare"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
