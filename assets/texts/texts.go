// Package texts reads the translations: which languages there are, and what a text is in
// one of them. A language is a file in the folder of translations, and nothing else: no
// other place lists languages. It must not know who shows the texts, nor where.
package texts

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"sitewell/assets"
)

// English is the language in which texts are their own keys.
const English = "en"

// Language is one that there is a translation for.
type Language struct {
	Tag  string // "de"
	Name string // in the language itself: "Deutsch"
}

// Languages returns the languages that there are, English first and the others by name.
func Languages() []Language { return languagesIn(assets.Translations()) }

func languagesIn(files fs.FS) []Language {
	entries, err := fs.ReadDir(files, assets.TranslationsDir)
	if err != nil {
		return []Language{{English, nameOf(language.English)}} // embedded: the build fails without it
	}
	var all []Language
	for _, e := range entries {
		name, isTranslation := strings.CutSuffix(e.Name(), ".json")
		if tag, err := language.Parse(name); err == nil && isTranslation {
			all = append(all, Language{name, nameOf(tag)})
		}
	}
	slices.SortFunc(all, func(a, b Language) int {
		switch English {
		case a.Tag:
			return -1
		case b.Tag:
			return 1
		default:
			return cmp.Compare(a.Name, b.Name)
		}
	})
	return all
}

// nameOf returns the name of a language in that language, with a capital letter.
func nameOf(tag language.Tag) string {
	name := display.Self.Name(tag)
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + name[size:]
}

// Tags returns the tags of Languages.
func Tags() []string {
	var tags []string
	for _, l := range Languages() {
		tags = append(tags, l.Tag)
	}
	return tags
}

// Closest returns the tag of the language that suits somebody best who prefers languages
// in this order, such as "nl-BE"; English where none does.
func Closest(preferred []string) string {
	all := Languages()
	tags := make([]language.Tag, len(all))
	for i, l := range all {
		tags[i] = language.Make(l.Tag)
	}
	var wanted []language.Tag
	for _, p := range preferred {
		if tag, err := language.Parse(p); err == nil {
			wanted = append(wanted, tag)
		}
	}
	_, i, confidence := language.NewMatcher(tags).Match(wanted...)
	if confidence == language.No {
		return English
	}
	return all[i].Tag
}

// Texts are the texts of one language. They never change, so that any goroutine may use
// them.
type Texts struct {
	Tag   string
	tag   language.Tag
	texts map[string]forms
}

// forms are the plural forms of a text, by their names in CLDR; a text without any has
// "other" alone.
type forms map[string]string

// UnmarshalJSON reads a text, or an object with its forms.
func (f *forms) UnmarshalJSON(raw []byte) error {
	var text string
	if err := json.Unmarshal(raw, &text); err == nil {
		*f = forms{"other": text}
		return nil
	}
	return json.Unmarshal(raw, (*map[string]string)(f))
}

// Load reads the texts of a language that there is a file for.
func Load(tag string) (*Texts, error) {
	parsed, err := language.Parse(tag)
	if err != nil {
		return nil, fmt.Errorf("speak %q: %w", tag, err)
	}
	file, err := fs.ReadFile(assets.Translations(), assets.TranslationsDir+"/"+tag+".json")
	if err != nil {
		return nil, fmt.Errorf("find translation: %w", err)
	}
	t := &Texts{Tag: tag, tag: parsed}
	if err := json.Unmarshal(file, &t.texts); err != nil {
		return nil, fmt.Errorf("read translation: %w", err)
	}
	return t, nil
}

// Text returns the translation of a text with its placeholders filled in; ok is false
// where there is none.
func (t *Texts) Text(key string, data map[string]any) (text string, ok bool) {
	f, ok := t.texts[key]
	return Fill(f["other"], data), ok
}

// Counted does the same in the form that the language has for a number.
func (t *Texts) Counted(key string, n int, data map[string]any) (text string, ok bool) {
	f, ok := t.texts[key]
	return Fill(cmp.Or(f[formOf(t.tag, n)], f["other"]), data), ok
}

// formOf returns the name of the plural form for a number.
func formOf(tag language.Tag, n int) string {
	n = max(n, -n)
	switch plural.Cardinal.MatchPlural(tag, n%10_000_000, 0, 0, 0, 0) {
	case plural.Zero:
		return "zero"
	case plural.One:
		return "one"
	case plural.Two:
		return "two"
	case plural.Few:
		return "few"
	case plural.Many:
		return "many"
	default:
		return "other"
	}
}

var placeholder = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)

// Fill puts values in the place of a text's placeholders. One without a value stays.
func Fill(text string, data map[string]any) string {
	if len(data) == 0 || !strings.Contains(text, "{{") {
		return text
	}
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		if value, ok := data[placeholder.FindStringSubmatch(found)[1]]; ok {
			return fmt.Sprint(value)
		}
		return found
	})
}
