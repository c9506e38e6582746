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
	texts []string // folded, of the links whose texts are specific
}

func newMatcher(t Target) *matcher {
	m := &matcher{t: t}
	m.a, m.web = split(t.URL)
	for _, text := range t.Texts {
		if specific(text) {
			m.texts = append(m.texts, foldText(text))
		}
	}
	return m
}

// match returns the suggestion of a candidate with the best reason, if there is
// one.
func (m *matcher) match(c Candidate) (Suggestion, bool) {
	b, ok := split(c.URL)
	if !ok {
		return Suggestion{}, false
	}
	return m.matchSplit(&b, c)
}

// matchSplit is match of a candidate whose address is split.
func (m *matcher) matchSplit(b *address, c Candidate) (Suggestion, bool) {
	if !m.web {
		return Suggestion{}, false
	}
	reason, confidence := m.compare(b, c)
	s := Suggestion{ID: c.ID, URL: c.URL, Title: c.Title, Reason: reason, Confidence: confidence}
	switch reason {
	case SameContent, SameTitle, EarlierRedirect:
		s.Since = m.t.Earlier.Began
	}
	return s, confidence != 0
}

// compare returns the best reason for a candidate. The confidence is zero if there
// is none.
func (m *matcher) compare(b *address, c Candidate) (Reason, Confidence) {
	sort := sortOf(m.t.Kind) == sortOf(c.Kind) && m.a.class == b.class
	if then := m.t.Earlier; then != nil {
		switch {
		case sort && then.Content != 0 && c.Content == then.Content:
			return SameContent, Likely
		case then.Final == c.URL:
			return EarlierRedirect, Likely
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
	said := m.titledAsLink(c)
	sure := func(by bool) Confidence {
		if by || said {
			return Likely
		}
		return Possible
	}
	if r, clear := m.typo(b); r != "" {
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

// sortOf returns how a browser uses an address of a kind: an image can't be
// replaced by a page.
func sortOf(k result.Kind) result.Kind {
	switch k {
	case result.KindImage, result.KindStyle, result.KindScript, result.KindFont, result.KindMedia:
		return k
	case result.KindModule:
		return result.KindScript
	}
	return result.KindPage
}

// sameBut returns the only difference between two addresses that are equivalent
// otherwise.
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

// titleThen reports whether a page has the title that the target had in the earlier
// scan, and did not have it at that time: two pages with one title are two pages.
func (m *matcher) titleThen(c Candidate) bool {
	then := m.t.Earlier
	if then == nil || !m.t.Internal || !c.Internal {
		return false
	}
	title := foldText(then.Title)
	return utf8.RuneCountInString(title) >= 4 && foldText(c.Title) == title && foldText(c.EarlierTitle) != title
}

// titledAsLink reports whether the title of a page is the text of a link to the
// target.
func (m *matcher) titledAsLink(c Candidate) bool {
	if c.Title == "" || len(m.texts) == 0 {
		return false
	}
	whole := foldText(c.Title)
	parts := titleParts(c.Title)
	return slices.ContainsFunc(m.texts, func(text string) bool { return text == whole || slices.Contains(parts, text) })
}

// The lengths of words that may differ by a typing error. Shorter ones are
// different words.
const (
	leastTypo = 5
	leastTwo  = 9   // for two errors
	leastPart = 4   // of a word between hyphens
	mostTypo  = 100 // longer words are not typed
)

// typo reports whether one segment of the path, or one label of the host, differs
// by one or two letters and everything else is the same, and whether that is
// clearly a typing error.
func (m *matcher) typo(b *address) (r Reason, clear bool) {
	a := &m.a
	if len(a.segs) != len(b.segs) || !sameQuery(a.query, b.query) {
		return "", false
	}
	if a.site() != b.site() {
		x, y, one := only(strings.Split(a.site(), "."), strings.Split(b.site(), "."))
		if one && slices.Equal(a.segs, b.segs) && typosIn(x, y) == 1 {
			return OneLetter, true
		}
		return "", false
	}
	x, y, one := only(a.words, b.words)
	if !one || !inLongWords(x, y) {
		return "", false
	}
	x, y = fold(x), fold(y)
	switch typosIn(x, y) {
	case 1:
		return OneLetter, x[:len(x)-1] != y[:len(y)-1] // a different last letter may distinguish two things
	case 2:
		return TwoLetters, false
	}
	return "", false
}

// only returns the two words at the only index at which two lists differ.
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

// typosIn returns the number of typing errors between two folded words, 0 if they
// are different words.
func typosIn(x, y string) int {
	short, long := utf8.RuneCountInString(x), utf8.RuneCountInString(y)
	short, long = min(short, long), max(short, long)
	switch {
	case long < leastTypo || long > mostTypo || digits(x) != digits(y):
	case Distance(x, y, 1) == 1:
		return 1
	case short >= leastTwo && x[0] == y[0] && Distance(x, y, 2) == 2:
		return 2
	}
	return 0
}

// inLongWords reports whether two segments differ only in long words: "part-a" and
// "part-b" are two parts.
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

// digits returns the digits of a word: 2023 and 2024 are two years, not a typing
// error.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// moved reports whether a file of the site has the target's name in another folder.
// Short names are common, so they also need the text of a link. Folders that
// differ in a number or a language contain other editions.
func (m *matcher) moved(b *address, titled bool) bool {
	a := &m.a
	name := a.name()
	if name == "" || name != b.name() || a.class != b.class || a.folder() == b.folder() || a.site() != b.site() || !m.t.Internal {
		return false
	}
	if !sameQuery(a.query, b.query) || editions(a.segs, b.segs) {
		return false
	}
	return distinctive(a) || titled
}

// below reports whether the target is a working address of the site with folders
// in front, as of a link without a leading "/", and whether these folders occur
// twice.
func (m *matcher) below(b *address) (twice, ok bool) {
	a := &m.a
	n := len(a.segs) - len(b.segs)
	if n < 1 || len(b.segs) == 0 || a.site() != b.site() || !sameQuery(a.query, b.query) || !slices.Equal(a.segs[n:], b.segs) {
		return false, false
	}
	return len(b.segs) > n && slices.Equal(a.segs[:n], b.segs[:n]), true
}

// distinctive reports whether two files are unlikely to have this name, since it
// has many letters or several words.
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

// editions reports whether two paths of the same length differ only in numbers and
// languages.
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

// edition reports whether a folder is named for a language ("de", "enus") or is a
// number.
func edition(seg string) bool {
	letters := strings.IndexFunc(seg, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
	return letters && (len(seg) == 2 || len(seg) == 4 && languages[seg[:2]]) || digits(seg) == seg
}

// languages are the languages that folders like "en-us" begin with.
var languages = map[string]bool{"en": true, "de": true, "fr": true, "es": true, "it": true, "nl": true, "pt": true, "pl": true, "zh": true, "ja": true}
