package suggest

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitewell/scanner/result"
)

// matcher compares candidates with one target.
type matcher struct {
	t     Target
	a     address
	web   bool
	texts []string // folded, of the links that say something
}

func newMatcher(t Target) *matcher {
	m := &matcher{t: t}
	m.a, m.web = split(t.URL)
	for _, text := range t.Texts {
		if telling(text) {
			m.texts = append(m.texts, foldText(text))
		}
	}
	return m
}

// match gives the best reason to suggest a candidate, if there is one.
func (m *matcher) match(c Candidate) (Suggestion, bool) {
	b, ok := split(c.URL)
	if !ok || !m.web {
		return Suggestion{}, false
	}
	reason, confidence := m.compare(&b, c)
	s := Suggestion{ID: c.ID, URL: c.URL, Title: c.Title, Reason: reason, Confidence: confidence}
	switch reason {
	case SameContent, SameTitle, RedirectThen:
		s.Since = m.t.Then.Began
	}
	return s, confidence != 0
}

// compare gives the best reason for a candidate, no confidence where there is
// none.
func (m *matcher) compare(b *address, c Candidate) (Reason, Confidence) {
	sort := sortOf(m.t.Kind) == sortOf(c.Kind) && m.a.class == b.class
	if then := m.t.Then; then != nil {
		switch {
		case sort && then.Content != 0 && c.Content == then.Content:
			return SameContent, Likely
		case then.Final == c.URL:
			return RedirectThen, Likely
		}
	}
	if !sort {
		return "", 0
	}
	if r, ok := m.sameBut(b); ok {
		return r, Likely
	}
	if m.titleThen(c) {
		return SameTitle, Likely
	}
	said := m.said(c)
	sure := func(by bool) Confidence {
		if by || said {
			return Likely
		}
		return Possible
	}
	if r, clear := m.slip(b); r != "" {
		return r, sure(clear)
	}
	if twice, ok := m.below(b); ok && c.Internal && (twice || said) {
		return Relative, Likely
	}
	if m.moved(b, said) && c.Internal {
		return Moved, sure(false)
	}
	if m.a.class == pages && m.t.Internal && c.Internal && said && !slices.Contains(m.t.Pages, c.ID) {
		return LinkText, Possible
	}
	return "", 0
}

// sortOf tells what a browser does with an address of a kind: what it shows as
// an image can't be replaced by a page.
func sortOf(k result.Kind) result.Kind {
	switch k {
	case result.KindImage, result.KindStyle, result.KindScript, result.KindFont, result.KindMedia:
		return k
	}
	return result.KindPage
}

// sameBut tells what differs where two addresses mean the same.
func (m *matcher) sameBut(b *address) (Reason, bool) {
	a := &m.a
	if a.site() != b.site() || a.class != b.class || !slices.Equal(a.segs, b.segs) {
		return "", false
	}
	if !sameQuery(a.query, b.query) {
		return "", false
	}
	switch {
	case a.raw == b.raw && (a.scheme != b.scheme || a.host != b.host):
		return OtherHost, true
	case a.raw == b.raw:
		return OtherQuery, true
	case strings.EqualFold(a.raw, b.raw):
		return OtherCase, true
	case strings.EqualFold(strings.TrimSuffix(a.raw, "/"), strings.TrimSuffix(b.raw, "/")):
		return OtherSlash, true
	case a.ext != b.ext:
		return OtherExtension, true
	default:
		return OtherSpelling, true
	}
}

// titleThen reports whether a page has the title that the target had, and had
// not when the target had it: two pages of one title are two pages.
func (m *matcher) titleThen(c Candidate) bool {
	then := m.t.Then
	if then == nil || !m.t.Internal || !c.Internal {
		return false
	}
	title := foldText(then.Title)
	return utf8.RuneCountInString(title) >= 4 && foldText(c.Title) == title && foldText(c.ThenTitle) != title
}

// said reports whether a page is called what a link to the target says.
func (m *matcher) said(c Candidate) bool {
	if c.Title == "" {
		return false
	}
	whole := foldText(c.Title)
	parts := titleParts(c.Title)
	return slices.ContainsFunc(m.texts, func(text string) bool { return text == whole || slices.Contains(parts, text) })
}

// How long a word must be for a slip in it to be one, and no other word.
const (
	leastSlip = 5
	leastTwo  = 9   // for two slips
	leastPart = 4   // of a word between hyphens
	mostSlip  = 100 // what is longer nobody typed
)

// slip reports whether one segment of the path, or one label of the host, has
// a letter or two wrong and all else is the same; and whether that is clear.
func (m *matcher) slip(b *address) (r Reason, clear bool) {
	a := &m.a
	if len(a.segs) != len(b.segs) || !sameQuery(a.query, b.query) {
		return "", false
	}
	if a.site() != b.site() {
		x, y, one := only(strings.Split(a.site(), "."), strings.Split(b.site(), "."))
		if one && slices.Equal(a.segs, b.segs) && slipOf(x, y) == 1 {
			return OneLetter, true
		}
		return "", false
	}
	x, y, one := only(a.words, b.words)
	if !one || !inLongWords(x, y) {
		return "", false
	}
	x, y = fold(x), fold(y)
	switch slipOf(x, y) {
	case 1:
		return OneLetter, x[:len(x)-1] != y[:len(y)-1] // the last letter may tell two things apart
	case 2:
		return TwoLetters, false
	}
	return "", false
}

// only gives the two words at the one place where two lists differ.
func only(a, b []string) (x, y string, one bool) {
	if len(a) != len(b) {
		return "", "", false
	}
	n := 0
	for i := range a {
		if fold(a[i]) != fold(b[i]) {
			x, y = a[i], b[i]
			n++
		}
	}
	return x, y, n == 1
}

// slipOf counts the slips between two folded words, 0 where they are two words.
func slipOf(x, y string) int {
	short, long := utf8.RuneCountInString(x), utf8.RuneCountInString(y)
	short, long = min(short, long), max(short, long)
	switch {
	case long < leastSlip || long > mostSlip || digits(x) != digits(y):
	case slips(x, y, 1) == 1:
		return 1
	case short >= leastTwo && x[0] == y[0] && slips(x, y, 2) == 2:
		return 2
	}
	return 0
}

// inLongWords reports whether two segments differ in words that are long
// enough: "part-a" and "part-b" are two parts.
func inLongWords(x, y string) bool {
	a, b := strings.FieldsFunc(x, isHyphen), strings.FieldsFunc(y, isHyphen)
	if len(a) != len(b) {
		return true
	}
	for i := range a {
		if fold(a[i]) != fold(b[i]) && max(len(a[i]), len(b[i])) < leastPart {
			return false
		}
	}
	return true
}

func isHyphen(r rune) bool { return r == '-' || r == '_' || r == ' ' || r == '+' || r == '.' }

// digits gives the digits of a word: 2023 and 2024 are two years, not a slip.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// moved reports whether a file of the site has the target's name in another
// folder. Short names stand in many folders for many things, so they need the
// text of a link, too; and folders that differ in a number or a language hold
// other editions.
func (m *matcher) moved(b *address, said bool) bool {
	a := &m.a
	name := a.name()
	if name == "" || name != b.name() || a.class != b.class || a.folder() == b.folder() || a.site() != b.site() || !m.t.Internal {
		return false
	}
	if !sameQuery(a.query, b.query) || editions(a.segs, b.segs) {
		return false
	}
	return distinctive(a) || said
}

// below reports whether the target is a working address of the site with
// folders before it, as a link without its leading "/" makes them; and whether
// these stand there twice.
func (m *matcher) below(b *address) (twice, ok bool) {
	a := &m.a
	n := len(a.segs) - len(b.segs)
	if n < 1 || len(b.segs) == 0 || a.site() != b.site() || !sameQuery(a.query, b.query) || !slices.Equal(a.segs[n:], b.segs) {
		return false, false
	}
	return len(b.segs) > n && slices.Equal(a.segs[:n], b.segs[:n]), true
}

// distinctive reports whether a file name is one that two files hardly share:
// it has many letters, or several words.
func distinctive(a *address) bool {
	n := 0
	for _, r := range a.name() {
		if unicode.IsLetter(r) {
			n++
		}
	}
	last := a.words[len(a.words)-1]
	return n >= 9 || n >= 6 && strings.ContainsAny(strings.Trim(last, "-_"), "-_")
}

// editions reports whether two paths of one length differ in numbers and
// languages only.
func editions(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] && !(edition(a[i]) && edition(b[i])) && (digits(a[i]) == digits(b[i])) {
			return false
		}
	}
	return true
}

// edition reports whether a folder names a language ("de", "enus") or is a
// number.
func edition(seg string) bool {
	letters := strings.IndexFunc(seg, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
	return letters && (len(seg) == 2 || len(seg) == 4 && languages[seg[:2]]) || digits(seg) == seg
}

// languages that folders like "en-us" begin with.
var languages = map[string]bool{"en": true, "de": true, "fr": true, "es": true, "it": true, "nl": true, "pt": true, "pl": true, "zh": true, "ja": true}
