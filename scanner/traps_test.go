package scanner

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/policy"
	"sitewell/scanner/weburl"
)

// check 84: of a site with session IDs only some addresses are requested. Those
// that are skipped are listed with the reason, and the others have a note.
func TestSessionIDsAreReportedAndLimited(t *testing.T) {
	pages := map[string]string{}
	visit := func(path string, n int) string {
		return fmt.Sprintf("%s?PHPSESSID=%032x", path, n*7919+1<<40+0xabcdef)
	}
	for _, path := range []string{"/a", "/b"} {
		for n := range 9 {
			pages[visit(path, n)] = fmt.Sprintf(`<a href="%s">a</a> <a href="%s">b</a>`, visit("/a", n+1), visit("/b", n+1))
		}
	}
	pages["/"] = fmt.Sprintf(`<a href="%s">a</a>`, visit("/a", 0))
	srv := site(t, pages)
	m := newMemory()
	scan(t, Options{Start: srv.URL + "/", NoProbes: true}, m)
	tally := map[string]int{}
	for _, line := range m.table() {
		tally[line]++
	}
	if tally["warning session-id 200"] != 2*policy.MaxSessions || tally["skipped trap 0"] == 0 {
		t.Errorf("got %v, want %d warnings of session-id, and traps", tally, 2*policy.MaxSessions)
	}
	for _, a := range m.addresses {
		c := m.checks[a.ID]
		if name, rest := policy.SessionID(parse(t, a.URL)); name != "" && !strings.Contains(c.Reason, "PHPSESSID") {
			t.Errorf("%s: reason %q does not name PHPSESSID", a.URL, c.Reason)
		} else if c.Outcome == outcome.Trap && !strings.Contains(c.Reason, rest) {
			t.Errorf("%s: reason %q does not name %s", a.URL, c.Reason, rest)
		}
	}
}

// Truth 4 for traps: a scan that is stopped again and again requests no more
// addresses than one that was not.
func TestTrapsAreRememberedByAResumedScan(t *testing.T) {
	pages := map[string]string{"/": ""}
	for i := range 12 {
		id := fmt.Sprintf("/a?PHPSESSID=%032x", i*7919+1<<40+0xabcdef)
		pages["/"] += fmt.Sprintf(`<a href=/p%d>p</a>`, i)
		pages[fmt.Sprintf("/p%d", i)] = fmt.Sprintf(`<a href="%s">a</a>`, id)
		pages[id] = "fine"
	}
	srv := site(t, pages)
	o := Options{Start: srv.URL + "/", NoDelay: true, NoProbes: true, Concurrency: 1}
	whole := newMemory()
	scan(t, o, whole)

	m := newMemory()
	for runs := 0; ; runs++ {
		ctx, cancel := context.WithCancel(t.Context())
		e, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		watch := func(c *coordinator) {
			if len(c.recorder.batch.batch.Checks)+len(c.recorder.batch.batch.Settled) > 0 {
				cancel() // after every single check
			}
		}
		_, err = runWatched(ctx, e, m, m, watch)
		cancel()
		if err == nil {
			if runs < 5 {
				t.Errorf("only %d stops: the test proves nothing", runs)
			}
			break
		}
	}
	if diff := cmp.Diff(whole.table(), m.table()); diff != "" {
		t.Errorf("stopped again and again, against whole (-want +got):\n%s", diff)
	}
}

func parse(t testing.TB, address string) weburl.URL {
	t.Helper()
	u, err := weburl.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
