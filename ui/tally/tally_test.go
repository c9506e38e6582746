package tally

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
	"sitewell/ui/uitest"
)

func TestTally(t *testing.T) {
	uitest.New(t)
	tests := []struct {
		counts storage.Counts
		want   []string
	}{
		{storage.Counts{Broken: 1204, Warning: 3, Cant: 1, Works: 9}, []string{"1,204", "3", "1"}},
		{storage.Counts{Cant: 2, Works: 9}, []string{"2"}},
		{storage.Counts{Works: 9, Skipped: 3}, []string{"No problems"}},
		{storage.Counts{Skipped: 3}, []string{"Nothing checked"}},
		{storage.Counts{}, []string{"Nothing checked"}},
	}
	w := New(storage.Counts{})
	for _, tt := range tests {
		w.Set(tt.counts)
		if diff := cmp.Diff(tt.want, uitest.Texts(w)); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", tt.counts, diff)
		}
	}
}
