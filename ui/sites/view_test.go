package sites

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
	"sitewell/ui/uitest"
)

func TestView(t *testing.T) {
	uitest.New(t)
	day := func(n, broken int) *storage.Scan {
		return &storage.Scan{Began: time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC), Counts: storage.Counts{Broken: broken}}
	}
	all := []storage.SiteSummary{
		{Site: storage.Site{ID: 1, Start: "https://zebra.example/"}, Last: day(3, 5)},
		{Site: storage.Site{ID: 2, Name: "Äpfel", Client: "Agency North", Start: "https://x.example/"}, Last: day(9, 1)},
		{Site: storage.Site{ID: 3, Name: "bakery", Start: "https://bakery.example/"}},
		{Site: storage.Site{ID: 4, Name: "Bank", Client: "agency north", Start: "https://bank.example/"}, Last: day(1, 5)},
	}
	tests := []struct {
		name string
		view view
		want []int64
	}{
		{"by name as people sort", view{}, []int64{2, 3, 4, 1}},
		{"most problems first, then by name", view{order: byProblems}, []int64{4, 1, 2, 3}},
		{"last scanned first, never scanned last", view{order: byScanned}, []int64{2, 1, 4, 3}},
		{"search in clients", view{text: " NORTH "}, []int64{2, 4}},
		{"search in addresses", view{text: "zebra"}, []int64{1}},
		{"nothing matches", view{text: "nothing"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []int64
			for _, s := range tt.view.of(all) {
				got = append(got, s.ID)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("sites (-want +got):\n%s", diff)
			}
		})
	}
	for i, words := range orders() {
		if got := orderOf(words); got != order(i) {
			t.Errorf("orderOf(%q): got %d, want %d", words, got, i)
		}
	}
}
