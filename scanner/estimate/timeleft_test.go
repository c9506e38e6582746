package estimate

import (
	"testing"
	"time"
)

func TestEstimate(t *testing.T) {
	start := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name    string
		seconds int
		waiting func(second int) int
		want    time.Duration
		known   bool
	}{
		{"too early", 10, func(s int) int { return 1000 - 10*s }, 0, false},
		{"still growing", 60, func(s int) int { return 100 + 10*s }, 0, false},
		{"grew until just now", 40, func(s int) int { return 1000 - max(s-30, 0) + min(s, 30)*5 }, 0, false},
		{"falls steadily", 60, func(s int) int { return 1000 - 10*s }, 40 * time.Second, true},
		{"fell fast, then slowly", 60, func(s int) int { return max(1000-50*s, 100) - s }, 40 * time.Second, true},
		{"stands still", 60, func(int) int { return 500 }, 0, false},
		{"hopeless", 60, func(s int) int { return 10_000_000 - s }, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var e TimeLeft
			for tick := range tt.seconds * 5 { // five samples a second, as the screen takes them
				at := start.Add(time.Duration(tick) * 200 * time.Millisecond)
				e.Add(at, tt.waiting(tick/5))
			}
			got, known := e.Left()
			if known != tt.known || (known && (got < tt.want-2*time.Second || got > tt.want+2*time.Second)) {
				t.Errorf("left: got %v, %v; want %v, %v", got, known, tt.want, tt.known)
			}
			if len(e.samples) > 25 {
				t.Errorf("%d samples are kept", len(e.samples))
			}
		})
	}
}
