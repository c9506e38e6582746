package fix

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// keys returns those of fixes, sorted.
func keys(fixes []Fix) (all []string) {
	for _, f := range fixes {
		all = append(all, f.Key())
	}
	slices.Sort(all)
	return all
}

// No two fixes of a scan have the same key, and the order of problems does not matter.
func TestKeysAreUnique(t *testing.T) {
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 4))
		problems := random(r, 1+r.IntN(120))
		want := keys(Group(problems, nil))
		if unique := slices.Compact(slices.Clone(want)); len(unique) != len(want) {
			t.Fatalf("seed %d: keys are not unique: %q", seed, want)
		}
		r.Shuffle(len(problems), func(i, j int) { problems[i], problems[j] = problems[j], problems[i] })
		if got := keys(Group(problems, nil)); !slices.Equal(got, want) {
			t.Fatalf("seed %d: got %q, want %q", seed, got, want)
		}
	}
}

// A fix keeps its key when its worst problem is fixed, another one has come, or one
// is ignored. One that is ignored is in no fix, and one with nothing else is none.
func TestKeysLast(t *testing.T) {
	scan := func(first, last int, ignored func(i int) bool) []Fix {
		var m maker
		for i := first; i < last; i++ {
			m.add(Problem{URL: fmt.Sprintf("https://dead.example/%d", i), Outcome: outcome.DNSNotFound, Ignored: ignored(i)}, result.PlaceMain, until(20-i)...)
			p := m.add(Problem{URL: fmt.Sprintf("https://a.test/footer-%d", i), Internal: true, Outcome: "404", Ignored: ignored(i)}, result.PlaceFooter, from(3, 30-i)...)
			p.PageURL = "https://a.test/"
			m.add(Problem{URL: fmt.Sprintf("https://a.test/%d", i), Final: fmt.Sprintf("https://a.test/%d/", i), Internal: true, Outcome: "301", Verdict: outcome.Warning, Ignored: ignored(i)}, result.PlaceMain, i+1)
		}
		m.add(Problem{URL: "https://a.test/one", Internal: true, Outcome: "404", Ignored: ignored(-1)}, result.PlaceMain, until(first+1)...)
		return Group(m.problems, nil)
	}
	none := func(int) bool { return false }
	want := keys(scan(0, 6, none))
	if len(want) != 4 {
		t.Fatalf("got the fixes %q", want)
	}
	for name, fixes := range map[string][]Fix{
		"the worst are fixed": scan(2, 6, none),
		"others have come":    scan(2, 9, none),
		"some are ignored":    scan(0, 6, func(i int) bool { return i >= 0 && i < 5 }),
	} {
		if got := keys(fixes); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	for _, f := range scan(0, 6, func(i int) bool { return i != 3 && i >= 0 }) {
		if len(f.Problems) != 1 {
			t.Errorf("%s has %d problems", f.Key(), len(f.Problems))
		}
	}
	if fixes := scan(0, 6, func(i int) bool { return i == -1 }); len(fixes) != 3 {
		t.Errorf("a fix of which all is ignored is listed: %q", keys(fixes))
	}
	if fixes := scan(0, 6, func(int) bool { return true }); len(fixes) != 0 {
		t.Errorf("all is ignored, and there is %q", keys(fixes))
	}
}

// A problem that others redirect to in the next scan is the same fix.
func TestKeyOfATarget(t *testing.T) {
	gone := Problem{URL: "https://a.test/gone", Internal: true, Outcome: "404"}
	var alone, led maker
	alone.add(gone, result.PlaceMain, 1)
	led.add(gone, result.PlaceMain, 1)
	led.add(Problem{URL: "https://a.test/old", Final: gone.URL, Internal: true, Outcome: outcome.RedirectBroken}, result.PlaceMain, 2)
	a, b := Group(alone.problems, nil), Group(led.problems, nil)
	if len(a) != 1 || len(b) != 1 || a[0].Cause != Single || b[0].Cause != Target || a[0].Key() != b[0].Key() {
		t.Errorf("got %+v and %+v", a, b)
	}
}

// Marks are stored without space around their subjects, and are found by the key.
func TestKeysHaveNoSpaceAround(t *testing.T) {
	for _, f := range []Fix{
		{Cause: Single, Example: "https://a.example/gone"},
		{Cause: Target, Subject: "https://a.example/gone"},
		{Cause: Template, Subject: "footer"},
		{Cause: Rule, Subject: RuleScheme, From: "http", To: "https"},
	} {
		if key := f.Key(); key != strings.TrimSpace(key) {
			t.Errorf("key %q", key)
		}
	}
}
