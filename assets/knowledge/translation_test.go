package knowledge

import (
	"regexp"
	"slices"
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
		for key, src := range ed.sources {
			t.Run(lang+"/"+string(key), func(t *testing.T) {
				want := en.sources[key]
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

// logic is what of an entry no language changes.
type logic struct {
	Class, Lasting     string
	Internal, External [2]string // verdict and severity
	Mends              []Mender
	Related            []outcome.Key
	References         []string
	Actions            map[string][]string // by section or header field
}

func logicOf(src *source) logic {
	l := logic{
		Class: string(src.Class), Lasting: string(src.Lasting),
		Internal: [2]string{src.Internal.Verdict.String(), src.Internal.Severity.String()},
		External: [2]string{src.External.Verdict.String(), src.External.Severity.String()},
		Mends:    src.Mends, Related: src.Related, Actions: make(map[string][]string),
	}
	for _, r := range src.References {
		l.References = append(l.References, r.URL)
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
