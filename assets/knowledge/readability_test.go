package knowledge

import (
	"regexp"
	"strings"
	"testing"
)

// readers is what an explanation in a language may ask of its reader.
//
// The ease is Flesch's, or for German Amstad's version of his formula: 60 to
// 70 is the plain language of a newspaper, 50 the border to "fairly
// difficult". Server, certificate and configuration cost points and cannot be
// avoided. German writes in one word what English writes in two, so its texts
// count fewer words.
type readers struct {
	minEase, minMeanEase float64
	minBody, minClass    int // words of an explanation in general
	ease                 func(sentences, words, syllables float64) float64
	syllables            func(string) int
}

func readersOf(lang string) (readers, bool) {
	switch lang {
	case English:
		return readers{
			minEase: 60, minMeanEase: 70, minBody: 150, minClass: 130,
			ease: func(sentences, words, syllables float64) float64 {
				return 206.835 - 1.015*words/sentences - 84.6*syllables/words
			},
			syllables: syllablesOf,
		}, true
	case "de":
		return readers{
			minEase: 54, minMeanEase: 62, minBody: 130, minClass: 110,
			ease: func(sentences, words, syllables float64) float64 {
				return 180 - words/sentences - 58.5*syllables/words
			},
			syllables: vowelGroups,
		}, true
	}
	return readers{}, false
}

var (
	codeSpans = regexp.MustCompile("`+[^`]*`+")
	actions   = regexp.MustCompile(`\{\{[^}]*\}\}`)
	// ends of sentences: a stop before white space, or a line that ends a
	// paragraph or a list item.
	stops   = regexp.MustCompile(`[.!?][”“"')*]*\s+|\n\s*\n|\n[-*] |\n\d+\. `)
	wordsOf = regexp.MustCompile(`\p{L}[\p{L}'’-]*`)
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

// readingEase is how easily the prose of a Markdown text reads; file names
// and commands do not count.
func (r readers) readingEase(text string) float64 {
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
			syllables += r.syllables(w)
		}
	}
	if words == 0 {
		return 0
	}
	return r.ease(float64(count), float64(words), float64(syllables))
}

// vowelGroups counts the syllables of a German word: every group of vowels is
// one, and none is silent.
func vowelGroups(word string) int {
	n, vowel := 0, false
	for _, r := range strings.ToLower(word) {
		v := strings.ContainsRune("aeiouyäöü", r)
		if v && !vowel {
			n++
		}
		vowel = v
	}
	return max(n, 1)
}

// syllablesOf counts those of an English word: groups of vowels, with the
// usual corrections for a silent e.
func syllablesOf(word string) int {
	word = strings.ToLower(word)
	n := vowelGroups(word)
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
	for word, n := range map[string]int{"Seite": 2, "Zertifikat": 4, "Prüfläufe": 3, "Weiterleitung": 4, "öffnet": 2, "www": 1} {
		if got := vowelGroups(word); got != n {
			t.Errorf("%s: %d syllables, want %d", word, got, n)
		}
	}
}

func TestReadingEase(t *testing.T) {
	for lang, text := range map[string][2]string{
		English: {
			"The cat sat on the mat. It was a hot day. The dog ran off.",
			"Notwithstanding organisational prerequisites, authentication infrastructures necessitate comprehensive administrative configuration.",
		},
		"de": {
			"Der Hund lief weg. Das Brot ist warm. Wir sind da.",
			"Ungeachtet organisatorischer Voraussetzungen erfordern Authentifizierungsinfrastrukturen umfangreiche administrative Konfigurationsmaßnahmen.",
		},
	} {
		r, _ := readersOf(lang)
		if easy, hard := r.readingEase(text[0]), r.readingEase(text[1]); easy < 100 || hard > 0 {
			t.Errorf("%s: easy %.1f, hard %.1f", lang, easy, hard)
		}
	}
}
