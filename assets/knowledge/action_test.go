package knowledge

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"sitewell/scanner/outcome"
)

// advice is how the first advice of an action sounds in a language: what it must
// say, and what it must not.
type advice struct{ must, mustNot *regexp.Regexp }

// adviceIn returns the advice of each action. What is checked is a first sentence.
func adviceIn(t *testing.T, lang string) map[Action]advice {
	t.Helper()
	words := map[string]map[Action][2]string{
		English: {
			Wait:    {`wait|nothing|again|leave|keep|later|slow|next scan`, `^(replace|remove|take|link to|change)`},
			Check:   {`open|look|check|click|visit|load|try|press|resume|see`, `^(replace|remove|link to)`},
			Repair:  {`.`, `^(wait|nothing|do nothing|leave)`},
			Replace: {`link|address|name after the #`, `^(wait|nothing|do nothing|leave)`},
			SignIn:  {`sign|password`, `^(replace|remove|link to)`},
			Ask:     {`ask|write|message|tell`, `^(wait|nothing)`},
			Nothing: {`nothing`, `^(replace|remove|link to)`},
		},
		"de": {
			Wait:    {`warten|wartet|nichts|noch einmal|erneut|lassen|später|langsam|behalten|bald|nächste|woche|wieder`, `^(ersetzen|entfernen|löschen|verlinken|ändern)`},
			Check:   {`öffnen|sehen|prüfen|klicken|rufen|laden|versuchen|setzen|lesen|suchen`, `^(ersetzen|entfernen|verlinken)`},
			Repair:  {`.`, `^(warten|nichts|lassen sie den link)`},
			Replace: {`link|adresse|name`, `^(warten|nichts)`},
			SignIn:  {`anmeld|melden sie sich|passwort|zugangsdaten`, `^(ersetzen|entfernen|verlinken)`},
			Ask:     {`fragen|schreiben|nachricht|sagen`, `^(warten|nichts)`},
			Nothing: {`nichts`, `^(ersetzen|entfernen|verlinken)`},
		},
	}[lang]
	all := make(map[Action]advice)
	for _, a := range allActions() {
		w, ok := words[a]
		if !ok {
			t.Fatalf("%s: nothing says how the advice of %q sounds", lang, a)
		}
		all[a] = advice{regexp.MustCompile(w[0]), regexp.MustCompile(w[1])}
	}
	return all
}

// first returns the first sentence of a text, in lower case.
func first(text string) string {
	all := sentences(strings.TrimLeft(text, "-1. "))
	if len(all) == 0 {
		return ""
	}
	return strings.ToLower(all[0])
}

var caption = regexp.MustCompile(`^\*\*[^*]*:\*\*\s*`)

// withoutCaption takes away what introduces a list item: "**Later:**".
func withoutCaption(sentence string) string { return caption.ReplaceAllString(sentence, "") }

// TestAdviceFollowsTheAction: the fix in one line, the steps and the messages of
// an outcome advise what its header declares, for both sides. Who should wait is
// not told to replace the link, and who should replace it is not told to wait.
func TestAdviceFollowsTheAction(t *testing.T) {
	b := mustLoad(t)
	for lang, ed := range b.editions {
		sounds := adviceIn(t, lang)
		for key, src := range sourcesOf(t, ed) {
			if strings.HasPrefix(string(key), classPrefix) {
				continue
			}
			for side, internal := range map[string]bool{"internal": true, "external": false} {
				x, err := b.Explain(Facts{Key: key, URL: "https://bakery.example/", Internal: internal}, lang)
				if err != nil {
					t.Fatal(err)
				}
				j := src.For(internal)
				if x.Action != j.Action || x.Fix != j.Fix {
					t.Errorf("%s/%s %s: explained as %q, %q", lang, key, side, x.Action, x.Fix)
				}
				says := map[string]string{"fix": x.Fix}
				if j.Action == Wait || j.Action == Nothing { // other steps may begin with any cause
					says["steps"] = sectionOf(x, Fixing)
				}
				for form, text := range says {
					a := sounds[j.Action]
					said := a.must.MatchString(first(text)) || j.Action == Nothing && form == "steps" // which are for those who want more
					if !said || a.mustNot.MatchString(withoutCaption(first(text))) {
						t.Errorf("%s/%s %s, action %s: %s says %q", lang, key, side, j.Action, form, text)
					}
				}
				if unproven := j.Action == Wait && j.Verdict == outcome.CantVerify; unproven && removes.MatchString(x.Fix) {
					t.Errorf("%s/%s %s: nothing is proved, yet the fix says %q", lang, key, side, x.Fix)
				}
				if n := utf8.RuneCountInString(x.Fix); n > maxShort {
					t.Errorf("%s/%s %s: fix has %d characters, at most %d: %q", lang, key, side, n, maxShort, x.Fix)
				}
			}
		}
	}
}

// removes is advice to change or remove a link.
var removes = regexp.MustCompile(`(?i)(remove|replace|change) the link|link elsewhere|take the link off|entfernen Sie den Link|ändern oder entfernen`)

// sectionOf returns the text of a section, "" where it is left out.
func sectionOf(x Explanation, id SectionID) string {
	for _, s := range x.Sections {
		if s.ID == id {
			return s.Markdown
		}
	}
	return ""
}

// TestUrgencyFollowsTheAction: only where nothing is to do nothing is urgent, and
// what is waited for is not urgent elsewhere.
func TestUrgencyFollowsTheAction(t *testing.T) {
	forEachSource(t, func(t *testing.T, _ *edition, src *source) {
		for side, j := range map[string]Judgement{"internal": src.Internal, "external": src.External} {
			if (j.Action == Nothing) != (j.Urgency == Never) {
				t.Errorf("%s: action %s, yet urgency %s", side, j.Action, j.Urgency)
			}
			if side == "external" && j.Urgency == Now {
				t.Errorf("another site's problem is to be dealt with now")
			}
			if j.Severity == outcome.Critical && j.Urgency != Now {
				t.Errorf("%s: critical, yet urgency %s", side, j.Urgency)
			}
		}
		if slices.Index(urgencies(), src.External.Urgency) > slices.Index(urgencies(), src.Internal.Urgency) && src.Internal.Verdict.IsProblem() {
			t.Errorf("more urgent elsewhere (%s) than on one's own site (%s)", src.External.Urgency, src.Internal.Urgency)
		}
	})
}

// TestUrgencyOfAProblem: the urgency of a problem follows what makes it more or
// less severe than usual.
func TestUrgencyOfAProblem(t *testing.T) {
	b := mustLoad(t)
	for _, tt := range []struct {
		name  string
		facts Facts
		want  Urgency
		when  string // in German
	}{
		{"usual", Facts{Key: "404", Internal: true}, ThisWeek, "Diese Woche"},
		{"in the menu", Facts{Key: "404", Internal: true, Severity: outcome.Critical}, Now, "Sofort"},
		{"a part of the page", Facts{Key: "404", Internal: true, Severity: outcome.Moderate}, WhenConvenient, "Bei Gelegenheit"},
		{"never less than that", Facts{Key: "redirect-chain", Severity: outcome.Minor}, WhenConvenient, "Bei Gelegenheit"},
		{"counts as working", Facts{Key: "404", Internal: true, Verdict: outcome.Works}, Never, "Nichts zu tun"},
		{"nothing to do", Facts{Key: "200", Internal: true}, Never, "Nichts zu tun"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.facts.URL = "https://bakery.example/"
			x, err := b.Explain(tt.facts, "de")
			if err != nil {
				t.Fatal(err)
			}
			if x.Urgency != tt.want || x.When != tt.when {
				t.Errorf("got %q (%q), want %q (%q)", x.Urgency, x.When, tt.want, tt.when)
			}
		})
	}
}

// TestWindowsWords: what the texts quote of the window is what it says.
func TestWindowsWords(t *testing.T) {
	for lang, ed := range mustLoad(t).editions {
		data, err := os.ReadFile("../translations/" + lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var window map[string]any
		if err := json.Unmarshal(data, &window); err != nil {
			t.Fatal(err)
		}
		for english, name := range ed.words.Labels {
			if window[english] != name {
				t.Errorf("%s: label %q is %q in the texts and %q in the window", lang, english, name, window[english])
			}
		}
		labels := map[Urgency]string{Now: "Do now", ThisWeek: "This week", WhenConvenient: "When convenient", Never: "Nothing to do"}
		for _, u := range urgencies() {
			if name := ed.words.Urgencies[u]; name == "" || window[labels[u]] != name {
				t.Errorf("%s: urgency %q is %q in the texts and %q in the window", lang, u, name, window[labels[u]])
			}
		}
	}
}

// TestMessagesSpeakInWords: who gets a message does not know our names of the
// outcomes.
func TestMessagesSpeakInWords(t *testing.T) {
	b := mustLoad(t)
	for _, lang := range b.Languages() {
		for _, info := range outcome.All() {
			if _, isStatus := info.Key.Status(); isStatus {
				continue
			}
			for _, internal := range []bool{true, false} {
				for _, to := range b.Entry(info.Key, lang).Assignees {
					if to == You {
						continue
					}
					text, err := b.Message(Facts{Key: info.Key, URL: "https://bakery.example/", Status: 301, Internal: internal}, to, lang)
					if err != nil {
						t.Fatal(err)
					}
					if strings.Contains(string(info.Key), "-") && strings.Contains(text, string(info.Key)) {
						t.Errorf("%s/%s to %s: names the outcome by its key:\n%s", lang, info.Key, to, text)
					}
				}
			}
		}
	}
}

// TestNobodyIsAccused: where a program was refused, the owner of the other site is
// told so, and not that visitors are.
func TestNobodyIsAccused(t *testing.T) {
	accuses := map[string]*regexp.Regexp{
		English: regexp.MustCompile(`(?i)does not answer as it should|visitors[^.]* (are|is) (refused|turned|sent|locked)|your limit|set too low|single request`),
		"de":    regexp.MustCompile(`(?i)nicht so geantwortet, wie sie sollte|Besucher[^.]* (abgewiesen|weggeschickt|gesperrt)|Ihre Grenze|zu niedrig|einzige Anfrage`),
	}
	b := mustLoad(t)
	for lang, pattern := range accuses {
		for key, src := range sourcesOf(t, b.editions[lang]) {
			if !slices.Contains(src.Assignees, OtherOwner) || src.External.Verdict != outcome.CantVerify {
				continue
			}
			text, err := b.Message(Facts{Key: key, URL: "https://other.example/"}, OtherOwner, lang)
			if err != nil {
				if strings.HasPrefix(string(key), classPrefix) {
					continue
				}
				t.Fatal(err)
			}
			if found := pattern.FindString(text); found != "" {
				t.Errorf("%s/%s says %q though nothing is proved", lang, key, found)
			}
		}
	}
}

// TestSkippedNamesNoAbsentButton: the panel of what was skipped has neither the button
// that checks again nor the one that writes a message, so no text may say to press them.
func TestSkippedNamesNoAbsentButton(t *testing.T) {
	b := mustLoad(t)
	absent := map[string]*regexp.Regexp{
		English: regexp.MustCompile(`(?i)press .(Check again|Message …)`),
		"de":    regexp.MustCompile(`(?i)auf .(Erneut prüfen|Nachricht …)`),
	}
	for _, lang := range b.Languages() {
		for _, e := range b.All(lang) {
			for _, internal := range []bool{true, false} {
				f := Facts{Key: e.Key, URL: "https://bakery.example/a", Internal: internal, Verdict: outcome.Skipped}
				if outcome.Default(e.Key, internal) != outcome.Skipped {
					continue
				}
				x, err := b.Explain(f, lang)
				if err != nil {
					t.Fatal(err)
				}
				if said := absent[lang].FindString(x.Markdown()); said != "" {
					t.Errorf("%s/%s, internal %v: says %q", lang, e.Key, internal, said)
				}
			}
		}
	}
}
