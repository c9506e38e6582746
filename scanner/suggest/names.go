package suggest

import (
	"strings"
	"unicode/utf8"
)

// Candidates are looked up by names: the file name and, because of typing errors,
// its first and second half together with the folder. A typing error changes only
// one of the halves, so the other half finds the address. Of n letters a half has
// (n-1)/2, so that two swapped letters in the middle are in neither.

// The prefixes of names, by kind.
const (
	ofFile  = "f "
	ofBegin = "b "
	ofEnd   = "e "
	ofTitle = "t "
)

// leastHalf is the minimum length of a name that is looked up by its halves.
const leastHalf = 5

// AddressNames calls name with every name by which an address is found.
func AddressNames(address string, name func(string)) {
	a, ok := split(address)
	if !ok {
		return
	}
	file, folder := a.fileName()
	name(ofFile + file)
	if n := len(file); n >= leastHalf {
		k := (n - 1) / 2
		name(ofBegin + folder + "/" + file[:k])
		name(ofEnd + folder + "/" + file[n-k:])
	}
}

// fileName returns the last segment of an address and its folder, or the host for
// a home page.
func (a *address) fileName() (file, folder string) {
	if file = a.name(); file == "" {
		return a.site(), ""
	}
	return file, a.folder()
}

// TitleNames calls name with every name by which a page with this title is found:
// the title and the parts between lines and dashes ("Our cakes | Bakery Miller").
func TitleNames(title string, name func(string)) {
	whole := foldText(title)
	if whole == "" {
		return
	}
	name(ofTitle + whole)
	for _, part := range titleParts(title) {
		if part != whole {
			name(ofTitle + part)
		}
	}
}

// titleParts returns the folded parts of a title.
func titleParts(title string) []string {
	var parts []string
	for _, part := range strings.FieldsFunc(spaced.Replace(title), func(r rune) bool { return r == '\x00' }) {
		if part = foldText(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// spaced replaces the separators of titles. A hyphen within a word is none.
var spaced = strings.NewReplacer(
	"|", "\x00", "·", "\x00", "•", "\x00", "»", "\x00", "«", "\x00", "›", "\x00", "—", "\x00", "::", "\x00",
	" - ", "\x00", " – ", "\x00", ": ", "\x00",
)

// Names returns the names by which candidates for a target are looked up, and the
// hashes of content that they may have.
func Names(t Target) (names []string, contents []uint64) {
	add := func(n string) { names = append(names, n) }
	a, ok := split(t.URL)
	if !ok || !Wanted(t) {
		return nil, nil
	}
	file, folder := a.fileName()
	add(ofFile + file)
	if m := len(file); m >= leastHalf-1 {
		for n := m - 1; n <= m+1; n++ { // one letter fewer, equally many, one more
			if k := (n - 1) / 2; n >= leastHalf && k <= m {
				add(ofBegin + folder + "/" + file[:k])
				add(ofEnd + folder + "/" + file[m-k:])
			}
		}
	}
	if a.class == pages && t.Internal {
		for _, text := range t.Texts {
			if specific(text) {
				add(ofTitle + foldText(text))
			}
		}
	}
	if then := t.Then; then != nil {
		if then.Title != "" {
			add(ofTitle + foldText(then.Title))
		}
		if then.Content != 0 {
			contents = append(contents, then.Content)
		}
		if f, ok := split(then.Final); ok && then.Final != t.URL {
			file, _ := f.fileName()
			add(ofFile + file)
		}
	}
	return names, contents
}

// specific reports whether the text of a link describes its target.
func specific(text string) bool {
	text = foldText(text)
	return utf8.RuneCountInString(text) >= 4 && !vague[text]
}

// vague are texts of links that may lead to anything.
var vague = set(
	"here", "click here", "more", "read more", "learn more", "see more", "show more", "details", "more details", "more information", "info",
	"link", "this link", "page", "this page", "website", "home", "homepage", "home page", "start", "next", "previous", "back", "continue",
	"continue reading", "download", "open", "view", "view all", "all", "show all", "top", "back to top", "image", "picture", "photo", "logo",
	"hier", "hier klicken", "klicken sie hier", "mehr", "mehr lesen", "weiterlesen", "weiter lesen", "weiter", "zurück", "mehr erfahren",
	"mehr infos", "mehr informationen", "weitere informationen", "startseite", "nächste", "nächste seite", "vorherige", "alle anzeigen",
	"alle", "anzeigen", "nach oben", "bild", "foto", "seite", "webseite", "herunterladen", "öffnen", "ansehen",
	"ici", "cliquez ici", "lire la suite", "en savoir plus", "plus", "suite", "accueil", "suivant", "précédent", "retour",
	"leer más", "más", "aquí", "inicio", "leggi tutto", "scopri di più", "lees meer", "meer",
)

func set(texts ...string) map[string]bool {
	m := make(map[string]bool, len(texts))
	for _, t := range texts {
		m[foldText(t)] = true
	}
	return m
}
