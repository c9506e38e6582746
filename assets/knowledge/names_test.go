package knowledge

import (
	"strings"
	"testing"
	"unicode/utf8"

	"sitewell/scanner/outcome"
)

// A language that has names has them for every outcome, as short as the English ones.
func TestNamesAreComplete(t *testing.T) {
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(b.names) == 0 {
		t.Fatal("no language has names: nothing would be checked")
	}
	for lang, names := range b.names {
		if !b.NamesOnly(lang) {
			t.Errorf("%s has explanations, and names that nothing shows", lang)
		}
		for key := range b.editions[English].entries {
			n := names.Outcomes[key]
			if n.Title == "" || n.Short == "" || utf8.RuneCountInString(n.Short) > 160 {
				t.Errorf("%s, %s: title %q, %d characters: %q", lang, key, n.Title, utf8.RuneCountInString(n.Short), n.Short)
			}
			if code := strings.Contains(b.Entry(key, English).Title, "("+string(key)+")"); code && !strings.Contains(n.Title, string(key)) {
				t.Errorf("%s, %s: the title %q lacks the code", lang, key, n.Title)
			}
		}
		advice := map[string]bool{}
		for key, read := range b.editions[English].entries {
			src, err := read()
			if err != nil {
				t.Fatal(err)
			}
			for _, fix := range []string{src.Internal.Fix, src.External.Fix} {
				advice[fix] = true
				if said := names.Advice[fix]; said == "" || strings.Contains(said, codePlace) != strings.Contains(fix, codePlace) {
					t.Errorf("%s, %s: what to do is %q, in English %q", lang, key, said, fix)
				}
			}
		}
		for fix := range names.Advice {
			if !advice[fix] {
				t.Errorf("%s: no outcome says %q", lang, fix)
			}
		}
		for key := range names.Outcomes {
			if b.editions[English].entries[key] == nil {
				t.Errorf("%s has a name for %s, which is no outcome", lang, key)
			}
		}
	}
}

// What has no explanation in a language is explained in English, under its name there.
func TestExplanationUnderAnotherName(t *testing.T) {
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for lang := range b.names {
		for _, key := range []outcome.Key{"404", "477"} { // 477 has no entry of its own
			x, err := b.Explain(Facts{Key: key}, lang)
			if err != nil {
				t.Fatal(err)
			}
			english, named := b.Entry(key, English), b.Entry(key, lang)
			if x.Lang != English || x.Title != named.Title || x.Title == english.Title || x.Short == english.Short || key == "404" && (x.Fix != named.Internal.Fix || x.Fix == english.Internal.Fix) || !strings.Contains(x.Title, string(key)) {
				t.Errorf("%s, %s: explained in %s as %q, %q", lang, key, x.Lang, x.Title, x.Short)
			}
		}
	}
}
