package app

import (
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// discouraged is a word or phrase that our texts do not use, and what to write
// instead.
type discouraged struct {
	pattern *regexp.Regexp
	instead string
}

// anywhere are the patterns for all texts.
var anywhere = []discouraged{
	{regexp.MustCompile(`(?i)\bmend(s|ed|ing|er)?\b`), "fix"},
	{regexp.MustCompile(`(?i)\bheed(s|ed|ing)?\b`), "obey, apply"},
	{regexp.MustCompile(`(?i)\bwho(so)?ever\b`), "the person who"},
	{regexp.MustCompile(`(?i)\bmostly\b`), "usually"},
	{regexp.MustCompile(`(?i)\bby heart\b`), "remembers"},
	{regexp.MustCompile(`(?i)\bthrift(y)?\b`), "memory limit"},
	{regexp.MustCompile(`(?i)\berrands?\b`), "auxiliary request"},
	{regexp.MustCompile(`(?i)\banew\b`), "again"},
	{regexp.MustCompile(`(?i)\bheirs?\b`), "replacement"},
	{regexp.MustCompile(`(?i)\bdoorm[ae]n\b`), "challenge, bot protection"},
	{regexp.MustCompile(`(?i)\bacquaintances?\b`), "returning visitors"},
	{regexp.MustCompile(`(?i)\bslips? of the pen\b`), "typing error"},
	{regexp.MustCompile(`(?i)\bin the midst of\b`), "during, in the middle of"},
	{regexp.MustCompile(`(?i)\bno roads? leads?\b`), "can't be reached"},
	{regexp.MustCompile(`(?i)\b(lest|whence|thereof|hereby|wherein)\b`), "a common word"},
	{regexp.MustCompile(`(?i)\bstands? (in|on|at|beside|above|below|behind|there|here|within|where|alone|first|between)\b`), "is, appears, is listed"},
}

// inDocComments are patterns for the comment above a declaration.
var inDocComments = []discouraged{
	{regexp.MustCompile(`^\w+ gives\b`), "returns"},
	{regexp.MustCompile(`^\w+ tells\b`), "returns, reports"},
}

// violation is a discouraged word in a text.
type violation struct {
	unit string // the package, or the file of a text that is no code
	at   string // file:line
	text string // the words, and what to write instead
}

// TestWords keeps words out of our texts that a reader stumbles over: out of the
// comments in the code, the documentation, the explanations and the English
// translation.
func TestWords(t *testing.T) {
	for _, v := range readTexts(t, "..") {
		t.Errorf("%s: %s", v.at, v.text)
	}
}

// readTexts returns the violations in all texts below a folder.
func readTexts(t *testing.T, root string) (all []violation) {
	t.Helper()
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		isDoc, _ := path.Match("docs/*.md", name)
		var read func(string, []byte) ([]violation, error)
		switch {
		case strings.HasSuffix(name, ".go"):
			read = wordsOfGo
		case isDoc, name == "README.md", name == "CHANGELOG.md", name == "CONTRIBUTING.md":
			read = wordsOfText
		case isEntry(name):
			read = wordsOfText
		case name == "assets/translations/en.json":
			read = wordsOfTranslation
		default:
			return nil
		}
		src, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		found, err := read(name, src)
		all = append(all, found...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// isEntry reports whether a file is an English text of the knowledge base.
func isEntry(name string) bool {
	ext := path.Ext(name)
	return strings.HasPrefix(name, "assets/knowledge/en/") && (ext == ".md" || ext == ".txt" || ext == ".yaml")
}

// wordsIn returns what patterns find in a text, which may extend over lines.
func wordsIn(text string, patterns []discouraged) (found []string) {
	text = strings.Join(strings.Fields(text), " ")
	for _, p := range patterns {
		for _, words := range p.pattern.FindAllString(text, -1) {
			found = append(found, fmt.Sprintf("%q; write: %s", words, p.instead))
		}
	}
	return found
}

// wordsOfGo returns the violations in the comments of a Go file.
func wordsOfGo(name string, src []byte) (all []violation, err error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	for _, group := range file.Comments {
		text := group.Text()
		for _, words := range append(wordsIn(text, anywhere), wordsIn(text, inDocComments)...) {
			at := fmt.Sprintf("%s:%d", name, fset.Position(group.Pos()).Line)
			all = append(all, violation{path.Dir(name), at, words})
		}
	}
	return all, nil
}

// wordsOfText returns the violations in a page of the documentation, by
// paragraph.
func wordsOfText(name string, src []byte) (all []violation, err error) {
	line := 1
	for paragraph := range strings.SplitSeq(string(src), "\n\n") {
		for _, words := range wordsIn(paragraph, anywhere) {
			all = append(all, violation{name, fmt.Sprintf("%s:%d", name, line), words})
		}
		line += strings.Count(paragraph, "\n") + 2
	}
	return all, nil
}

// wordsOfTranslation returns the violations in the texts of the window.
func wordsOfTranslation(name string, src []byte) (all []violation, err error) {
	var texts map[string]any
	if err := json.Unmarshal(src, &texts); err != nil {
		return nil, err
	}
	for key, text := range texts {
		for _, words := range wordsIn(fmt.Sprint(text), anywhere) {
			all = append(all, violation{name, name + " " + key, words})
		}
	}
	return all, nil
}

// What is found in each kind of text, and what is not.
func TestFindWords(t *testing.T) {
	tests := []struct {
		name, file, src string
		want            []string
	}{
		{"a comment", "a/b.go", "package b\n\n// F is one\n// that mends.\nfunc F() {} // Whoever calls it\n", []string{"a a/b.go:3", "a a/b.go:5"}},
		{"a string in code", "a/b.go", "package b\n\nconst s = \"mends\"\n", nil},
		{"a doc comment", "b.go", "package b\n\n// Name gives it.\nfunc Name() {}\n\n// That gives\n\n// It never gives up.\n", []string{". b.go:3", ". b.go:6"}},
		{"across lines", "b.go", "package b\n\n// It stands\n// beside it, and stands for it.\n", []string{". b.go:3"}},
		{"a page", "docs/a.md", "# A\n\nFine.\nFine.\n\nIt is\nmended by heart.\n", []string{"docs/a.md docs/a.md:6", "docs/a.md docs/a.md:6"}},
		{"a translation", "assets/translations/en.json", `{"a.b": "Mostly", "mend": "Fix"}`, []string{"assets/translations/en.json assets/translations/en.json a.b"}},
	}
	for _, tt := range tests {
		read := wordsOfText
		switch path.Ext(tt.file) {
		case ".go":
			read = wordsOfGo
		case ".json":
			read = wordsOfTranslation
		}
		found, err := read(tt.file, []byte(tt.src))
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		var got []string
		for _, v := range found {
			got = append(got, v.unit+" "+v.at)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}
