package knowledge

import (
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

// name is what an outcome is called and what it means in short. What is empty is said in
// English. Those of a class contain the outcome's key as {{.Code}}.
type name struct {
	Title string `yaml:"title"`
	Short string `yaml:"short"`
}

const codePlace = "{{.Code}}"

// loadNames reads the names of all languages that have them.
func loadNames(fsys fs.FS) (map[string]map[outcome.Key]name, error) {
	files, err := fs.Glob(fsys, namesDir+"/*.yaml")
	if err != nil {
		return nil, err
	}
	all := make(map[string]map[outcome.Key]name)
	for _, file := range files {
		text, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, err
		}
		var names map[outcome.Key]name
		if err := yaml.Unmarshal(text, &names); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all[strings.TrimSuffix(path.Base(file), ".yaml")] = names
	}
	return all, nil
}

// named returns an entry with the names that a language has for it.
func (b *Base) named(e Entry, lang string) Entry {
	names := b.names[baseOf(lang)]
	n, ok := names[e.Key]
	if !ok {
		n = names[classKey(e.Class)]
		n.Title, n.Short = strings.ReplaceAll(n.Title, codePlace, string(e.Key)), strings.ReplaceAll(n.Short, codePlace, string(e.Key))
	}
	if n.Title != "" {
		e.Title = n.Title
	}
	if n.Short != "" {
		e.Short, e.ShortHosted = n.Short, ""
	}
	return e
}

// NamesOnly reports whether a language has names of outcomes, but no explanations.
func (b *Base) NamesOnly(lang string) bool {
	lang = baseOf(lang)
	return b.editions[lang] == nil && b.names[lang] != nil
}

// baseOf returns the language of "de-AT" and "de_AT.UTF-8".
func baseOf(lang string) string {
	lang = strings.ToLower(lang)
	if i := strings.IndexAny(lang, "-_.@"); i >= 0 {
		lang = lang[:i]
	}
	return lang
}
