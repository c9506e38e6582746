package knowledge

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
)

// literals are the words that a translation gives to plural and word in place
// of the English ones; a name that is asked for ("nginx") stays.
var literals = regexp.MustCompile(`(\{\{(?:plural|word) \S+).*\}\}`)

// TestTranslationsKeepTheLogic holds a translated entry to the judgement of
// the English one, and to the same questions about the problem at hand, part
// by part: a condition that got lost would tell an nginx owner Apache's steps.
// The order inside a section is free, since sentences are built differently.
func TestTranslationsKeepTheLogic(t *testing.T) {
	b := mustLoad(t)
	en := b.editions[English]
	for lang, ed := range b.editions {
		if lang == English {
			continue
		}
		for key, src := range sourcesOf(t, ed) {
			t.Run(lang+"/"+string(key), func(t *testing.T) {
				want := en.source(key)
				if want == nil {
					t.Fatal("no English entry of this name")
				}
				if diff := cmp.Diff(logicOf(want), logicOf(src)); diff != "" {
					t.Errorf("judgement or facts (-English +translation)\n%s", diff)
				}
			})
		}
	}
}

// TestTranslationsAreComplete: a language has all that English has, so that
// nobody meets English in the middle of it.
func TestTranslationsAreComplete(t *testing.T) {
	for _, lang := range translations(t) {
		english, translated := filesOf(t, English), filesOf(t, lang)
		for _, name := range english {
			if !slices.Contains(translated, name) {
				t.Errorf("%[1]s/%[2]s is missing: translate en/%[2]s into it, with the same verdicts, placeholders and conditions, and the headings of %[1]s/language.yaml", lang, name)
			}
		}
		for _, name := range translated {
			if !slices.Contains(english, name) {
				t.Errorf("%s/%s has no English original: write en/%[2]s, or delete it", lang, name)
			}
		}
	}
}

// references are the facts and questions that a template names.
var references = regexp.MustCompile(`\.Is\w+ "[^"]*"|\.[A-Z]\w*|template "[^"]*"`)

// TestTranslatedPartsAskTheSame holds parts and messages, whose conditions a
// language may add to ("in the scan before" has no number), to the same facts.
func TestTranslatedPartsAskTheSame(t *testing.T) {
	for _, lang := range translations(t) {
		for _, name := range filesOf(t, English) {
			if path.Dir(name) == "." {
				continue // entries are held to more than that
			}
			t.Run(lang+"/"+name, func(t *testing.T) {
				want, got := referencesIn(read(t, English+"/"+name)), referencesIn(read(t, lang+"/"+name))
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("facts (-English +translation)\n%s", diff)
				}
			})
		}
	}
}

func referencesIn(text string) []string {
	var all []string
	for _, action := range actions.FindAllString(text, -1) {
		all = append(all, references.FindAllString(action, -1)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// translations lists all languages but English.
func translations(t *testing.T) []string {
	t.Helper()
	all := slices.DeleteFunc(mustLoad(t).Languages(), func(lang string) bool { return lang == English })
	if len(all) == 0 {
		t.Fatal("no language but English: nothing would be checked")
	}
	return all
}

// filesOf lists a language's files by their path in its folder, in order.
func filesOf(t *testing.T, lang string) []string {
	t.Helper()
	sub, err := fs.Sub(files, lang)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	err = fs.WalkDir(sub, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// logic is what of an entry no language changes.
type logic struct {
	Class, Lasting     string
	Do                 [2]string
	Internal, External [2]string // verdict and severity
	Assignees          []Assignee
	Related            []outcome.Key
	References         []string
	Actions            map[string][]string // by section or header field
}

func logicOf(src *source) logic {
	l := logic{
		Class: string(src.Class), Lasting: string(src.Lasting),
		Do:        [2]string{string(src.Internal.Action) + ", " + string(src.Internal.Urgency), string(src.External.Action) + ", " + string(src.External.Urgency)},
		Internal:  [2]string{src.Internal.Verdict.String(), src.Internal.Severity.String()},
		External:  [2]string{src.External.Verdict.String(), src.External.Severity.String()},
		Assignees: src.Assignees, Related: src.Related, Actions: make(map[string][]string),
	}
	for _, r := range src.References {
		l.References = append(l.References, strings.Join(append([]string{r.URL}, r.For...), " "))
	}
	for name, text := range src.templates() {
		found := actions.FindAllString(text, -1)
		for i, a := range found {
			found[i] = literals.ReplaceAllString(a, "$1}}")
		}
		slices.Sort(found)
		l.Actions[name] = found
	}
	return l
}
