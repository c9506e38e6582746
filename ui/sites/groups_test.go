package sites

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
	"sitewell/ui/uitest"
)

// portfolio has the sites of two clients, and one without.
func portfolio() *fake {
	site := func(id storage.SiteID, client string, broken int) storage.SiteSummary {
		s := storage.SiteSummary{Site: storage.Site{ID: id, Client: client, Start: fmt.Sprintf("https://site%d.example/", id)}}
		if broken >= 0 {
			s.Last = &storage.Scan{ID: storage.ScanID(id), State: storage.Complete, Began: now, Counts: storage.Counts{Broken: broken}}
		}
		return s
	}
	return &fake{sites: []storage.SiteSummary{site(1, "Zimmer", 2), site(2, "", 9), site(3, "baker", 1), site(4, "Baker", 0), site(5, "Baker", -1)}}
}

func TestGroups(t *testing.T) {
	for _, tt := range []struct {
		order  order
		folded string
		want   []string
	}{
		{byName, "", []string{"baker:", "3", "4", "5", "Zimmer:", "1", ":", "2"}},
		{byProblems, "", []string{"Zimmer:", "1", "baker:", "3", "4", "5", ":", "2"}},
		{byName, "baker", []string{"baker:", "Zimmer:", "1", ":", "2"}},
	} {
		v := view{order: tt.order}
		shown := v.of(portfolio().sites)
		var got []string
		for _, e := range entriesOf(shown, groupsOf(shown, tt.order, map[string]bool{tt.folded: true})) {
			if e.group != nil {
				got = append(got, e.group.client+":")
				continue
			}
			got = append(got, fmt.Sprint(shown[e.site].ID))
		}
		if tt.folded == "" { // that is the group without a client
			tt.want = tt.want[:len(tt.want)-1]
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%v (-want +got):\n%s", tt, diff)
		}
	}
}

// Clients are headings with sums, which are folded by a click and found again by searching.
func TestClientsAreHeadings(t *testing.T) {
	o := open(t, portfolio(), nil)
	o.says(t, "3 sites · 1 problem · 1 with something broken · 1 never scanned")
	shows := func(text string) bool { return slices.Contains(uitest.Texts(o.Content()), text) }
	o.list.Select(0)
	if shows("https://site4.example/") || !shows("Without a client") {
		t.Errorf("folded: %q", uitest.Texts(o.Content()))
	}
	o.search.SetText("site4")
	if !shows("https://site4.example/") {
		t.Errorf("found: %q", uitest.Texts(o.Content()))
	}
	o.search.SetText("")
	o.grouped.SetChecked(false)
	if !shows("Baker · https://site4.example/") || shows("Without a client") {
		t.Errorf("not grouped: %q", uitest.Texts(o.Content()))
	}
}

// Sites are ticked one by one or by client, and scanned a few at a time.
func TestSeveralAreScanned(t *testing.T) {
	f := portfolio()
	o := open(t, f, nil)
	o.says(t, "Zimmer")
	uitest.Tap(t, o.Content(), "Scan several …")
	o.says(t, "0 sites chosen")
	o.tickAll(o.entries[0].group.sites, true)
	o.press(entry{site: slices.IndexFunc(o.shown, func(s storage.SiteSummary) bool { return s.ID == 1 })})
	o.says(t, "4 sites chosen")
	o.scanTicked()
	if diff := cmp.Diff([]string{"begin 1", "begin 3", "begin 4"}, f.to); diff != "" {
		t.Errorf("begun (-want +got):\n%s", diff)
	}
	o.says(t, "Scanning 4 sites")
	o.says(t, "1 of 4 done, 2 being scanned, 1 waiting. Addresses checked: 80. Problems so far: 6.")
	o.says(t, "40 of 90")
	o.says(t, "The server is down.")
}

// A list of 500 sites is there in no time.
func BenchmarkOpen500(b *testing.B) {
	f := &fake{}
	for i := range 500 {
		f.sites = append(f.sites, storage.SiteSummary{
			Site: storage.Site{ID: storage.SiteID(i + 1), Client: fmt.Sprint("Client ", i%40), Start: fmt.Sprintf("https://site%d.example/", i)},
			Last: &storage.Scan{ID: storage.ScanID(i + 1), State: storage.Complete, Began: now, Counts: storage.Counts{Broken: i % 7, Works: 100}},
		})
	}
	o := open(b, f, nil)
	o.queue.Until(b, func() bool { return len(o.entries) == 540 })
	for b.Loop() {
		o.all = f.sites
		o.apply()
	}
}
