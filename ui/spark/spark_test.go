package spark

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"
)

func TestPoints(t *testing.T) {
	size := fyne.NewSize(108, 28) // 100 by 20 within the inset of 4
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
		if diff := cmp.Diff(tt.want, points(tt.values, size)); diff != "" {
			t.Errorf("points(%v) (-want +got):\n%s", tt.values, diff)
		}
	}
}
