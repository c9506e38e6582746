package knowledge

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// Flesch's reading ease: 60 to 70 is plain English, 50 the border to
// "fairly difficult". Server, certificate and configuration cost points and
// cannot be avoided.
const (
	minEase     = 65
	minMeanEase = 75
)

var (
	codeSpans = regexp.MustCompile("`+[^`]*`+")
	actions   = regexp.MustCompile(`\{\{[^}]*\}\}`)
	// ends of sentences: a stop before white space, or a line that ends a
	// paragraph or a list item.
	stops   = regexp.MustCompile(`[.!?][”"')*]*\s+|\n\s*\n|\n[-*] |\n\d+\. `)
	wordsOf = regexp.MustCompile(`[A-Za-z][A-Za-z'’-]*`)
)

// sentences takes a Markdown text or template apart.
func sentences(text string) []string {
	text = actions.ReplaceAllString(text, "")
	var all []string
	for _, s := range stops.Split(text, -1) {
		if s = strings.Join(strings.Fields(s), " "); s != "" {
			all = append(all, s)
		}
	}
	return all
}

// readingEase is Flesch's formula over the prose of a Markdown text; file
// names and commands do not count.
func readingEase(text string) float64 {
	text = codeSpans.ReplaceAllString(text, "")
	var count, words, syllables int
	for _, s := range sentences(text) {
		found := wordsOf.FindAllString(s, -1)
		if len(found) == 0 {
			continue
		}
		count++
		words += len(found)
		for _, w := range found {
			syllables += syllablesOf(w)
		}
	}
	if words == 0 {
		return 0
	}
	return 206.835 - 1.015*float64(words)/float64(count) - 84.6*float64(syllables)/float64(words)
}

// syllablesOf counts groups of vowels, with the usual corrections for a
// silent e.
func syllablesOf(word string) int {
	word = strings.ToLower(word)
	n, vowel := 0, false
	for _, r := range word {
		v := strings.ContainsRune("aeiouy", r)
		if v && !vowel {
			n++
		}
		vowel = v && unicode.IsLetter(r)
	}
	switch {
	case strings.HasSuffix(word, "le") && len(word) > 2 && !strings.ContainsRune("aeiouy", rune(word[len(word)-3])):
	case strings.HasSuffix(word, "es") && len(word) > 3 && !strings.ContainsRune("sxzhcg", rune(word[len(word)-3])),
		strings.HasSuffix(word, "ed") && len(word) > 3 && !strings.ContainsRune("td", rune(word[len(word)-3])),
		strings.HasSuffix(word, "e"):
		n--
	}
	return max(n, 1)
}

func TestSyllables(t *testing.T) {
	want := map[string]int{
		"page": 1, "server": 2, "certificate": 4, "redirect": 3, "table": 2, "failed": 1,
		"needed": 2, "pages": 2, "a": 1, "address": 2, "website": 2, "moved": 1,
	}
	for word, n := range want {
		if got := syllablesOf(word); got != n {
			t.Errorf("%s: %d syllables, want %d", word, got, n)
		}
	}
}

func TestReadingEase(t *testing.T) {
	easy := readingEase("The cat sat on the mat. It was a hot day. The dog ran off.")
	hard := readingEase("Notwithstanding organisational prerequisites, authentication infrastructures necessitate comprehensive administrative configuration.")
	if easy < 100 || hard > 0 {
		t.Errorf("easy %.1f, hard %.1f", easy, hard)
	}
}
