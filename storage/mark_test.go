package storage

import (
	"testing"
	"time"
)

func TestMarkHolds(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 5, n, 0, 0, 0, 0, time.UTC) }
	tests := []struct {
		name       string
		mark       Mark
		began, now time.Time
		want       bool
	}{
		{"for good", Mark{}, day(3), day(4), true},
		{"until later", Mark{Until: day(5)}, day(3), day(4), true},
		{"until now", Mark{Until: day(4)}, day(3), day(4), false},
		{"from this scan on", Mark{From: day(3)}, day(3), day(4), true},
		{"from a later scan on", Mark{From: day(4)}, day(3), day(4), false},
	}
	for _, tt := range tests {
		if got := tt.mark.HoldsOf(tt.began, tt.now); got != tt.want {
			t.Errorf("%s: got %v", tt.name, got)
		}
	}
}

// A Done counts in the scans after it, up to the one that finds it to be true.
func TestDoneCounts(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 5, n, 0, 0, 0, 0, time.UTC) }
	m := Mark{Kind: Done, Made: day(3)}
	for began, want := range map[int]bool{2: false, 3: false, 4: true, 9: true} {
		if got := m.CountsIn(day(began)); got != want {
			t.Errorf("in the scan of day %d: got %v", began, got)
		}
	}
	m.Verified = day(5)
	for began, want := range map[int]bool{3: false, 4: true, 5: true, 6: false} {
		if got := m.CountsIn(day(began)); got != want {
			t.Errorf("verified, in the scan of day %d: got %v", began, got)
		}
	}
}

// What hides a problem comes first, of these what is most particular.
func TestSortMarks(t *testing.T) {
	marks := []Mark{
		{ID: 1, Kind: Noted, Scope: OnAddress},
		{ID: 2, Kind: Ignored, Scope: OnHost},
		{ID: 3, Kind: Assigned, Scope: OnAddress},
		{ID: 4, Kind: Ignored, Scope: OnPattern},
		{ID: 5, Kind: WorksInBrowser, Scope: OnAddress},
		{ID: 6, Kind: Ignored, Scope: OnAddress},
	}
	SortMarks(marks)
	for i, want := range []MarkID{6, 4, 2, 5, 3, 1} {
		if marks[i].ID != want {
			t.Errorf("place %d: got mark %d, want %d", i, marks[i].ID, want)
		}
	}
	if m, ok := MarkOf(marks, Assigned); !ok || m.ID != 3 || !Hidden(marks) || Hidden(marks[4:]) {
		t.Errorf("got %+v, %v", m, ok)
	}
}
