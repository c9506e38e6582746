package spark

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"
)

func TestPoints(t *testing.T) {
	in := frame{left: 4, right: 104, top: 4, bottom: 24}
	tests := []struct {
		values []int
		want   []fyne.Position
	}{
		{nil, nil},
		{[]int{3}, nil},
		{[]int{10, 5, 0}, []fyne.Position{{X: 4, Y: 4}, {X: 54, Y: 14}, {X: 104, Y: 24}}},
		{[]int{0, 0}, []fyne.Position{{X: 4, Y: 24}, {X: 104, Y: 24}}},
	}
	for _, tt := range tests {
		in.highest = 10
		if diff := cmp.Diff(tt.want, points(tt.values, in)); diff != "" {
			t.Errorf("points(%v) (-want +got):\n%s", tt.values, diff)
		}
	}
}
