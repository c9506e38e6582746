package knowledge

import (
	"slices"
	"testing"
	"unicode/utf8"

	"sitewell/scanner/outcome"
)

// fixesBothSides are outcomes that another site's owner can fix as well, and
// whose one line of advice is right for the reader of either side.
func fixesBothSides() []outcome.Key {
	return []outcome.Key{
		"100", "102", "103", "300", "304", "305", "306", "400", "402", "405", "415", "422", "423", "426", "428",
		"451", "540", "783", outcome.LoginWall, outcome.MissingFragment, outcome.RedirectChain,
		outcome.RedirectLogin, outcome.RedirectOtherSite,
	}
}

// TestAdviceFitsTheSide: nobody can renew a certificate or restart a server
// that is not theirs, and what to do is the first thing that is read.
func TestAdviceFitsTheSide(t *testing.T) {
	b := mustLoad(t)
	for lang, ed := range b.editions {
		for name, text := range ed.words.Elsewhere {
			if n := utf8.RuneCountInString(text); n > maxShort {
				t.Errorf("%s: elsewhere %s has %d characters, at most %d", lang, name, n, maxShort)
			}
		}
		for key, src := range sourcesOf(t, ed) {
			if _, own := outcome.Lookup(key); !own || !src.External.Verdict.IsProblem() || !slices.Contains(src.Assignees, OtherOwner) {
				continue
			}
			both := slices.Contains(fixesBothSides(), key)
			if both == (src.elsewhere != "") {
				t.Errorf("%s/%s: elsewhere is %q; either its fix %q holds for another's site, too, and it is listed here, or the header says what does", lang, key, src.elsewhere, src.Fix)
			}
		}
		f := Facts{Key: outcome.TLSExpired, URL: "https://other.example/"}
		for _, internal := range []bool{true, false} {
			f.Internal = internal
			x, err := b.Explain(f, lang)
			if err != nil {
				t.Fatal(err)
			}
			if e := b.Entry(f.Key, lang); x.Fix != e.FixFor(internal) || e.FixFor(true) == e.FixFor(false) {
				t.Errorf("%s, internal %v: told %q", lang, internal, x.Fix)
			}
		}
	}
	if e := b.Entry("477", English); e.FixFor(false) != e.FixFor(true) {
		t.Errorf("a class's advice is %q for another site", e.FixFor(false))
	}
}
