package knowledge

import (
	"cmp"
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

// edition is the knowledge base in one language. A run of the program reads
// few of its entries, so each is parsed when it is asked for.
type edition struct {
	lang    string
	words   words
	print   *message.Printer
	entries map[outcome.Key]func() (*source, error)
	// set returns the templates that all entries share: parts by their file's
	// name, messages as "message/host".
	set func() (*template.Template, error)
}

// source returns the file of an outcome, nil where there is none. A faulty one
// counts as missing; the tests rule it out.
func (ed *edition) source(key outcome.Key) *source {
	read := ed.entries[key]
	if read == nil {
		return nil
	}
	src, err := read()
	if err != nil {
		return nil
	}
	return src
}

// words is a language's own file, language.yaml: what the templates'
// functions need to speak it.
type words struct {
	Headings map[SectionID]string `yaml:"headings"`
	Months   [12]string           `yaml:"months"`
	// Date is a layout of package time in which {month} stands for the name.
	Date string `yaml:"date"`
	// Yours and Theirs begin what holds for one side only.
	Yours  string `yaml:"yours"`
	Theirs string `yaml:"theirs"`
	// ToDo and Further head the short advice and what to read next, where an
	// explanation is written as text alone.
	ToDo    string `yaml:"to-do"`
	Further string `yaml:"further"`
	// Elsewhere is what can be done about another site's address, by the action
	// or by "action/class", where an entry has no sentence of its own. Those of
	// "action/unproven" are for what the check could not tell.
	Elsewhere map[string]string `yaml:"elsewhere"`
	// Hosted is what the owner of a site at a website builder can do, by an outcome's
	// key or else its class, where what the entry says asks for access to a server.
	Hosted map[string]string `yaml:"hosted"`
	// HostedShort is what an outcome means for such a site, by its key, where what the
	// entry says is about a server of the owner's.
	HostedShort map[string]string `yaml:"hosted-short"`
	// SitemapOnly is said of a missing page of the site that only its sitemap names, since
	// there is no link to correct.
	SitemapOnly struct {
		Fix string `yaml:"fix"`
		Why string `yaml:"why"`
	} `yaml:"sitemap-only"`
	// Urgencies and Labels are the words that the window has for them, by the
	// English ones. The tests hold them against the translations.
	Urgencies map[Urgency]string `yaml:"urgencies"`
	Labels    map[string]string  `yaml:"labels"`
	Quotes    [2]string          `yaml:"quotes"`
	// Server are the beginnings of paragraphs that speak to people who can
	// reach the server, by themselves or by a panel.
	Server []string `yaml:"server"`
	// WithPanel begins the second of those where the panel is known; {panel} stands
	// for its name.
	WithPanel string `yaml:"with-panel"`
}

// loadEdition reads a language's folder: language.yaml, and which entries,
// parts and messages there are.
func loadEdition(fsys fs.FS, lang string) (*edition, error) {
	tag, err := language.Parse(lang)
	if err != nil {
		return nil, fmt.Errorf("folder name: %w", err)
	}
	ed := &edition{lang: lang, print: message.NewPrinter(tag), entries: make(map[outcome.Key]func() (*source, error))}
	if err := ed.loadWords(fsys); err != nil {
		return nil, err
	}
	shared := make(map[string]string) // file by template
	err = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == wordsFile {
			return err
		}
		base := strings.TrimSuffix(path.Base(name), path.Ext(name))
		switch dir := path.Dir(name); {
		case dir == "parts" && path.Ext(name) == ".md":
			shared[base] = name
		case dir == "messages" && path.Ext(name) == ".txt":
			shared[messageName(Assignee(base))] = name
		case dir == "." && path.Ext(name) == ".md":
			ed.entries[outcome.Key(base)] = sync.OnceValues(func() (*source, error) { return ed.read(fsys, name) })
		default:
			return fmt.Errorf("%s: file does not belong here", name)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	ed.set = sync.OnceValues(func() (*template.Template, error) { return ed.parseShared(fsys, shared) })
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

// parseShared parses the templates that all entries share.
func (ed *edition) parseShared(fsys fs.FS, files map[string]string) (*template.Template, error) {
	set := template.New(ed.lang).Option("missingkey=error").Funcs(ed.functions())
	for name, file := range files {
		text, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, err
		}
		if _, err := set.New(name).Parse(templateText(strings.TrimSpace(string(text)))); err != nil {
			return nil, fmt.Errorf("%s: template: %w", file, err)
		}
	}
	return set, nil
}

// read parses the file of an entry.
func (ed *edition) read(fsys fs.FS, name string) (*source, error) {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	src, err := parseSource(string(text), ed.words.Headings)
	if err != nil {
		return nil, err
	}
	if string(src.Key)+".md" != name {
		return nil, fmt.Errorf("key %q is not the file's name", src.Key)
	}
	src.Lang = ed.lang
	action, shared := string(src.External.Action), ed.words.Elsewhere
	if src.External.Verdict == outcome.CantVerify {
		src.External.Fix = cmp.Or(src.External.Fix, shared[action+"/unproven"])
	}
	src.External.Fix = cmp.Or(src.External.Fix, shared[action+"/"+string(src.Class)], shared[action], src.fix)
	src.ShortHosted = ed.words.HostedShort[string(src.Key)]
	src.Internal.FixHosted = ed.words.Hosted[string(src.Key)]
	if slices.Contains([]Action{Repair, Check, Ask}, src.Internal.Action) { // what a class says is no waiting
		src.Internal.FixHosted = cmp.Or(src.Internal.FixHosted, ed.words.Hosted[string(src.Class)])
	}
	src.set = sync.OnceValues(func() (*template.Template, error) { return ed.templates(src) })
	src.folded = sync.OnceValue(func() string { return foldText(src) })
	return src, nil
}

// templates parses the texts of an entry, beside those that all share.
func (ed *edition) templates(src *source) (*template.Template, error) {
	shared, err := ed.set()
	if err != nil {
		return nil, err
	}
	set, err := shared.Clone()
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

// templates returns the texts of a file that facts are filled into, by name.
func (s *source) templates() map[string]string {
	t := map[string]string{
		"title": s.Title, "short": s.Short,
		"fix-internal": s.Internal.Fix, "fix-external": s.External.Fix,
		"why-internal": s.Internal.Why, "why-external": s.External.Why,
	}
	for id, text := range s.sections {
		t[string(id)] = text
	}
	for m, text := range s.ask {
		t["ask-"+string(m)] = text
	}
	return t
}
