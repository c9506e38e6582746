package knowledge

import (
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

func TestEntryFallsBack(t *testing.T) {
	dutch := strings.NewReplacer("Page not found (404)", "Pagina niet gevonden (404)").Replace(read(t, "en/404.md"))
	b, err := load(withLanguage(t, "nl", map[string]string{"404.md": dutch}))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name     string
		key      outcome.Key
		lang     string
		title    string
		written  string
		fallback bool
	}{
		{"in the language", "404", "nl", "Pagina niet gevonden (404)", "nl", false},
		{"a region of it", "404", "nl-BE", "Pagina niet gevonden (404)", "nl", false},
		{"as an environment writes it", "404", "nl_NL.UTF-8", "Pagina niet gevonden (404)", "nl", false},
		{"English where it has none", "500", "nl", "Internal server error (500)", "en", false},
		{"English for an unknown language", "404", "xx", "Page not found (404)", "en", false},
		{"its class where nobody has one", "477", "nl", "Request refused (477)", "en", true},
		{"outside the rules", "777", "en", "Not a valid status code (777)", "en", true},
		{"unknown", "made-up", "en", "made-up", "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := b.Entry(tt.key, tt.lang)
			type row struct {
				Key      outcome.Key
				Title    string
				Lang     string
				Fallback bool
			}
			got, want := row{e.Key, e.Title, e.Lang, e.Fallback}, row{tt.key, tt.title, tt.written, tt.fallback}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestClassEntryJudgesLikeTheOutcome(t *testing.T) {
	b := mustLoad(t)
	for _, key := range []outcome.Key{"177", "277", "377", "477", "577", "777"} {
		e := b.Entry(key, English)
		if e.Internal.Verdict != outcome.Default(key, true) || e.External.Verdict != outcome.Default(key, false) {
			t.Errorf("%s: verdicts %s and %s", key, e.Internal.Verdict, e.External.Verdict)
		}
		if !strings.Contains(e.Title+e.Short, string(key)) {
			t.Errorf("%s: the number does not show in %q and %q", key, e.Title, e.Short)
		}
		x, err := b.Explain(Facts{Key: key}, English)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(sectionOf(x, Meaning), string(key)) {
			t.Errorf("%s: the number does not show in the text", key)
		}
	}
}

func TestAllIsInReadingOrder(t *testing.T) {
	b := mustLoad(t)
	all := b.All("de")
	if len(all) != len(outcome.All()) {
		t.Errorf("%d entries for %d outcomes", len(all), len(outcome.All()))
	}
	if all[0].Key != "100" || all[len(all)-1].Class != outcome.ScanRule {
		t.Errorf("from %s to %s", all[0].Key, all[len(all)-1].Key)
	}
}

func TestExplainFillsInTheFacts(t *testing.T) {
	b := mustLoad(t)
	at := time.Date(2026, 5, 10, 8, 12, 44, 0, time.UTC)
	facts := Facts{
		Key: "500", Status: 500, URL: "https://bakery.example/shop", Internal: true, Verdict: outcome.Broken,
		Severity: outcome.Critical, Pages: 1204, InNavigation: true, At: at,
		Since: at.AddDate(0, 0, -7), FailedBefore: 3, ScansBefore: 4,
		Server: "nginx/1.24.0", Platform: "WordPress 6.8",
	}
	x, err := b.Explain(facts, English)
	if err != nil {
		t.Fatal(err)
	}
	text := x.Markdown()
	for _, want := range []string{
		"/var/log/nginx/error.log", "wp-content/debug.log", "wp-config.php", "1,204 pages of your site link to it",
		"menu, header or footer", "3 of the 4 scans before this one saw it, too, first on 3 May 2026", "2026-05-10 08:12:44 UTC",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("does not say %q", want)
		}
	}
	for _, unwanted := range []string{"/var/log/apache2", "Event Viewer", "drush", "artisan", "replace the link"} {
		if strings.Contains(text, unwanted) {
			t.Errorf("says %q, which is not this owner's", unwanted)
		}
	}
	if x.Severity != outcome.Critical || x.Why != b.Entry("500", English).Internal.Why {
		t.Errorf("severity %s because %q", x.Severity, x.Why)
	}
	if diff := cmp.Diff([]Assignee{Host, Developer, You}, x.Assignees); diff != "" {
		t.Errorf("assignees: -want +got\n%s", diff)
	}
}

func TestExplainPicksTheSide(t *testing.T) {
	b := mustLoad(t)
	facts := Facts{Key: "500", URL: "https://other.example/", Pages: 1}
	x, err := b.Explain(facts, English)
	if err != nil {
		t.Fatal(err)
	}
	e := b.Entry("500", English)
	if x.Severity != e.External.Severity || x.Why != e.External.Why || x.Verdict != outcome.Broken {
		t.Errorf("verdict %s, severity %s because %q", x.Verdict, x.Severity, x.Why)
	}
	if diff := cmp.Diff([]Assignee{You, OtherOwner}, x.Assignees); diff != "" {
		t.Errorf("assignees: -want +got\n%s", diff)
	}
	if text := x.Markdown(); strings.Contains(text, "wp-config.php") || !strings.Contains(text, "1 page of your site links to it") {
		t.Errorf("not the steps for another's site:\n%s", text)
	}
}

// TestStepsAreForTheOwnSite: a dead link to somebody's Shopify shop is changed
// in the WordPress of the person who reads this.
func TestStepsAreForTheOwnSite(t *testing.T) {
	b := mustLoad(t)
	for _, tt := range []struct {
		name             string
		facts            Facts
		wanted, unwanted string
	}{
		{"external, own platform known", Facts{URL: "https://other.example/x", Platform: "Shopify", SitePlatform: "WordPress"}, "In WordPress edit", "Shopify"},
		{"external, own platform unknown", Facts{URL: "https://other.example/x", Platform: "Shopify"}, "whatever you edit your site with", "Shopify"},
		{"internal, nothing answered", Facts{URL: "https://bakery.example/x", Internal: true, SitePlatform: "Drupal"}, "In Drupal edit", "WordPress"},
		{"internal, answered", Facts{URL: "https://bakery.example/x", Internal: true, Platform: "Joomla", SitePlatform: "Drupal"}, "In Joomla edit", "Drupal"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.facts.Key = "404"
			x, err := b.Explain(tt.facts, English)
			if err != nil {
				t.Fatal(err)
			}
			if text := x.Markdown(); !strings.Contains(text, tt.wanted) || strings.Contains(text, tt.unwanted) {
				t.Errorf("want %q and not %q:\n%s", tt.wanted, tt.unwanted, text)
			}
		})
	}
}

// TestWhatHappenedIsTheirs: why another site failed and what people see there
// hangs on what runs there, not on what runs here.
func TestWhatHappenedIsTheirs(t *testing.T) {
	b := mustLoad(t)
	f := Facts{
		Key: "500", URL: "https://other.example/", Server: "Microsoft-IIS/10.0",
		SiteServer: "nginx", SitePlatform: "WordPress",
	}
	x, err := b.Explain(f, English)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range x.Sections {
		if s.ID == Causes && (!strings.Contains(s.Markdown, "web.config") || strings.Contains(s.Markdown, "redirection cycle")) {
			t.Errorf("causes are not those of IIS:\n%s", s.Markdown)
		}
		if s.ID == Visitors && strings.Contains(s.Markdown, "WordPress") {
			t.Errorf("visitors see our own WordPress there:\n%s", s.Markdown)
		}
	}
}

// TestWhereARedirectLed: what is wrong is at the end of a redirect, and not
// in the address that the page links to.
func TestWhereARedirectLed(t *testing.T) {
	b := mustLoad(t)
	hops := []result.Hop{{URL: "https://bakery.example/write", Status: 302, Location: "mailto:nobody"}}
	for _, key := range []outcome.Key{outcome.MailtoBad, outcome.TelBad, outcome.UnsupportedScheme} {
		for _, lang := range b.Languages() {
			x, err := b.Explain(Facts{Key: key, URL: hops[0].URL, Internal: true, Hops: hops}, lang)
			if err != nil {
				t.Fatal(err)
			}
			meaning := sectionOf(x, Meaning)
			if !strings.Contains(meaning, "`mailto:nobody`") || strings.Count(meaning, "bakery.example/write") != 1 {
				t.Errorf("%s/%s:\n%s", lang, key, meaning)
			}
		}
	}
}

// TestChainThatEndsInSilence: a step that nobody answered has no number.
func TestChainThatEndsInSilence(t *testing.T) {
	b := mustLoad(t)
	f := Facts{Key: outcome.RedirectBroken, URL: "https://bakery.example/old", Internal: true, Hops: []result.Hop{
		{URL: "https://bakery.example/old", Status: 301, Location: "https://gone.example/"},
		{URL: "https://gone.example/"},
	}}
	for lang, want := range map[string]string{English: "`https://gone.example/` gave no answer", "de": "`https://gone.example/` antwortete nicht"} {
		x, err := b.Explain(f, lang)
		if err != nil {
			t.Fatal(err)
		}
		letter, err := b.Message(f, Developer, lang)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(x.Markdown(), want) || strings.Contains(letter, "-> 0") {
			t.Errorf("%s: want %q in\n%s\n%s", lang, want, x.Markdown(), letter)
		}
	}
}

func TestExplainUnknown(t *testing.T) {
	b := mustLoad(t)
	if _, err := b.Explain(Facts{Key: "made-up"}, English); !errors.Is(err, ErrUnknown) {
		t.Errorf("got %v", err)
	}
	if _, err := b.Message(Facts{Key: "made-up"}, Host, English); !errors.Is(err, ErrUnknown) {
		t.Errorf("got %v", err)
	}
}

func TestRelatedBeginsWithWhereTheChainEnded(t *testing.T) {
	x, err := mustLoad(t).Explain(Facts{Key: "redirect-broken", Status: 404, URL: "https://bakery.example/a", Internal: true}, English)
	if err != nil {
		t.Fatal(err)
	}
	if len(x.Related) == 0 || x.Related[0] != "404" {
		t.Errorf("related %v", x.Related)
	}
}

// TestHostileFactsStayText: what a server sends can neither format nor link
// anything in an explanation, nor run as a template.
func TestHostileFactsStayText(t *testing.T) {
	b := mustLoad(t)
	evil := "https://evil.example/`[x](javascript:alert(1))`{{.Code}}\n# Heading\u202e"
	x, err := b.Explain(Facts{Key: "301", URL: evil, Final: evil, Internal: true}, English)
	if err != nil {
		t.Fatal(err)
	}
	want := "``https://evil.example/`[x](javascript:alert(1))`{{.Code}} # Heading``"
	if text := x.Markdown(); !strings.Contains(text, want) || strings.Contains(text, "\n# ") {
		t.Errorf("does not show the address as a code span:\n%s", sectionOf(x, Meaning))
	}
}

func TestLoadRefuses(t *testing.T) {
	good := read(t, "en/404.md")
	for name, text := range map[string]string{
		"no header":          strings.TrimPrefix(good, "---\n"),
		"unknown field":      strings.Replace(good, "title:", "colour: red\ntitle:", 1),
		"missing field":      strings.Replace(good, "origin: RFC 9110 §15.5.5\n", "", 1),
		"other key":          strings.Replace(good, `key: "404"`, `key: "405"`, 1),
		"unknown verdict":    strings.Replace(good, "verdict: broken", "verdict: bad", 1),
		"unknown severity":   strings.Replace(good, "severity: serious", "severity: huge", 1),
		"unknown assignee":   strings.Replace(good, "assignees: [you, developer, other-owner]", "assignees: [you, aunt]", 1),
		"assignee not asked": strings.Replace(good, "assignees: [you, developer, other-owner]", "assignees: [you, developer, other-owner, host]", 1),
		"asked, no assignee": strings.Replace(good, "assignees: [you, developer, other-owner]", "assignees: [you, developer]", 1),
		"bad date":           strings.Replace(good, "reviewed: 2026", "reviewed: 20x6", 1),
		"heading missing":    strings.Replace(good, "## How serious\n", "", 1),
		"heading renamed":    strings.Replace(good, "## How serious", "## How grave", 1),
		"heading too many":   good + "\n## Further\n\nText.\n",
		"empty section":      good[:strings.Index(good, "## Is it really broken?")] + "## Is it really broken?\n",
		"text before":        strings.Replace(good, "---\n## What", "---\nHello.\n## What", 1),
		"broken template":    good + "{{if .Yours}}",
		"reference is http":  strings.Replace(good, "url: https://www.rfc", "url: http://www.rfc", 1),
	} {
		t.Run(name, func(t *testing.T) {
			if text == good {
				t.Fatal("the case changes nothing")
			}
			b, err := load(withLanguage(t, "nl", map[string]string{"404.md": text}))
			if err == nil { // entries are read when they are asked for
				err = b.editions["nl"].check()
			}
			if err == nil { // and so are their templates
				_, err = b.Explain(Facts{Key: "404"}, "nl")
			}
			if err == nil {
				t.Error("loaded without an error")
			}
		})
	}
	if _, err := load(fstest.MapFS{"readme/x.md": {}}); err == nil {
		t.Error("loaded without English")
	}
}

// TestUnknownNamesFail: a misspelt server, platform, kind or outcome in an
// entry is found when the template runs, which the lint does.
func TestUnknownNamesFail(t *testing.T) {
	v := newView(Facts{Key: "404", Server: "nginx", Kind: result.KindImage}, codeSpan)
	if _, err := v.IsServer("ngnix"); err == nil {
		t.Error("server ngnix is known")
	}
	if _, err := v.IsPlatform("Wordpres"); err == nil {
		t.Error("platform Wordpres is known")
	}
	if _, err := v.IsKind("picture"); err == nil {
		t.Error("kind picture is known")
	}
	if _, err := v.Noted("made-up"); err == nil {
		t.Error("outcome made-up is known")
	}
	if yes, err := v.IsServer("nginx"); !yes || err != nil {
		t.Errorf("nginx: %v, %v", yes, err)
	}
}

// withLanguage returns the real English texts and a further language with the
// given entries.
func withLanguage(t *testing.T, lang string, entries map[string]string) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	for _, name := range []string{"language.yaml", "404.md", "500.md", "class-4xx.md", "class-other-status.md"} {
		fsys["en/"+name] = &fstest.MapFile{Data: []byte(read(t, "en/"+name))}
	}
	parts, err := files.ReadDir("en/parts")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range parts {
		data := &fstest.MapFile{Data: []byte(read(t, "en/parts/"+p.Name()))}
		fsys["en/parts/"+p.Name()], fsys[lang+"/parts/"+p.Name()] = data, data
	}
	fsys[lang+"/language.yaml"] = &fstest.MapFile{Data: []byte(read(t, "en/language.yaml"))}
	for name, text := range entries {
		fsys[lang+"/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		base, err := Load()
		if err != nil {
			b.Fatal(err)
		}
		base.Entry("404", English)
	}
}

// weights returns every weight that there is, so that a new one can't be forgotten.
func weights(t *testing.T) (all []outcome.Weight) {
	t.Helper()
	source, err := os.ReadFile("../../scanner/outcome/weight.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, constant := range regexp.MustCompile(`\bWeight = "([^"]+)"`).FindAllSubmatch(source, -1) {
		all = append(all, outcome.Weight(constant[1]))
	}
	if len(all) < 8 {
		t.Fatalf("found the weights %q", all)
	}
	return all
}

// Whatever moved a severity is told beside it, in every language, each in a
// sentence of its own.
func TestWeightsAreTold(t *testing.T) {
	b := mustLoad(t)
	for lang := range b.editions {
		told := make(map[string]outcome.Weight)
		plain, err := b.Explain(Facts{Key: "404", URL: "https://bakery.example/x", Internal: true}, lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range weights(t) {
			x, err := b.Explain(Facts{Key: "404", URL: "https://bakery.example/x", Internal: true, Weights: []outcome.Weight{w}}, lang)
			if err != nil {
				t.Fatal(err)
			}
			more, ok := strings.CutPrefix(x.Why, plain.Why+" ")
			if !ok || len(more) < 20 || strings.Contains(more, "\n") {
				t.Errorf("%s: %s is told as %q", lang, w, x.Why)
			}
			if other, there := told[more]; there {
				t.Errorf("%s: %s and %s are told alike", lang, w, other)
			}
			told[more] = w
		}
	}
}
