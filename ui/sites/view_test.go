package sites

import (
	"testing"
	"time"

	fynetheme "fyne.io/fyne/v2/theme"
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
		want []storage.SiteID
	}{
		{"by name as people sort", view{}, []storage.SiteID{2, 3, 4, 1}},
		{"most problems first, then by name", view{order: byProblems}, []storage.SiteID{4, 1, 2, 3}},
		{"last scanned first, never scanned last", view{order: byScanned}, []storage.SiteID{2, 1, 4, 3}},
		{"search in clients", view{text: " NORTH "}, []storage.SiteID{2, 4}},
		{"search in addresses", view{text: "zebra"}, []storage.SiteID{1}},
		{"nothing matches", view{text: "nothing"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []storage.SiteID
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

// No option of the list of orders is cut short.
func TestOrdersFit(t *testing.T) {
	uitest.New(t)
	s := newSort(func(string) {})
	for _, o := range orders() {
		arrow := fynetheme.IconInlineSize() + fynetheme.InnerPadding()
		if room := s.MinSize().Width - arrow; room < width(o) {
			t.Errorf("%q takes %.0f, and has room for %.0f", o, width(o), room)
		}
	}
}
