package results_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/results"
	"sitewell/ui/uitest"
)

// oven checks addresses again when the test lets it: each value of door is one address.
type oven struct {
	*fixture
	door   chan outcome.Verdict
	asked  []storage.URLID
	failed error
}

func (o *oven) RecheckMany(ctx context.Context, scan storage.ScanID, ids []storage.URLID, on func(storage.RecheckProgress)) (storage.RecheckSummary, error) {
	o.asked = ids
	var s storage.RecheckSummary
	if o.failed != nil {
		return s, o.failed
	}
	for i, id := range ids {
		on(storage.RecheckProgress{Done: i, Total: len(ids), Current: "https://www.example.com/cakes"})
		select {
		case v := <-o.door:
			a := storage.RecheckedAddress{ID: id, Before: outcome.Broken, After: v}
			if v == outcome.Works {
				if _, err := o.site.Recheck(ctx, scan, id); err != nil {
					return s, err
				}
			}
			s.Results = append(s.Results, a)
			on(storage.RecheckProgress{Done: i + 1, Total: len(ids), Fresh: []storage.RecheckedAddress{a}})
		case <-ctx.Done():
			s.Unsettled = len(ids) - i
			return s, ctx.Err()
		}
	}
	return s, nil
}

func (o *oven) ProblemsOn(ctx context.Context, scan storage.ScanID, page storage.URLID) ([]storage.URLID, error) {
	return o.site.ProblemsOn(ctx, scan, page)
}

// baking is a fixture whose addresses are checked again by an oven.
func baking(t *testing.T) (*fixture, *oven) {
	t.Helper()
	o := &oven{door: make(chan outcome.Verdict)}
	f := newFixture(t, 1180, 760, func(f *fixture) { o.fixture, f.again = f, o })
	return f, o
}

// count returns how often a text is shown.
func (f *fixture) count(text string) (n int) {
	for _, s := range f.texts() {
		if s == text {
			n++
		}
	}
	return n
}

// All problems of a fix are checked again: each has its tick in its place as it works,
// the numbers follow, and the list is loaded again only when the person says so.
func TestFixIsCheckedAgain(t *testing.T) {
	f, o := baking(t)
	f.until("8 things to fix", "8 rows")
	f.click("Edit the footer: correct its links")
	f.until("Check all 3 again")
	f.press("Check all 3 again")
	f.until("Checking again: 0 of 3  ·  /cakes")
	if f.pressable("Check all 3 again") {
		t.Error("a second recheck can be begun")
	}
	ticks := f.count("Works")
	o.door <- outcome.Works
	f.until("Checking again: 1 of 3  ·  /cakes")
	if n := f.count("Works"); n != ticks+1 {
		t.Errorf("%d addresses have their tick", n-ticks)
	}
	o.door <- outcome.Works
	o.door <- outcome.Works
	f.until("All 3 addresses work now.", "Update the list")
	if n := f.count("Works"); n != ticks+4 { // the fix has its own
		t.Errorf("%d ticks in the end", n-ticks)
	}
	if !f.shows("8 things to fix") || !f.shows("8 rows") {
		t.Errorf("the list has moved: %q", f.texts())
	}
	f.press("Update the list")
	f.until("7 things to fix", "7 rows")
	f.q.Until(t, func() bool { return !f.shows("Check all 3 again") }) // the fix is gone, and so is its panel
	if f.shows("All 3 addresses work now.") {
		t.Error("what came of it is still shown")
	}
}

// What the list shows is checked again from its menu. Stop keeps what was checked, and
// its sentence says how many are left.
func TestListIsCheckedAgainAndStopped(t *testing.T) {
	f, o := baking(t)
	f.problems()
	f.CheckShown()
	f.until("Checking again: 0 of 10  ·  /cakes")
	o.door <- outcome.Works
	o.door <- outcome.Broken
	f.until("Checking again: 2 of 10  ·  /cakes")
	f.press("Stop")
	f.until("Stopped; what was checked until then is kept. 1 of 2 work now. 1 is still a problem.")
	if len(o.asked) != 10 || !f.shows("10 rows") {
		t.Errorf("asked for %d; texts %q", len(o.asked), f.texts())
	}
	f.press("Update the list")
	f.until("9 rows")
}

// Where another screen is shown in the end, a message says what came of it; who comes
// back meanwhile sees how far it is.
func TestRecheckGoesOnBehindAnotherScreen(t *testing.T) {
	f, o := baking(t)
	f.problems()
	f.CheckShown()
	f.until("Checking again: 0 of 10  ·  /cakes")
	f.Left()
	o.door <- outcome.Works
	again := results.New(f.options)
	w := uitest.Window(t, again.Content(), 1180, 760)
	again.Opened()
	o.door <- outcome.Works
	f.q.Until(t, func() bool {
		return strings.Contains(strings.Join(uitest.Texts(w.Content()), "\n"), "Checking again: 2 of 10")
	})
	again.Left()
	for range 8 {
		o.door <- outcome.Works
	}
	f.q.Until(t, func() bool { return len(f.told) == 1 })
	if f.told[0] != "All 10 addresses work now." {
		t.Errorf("told %q", f.told)
	}
}

// What keeps addresses from being checked again is said in a sentence.
func TestRecheckFails(t *testing.T) {
	f, o := baking(t)
	o.failed = errors.New("oven is out")
	f.problems()
	f.CheckShown()
	f.until("Sentence for oven is out")
	f.press("Update the list")
	f.drain()
	if f.shows("Sentence for oven is out") {
		t.Error("the sentence stays")
	}
}

// Many addresses are checked again only after a question.
func TestManyAddressesAreAskedAbout(t *testing.T) {
	f, o := baking(t)
	f.until("8 things to fix")
	f.pressFirst("All addresses")
	f.until("214 rows")
	f.CheckShown()
	if len(f.questions) != 1 || !strings.Contains(f.questions[0], " 214 addresses again?") || o.asked != nil {
		t.Errorf("questions %q, asked for %d", f.questions, len(o.asked))
	}
}
