package scanner

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"sitewell/scanner/outcome"
	"sitewell/scanner/reason"
	"sitewell/scanner/result"
	"sitewell/scanner/sitetest/hostile"
)

// hostileSite is the site that testdata/hostile describes, with what only the
// tests of this package do to it.
type hostileSite struct{ hostile.Site }

func readHostile(t *testing.T, hurried bool) hostileSite {
	t.Helper()
	return hostileSite{hostile.Read(t, "testdata/hostile", hurried)}
}

// judge compares what a scan found with the tables, line by line and address
// by address: what the tables do not name must not be there.
func (h hostileSite) judge(t *testing.T, m *memory) {
	t.Helper()
	got := make(map[string]string)
	// A secret has another number where the scan is signed in to in another way.
	address := func(s string) string { return hiddenNumber.ReplaceAllString(s, "(hidden-1)") }
	for _, a := range m.addresses {
		line := "waiting -"
		if c, done := m.checks[a.ID]; done {
			line = fmt.Sprintf("%s %s", c.Verdict, told(c))
		}
		got[address(a.URL)] = line
	}
	for at, p := range m.places {
		if at.fragment == result.WholeSite && p.Verdict == outcome.Works {
			continue // nothing is listed
		}
		c := result.Check{Status: p.Status, Outcome: p.Outcome}
		got[address(m.addresses[at.page-1].URL+"#"+at.fragment)] = fmt.Sprintf("%s %s", p.Verdict, told(c))
	}
	wrong := 0
	for _, b := range h.Behaviours {
		given, there := got[b.Address]
		if !there {
			given = "absent -"
		}
		delete(got, b.Address)
		mark := "ok   "
		if given != b.Want() {
			wrong++
			mark = "WRONG"
			c, _ := m.check(b.Address)
			t.Errorf("%s: check %s, %s: %s\n\twant %s\n\tgot  %s (%s; %s)", b.File, b.Checks, b.What, b.Address, b.Want(), given, c.Reason, c.Evidence.Detail)
		}
		t.Logf("%s %-8s %-58.58s %-38s %s", mark, b.Checks, strings.TrimPrefix(b.Address, "https://site.test"), given, b.What)
	}
	for address, line := range got {
		t.Errorf("%s: %s, which no table names", address, line)
	}
	checkReasons(t, m)
	t.Logf("%d behaviours, %d wrong", len(h.Behaviours), wrong)
}

var hiddenNumber = regexp.MustCompile(`\(hidden-\d+\)`)

// told writes an outcome, and the status behind it where that is another.
func told(c result.Check) string {
	if c.Status == 0 || outcome.FromStatus(c.Status) == c.Outcome {
		return string(c.Outcome)
	}
	return fmt.Sprintf("%s/%d", c.Outcome, c.Status)
}

// checkReasons makes sure that every reason and detail of a scan is a sentence that
// can be translated, but for addresses and the messages of libraries (check 115).
func checkReasons(t *testing.T, m *memory) {
	t.Helper()
	read := func(where, text string) {
		for _, s := range reason.Read(text) {
			isAddress := strings.Contains(s.Raw, "://") && !strings.Contains(s.Raw, " ")
			if s.Text == "" && !isAddress && !foreign.MatchString(s.Raw) {
				t.Errorf("%s: %q in %q is no sentence of package reason", where, s.Raw, text)
			}
		}
	}
	for id, c := range m.checks {
		read(m.addresses[id-1].URL, c.Reason)
		for _, n := range c.Notes {
			if n.Outcome != outcome.ErrorLeak { // a quotation
				read(m.addresses[id-1].URL, n.Detail)
			}
		}
	}
	for _, p := range m.places {
		read("#"+p.Fragment, p.Reason)
	}
}

// foreign matches what libraries say, and dates.
var foreign = regexp.MustCompile(`^(unexpected EOF|x509: .*|tls: .*|stream error: .*|[A-Z_]+_ERROR|invalid byte in chunk length|body [a-z.]+:80: .*|read tcp.*|[0-9]{4}-[0-9]{2}-[0-9]{2})$`)
