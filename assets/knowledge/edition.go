package knowledge

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"text/template"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"gopkg.in/yaml.v3"

	"sitewell/scanner/outcome"
)

// edition is the knowledge base in one language.
type edition struct {
	lang    string
	words   words
	print   *message.Printer
	sources map[outcome.Key]*source
	// set holds the templates that all entries share: parts by their file's
	// name, messages as "message/host".
	set *template.Template
}

// words is a language's own file, language.yaml: what the templates'
// functions need to speak it.
type words struct {
	Name     string     `yaml:"name"`
	Headings [7]string  `yaml:"headings"`
	Months   [12]string `yaml:"months"`
	// Date is a layout of package time in which {month} stands for the name.
	Date string `yaml:"date"`
	// Yours and Theirs begin what holds for one side only.
	Yours  string `yaml:"yours"`
	Theirs string `yaml:"theirs"`
	// ToDo and Further head the short advice and what to read next, where an
	// explanation is written as text alone.
	ToDo    string `yaml:"to-do"`
	Further string `yaml:"further"`
	// Elsewhere are the things that can be done about another site's address.
	Elsewhere map[string]string `yaml:"elsewhere"`
	// Server are the beginnings of paragraphs that speak to people who can
	// reach the server, by themselves or by a panel.
	Server []string `yaml:"server"`
}

// loadEdition reads a language's folder: language.yaml, entries, parts and
// messages.
func loadEdition(fsys fs.FS, lang string) (*edition, error) {
	tag, err := language.Parse(lang)
	if err != nil {
		return nil, fmt.Errorf("folder name: %w", err)
	}
	ed := &edition{
		lang: lang, print: message.NewPrinter(tag),
		sources: make(map[outcome.Key]*source),
		set:     template.New(lang).Option("missingkey=error"),
	}
	ed.set.Funcs(ed.functions())
	if err := ed.loadWords(fsys); err != nil {
		return nil, err
	}
	err = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == wordsFile {
			return err
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		if err := ed.add(name, string(text)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return ed, nil
}

const wordsFile = "language.yaml"

func (ed *edition) loadWords(fsys fs.FS) error {
	f, err := fsys.Open(wordsFile)
	if err != nil {
		return err
	}
	defer f.Close()
	dec := yaml.NewDecoder(f)
	dec.KnownFields(true)
	if err := dec.Decode(&ed.words); err != nil {
		return fmt.Errorf("%s: %w", wordsFile, err)
	}
	return nil
}

// add puts one file where its folder says that it belongs.
func (ed *edition) add(name, text string) error {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	switch dir := path.Dir(name); {
	case dir == "parts" && path.Ext(name) == ".md":
		return ed.parse(base, strings.TrimSpace(text))
	case dir == "messages" && path.Ext(name) == ".txt":
		return ed.parse(messageName(Mender(base)), strings.TrimSpace(text))
	case dir != "." || path.Ext(name) != ".md":
		return errors.New("file does not belong here")
	}
	src, err := parseSource(text, ed.words.Headings)
	if err != nil {
		return err
	}
	if string(src.Key) != base {
		return fmt.Errorf("key %q is not the file's name", src.Key)
	}
	src.Lang = ed.lang
	src.FixElsewhere = src.Fix
	if src.elsewhere != "" {
		if src.FixElsewhere = ed.words.Elsewhere[src.elsewhere]; src.FixElsewhere == "" {
			return fmt.Errorf("elsewhere %q is not among the words of %s", src.elsewhere, wordsFile)
		}
	}
	src.set = sync.OnceValues(func() (*template.Template, error) { return ed.templates(src) })
	src.folded = sync.OnceValue(func() string { return foldText(src) })
	ed.sources[src.Key] = src
	return nil
}

// templates parses the texts of an entry, beside those that all share. Few of
// the entries are ever read in one run of the program, so each is parsed when
// it is asked for.
func (ed *edition) templates(src *source) (*template.Template, error) {
	set, err := ed.set.Clone()
	if err != nil {
		return nil, err
	}
	for name, text := range src.templates() {
		if slices.Contains(sectionNames(), name) {
			text = markSides(strings.TrimSpace(text)+"\n", ed.words)
		}
		if _, err := set.New(name).Parse(templateText(text)); err != nil {
			return nil, fmt.Errorf("template: %w", err)
		}
	}
	return set, nil
}

func sectionNames() []string {
	var names []string
	for _, id := range sectionIDs() {
		names = append(names, string(id))
	}
	return names
}

func (ed *edition) parse(name, text string) error {
	if _, err := ed.set.New(name).Parse(templateText(text)); err != nil {
		return fmt.Errorf("template: %w", err)
	}
	return nil
}

// templates gives the texts of a file that facts are filled into, by name.
func (s *source) templates() map[string]string {
	t := map[string]string{
		"title": s.Title, "short": s.Short, "fix": s.Fix,
		"why-internal": s.Internal.Why, "why-external": s.External.Why,
	}
	for i, id := range sectionIDs() {
		t[string(id)] = s.sections[i]
	}
	for m, text := range s.ask {
		t["ask-"+string(m)] = text
	}
	return t
}
