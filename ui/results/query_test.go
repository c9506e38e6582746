package results

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/ui/uitest"
)

func TestFilter(t *testing.T) {
	yes := true
	allProblems := []outcome.Verdict{outcome.Broken, outcome.Warning, outcome.CantVerify}
	tests := []struct {
		name string
		in   query
		view view
		want storage.Filter
	}{
		{"problems show nothing that works", query{}, problems, storage.Filter{Verdicts: allProblems, Marks: storage.NotIgnored}},
		{"problems of one verdict", query{verdicts: []outcome.Verdict{outcome.Warning}}, problems, storage.Filter{Verdicts: []outcome.Verdict{outcome.Warning}, Marks: storage.NotIgnored}},
		{"a verdict that is no problem", query{verdicts: []outcome.Verdict{outcome.Works}}, problems, storage.Filter{Verdicts: allProblems, Marks: storage.NotIgnored}},
		{"all addresses", query{}, addresses, storage.Filter{}},
		{"pages", query{text: "cake"}, pages, storage.Filter{Text: "cake", PagesOnly: true}},
		{
			"everything at once",
			query{text: "x", verdicts: []outcome.Verdict{outcome.Works}, classes: []int{2, 0}, internal: &yes, kinds: []result.Kind{result.KindImage}},
			addresses,
			storage.Filter{Text: "x", Verdicts: []outcome.Verdict{outcome.Works}, Statuses: []int{2, 0}, Internal: &yes, Kinds: []result.Kind{result.KindImage}, Marks: storage.NotIgnored},
		},
		{"what is ignored", query{marks: storage.OnlyIgnored}, problems, storage.Filter{Verdicts: allProblems, Marks: storage.OnlyIgnored}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.in.filter(tt.view), tt.want); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestToggle(t *testing.T) {
	list := toggle(toggle[int](nil, 4), 5)
	if diff := cmp.Diff(list, []int{4, 5}); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(toggle(list, 4), []int{5}); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(list, []int{4, 5}); diff != "" {
		t.Errorf("the list given was changed: %s", diff)
	}
}

func TestBars(t *testing.T) {
	type short struct {
		Label string
		N     int
	}
	tests := []struct {
		name string
		in   map[int]int
		want []short
	}{
		{"none", map[int]int{}, nil},
		{"in the order of statuses, no answer last", map[int]int{0: 3, 404: 5, 200: 90, 301: 1}, []short{{"200", 90}, {"301", 1}, {"404", 5}, {"none", 3}}},
		{"zero counts are left out", map[int]int{200: 1, 404: 0}, []short{{"200", 1}}},
		{
			"the rarest are put together",
			map[int]int{200: 90, 301: 8, 302: 7, 403: 6, 404: 5, 410: 4, 500: 3, 0: 2},
			[]short{{"200", 90}, {"301", 8}, {"302", 7}, {"403", 6}, {"404", 5}, {"others", 9}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []short
			for _, b := range barsOf(tt.in) {
				got = append(got, short{b.label, b.n})
			}
			if diff := cmp.Diff(got, tt.want); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNotices(t *testing.T) {
	tests := []struct {
		name    string
		scan    storage.Scan
		running bool
		want    [][2]doing
	}{
		{"complete", storage.Scan{State: storage.Complete}, false, nil},
		{"running shows the way to its progress", storage.Scan{State: storage.Interrupted}, true, [][2]doing{{watch}}},
		{"interrupted can be resumed", storage.Scan{State: storage.Interrupted}, false, [][2]doing{{resume, scanAnew}}},
		{"stopped with addresses waiting can be resumed", storage.Scan{State: storage.Stopped, Counts: storage.Counts{Waiting: 3}}, false, [][2]doing{{resume, scanAnew}}},
		{"stopped at its very end", storage.Scan{State: storage.Stopped}, false, nil},
		{"a short scan is explained", storage.Scan{State: storage.Complete, Diagnosis: string(result.ScriptOnly)}, false, [][2]doing{{settings}}}, // check 91
		{"both", storage.Scan{State: storage.Interrupted, Diagnosis: string(result.Blocked)}, false, [][2]doing{{tryAgain}, {resume, scanAnew}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got [][2]doing
			for _, n := range noticesOf(tt.scan, tt.running) {
				got = append(got, n.do)
				if n.title == "" {
					t.Error("a notice says nothing")
				}
			}
			if diff := cmp.Diff(got, tt.want); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOrigin(t *testing.T) {
	s := &Screen{origin: originOf("https://www.example.com/shop/?a=1")}
	for in, want := range map[string]string{
		"https://www.example.com/":           "/",
		"https://www.example.com/a?b#c":      "/a?b#c",
		"http://www.example.com/a":           "http://www.example.com/a",
		"https://www.example.com.evil.test/": "https://www.example.com.evil.test/",
		"mailto:a@example.com":               "mailto:a@example.com",
	} {
		if got := s.within(in); got != want {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
	if got := originOf("::not an address"); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
}

func TestAccount(t *testing.T) {
	tests := []struct {
		in   storage.Ledger
		want string
	}{
		{storage.Ledger{}, "0 addresses found = 0 checked + 0 skipped + 0 waiting"},
		{storage.Ledger{Found: 1, Waiting: 1}, "1 address found = 0 checked + 0 skipped + 1 waiting"},
		{
			storage.Ledger{Found: 1204, Checked: 1180, Skipped: []storage.Skipped{
				{Outcome: outcome.Excluded, Count: 18}, {Outcome: outcome.RobotsBlocked, Count: 4}, {Outcome: outcome.Trap, Count: 1}, {Outcome: outcome.Excluded, Internal: true, Count: 1},
			}},
			"1,204 addresses found = 1,180 checked + 24 skipped (18 on other sites, 4 forbidden by robots.txt, 1 in a trap without end, 1 left out by rules) + 0 waiting",
		},
	}
	tests[0].in.Omitted, tests[0].want = 1, tests[0].want+"; 1 link was not looked at because of a limit"
	tests[1].in.Omitted, tests[1].want = 3194, tests[1].want+"; 3,194 links were not looked at because of a limit"
	uitest.New(t)
	for _, tt := range tests {
		if got := Account(tt.in); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

// The menu of kinds has those that occur, most first, with their numbers in the view.
func TestOccurringKinds(t *testing.T) {
	s := &Screen{view: addresses, facts: facts{kinds: map[result.Kind]storage.KindCount{
		result.KindPage: {All: 3, Problems: 2}, result.KindImage: {All: 9}, result.KindStyle: {All: 1, Problems: 1}, result.KindScript: {},
	}}}
	f := &filters{s: s}
	if diff := cmp.Diff([]result.Kind{result.KindImage, result.KindPage, result.KindStyle}, f.occurring()); diff != "" {
		t.Errorf("all addresses (-want +got):\n%s", diff)
	}
	s.view, s.query.kinds = problems, []result.Kind{result.KindImage}
	if diff := cmp.Diff([]result.Kind{result.KindPage, result.KindStyle, result.KindImage}, f.occurring()); diff != "" {
		t.Errorf("problems, filtered by images (-want +got):\n%s", diff)
	}
	if got := f.kindMenu().Items[0].Label; got != "Page (2)" {
		t.Errorf("the first entry is %q", got)
	}
}
