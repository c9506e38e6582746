package scanner

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"golang.org/x/tools/txtar"

	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
)

// TestRecordedAnswers scans a page with links to every answer of testdata/answers,
// once as that of another site and once as that of the site itself, in virtual time
// with all defaults. docs/testing.md describes the files.
func TestRecordedAnswers(t *testing.T) { // checks 57, 58
	answers := readAnswers(t, "testdata/answers")
	synctest.Test(t, func(t *testing.T) {
		archive := new(txtar.Archive)
		home := []byte("\n<title>Home</title>\n")
		for i, a := range answers {
			for _, origin := range a.origins(i) {
				archive.Files = append(archive.Files, txtar.File{Name: "host " + origin})
				archive.Files = append(archive.Files, a.sections...)
				home = fmt.Appendf(home, "<p><a href=\"%s/page\">%s</a>\n", origin, a.name)
			}
		}
		archive.Files = append([]txtar.File{{Name: "GET /", Data: home}}, archive.Files...)
		site := sitetest.NewArchive(t, archive, sitetest.InMemory())
		e, err := New(Options{Start: "http://site.test/", Subdomains: true, Resolver: site.Resolver(), Dial: site.Dial})
		if err != nil {
			t.Fatal(err)
		}
		m := newMemory()
		s, err := e.Run(t.Context(), m, nil)
		if err != nil {
			t.Fatal(err)
		}
		ledger(t, s.Progress, m)
		for i, a := range answers {
			for role, origin := range a.origins(i) {
				a.judge(t, m, role, origin+"/page")
			}
		}
	})
	t.Logf("%d answers", len(answers))
}

// recordedAnswer is an answer that a server really gave.
type recordedAnswer struct {
	file, name string
	source     string
	want       map[string]string // the verdict and the outcome that are right, by role
	sections   []txtar.File      // as package sitetest reads them
}

// The roles that a site can have.
const (
	ownSite   = "the site itself"
	otherSite = "another site"
)

// origins returns the origins that give the answer, by their role.
func (a *recordedAnswer) origins(number int) map[string]string {
	origins := make(map[string]string)
	for role := range a.want {
		origins[role] = fmt.Sprintf("http://n%d.example", number)
		if role == ownSite {
			origins[role] = fmt.Sprintf("http://n%d.site.test", number)
		}
	}
	return origins
}

// judge compares what a scan made of an answer with what is right.
func (a *recordedAnswer) judge(t *testing.T, m *memory, role, address string) {
	t.Helper()
	c, _ := m.check(address)
	if got, want := fmt.Sprintf("%s %s", c.Verdict, c.Outcome), a.want[role]; got != want {
		t.Errorf("%s, %q, at %s: got %q, want %q (%s; %s)", a.file, a.name, role, got, want, c.Reason, c.Evidence.Clue)
	}
}

// readAnswers reads all files of a folder.
func readAnswers(t *testing.T, folder string) (all []*recordedAnswer) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no archives in %s: %v", folder, err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		names := make(map[string]bool)
		for _, section := range archive.Files {
			if strings.HasPrefix(section.Name, "GET ") { // a page that the answer before leads to
				last := all[len(all)-1]
				last.sections = append(last.sections, section)
				continue
			}
			a, err := parseAnswer(section)
			if err != nil || names[section.Name] {
				t.Fatalf("%s, %q: %v, or its name is there twice", file, section.Name, err)
			}
			a.file = file
			names[a.name] = true
			all = append(all, a)
		}
	}
	return all
}

// parseAnswer reads a section: lines of what is expected, an empty line, the answer.
func parseAnswer(section txtar.File) (*recordedAnswer, error) {
	expected, message, _ := strings.Cut(string(section.Data), "\n\n")
	a := &recordedAnswer{name: section.Name, want: make(map[string]string), sections: []txtar.File{{Name: "GET /page", Data: []byte(message)}}}
	for line := range strings.Lines(expected) {
		field, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch field {
		case "source":
			a.source = value
		case "both":
			a.want[ownSite], a.want[otherSite] = value, value
		case "own":
			a.want[ownSite] = value
		case "other":
			a.want[otherSite] = value
		default:
			return nil, fmt.Errorf("line %q is none of source, both, own and other", line)
		}
	}
	if !strings.HasPrefix(a.source, "https://") {
		return nil, fmt.Errorf("no source")
	}
	if len(a.want) == 0 {
		return nil, fmt.Errorf("nothing is expected")
	}
	for _, want := range a.want {
		verdict, key, _ := strings.Cut(want, " ")
		if _, known := outcome.ParseVerdict(verdict); !known {
			return nil, fmt.Errorf("%q is no verdict", verdict)
		}
		if _, known := outcome.Lookup(outcome.Key(key)); !known {
			return nil, fmt.Errorf("%q is no outcome", key)
		}
		if strings.HasPrefix(message, "404") && verdict == "works" {
			return nil, fmt.Errorf("404 never works")
		}
	}
	return a, nil
}
