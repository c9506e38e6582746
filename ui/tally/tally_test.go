package tally

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/ui/uitest"
)

func complete(c storage.Counts, d result.Diagnosis) storage.Scan {
	return storage.Scan{State: storage.Complete, Counts: c, Diagnosis: string(d)}
}

func TestTally(t *testing.T) {
	uitest.New(t)
	tests := []struct {
		scan storage.Scan
		want []string
	}{
		{complete(storage.Counts{Broken: 1204, Warning: 3, Cant: 1, Works: 9}, ""), []string{"1,204", "3", "1"}},
		{complete(storage.Counts{Cant: 2, Works: 9}, ""), []string{"2"}},
		{complete(storage.Counts{Works: 9, Skipped: 3}, ""), []string{"No problems"}},
		{complete(storage.Counts{Works: 1}, result.NoLinks), []string{"No problems"}},
		{complete(storage.Counts{Skipped: 3}, ""), []string{"Nothing checked"}},
		{complete(storage.Counts{}, ""), []string{"Nothing checked"}},
		// What was not looked at is not called well.
		{complete(storage.Counts{Works: 1}, result.RedirectsElsewhere), []string{"Not scanned"}},
		{complete(storage.Counts{Works: 300, Skipped: 1}, result.RobotsUnreachable), []string{"Not scanned"}},
		{complete(storage.Counts{Works: 9}, result.LimitReached), []string{"Only partly scanned"}},
		{storage.Scan{State: storage.Stopped, Counts: storage.Counts{Works: 9, Waiting: 1}}, []string{"Only partly scanned"}},
		{storage.Scan{State: storage.Interrupted, Counts: storage.Counts{Works: 9}}, []string{"Only partly scanned"}},
		{storage.Scan{State: storage.Stopped, Counts: storage.Counts{Broken: 3, Works: 9, Waiting: 1}}, []string{"3"}},
	}
	w := New()
	for _, tt := range tests {
		w.Set(tt.scan)
		if diff := cmp.Diff(tt.want, uitest.Texts(w)); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", tt.scan, diff)
		}
	}
}
