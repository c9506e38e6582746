// Package assets carries what the program shows beside the knowledge base:
// its icon and the translations of its texts. It is data: it must not know
// who shows it.
package assets

import "embed"

// The English texts are their own keys, so that en.json holds every key that a
// translation must have; its test writes it.
//
//go:generate go test -run TestTranslations . -update

//go:embed translations/*.json icons/app.svg
var files embed.FS

// TranslationsDir is the folder of Translations that holds the files.
const TranslationsDir = "translations"

// Translations returns one JSON file a language, in go-i18n's format, as
// lang.AddTranslationsFS reads it.
func Translations() embed.FS { return files }

// Icon returns the application's icon as an SVG document.
func Icon() []byte {
	b, err := files.ReadFile("icons/app.svg")
	if err != nil {
		return nil // embedded: the build fails without it
	}
	return b
}
