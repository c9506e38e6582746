package suggest

import (
	"strings"
	"unicode/utf8"
)

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
