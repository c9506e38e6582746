package fix

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// maker seeds causes into a made site.
type maker struct {
	problems []Problem
}

func (m *maker) add(p Problem) {
	p.ID = result.ID(len(m.problems) + 1)
	if p.Verdict == outcome.Unchecked {
		p.Verdict, p.Severity = outcome.Broken, outcome.Serious
	}
	if len(p.Uses) == 0 {
		p.Uses = []Use{{result.PlaceMain, "a[href]", 1}}
	}
	if p.Pages == 0 {
		p.Pages = 1
	}
	m.problems = append(m.problems, p)
}

// seeded has one problem or many for each of the causes that it names.
func seeded() (problems []Problem, want []string) {
	m := &maker{}
	for i := range 5 { // a dead host
		m.add(Problem{URL: fmt.Sprintf("https://dead.example/%d", i), Outcome: outcome.DNSNotFound})
	}
	for i := range 4 { // the server's own failure
		m.add(Problem{URL: fmt.Sprintf("https://a.example/shop/%d", i*i), Internal: true, Status: 500, Outcome: "500"})
	}
	for i := range 7 { // a canonical address that a template gets wrong
		m.add(Problem{
			URL: fmt.Sprintf("file:///srv/%d.html", i), Outcome: outcome.AddressLocalhost, Verdict: outcome.Warning, Severity: outcome.Minor,
			Uses: []Use{{result.PlaceHead, "link[href]", 1}},
		})
	}
	for i := range 6 { // http to https
		m.add(Problem{
			URL: fmt.Sprintf("http://b.test/%d", i), Final: fmt.Sprintf("https://b.test/%d", i), Status: 200,
			Outcome: "301", Verdict: outcome.Warning, Severity: outcome.Minor,
		})
	}
	for i := range 3 { // a folder that moved
		m.add(Problem{
			URL: fmt.Sprintf("https://a.example/news/%d.html", i), Final: fmt.Sprintf("https://a.example/blog/%d.html", i), Internal: true, Status: 200,
			Outcome: "301", Verdict: outcome.Warning, Severity: outcome.Minor,
		})
	}
	for i := range 2 { // two links in the footer
		m.add(Problem{
			URL: fmt.Sprintf("https://a.example/legal-%d", i), Internal: true, Status: 404, Outcome: "404",
			Uses: []Use{{result.PlaceFooter, "a[href]", 40}}, Pages: 40,
		})
	}
	for i := range 3 { // a folder that is gone
		m.add(Problem{URL: fmt.Sprintf("https://a.example/2009/%d", i), Internal: true, Status: 404, Outcome: "404"})
	}
	for i := range 3 { // an extension of old
		m.add(Problem{URL: fmt.Sprintf("https://a.example/x%d/page.asp", i), Internal: true, Status: 404, Outcome: "404"})
	}
	m.add(Problem{URL: "https://a.example/lonely", Internal: true, Status: 404, Outcome: "404"})
	m.add(Problem{URL: "https://c.example/gone", Status: 404, Outcome: "404", Severity: outcome.Moderate, Verdict: outcome.Broken})
	return m.problems, []string{
		"element link[href] 7", "extension .asp 3", "folder https://a.example/2009/ 3", "host dead.example 5",
		"rule folder 3", "rule scheme 6", "server 500 4", "single  1", "single  1", "template footer 2",
	}
}

func TestOneFixForEachCause(t *testing.T) {
	problems, want := seeded()
	var got []string
	for _, f := range Group(problems, Site{Pages: 50}) {
		got = append(got, fmt.Sprintf("%s %s %d", f.Cause, f.Subject, len(f.Problems)))
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fixes (-want +got):\n%s", diff)
	}
}

func TestNothingIsLostByGrouping(t *testing.T) { // truth 2
	problems, _ := seeded()
	seen := map[result.ID]int{}
	for _, f := range Group(problems, Site{Pages: 50}) {
		for _, id := range f.Problems {
			seen[id]++
		}
	}
	for _, p := range problems {
		if seen[p.ID] != 1 {
			t.Errorf("%s is in %d fixes", p.URL, seen[p.ID])
		}
	}
	if len(seen) != len(problems) {
		t.Errorf("%d problems in fixes, %d given", len(seen), len(problems))
	}
}

func TestWorstFirst(t *testing.T) {
	problems, _ := seeded()
	fixes := Group(problems, Site{Pages: 50})
	for i := 1; i < len(fixes); i++ {
		if fixes[i].Severity > fixes[i-1].Severity {
			t.Errorf("%s %s stands behind what is less severe", fixes[i].Cause, fixes[i].Subject)
		}
	}
	if fixes[0].Cause != Template || fixes[0].Pages != 40 {
		t.Errorf("first: got %s with %d pages, want the footer with 40", fixes[0].Cause, fixes[0].Pages)
	}
}

func TestAFolderWithSomethingLeftIsNotGone(t *testing.T) {
	m := &maker{}
	for i := range 3 {
		m.add(Problem{URL: fmt.Sprintf("https://a.example/images/%d.png", i), Internal: true, Status: 404, Outcome: "404"})
	}
	alive := func(folder string) bool { return folder == "https://a.example/images/" }
	if got := Group(m.problems, Site{Pages: 50, Alive: alive}); len(got) != 3 {
		t.Errorf("got %d fixes, want one for each image", len(got))
	}
}

func TestVerdictIsThatOfTheWorst(t *testing.T) {
	m := &maker{}
	m.add(Problem{URL: "https://a.example/x", Internal: true, Status: 404, Outcome: "404"})
	if got := Group(m.problems, Site{})[0].Verdict; got != outcome.Broken {
		t.Errorf("got %s, want broken", got)
	}
}

func TestALinkInTheFooterOfFewPagesIsNoTemplate(t *testing.T) {
	m := &maker{}
	m.add(Problem{
		URL: "https://a.example/x", Internal: true, Status: 404, Outcome: "404",
		Uses: []Use{{result.PlaceFooter, "a[href]", 3}}, Pages: 3,
	})
	if got := Group(m.problems, Site{Pages: 50}); got[0].Cause != Single {
		t.Errorf("got %s, want single", got[0].Cause)
	}
}
