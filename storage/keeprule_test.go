package storage

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSurplus(t *testing.T) {
	now := time.Date(2026, 6, 20, 12, 0, 0, 0, time.UTC)
	scan := func(id ScanID, state State, month time.Month, day int) Scan {
		return Scan{ID: id, State: state, Began: time.Date(2026, month, day, 8, 0, 0, 0, time.UTC)}
	}
	scans := []Scan{ // newest first
		scan(12, Interrupted, 6, 19), scan(11, Complete, 6, 18), scan(10, Complete, 6, 1), scan(9, Stopped, 5, 30), scan(8, Complete, 5, 2),
		scan(7, Complete, 4, 29), scan(6, Stopped, 4, 30), scan(5, Complete, 4, 3), scan(4, Elsewhere, 4, 2), scan(3, Complete, 3, 9), scan(2, Complete, 3, 8),
	}
	only := func(s ...Scan) []Scan { return s }
	for _, tt := range []struct {
		rule  KeepRule
		scans []Scan
		want  []ScanID
	}{
		{KeepRule{}, scans, nil},
		{KeepRule{Keep: KeepAll}, scans, nil},
		{KeepRule{Keep: KeepLast, Count: 4}, scans, []ScanID{8, 7, 6, 5, 2}},
		{KeepRule{Keep: KeepLast, Count: 1}, scans, []ScanID{10, 9, 8, 7, 6, 5, 2}},
		{KeepRule{Keep: KeepLast, Count: 1}, only(scan(3, Stopped, 6, 3), scan(2, Stopped, 6, 2), scan(1, Complete, 6, 1)), nil},
		{KeepRule{Keep: KeepLast, Count: 100}, scans, nil},
		{KeepRule{Keep: KeepMonthly}, scans, []ScanID{6, 5, 2}},
	} {
		var got []ScanID
		// Somebody keeps the third scan by hand.
		for _, s := range tt.rule.Surplus(tt.scans, now, func(s Scan) bool { return s.ID == 3 }) {
			got = append(got, s.ID)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%v (-want +got):\n%s", tt.rule, diff)
		}
	}
}

func TestKeepRulesAreReadAsTheyAreWritten(t *testing.T) {
	for _, text := range []string{"all", "monthly", "last=1", "last=10000"} {
		if r, ok := ParseKeepRule(text); !ok || r.String() != text {
			t.Errorf("%s: %v, %t", text, r, ok)
		}
	}
	for _, text := range []string{"", "last", "last=", "last=0", "last=-1", "last=10001", "last=x", "yearly", "ALL"} {
		if r, ok := ParseKeepRule(text); ok {
			t.Errorf("%q was read as %v", text, r)
		}
	}
}
