package knowledge

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"text/template"
	"time"
	"unicode/utf8"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Bounds that every text keeps.
const (
	maxTitle    = 60
	maxShort    = 160
	maxWhy      = 200
	maxAsk      = 320
	maxRetry    = 70
	maxBody     = 1000 // words of an explanation in general
	maxSentence = 60   // characters from which on no two entries may share a sentence
)

// TestEveryOutcomeHasAnEntry proves truth 7 of the design: every outcome that
// can be produced has an explanation, and every explanation an outcome.
func TestEveryOutcomeHasAnEntry(t *testing.T) {
	b := mustLoad(t)
	en := b.editions[English]
	for _, info := range outcome.All() {
		e := b.Entry(info.Key, English)
		if e.Fallback || e.Short == "" {
			t.Errorf("%s has no entry of its own", info.Key)
		}
	}
	for _, c := range classOrder() {
		if en.source(classKey(c)) == nil {
			t.Errorf("class %s has no entry", c)
		}
	}
	for lang, ed := range b.editions {
		for key, src := range sourcesOf(t, ed) {
			if class, ok := strings.CutPrefix(string(key), classPrefix); ok {
				if classRank(outcome.Class(class)) < 0 || string(src.Class) != class {
					t.Errorf("%s/%s: class %q is not known, or not that of the header", lang, key, class)
				}
				continue
			}
			if !slices.ContainsFunc(outcome.All(), func(i outcome.Info) bool { return i.Key == key }) {
				t.Errorf("%s/%s explains an outcome that does not exist", lang, key)
			}
		}
	}
}

func TestHeaders(t *testing.T) {
	forEachSource(t, func(t *testing.T, ed *edition, src *source) {
		isClass := strings.HasPrefix(string(src.Key), classPrefix)
		if !isClass {
			info, _ := outcome.Lookup(src.Key)
			if src.Class != info.Class {
				t.Errorf("class %q, the outcome's is %q", src.Class, info.Class)
			}
			if src.Internal.Verdict != info.Internal || src.External.Verdict != info.External {
				t.Errorf("verdicts %s and %s, the outcome's are %s and %s",
					src.Internal.Verdict, src.External.Verdict, info.Internal, info.External)
			}
			never := wordsByLanguage(t, ed.lang).never
			if info.Transient == strings.HasPrefix(src.Retry, never) {
				t.Errorf("retry %q, but transient is %v; it begins with %q where there is none", src.Retry, info.Transient, never)
			}
			for _, text := range []string{src.Title, src.Short, src.Internal.Fix, src.External.Fix, src.Internal.Why, src.External.Why} {
				if strings.Contains(text, "{{") {
					t.Errorf("header text %q holds a placeholder; tables show it as it is", text)
				}
			}
			if code, ok := src.Key.Status(); ok && !strings.HasSuffix(src.Title, fmt.Sprintf("(%d)", code)) {
				t.Errorf("title %q does not end with its number", src.Title)
			}
		}
		checkJudgement(t, "internal", src.Internal)
		checkJudgement(t, "external", src.External)
		for name, bound := range map[string]int{src.Title: maxTitle, src.Short: maxShort, src.Internal.Fix: maxShort, src.External.Fix: maxShort, src.Internal.Why: maxWhy, src.External.Why: maxWhy, src.Retry: maxRetry} {
			if n := utf8.RuneCountInString(name); n > bound {
				t.Errorf("%d characters, at most %d: %q", n, bound, name)
			}
		}
		for m, text := range src.ask {
			if n := utf8.RuneCountInString(text); n > maxAsk {
				t.Errorf("ask %s: %d characters, at most %d", m, n, maxAsk)
			}
		}
		for _, text := range []string{src.Short, src.Internal.Fix, src.External.Fix, src.Internal.Why, src.External.Why} {
			if !strings.HasSuffix(text, ".") {
				t.Errorf("does not end with a full stop: %q", text)
			}
		}
		if src.Internal.Why == src.External.Why {
			t.Error("the reason is the same for one's own site and for another's")
		}
		if len(src.Related) == 0 || len(src.References) == 0 {
			t.Error("needs related outcomes and references")
		}
		for i, k := range src.Related {
			if _, ok := outcome.Lookup(k); !ok || k == src.Key || slices.Contains(src.Related[:i], k) {
				t.Errorf("related %q is unknown, itself or twice there", k)
			}
		}
		if src.Reviewed.Before(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("reviewed %v is before the project", src.Reviewed)
		}
		problem := src.Internal.Verdict.IsProblem() || src.External.Verdict.IsProblem()
		if problem && len(src.Assignees) == 0 {
			t.Error("a problem, but nobody can fix it")
		}
	})
}

// lintWords are what the lint looks for in texts of a language.
type lintWords struct {
	never   string // begins a retry policy that tries no further time
	subject string // begins a message
	// unofficial admits in an origin that no standard has the number; closed is
	// what a visitor has of a number that nobody is sent.
	unofficial []string
	closed     string
}

// wordsByLanguage fails for a language that nobody has told the lint about.
func wordsByLanguage(t *testing.T, lang string) lintWords {
	t.Helper()
	w, ok := map[string]lintWords{
		English: {
			never: "none", subject: "Subject: ",
			unofficial: []string{"not in any standard", "no longer in use"}, closed: "closed connection",
		},
		"de": {
			never: "keine", subject: "Betreff: ",
			unofficial: []string{"in keinem Standard", "nicht mehr in Gebrauch"}, closed: "geschlossene Verbindung",
		},
	}[lang]
	if !ok {
		t.Fatalf("the lint knows no words of language %q", lang)
	}
	return w
}

// checkJudgement holds verdict and severity together.
func checkJudgement(t *testing.T, side string, j Judgement) {
	t.Helper()
	switch {
	case !j.Verdict.IsProblem() && j.Severity != outcome.NoSeverity:
		t.Errorf("%s: %s, yet severity %s", side, j.Verdict, j.Severity)
	case j.Verdict.IsProblem() && j.Severity == outcome.NoSeverity:
		t.Errorf("%s: %s without a severity", side, j.Verdict)
	case j.Verdict == outcome.Broken && side == "internal" && j.Severity < outcome.Moderate:
		t.Errorf("%s: broken, yet %s", side, j.Severity)
	}
}

// TestSeverityDiffersBySide: what stops one's own site is always serious;
// elsewhere the same may pass.
func TestSeverityDiffersBySide(t *testing.T) {
	graver := []outcome.Class{outcome.ServerError, outcome.NameLookup, outcome.Connection, outcome.TLS, outcome.Exchange}
	forEachSource(t, func(t *testing.T, _ *edition, src *source) {
		if src.Internal.Verdict.IsProblem() && src.External.Severity > src.Internal.Severity {
			t.Errorf("graver elsewhere (%s) than on one's own site (%s)", src.External.Severity, src.Internal.Severity)
		}
		if slices.Contains(graver, src.Class) && src.Internal.Verdict == outcome.Broken && src.External.Severity >= src.Internal.Severity {
			t.Errorf("severity %s on both sides", src.Internal.Severity)
		}
		if src.Class == outcome.ServerError && src.Internal.Verdict == outcome.Broken && src.Internal.Severity < outcome.Serious {
			t.Errorf("a server failure of one's own is %s only", src.Internal.Severity)
		}
	})
}

// TestEveryPlaceholderRenders runs every template over every kind of fact
// that it can ask for, and looks for what must never reach a reader.
func TestEveryPlaceholderRenders(t *testing.T) {
	b := mustLoad(t)
	matrix := factsMatrix()
	bad := []string{"<no value>", "<nil>", "%!", "0001", "[]", "TODO", "FIXME"}
	for _, lang := range b.Languages() {
		for _, key := range append(keysOf(outcome.All()), "177", "277", "377", "477", "577", "777") {
			for _, f := range matrix {
				f.Key = key
				x, err := b.Explain(f, lang)
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range x.Sections {
					if s.Markdown == "" {
						t.Fatalf("%s/%s: section %s is empty for %+v", lang, key, s.ID, f)
					}
				}
				text := x.Markdown()
				for _, b := range bad {
					if strings.Contains(text, b) {
						t.Fatalf("%s/%s: %q in\n%s", lang, key, b, text)
					}
				}
				if x.Title == "" || x.Short == "" || x.Fix == "" || x.Why == "" {
					t.Fatalf("%s/%s: title, short, fix or why is empty", lang, key)
				}
			}
		}
	}
}

// TestMessagesRender writes every message that can be written.
func TestMessagesRender(t *testing.T) {
	b := mustLoad(t)
	for _, lang := range b.Languages() {
		for _, info := range outcome.All() {
			for i, f := range factsMatrix() {
				if i%9 != 0 {
					continue
				}
				f.Key = info.Key
				for _, m := range b.Entry(info.Key, lang).Assignees {
					if m == You {
						continue
					}
					text, err := b.Message(f, m, lang)
					if err != nil {
						t.Fatal(err)
					}
					subject := wordsByLanguage(t, b.Entry(info.Key, lang).Lang).subject
					if !strings.Contains(text, f.URL) || !strings.HasPrefix(text, subject) {
						t.Fatalf("%s/%s to %s lacks subject or address:\n%s", lang, info.Key, m, text)
					}
				}
			}
		}
	}
}

// rendererParts are those that no entry calls: the renderer adds them.
func rendererParts() []string {
	parts := []string{"reach", "severity", "noted", "hosted", "check-fixed", "delegate"}
	for topic := range panelTopics {
		parts = append(parts, "panel-"+topic)
	}
	return parts
}

// mayBeEmpty reports the parts that have nothing to say without facts.
func mayBeEmpty(part string) bool {
	return part != "hosted" && slices.Contains(append(rendererParts(), "own-log", "panel-backup"), part)
}

// TestPartsAreUsed: a part that neither an entry nor another part calls is a mistake
// in a name.
func TestPartsAreUsed(t *testing.T) {
	b := mustLoad(t)
	for lang, ed := range b.editions {
		var all strings.Builder
		for _, src := range sourcesOf(t, ed) {
			for _, text := range src.templates() {
				all.WriteString(text)
			}
		}
		for _, part := range sharedBy(t, ed).Templates() {
			all.WriteString(part.Root.String())
		}
		for _, part := range sharedBy(t, ed).Templates() {
			name := part.Name()
			if strings.Contains(name, "/") || slices.Contains(rendererParts(), name) || name == "message-facts" || name == lang {
				continue
			}
			if !strings.Contains(all.String(), `{{template "`+name+`"`) {
				t.Errorf("%s: part %q is never used", lang, name)
			}
		}
	}
}

// TestTheWindowHasTheLetters: the window's font has no arrows, and what it takes
// in their place spoils the blank that follows. Steps through menus are
// divided by "›".
func TestTheWindowHasTheLetters(t *testing.T) {
	for _, lang := range mustLoad(t).Languages() {
		for _, name := range filesOf(t, lang) {
			for n, line := range strings.Split(read(t, lang+"/"+name), "\n") {
				if i := strings.IndexFunc(line, func(r rune) bool { return r >= '←' && r <= '⇿' }); i >= 0 {
					t.Errorf("%s/%s:%d: an arrow in %q", lang, name, n+1, line)
				}
			}
		}
	}
}

// TestNoTwoEntriesSayTheSame compares all entries sentence by sentence.
func TestNoTwoEntriesSayTheSame(t *testing.T) {
	b := mustLoad(t)
	for lang, ed := range b.editions {
		seen := make(map[string]outcome.Key)
		for _, key := range slices.Sorted(maps.Keys(ed.entries)) {
			src := ed.source(key)
			own := make(map[string]bool)
			for name, text := range src.templates() {
				if name == "fix-external" && slices.Contains(slices.Collect(maps.Values(ed.words.Elsewhere)), text) {
					continue // the same words for all
				}
				for _, s := range sentences(strings.ReplaceAll(text, ": ", ". ")) {
					if utf8.RuneCountInString(s) > maxSentence {
						own[s] = true
					}
				}
			}
			for s := range own {
				if other, ok := seen[s]; ok {
					t.Errorf("%s: %s and %s both say %q", lang, other, key, s)
				}
				seen[s] = key
			}
		}
	}
}

// TestReadable holds every explanation within reach of a reader who is no
// expert, by length and by reading ease, in each language that has a formula.
func TestReadable(t *testing.T) {
	b := mustLoad(t)
	for lang, ed := range b.editions {
		r, ok := readersOf(lang)
		if !ok {
			t.Errorf("%s: nothing says what its readers can be asked", lang)
			continue
		}
		var sum float64
		keys := slices.Sorted(maps.Keys(ed.entries))
		for _, key := range keys {
			general := general(t, b, ed, key)
			words := len(strings.Fields(general))
			least := r.minBody
			if strings.HasPrefix(string(key), classPrefix) {
				least = r.minClass
			}
			if words < least || words > maxBody {
				t.Errorf("%s/%s: %d words, want %d to %d", lang, key, words, least, maxBody)
			}
			ease := r.readingEase(general)
			sum += ease
			if ease < r.minEase {
				t.Errorf("%s/%s: reading ease %.1f, want at least %.0f", lang, key, ease, r.minEase)
			}
		}
		if mean := sum / float64(len(keys)); mean < r.minMeanEase {
			t.Errorf("%s: mean reading ease %.1f, want at least %.0f", lang, mean, r.minMeanEase)
		} else {
			t.Logf("%s: mean reading ease %.1f over %d entries", lang, mean, len(keys))
		}
	}
}

// general renders an entry without facts, a class's with a made-up number.
func general(t *testing.T, b *Base, ed *edition, key outcome.Key) string {
	t.Helper()
	x, err := b.explain(Facts{Key: key}, ed.source(key), ed)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, s := range x.Sections {
		text.WriteString(s.Markdown + "\n\n")
	}
	return text.String()
}

// TestPartsRender runs the parts, which ask for server and platform together,
// over every pair of them.
func TestPartsRender(t *testing.T) {
	for lang, ed := range mustLoad(t).editions {
		for _, server := range append(Servers(), "", "OpenResty") {
			for _, platform := range append(FamilyNames(), "") {
				for _, url := range []string{"", "https://bakery.example/"} {
					v := newView(Facts{Key: "500", URL: url, Internal: true, Server: server, Platform: platform}, codeSpan)
					for _, part := range sharedBy(t, ed).Templates() {
						if strings.Contains(part.Name(), "/") || part.Name() == lang || part.Name() == "chain" || mayBeEmpty(part.Name()) {
							continue
						}
						if text, err := ed.execute(part.Name(), v); err != nil || strings.TrimSpace(text) == "" {
							t.Errorf("%s/%s with %q and %q: %q, %v", lang, part.Name(), server, platform, text, err)
						}
					}
				}
			}
		}
	}
}

// matrixPlatforms are families that entries themselves ask for; TestPartsRender and
// TestNobodyReadsForeignSteps have all of them.
func matrixPlatforms() []string {
	return []string{"", "WordPress", "Drupal", "Joomla", "Laravel", "Shopify", "Wix", "Squarespace", "Django"}
}

// factsMatrix crosses everything that templates ask for and that can hide an
// error in a branch: every side with every server and platform, the rest in turn.
func factsMatrix() []Facts {
	at := time.Date(2026, 5, 10, 8, 12, 44, 0, time.UTC)
	hops := []result.Hop{
		{URL: "https://bakery.example/a", Status: 301, Location: "/b"},
		{URL: "https://bakery.example/b", Status: 200},
	}
	var all []Facts
	for _, url := range []string{"", "https://bakery.example/a", "https://other.example/x"} {
		for n, server := range append(Servers(), "", "OpenResty") {
			for m, platform := range matrixPlatforms() {
				if server != "" && platform != "" && n != m {
					continue // the cross of both is TestPartsRender's
				}
				i := len(all)
				f := Facts{URL: url, Internal: strings.Contains(url, "bakery"), Server: server, Platform: platform, SiteServer: server, SitePlatform: platform}
				f.Kind = kinds()[i%len(kinds())]
				f.Pages, f.InNavigation = []int{0, 1, 2, 1204}[i%4], i%2 == 0
				f.ScansBefore = []int{0, 1, 4}[i%3]
				if i%5 > 2 && f.ScansBefore > 0 {
					f.FailedBefore, f.Since = f.ScansBefore, at.AddDate(0, 0, -7)
				}
				if i%3 == 1 {
					f.Hops, f.Final, f.Status = hops, hops[1].URL, 200+i%400
				}
				if i%4 == 1 {
					f.At, f.Detail, f.Snippet, f.Fragment = at, "detail", "snippet", "top"
					f.CertExpires = at.AddDate(0, 0, i%40-20)
					f.Attempts = []result.Attempt{{At: at, Method: "GET"}, {At: at, Method: "GET", Status: 500}}
					f.Method, f.RemoteAddr = "GET", "192.0.2.1:443"
					f.Response = []result.Header{{Name: "server", Value: server}}
					f.CertSubject, f.CertIssuer = "bakery.example", "Test CA"
				}
				if i%6 == 1 {
					f.Notes = []result.Note{{Outcome: outcome.ErrorLeak}}
				}
				all = append(all, f)
			}
		}
	}
	return all
}

func keysOf(infos []outcome.Info) []outcome.Key {
	keys := make([]outcome.Key, len(infos))
	for i, info := range infos {
		keys[i] = info.Key
	}
	return keys
}

func forEachSource(t *testing.T, check func(t *testing.T, ed *edition, src *source)) {
	b := mustLoad(t)
	for lang, ed := range b.editions {
		for _, key := range slices.Sorted(maps.Keys(ed.entries)) {
			t.Run(lang+"/"+string(key), func(t *testing.T) { check(t, ed, ed.source(key)) })
		}
	}
}

func mustLoad(t testing.TB) *Base {
	t.Helper()
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// sourcesOf reads all entries of an edition.
func sourcesOf(t testing.TB, ed *edition) map[outcome.Key]*source {
	t.Helper()
	if err := ed.check(); err != nil {
		t.Fatal(err)
	}
	sources := make(map[outcome.Key]*source)
	for key := range ed.entries {
		sources[key] = ed.source(key)
	}
	return sources
}

// sharedBy returns the templates that all entries of an edition share.
func sharedBy(t testing.TB, ed *edition) *template.Template {
	t.Helper()
	set, err := ed.set()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// check reads all that is read only when it is asked for.
func (ed *edition) check() error {
	_, err := ed.set()
	for _, key := range slices.Sorted(maps.Keys(ed.entries)) {
		if _, entryErr := ed.entries[key](); entryErr != nil {
			err = errors.Join(err, fmt.Errorf("%s.md: %w", key, entryErr))
		}
	}
	return err
}
