package suggest

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

var (
	may3   = time.Date(2026, 5, 3, 10, 0, 0, 0, time.UTC)
	bakery = "https://www.bakery.example"
)

// working returns pages of the site itself. The text after a space is the title.
func working(pages ...string) []Candidate {
	var all []Candidate
	for i, p := range pages {
		url, title, _ := strings.Cut(p, " ")
		c := Candidate{ID: result.URLID(i + 100), URL: url, Title: title, Internal: true, Kind: result.KindPage}
		if strings.HasPrefix(url, "/") {
			c.URL = bakery + url
		} else {
			c.Internal = false
		}
		if a, _ := split(c.URL); a.class == images {
			c.Kind = result.KindImage
		}
		all = append(all, c)
	}
	return all
}

func broken(url string, texts ...string) Target {
	t := Target{URL: url, Internal: true, Kind: result.KindPage, Outcome: "404", Verdict: outcome.Broken, Texts: texts}
	if strings.HasPrefix(url, "/") {
		t.URL = bakery + url
	} else {
		t.Internal = false
	}
	if a, _ := split(t.URL); a.class == images {
		t.Kind = result.KindImage
	}
	return t
}

// summarize returns suggestions as "reason confidence address".
func summarize(all []Suggestion) []string {
	var out []string
	for _, s := range all {
		confidence := "possible"
		if s.Confidence == Likely {
			confidence = "likely"
		}
		out = append(out, string(s.Reason)+" "+confidence+" "+strings.TrimPrefix(s.URL, bakery))
	}
	return out
}

// findable returns the candidates that a search finds.
func findable(t Target, candidates []Candidate) []Candidate {
	search := NewSearch(t)
	for _, c := range candidates {
		Add([]*Search{search}, c)
	}
	return search.Candidates()
}

func TestRank(t *testing.T) {
	for _, tt := range []struct {
		name  string
		t     Target
		among []Candidate
		want  []string
	}{
		{"ending", broken("/team.htm"), working("/team.html"), []string{"other-extension likely /team.html"}},
		{"ending gone", broken("/team.php"), working("/team"), []string{"other-extension likely /team"}},
		{"ending gone, slash", broken("/about/team.php"), working("/about/team/"), []string{"other-extension likely /about/team/"}},
		{"case", broken("/About/Team.html"), working("/about/team.html"), []string{"other-case likely /about/team.html"}},
		{"slash", broken("/about/"), working("/about"), []string{"other-slash likely /about"}},
		{"index file", broken("/about/index.php"), working("/about/"), []string{"other-extension likely /about/"}},
		{"underscore", broken("/our_cakes"), working("/our-cakes"), []string{"other-spelling likely /our-cakes"}},
		{"percent", broken("/our%20cakes.html"), working("/our-cakes.html"), []string{"other-spelling likely /our-cakes.html"}},
		{"umlaut", broken("/br%C3%B6tchen"), working("/broetchen"), []string{"other-spelling likely /broetchen"}},
		{"umlaut in windows-1252", broken("/br%F6tchen"), working("/br%C3%B6tchen"), []string{"other-spelling likely /br%C3%B6tchen"}},
		{"accent", broken("/caf%C3%A9"), working("/cafe"), []string{"other-spelling likely /cafe"}},
		{"protocol", broken("http://mill.example/flour"), working("https://mill.example/flour"), []string{"other-host likely https://mill.example/flour"}},
		{"www", broken("https://mill.example/flour"), working("https://www.mill.example/flour"), []string{"other-host likely https://www.mill.example/flour"}},
		{"campaign", broken("/sale?utm_source=letter"), working("/sale"), []string{"other-query likely /sale"}},
		{"image of another type", broken("/img/wedding-cake.jpg"), working("/img/wedding-cake.webp"), []string{"other-extension likely /img/wedding-cake.webp"}},

		{"letter missing", broken("/wedding-caks"), working("/wedding-cakes"), []string{"one-letter likely /wedding-cakes"}},
		{"letters swapped", broken("/recpies.html"), working("/recipes.html"), []string{"one-letter likely /recipes.html"}},
		{"letters swapped in the middle", broken("/opennighours"), working("/openinghours"), []string{"one-letter likely /openinghours"}},
		{"letter too many in a folder", broken("/prooducts/rye"), working("/products/rye"), []string{"one-letter likely /products/rye"}},
		{"last letter", broken("/contacd"), working("/contact"), []string{"one-letter possible /contact"}},
		{"two letters", broken("/weding-cakess"), working("/wedding-cakes"), []string{"two-letters possible /wedding-cakes"}},
		{"two letters in one half", broken("/opening-huors-2"), working("/opening-hours-2"), []string{"one-letter likely /opening-hours-2"}},
		{"host", broken("https://exmaple.org/"), working("https://example.org/"), []string{"one-letter likely https://example.org/"}},

		{"moved", broken("/old/opening-hours"), working("/visit/opening-hours"), []string{"moved possible /visit/opening-hours"}},
		{"moved, and the link says so", broken("/rye", "Rye bread"), working("/products/rye Rye bread – Bakery"), []string{"moved likely /products/rye"}},
		{"moved image", broken("/img/wedding-cake.jpg"), working("/wp-content/wedding-cake.jpg"), []string{"moved possible /wp-content/wedding-cake.jpg"}},
		{"called what the link says", broken("/p7", "Opening hours"), working("/visit Opening hours | Bakery"), []string{"link-text possible /visit"}},

		{"folder twice", broken("/products/products/rye"), working("/products/rye"), []string{"relative likely /products/rye"}},
		{"link without its beginning", broken("/products/visit.html", "Visit us"), working("/visit.html Visit us | Bakery"), []string{"relative likely /visit.html"}},

		// Nothing is similar enough, so there is no suggestion.
		{"another product", broken("/product-7"), working("/product-8"), nil},
		{"another letter", broken("/part-c"), working("/part-b"), nil},
		{"another year", broken("/2024/summer-sale"), working("/2023/summer-sale"), nil},
		{"another language", broken("/fr/opening-hours"), working("/de/opening-hours"), nil},
		{"another locale", broken("/en-us/opening-hours"), working("/de-de/opening-hours"), nil},
		{"a number is no typing error", broken("/photo1.jpg"), working("/photo2.jpg"), nil},
		{"short words", broken("/men"), working("/man"), nil},
		{"short name elsewhere", broken("/products/bread"), working("/recipes/bread"), nil},
		{"short name above", broken("/products/visit"), working("/visit"), nil},
		{"common name", broken("/img/01.jpg"), working("/old/01.jpg"), nil},
		{"two as near", broken("/old/opening-hours"), working("/a/opening-hours", "/b/opening-hours"), nil},
		{"two as near, one letter", broken("/galleria"), working("/galeria", "/gallerias"), nil},
		{"two pages called so", broken("/p7", "Opening hours"), working("/a Opening hours", "/b Opening hours | Bakery"), nil},
		{"vague text", broken("/p7", "Read more", "hier"), working("/a Read more", "/b Hier"), nil},
		{"a document is no page", broken("/price-list.pdf", "Price list"), working("/price-list Price list"), nil},
		{"an image is no page", broken("/wedding-cake.jpg"), working("/wedding-cake"), nil},
		{"another top-level domain", broken("https://example.com/"), working("https://example.org/"), nil},
		{"another sub-domain", broken("https://de.example.com/"), working("https://fr.example.com/"), nil},
		{"another item of the shop", broken("/item?id=7"), working("/item?id=8", "/item"), nil},
		{"another site's page of that name", broken("/old/opening-hours"), working("https://mill.example/opening-hours"), nil},
		{"our page is not another site's", broken("https://mill.example/old", "Opening hours"), working("/hours Opening hours"), nil},
		{"no web address", Target{URL: "mailto:", Verdict: outcome.Broken}, working("/a"), nil},
		{"itself", broken("/about"), working("/about"), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, summarize(Rank(tt.t, findable(tt.t, tt.among)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A page that links to the target by its own title does not replace it.
func TestPageThatLinksIsNotMeant(t *testing.T) {
	target := broken("/p7", "Opening hours")
	among := working("/visit Opening hours")
	target.Pages = []result.URLID{among[0].ID}
	if got := summarize(Rank(target, among)); got != nil {
		t.Errorf("got %q", got)
	}
}

func TestRankByAnEarlierScan(t *testing.T) {
	then := func(th AddressState) Target {
		target := broken("/p7.html")
		th.Began = may3
		target.Earlier = &th
		return target
	}
	with := func(c Candidate, change func(*Candidate)) []Candidate { change(&c); return []Candidate{c} }
	page := working("/visit Opening hours | Bakery")[0]
	for _, tt := range []struct {
		name  string
		t     Target
		among []Candidate
		want  []string
	}{
		{
			"content", then(AddressState{Content: 7}),
			with(page, func(c *Candidate) { c.Content = 7 }),
			[]string{"same-content likely /visit"},
		},
		{
			"title", then(AddressState{Title: "Opening Hours | Bakery"}),
			with(page, func(c *Candidate) { c.EarlierTitle = "Visit us" }),
			[]string{"same-title likely /visit"},
		},
		{"title of a page that is new", then(AddressState{Title: "Opening hours | Bakery"}), []Candidate{page}, []string{"same-title likely /visit"}},
		{"where it led", then(AddressState{Final: bakery + "/visit"}), []Candidate{page}, []string{"redirect-then likely /visit"}},

		{"no content is nothing in common", then(AddressState{}), []Candidate{page}, nil},
		{
			"it had that title all along", then(AddressState{Title: "Opening hours | Bakery"}),
			with(page, func(c *Candidate) { c.EarlierTitle = page.Title }), nil,
		},
		{"two have that title now", then(AddressState{Title: "Opening hours | Bakery"}), append(working("/other Opening hours | Bakery"), page), nil},
		{"part of a title", then(AddressState{Title: "Opening hours"}), []Candidate{page}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Rank(tt.t, findable(tt.t, tt.among))
			if diff := cmp.Diff(tt.want, summarize(got)); diff != "" {
				t.Error(diff)
			}
			for _, s := range got {
				if !s.Since.Equal(may3) {
					t.Errorf("since %v", s.Since)
				}
			}
		})
	}
}

// A likely suggestion is the only one: less likely ones would only confuse.
func TestLikelyStandsAlone(t *testing.T) {
	target := broken("/old/opening-hours.htm")
	got := summarize(Rank(target, working("/visit/opening-hours", "/old/opening-hours.html")))
	if diff := cmp.Diff([]string{"other-extension likely /old/opening-hours.html"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestMost(t *testing.T) {
	target := broken("/About_Us.htm")
	got := summarize(Rank(target, working("/about-us/", "/about-us.html", "/about_us.php", "/ABOUT_US.htm", "/aboutus")))
	want := []string{"other-case likely /ABOUT_US.htm", "other-extension likely /aboutus", "other-extension likely /about-us/"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWanted(t *testing.T) {
	for _, tt := range []struct {
		outcome outcome.Key
		verdict outcome.Verdict
		want    bool
	}{
		{"404", outcome.Broken, true},
		{outcome.DNSNotFound, outcome.Broken, true},
		{outcome.Soft404, outcome.Warning, true},
		{outcome.RedirectHome, outcome.Warning, true},
		{"301", outcome.Warning, false},
		{"403", outcome.CantVerify, false},
		{"200", outcome.Works, false},
		{outcome.MissingFragment, outcome.Broken, false},
	} {
		if got := IsUseful(Target{Outcome: tt.outcome, Verdict: tt.verdict}); got != tt.want {
			t.Errorf("%s %v: got %v", tt.outcome, tt.verdict, got)
		}
	}
}

func TestRedirected(t *testing.T) {
	moved := Target{URL: bakery + "/a", Final: bakery + "/b", Outcome: "301", Verdict: outcome.Warning}
	s, ok := RedirectTarget(moved)
	if diff := cmp.Diff(Suggestion{URL: bakery + "/b", Reason: Redirect, Confidence: Likely}, s); diff != "" || !ok {
		t.Error(diff)
	}
	for name, change := range map[string]func(*Target){
		"for now only":        func(t *Target) { t.Outcome = "302" },
		"to the home page":    func(t *Target) { t.Outcome = outcome.RedirectHome },
		"to another's site":   func(t *Target) { t.Outcome = outcome.RedirectOtherSite },
		"to plain http":       func(t *Target) { t.Outcome = outcome.RedirectDowngrade },
		"ignored by a rule":   func(t *Target) { t.Verdict = outcome.Works },
		"to something broken": func(t *Target) { t.Outcome, t.Verdict = outcome.RedirectBroken, outcome.Broken },
		"to itself":           func(t *Target) { t.Final = t.URL },
		"to nothing":          func(t *Target) { t.Final = "" },
	} {
		target := moved
		change(&target)
		if s, ok := RedirectTarget(target); ok {
			t.Errorf("%s: got %+v", name, s)
		}
	}
}

func TestSlips(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"cakes", "cakes", 0},
		{"cakes", "caks", 1},
		{"cakes", "caeks", 1},
		{"cakes", "cekas", 2},
		{"cakes", "bread", 3},
		{"brötchen", "brotchen", 1},
		{"", "a", 1},
		{"a", "abcd", 3},
	} {
		for _, p := range [][2]string{{tt.a, tt.b}, {tt.b, tt.a}} {
			if got := Distance(p[0], p[1], 2); got != tt.want {
				t.Errorf("%q, %q: got %d, want %d", p[0], p[1], got, tt.want)
			}
		}
	}
}

// An address with one typing error anywhere in its name is found by the halves.
func TestEverySlipIsFound(t *testing.T) {
	const right = "openinghours"
	for i := range len(right) + 1 {
		for _, wrong := range []string{
			right[:i] + "x" + right[i:],
			right[:max(i-1, 0)] + right[i:],
			swapped(right, i),
		} {
			if wrong == right {
				continue
			}
			if got := findable(broken("/visit/"+wrong), working("/visit/"+right)); len(got) != 1 {
				t.Errorf("%s is not found", wrong)
			}
		}
	}
}

func swapped(s string, i int) string {
	if i < 1 || i >= len(s) {
		return s
	}
	return s[:i-1] + s[i:i+1] + s[i-1:i] + s[i+1:]
}

// A search accepts any address.
func FuzzSearch(f *testing.F) {
	for _, s := range []string{"https://a.example/", "https://a.example/%zz/%F6.html?x#y", "http://", "mailto:a@b", "https://a/ü/é.jpg", "https://u:p@h/x/y/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		target := Target{URL: s, Internal: true, Kind: result.KindPage, Outcome: "404", Verdict: outcome.Broken, Texts: []string{s}}
		search := NewSearch(target)
		Add([]*Search{search}, Candidate{ID: 1, URL: s + "x", Title: s, Internal: true})
		Rank(target, search.Candidates())
	})
}

func BenchmarkSearch(b *testing.B) {
	search := NewSearch(broken("/section-6/wedding-caks-1234.html"))
	for b.Loop() {
		Add([]*Search{search}, Candidate{ID: 1, URL: "https://www.example.com/section-7/wedding-cakes-1234.html", Internal: true})
	}
}
