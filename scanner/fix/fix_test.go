package fix

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// maker makes problems. Package app/core tests fixes with a real scan of a
// generated site.
type maker struct {
	problems []Problem
}

// add adds a problem that some pages link to in a place. It is broken and serious
// unless the arguments say otherwise.
func (m *maker) add(p Problem, place result.Place, pages ...int) *Problem {
	p.ID = result.URLID(len(m.problems) + 1)
	if p.Verdict == outcome.Unchecked {
		p.Verdict, p.Severity = outcome.Broken, outcome.Serious
	}
	for _, page := range pages {
		p.AddLink(result.URLID(page), place, "a[href]")
	}
	p.Pages = len(pages)
	m.problems = append(m.problems, p)
	return &m.problems[len(m.problems)-1]
}

func (m *maker) gone(path string) {
	m.add(Problem{URL: "https://a.test" + path, Internal: true, Outcome: "404"}, result.PlaceMain, 1)
}

// summarize returns fixes as "cause subject: 3", in alphabetical order.
func summarize(fixes []Fix) []string {
	var all []string
	for _, f := range fixes {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s %s", f.Cause, f.Subject))+fmt.Sprintf(": %d", len(f.Problems)))
	}
	slices.Sort(all)
	return all
}

func TestManyLostFilesOfAKind(t *testing.T) {
	make := func(n int, works ...string) []Fix {
		var m maker
		for i := range n { // each page has its own file in the same folder
			m.add(Problem{URL: fmt.Sprintf("https://a.test/page-%d.json", i), Internal: true, Outcome: "404"}, result.PlaceMain, i+1)
		}
		m.gone("/menu.pdf")
		m.add(Problem{URL: "https://b.test/x.json", Outcome: "404"}, result.PlaceMain, 1)
		alive := NewWorkingURLs(m.problems)
		for _, url := range works {
			alive.Add(url)
		}
		return Group(m.problems, alive)
	}
	for _, tt := range []struct {
		name  string
		fixes []Fix
		want  []string
	}{
		{"all of many", make(8), []string{"files .json: 8", "single: 1", "single: 1"}},
		{"too few", make(2), []string{"single: 1", "single: 1", "single: 1", "single: 1"}},
		{"one of few is left", make(8, "https://a.test/feed.json"), slices.Repeat([]string{"single: 1"}, 10)},
		{"one of many is left", make(40, "https://a.test/feed.json"), []string{"files .json: 40", "single: 1", "single: 1"}},
		{"another site's is left", make(8, "https://c.test/feed.json"), []string{"files .json: 8", "single: 1", "single: 1"}},
	} {
		if diff := cmp.Diff(tt.want, summarize(tt.fixes)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func until(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i + 1
	}
	return all
}

func from(first, n int) []int {
	all := until(n)
	for i := range all {
		all[i] += first - 1
	}
	return all
}

func TestWhatStandsTogether(t *testing.T) {
	tests := []struct {
		name  string
		alive []string
		add   func(m *maker)
		want  []string
	}{
		{
			"two links in a footer", nil,
			func(m *maker) {
				for i := range 2 {
					m.add(Problem{URL: fmt.Sprintf("https://a.test/%d", i), Internal: true, Outcome: "404"}, result.PlaceFooter, until(40)...)
				}
			},
			[]string{"template footer: 2"},
		},
		{
			"the footers of two templates", nil,
			func(m *maker) {
				for i := range 4 {
					m.add(Problem{URL: fmt.Sprintf("https://a.test/%d", i), Internal: true, Outcome: "404"}, result.PlaceFooter, from(1+i/2*100, 40)...)
				}
			},
			[]string{"template footer: 2", "template footer: 2"},
		},
		{
			"header and footer are two edits", nil,
			func(m *maker) {
				for i, place := range []result.Place{result.PlaceHeader, result.PlaceFooter} {
					m.add(Problem{URL: fmt.Sprintf("https://a.test/%d", i), Internal: true, Outcome: "404"}, place, until(40)...)
				}
			},
			[]string{"template footer: 1", "template header: 1"},
		},
		{
			"a footer of three pages is no template", nil,
			func(m *maker) {
				m.add(Problem{URL: "https://a.test/x", Internal: true, Outcome: "404"}, result.PlaceFooter, until(3)...)
			},
			[]string{"single: 1"},
		},
		{
			"named in the text of most pages, in the footer of few", nil,
			func(m *maker) {
				p := m.add(Problem{URL: "https://a.test/x", Internal: true, Outcome: "404"}, result.PlaceFooter, until(4)...)
				for page := range 20 {
					p.AddLink(result.URLID(100+page), result.PlaceMain, "a[href]")
				}
				p.Pages = 24
			},
			[]string{"single: 1"},
		},
		{
			"a folder in which something is left",
			[]string{"https://a.test/images/fine.png"},
			func(m *maker) {
				m.gone("/images/1.png")
				m.gone("/images/2.png")
				m.gone("/images/3.png")
			},
			[]string{"single: 1", "single: 1", "single: 1"},
		},
		{
			"the highest folder of which nothing is left",
			[]string{"https://a.test/shop/"},
			func(m *maker) {
				m.gone("/shop/2019/a/1")
				m.gone("/shop/2019/b/2")
				m.gone("/shop/2019/c/3")
			},
			[]string{"folder https://a.test/shop/2019/: 3"},
		},
		{
			"an extension beats the folders that it is spread over", nil,
			func(m *maker) {
				for i := range 6 {
					m.gone(fmt.Sprintf("/%c/%d.asp", 'a'+i/3, i))
				}
			},
			[]string{"extension .asp: 6"},
		},
		{
			"a folder beats the extension of some of it",
			[]string{"https://a.test/x.html"},
			func(m *maker) {
				m.gone("/old/1.asp")
				m.gone("/old/2.asp")
				m.gone("/old/3.asp")
				m.gone("/old/picture.png")
			},
			[]string{"folder https://a.test/old/: 4"},
		},
		{
			"an extension of which some are left",
			[]string{"https://a.test/fine.html"},
			func(m *maker) {
				m.gone("/1.html")
				m.gone("/2.html")
				m.gone("/3.html")
			},
			[]string{"single: 1", "single: 1", "single: 1"},
		},
		{
			"a host fails in several ways", nil,
			func(m *maker) {
				m.add(Problem{URL: "https://b.test/1", Outcome: outcome.TLSExpired}, result.PlaceMain, 1)
				m.add(Problem{URL: "http://b.test/2", Outcome: outcome.ConnectionRefused}, result.PlaceMain, 1)
			},
			[]string{"host b.test: 2"},
		},
		{
			"a host of which one address works",
			[]string{"https://b.test/fine"},
			func(m *maker) {
				m.add(Problem{URL: "https://b.test/1", Outcome: outcome.ConnectionReset}, result.PlaceMain, 1)
				m.add(Problem{URL: "https://b.test/2", Outcome: outcome.ConnectionReset}, result.PlaceMain, 1)
			},
			[]string{"single: 1", "single: 1"},
		},
		{
			"missing pages of one stranger", nil,
			func(m *maker) {
				m.add(Problem{URL: "https://b.test/1", Outcome: "404"}, result.PlaceMain, 1)
				m.add(Problem{URL: "https://b.test/x/2", Outcome: "404"}, result.PlaceMain, 1)
			},
			[]string{"single: 1", "single: 1"},
		},
		{
			"places on a page that is a problem itself go with it", nil,
			func(m *maker) {
				m.add(Problem{URL: "https://a.test/faq", Internal: true, Outcome: "301", Verdict: outcome.Warning, Severity: outcome.Minor}, result.PlaceMain, 1)
				for i := range 2 {
					m.add(Problem{
						URL: fmt.Sprintf("https://a.test/faq#%d", i), Base: 1, Internal: true, Outcome: outcome.MissingFragment,
						Verdict: outcome.Warning, Severity: outcome.Minor,
					}, result.PlaceMain, 1)
				}
			},
			[]string{"target https://a.test/faq: 3"},
		},
		{
			"redirects that lead to each other's targets are not lost", nil,
			func(m *maker) {
				m.add(Problem{URL: "https://a.test/1", Final: "https://a.test/2", Internal: true, Outcome: outcome.RedirectBroken}, result.PlaceMain, 1)
				m.add(Problem{URL: "https://a.test/2", Final: "https://a.test/1", Internal: true, Outcome: outcome.RedirectBroken}, result.PlaceMain, 1)
			},
			[]string{"single: 1", "single: 1"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := &maker{}
			tt.add(m)
			alive := NewWorkingURLs(m.problems)
			for _, url := range tt.alive {
				alive.Add(url)
			}
			if diff := cmp.Diff(tt.want, summarize(Group(m.problems, alive))); diff != "" {
				t.Errorf("fixes (-want +got):\n%s", diff)
			}
		})
	}
}

// Whatever the problems are, each is in exactly one fix, every fix has the verdict
// of its worst problem, and the worst fixes come first.
func TestNothingIsLostByGrouping(t *testing.T) {
	for seed := range uint64(300) {
		problems := random(rand.New(rand.NewPCG(seed, 1)), 1+int(seed))
		alive := NewWorkingURLs(problems)
		alive.Add("https://a.test/f1/fine.html")
		alive.Add("https://h2.test/")
		in := map[result.URLID]int{}
		byID := map[result.URLID]Problem{}
		for _, p := range problems {
			byID[p.ID] = p
		}
		fixes := Group(problems, alive)
		for i, f := range fixes {
			worst := outcome.NoSeverity
			for _, id := range f.Problems {
				in[id]++
				worst = max(worst, byID[id].Severity)
			}
			if f.Severity != worst {
				t.Fatalf("seed %d: %s is %s, its worst problem %s", seed, f.Key(), f.Severity, worst)
			}
			if i > 0 && f.Severity > fixes[i-1].Severity {
				t.Fatalf("seed %d: %s stands behind what is less severe", seed, f.Key())
			}
		}
		for _, p := range problems {
			if in[p.ID] != 1 {
				t.Fatalf("seed %d: %s (%s) is in %d fixes", seed, p.URL, p.Outcome, in[p.ID])
			}
		}
		if len(in) != len(problems) {
			t.Fatalf("seed %d: %d problems in fixes, %d given", seed, len(in), len(problems))
		}
	}
}

// random returns problems that share hosts, folders, redirects and templates.
func random(r *rand.Rand, n int) []Problem {
	outcomes := []outcome.Key{
		"404", "410", "500", "403", "301", "308", outcome.RedirectBroken, outcome.RedirectHome, outcome.DNSNotFound, outcome.TLSExpired,
		outcome.BotChallenge, outcome.MissingFragment, outcome.MixedContent, outcome.WrongType, outcome.AddressLocalhost, outcome.MailtoBad, outcome.Soft404,
	}
	places := []result.Place{result.PlaceMain, result.PlaceHead, result.PlaceFooter, result.PlaceNavigation}
	m := &maker{}
	for i := range n {
		url := fmt.Sprintf("https://h%d.test/f%d/%d%s", r.IntN(4), r.IntN(5), i, []string{"", ".html", ".asp", ".png"}[r.IntN(4)])
		internal := r.IntN(2) == 0
		if internal {
			url = strings.Replace(url, url[8:15], "a.test", 1)
		}
		p := Problem{URL: url, Internal: internal, Outcome: outcomes[r.IntN(len(outcomes))], PageURL: "https://a.test/f1/"}
		p.Verdict = outcome.Default(p.Outcome, internal)
		if !p.Verdict.IsProblem() {
			p.Verdict = outcome.Warning
		}
		p.Severity = outcome.Severity(1 + r.IntN(4))
		switch p.Outcome {
		case "301", "308", outcome.RedirectHome, outcome.RedirectBroken:
			p.Final = strings.Replace(url, "/f", "/new", 1)
			if i > 0 && r.IntN(2) == 0 {
				p.Final = m.problems[r.IntN(i)].URL
			}
		case outcome.MissingFragment:
			if i > 0 {
				base := m.problems[r.IntN(i)]
				p.URL, p.Base = fmt.Sprintf("%s#%d", base.URL, i), base.ID
			}
		}
		m.add(p, places[r.IntN(len(places))], from(1+r.IntN(3), 1+r.IntN(8))...)
	}
	return m.problems
}

func TestLikeness(t *testing.T) {
	use := func(pages ...int) (u Use) {
		for _, p := range pages {
			u.Pages++
			u.sketch.add(result.URLID(p))
		}
		return u
	}
	tests := []struct {
		name string
		a, b Use
		want bool
	}{
		{"the same few", use(until(5)...), use(until(5)...), true},
		{"the same many", use(until(5000)...), use(until(5000)...), true},
		{"all but one: the page itself", use(until(400)...), use(from(2, 399)...), true},
		{"none in common", use(until(400)...), use(from(401, 400)...), false},
		{"a tenth of the other", use(until(4000)...), use(until(400)...), false},
		{"a fifth in common", use(until(400)...), use(from(321, 400)...), false},
	}
	for _, tt := range tests {
		if got := alike(tt.a, tt.b); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

// BenchmarkGroup groups 100,000 problems of all kinds.
func BenchmarkGroup(b *testing.B) {
	problems := random(rand.New(rand.NewPCG(7, 7)), 100_000)
	b.ReportAllocs()
	for b.Loop() {
		alive := NewWorkingURLs(problems)
		for i := range 100_000 {
			alive.Add(fmt.Sprintf("https://a.test/f1/%d.html", i))
		}
		if fixes := Group(problems, alive); len(fixes) == 0 {
			b.Fatal("no fixes")
		}
	}
}

// A fix knows whether only a sitemap names what it fixes.
func TestOnlySitemap(t *testing.T) {
	var m maker
	gone := m.add(Problem{URL: "https://a.test/gone", Internal: true, Outcome: "404"}, result.PlaceUnknown)
	gone.AddLink(1, result.PlaceUnknown, "sitemap[loc]")
	linked := m.add(Problem{URL: "https://a.test/linked", Internal: true, Outcome: "404"}, result.PlaceMain, 2)
	linked.AddLink(1, result.PlaceUnknown, "sitemap[loc]")
	m.add(Problem{URL: "https://a.test/", Internal: true, Outcome: "500"}, result.PlaceMain)
	got := map[string]bool{}
	for _, f := range Group(m.problems, nil) {
		got[f.Example] = f.OnlySitemap
	}
	want := map[string]bool{"https://a.test/gone": true, "https://a.test/linked": false, "https://a.test/": false}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("only the sitemap names it (-want +got):\n%s", diff)
	}
}
