package storage

import "testing"

func TestIsRising(t *testing.T) {
	for _, tt := range []struct {
		name  string
		scans []HostFailures
		want  bool
	}{
		{"more in each", []HostFailures{{10, 0}, {10, 2}, {10, 3}}, true},
		{"only the last three count", []HostFailures{{10, 9}, {10, 0}, {10, 2}, {10, 3}}, true},
		{"two scans tell nothing", []HostFailures{{10, 0}, {10, 9}}, false},
		{"the same", []HostFailures{{10, 3}, {10, 3}, {10, 3}}, false},
		{"more, but of more", []HostFailures{{10, 1}, {20, 2}, {40, 4}}, false},
		{"as many, but of fewer", []HostFailures{{33, 2}, {32, 2}, {32, 4}}, false},
		{"too few", []HostFailures{{10, 0}, {10, 1}, {10, 2}}, false},
		{"not checked in between", []HostFailures{{10, 1}, {0, 0}, {10, 5}}, false},
		{"better again", []HostFailures{{10, 1}, {10, 5}, {10, 4}}, false},
	} {
		if got := (HostTrend{Scans: tt.scans}).IsRising(); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}
