package knowledge

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"gopkg.in/yaml.v3"

	"sitewell/scanner/outcome"
)

// namesDir is the folder with a file for each language that has names of outcomes and no
// explanations: "names/nl.yaml".
const namesDir = "names"

// names is what a language says of outcomes in short.
type names struct {
	Outcomes map[outcome.Key]name `yaml:"outcomes"`
	// Advice are the sentences that say what to do, by the English ones.
	Advice map[string]string `yaml:"advice"`
}

// name is what an outcome is called and what it means in short. What is empty is said in
// English. Those of a class contain the outcome's key as {{.Code}}.
type name struct {
	Title string `yaml:"title"`
	Short string `yaml:"short"`
}

const codePlace = "{{.Code}}"

// loadNames reads the names of all languages that have them.
func loadNames(fsys fs.FS) (map[string]names, error) {
	files, err := fs.Glob(fsys, namesDir+"/*.yaml")
	if err != nil {
		return nil, err
	}
	all := make(map[string]names)
	for _, file := range files {
		text, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, err
		}
		var n names
		if err := yaml.Unmarshal(text, &n); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all[strings.TrimSuffix(path.Base(file), ".yaml")] = n
	}
	return all, nil
}

// named returns an entry with the names that a language has for it.
func (b *Base) named(e Entry, lang string) Entry {
	said := b.names[baseOf(lang)]
	n, ok := said.Outcomes[e.Key]
	if !ok {
		n = said.Outcomes[classKey(e.Class)]
		n.Title, n.Short = strings.ReplaceAll(n.Title, codePlace, string(e.Key)), strings.ReplaceAll(n.Short, codePlace, string(e.Key))
	}
	if n.Title != "" {
		e.Title = n.Title
	}
	if n.Short != "" {
		e.Short, e.ShortHosted = n.Short, ""
	}
	for _, fix := range []*string{&e.Internal.Fix, &e.External.Fix} {
		*fix = cmp.Or(said.Advice[*fix], *fix)
	}
	return e
}

// NamesOnly reports whether a language has names of outcomes, but no explanations.
func (b *Base) NamesOnly(lang string) bool {
	lang = baseOf(lang)
	return b.editions[lang] == nil && b.names[lang].Outcomes != nil
}

// baseOf returns the language of "de-AT" and "de_AT.UTF-8".
func baseOf(lang string) string {
	lang = strings.ToLower(lang)
	if i := strings.IndexAny(lang, "-_.@"); i >= 0 {
		lang = lang[:i]
	}
	return lang
}
