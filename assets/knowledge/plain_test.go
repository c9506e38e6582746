package knowledge

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

// avoided are words that the texts of a language do not use, and what to write
// instead. Those of English that hold for all our texts are in a test of package
// app; here is what concerns one spelling, which is British, and the German words.
func avoided() map[string]map[string]string {
	return map[string]map[string]string{
		English: {
			`\bcolors?\b`: "colour", `\bbehaviors?\b`: "behaviour", `\bcenters?\b`: "centre", `\bcatalogs?\b`: "catalogue",
			`\b(organ|recogn|optim|author|summar|custom|real)iz(e|ed|es|ing|ation)\b`: "-ise", `\bgray\b`: "grey",
			`\b(mis)?spelled\b`: "spelt", `\bcanceled\b`: "cancelled", `\blabeled\b`: "labelled", `\bfavorites?\b`: "favourite",
			`\b(a|the) backups?\b`: "back-up",
		},
		"de": {
			`Kundenmenü`: "Hosting-Verwaltung", `Redaktionssystem`: "CMS",
			`ehmen Sie [^.,;:]* in den Einstellungen [^.,;:]* aus\b`: "schließen Sie … von der Prüfung aus, mit der Bezeichnung der Einstellung",
		},
	}
}

// quotes and code are what others say.
var quotedOrCode = regexp.MustCompile("`[^`]*`|\"[^\"]*\"|“[^”]*”|„[^“]*“")

// TestOneWayToSayIt holds every text of a language to one spelling and to the
// words that people know.
func TestOneWayToSayIt(t *testing.T) {
	all := avoided()
	for _, lang := range mustLoad(t).Languages() {
		for _, name := range filesOf(t, lang) {
			text := quotedOrCode.ReplaceAllString(read(t, lang+"/"+name), "")
			for pattern, instead := range all[lang] {
				for _, found := range regexp.MustCompile(pattern).FindAllString(text, -1) {
					t.Errorf("%s/%s: %q; write: %s", lang, name, found, instead)
				}
			}
		}
	}
}

// TestNoWayThroughTheWindowIsWrittenOut: the advice in a header is shown in terminals and
// reports as well, so it names no part of the window. In sections, {{label}} does.
func TestNoWayThroughTheWindowIsWrittenOut(t *testing.T) {
	way := regexp.MustCompile(`(Settings|Einstellungen) > [^.;:)]+`)
	for _, lang := range mustLoad(t).Languages() {
		for _, name := range filesOf(t, lang) {
			for _, found := range way.FindAllString(read(t, lang+"/"+name), -1) {
				t.Errorf("%s/%s: %q", lang, name, found)
			}
		}
	}
}

// rewritten is the day since which entries keep the stricter rules: whole
// sentences, and numbered steps. An entry that is reviewed joins them.
var rewritten = time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)

func isRewritten(src *source) bool { return !src.Reviewed.Before(rewritten) }

// leastWords is what a sentence has at least, or it is a riddle.
const leastWords = 3

// TestWholeSentences: no sentence of a rewritten entry is so short that it stops
// informing.
func TestWholeSentences(t *testing.T) {
	forEachSource(t, func(t *testing.T, _ *edition, src *source) {
		if !isRewritten(src) {
			return
		}
		for id, text := range src.sections {
			if id == Doubt {
				continue // which answers the question above it
			}
			text = regexp.MustCompile(`\{\{(template|label)[^}]*\}\}`).ReplaceAllString(text, "these three words")
			for line := range strings.Lines(text) {
				for _, s := range sentences(caption.ReplaceAllString(strings.TrimLeft(line, "-123456789. "), "")) {
					if n := len(strings.Fields(s)); n < leastWords {
						t.Errorf("%s: %q has %d words", id, s, n)
					}
				}
			}
		}
	})
}

// TestStepsAreNumbered: what to do about a problem of one's own site is numbered
// steps.
func TestStepsAreNumbered(t *testing.T) {
	b := mustLoad(t)
	for lang, ed := range b.editions {
		for key, src := range sourcesOf(t, ed) {
			if !isRewritten(src) || !src.Internal.Verdict.IsProblem() {
				continue
			}
			x, err := b.explain(Facts{Key: key, URL: "https://bakery.example/", Internal: true}, src, ed)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(sectionOf(x, Fixing), "1. ") {
				t.Errorf("%s/%s begins with no step:\n%s", lang, key, sectionOf(x, Fixing))
			}
			for _, id := range []SectionID{Checking, Delegating} {
				if id == Delegating && len(x.Assignees) == 1 && x.Assignees[0] == You {
					continue // nobody else can do it
				}
				if x.Action != Nothing && sectionOf(x, id) == "" {
					t.Errorf("%s/%s has no section %s", lang, key, id)
				}
			}
		}
	}
}

// reviewRow is a row of the table of reviews.
var reviewRow = regexp.MustCompile(`(?m)^\| (\S+) \| (\d{4}-\d\d-\d\d) \| .+ \| .+ \|$`)

// TestReviewsAreListed: docs/explanations.md has each review since the entries are
// rewritten, and no other.
func TestReviewsAreListed(t *testing.T) {
	doc, err := os.ReadFile("../../docs/explanations.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := make(map[string]string)
	for _, row := range reviewRow.FindAllStringSubmatch(string(doc), -1) {
		listed[row[1]] = row[2]
	}
	for lang, ed := range mustLoad(t).editions {
		for key, src := range sourcesOf(t, ed) {
			day := src.Reviewed.Format(time.DateOnly)
			if src.Reviewed.Before(rewritten) {
				day = ""
			}
			if listed[string(key)] != day {
				t.Errorf("%s/%s was reviewed on %q, and docs/explanations.md says %q", lang, key, day, listed[string(key)])
			}
		}
	}
}
