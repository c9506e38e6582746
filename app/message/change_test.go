package message

import (
	"testing"

	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// Each change says why it is so.
func TestForChange(t *testing.T) {
	title := func(key outcome.Key) string { return "<" + string(key) + ">" }
	seen := func(v outcome.Verdict, key outcome.Key, status int) storage.Observation {
		return storage.Observation{ID: 1, Verdict: v, Outcome: key, Status: status}
	}
	broken, works, gone := seen(outcome.Broken, "404", 404), seen(outcome.Works, "200", 200), storage.Observation{}
	moved := works
	moved.Final = "https://bakery.example/new"
	for _, tt := range []struct {
		row  storage.ChangeRow
		want string
	}{
		{storage.ChangeRow{Change: storage.New, Before: works, Now: broken}, "Worked before; now: <404>"},
		{storage.ChangeRow{Change: storage.New, Before: gone, Now: broken}, "Not linked before; now: <404>"},
		{storage.ChangeRow{Change: storage.New, Before: seen(outcome.Skipped, "excluded", 0), Now: broken}, "Not checked before; now: <404>"},
		{storage.ChangeRow{Change: storage.New, Before: works, Now: broken, Judged: true}, "The answer is as before, and is judged differently: <404>"},
		{storage.ChangeRow{Change: storage.CameBack, Before: works, Now: broken}, "A problem in an earlier scan, then it worked; now again: <404>"},
		{storage.ChangeRow{Change: storage.StillThere, Before: broken, Now: broken}, "As before: <404>"},
		{storage.ChangeRow{Change: storage.StillThere, Before: broken, Now: seen(outcome.Broken, "500", 500)}, "Before: <404>; now: <500>"},
		{storage.ChangeRow{Change: storage.Fixed, Before: broken, Now: works}, "Answers 200 now."},
		{storage.ChangeRow{Change: storage.Fixed, Before: broken, Now: moved}, "Redirects to https://bakery.example/new now, which works."},
		{storage.ChangeRow{Change: storage.Fixed, Before: broken, Now: works, Judged: true}, "The answer is as before, and counts as working now."},
		{storage.ChangeRow{Change: storage.LinkRemoved, Before: broken, Pages: 3}, "The link was removed from the 3 pages that had it."},
		{storage.ChangeRow{Change: storage.LinkRemoved, Before: broken, Pages: 1}, "The link was removed from the page that had it."},
		{storage.ChangeRow{Change: storage.NotReached, Before: broken}, "Not found this time, and not every page that linked to it was read again."},
		{storage.ChangeRow{Change: storage.NotReached, Before: broken, Now: seen(outcome.Unchecked, "", 0)}, "Still waiting when the scan ended."},
		{storage.ChangeRow{Change: storage.NotReached, Before: broken, Now: seen(outcome.Skipped, "too-deep", 0)}, "Not checked this time: <too-deep>"},
	} {
		if got := ForChange(&tt.row, title).String(); got != tt.want {
			t.Errorf("%v: got %q, want %q", tt.row.Change, got, tt.want)
		}
	}
}
