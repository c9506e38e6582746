// Package hostile is a website on which everything goes wrong that can go wrong
// on the web, with the expected result of each. Its tables and responses are
// in scanner/testdata/hostile. It is for tests only, and must not know the
// scanner, which would have to import itself to be tested.
package hostile

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
)

// Behaviour is a line of the tables in testdata/hostile: something that a
// server, a network or a page does, and what a scan must make of it.
//
//	checks  by  address  verdict  outcome  what happens
//
// checks are lines of the list of what every scan must get right; "~" before
// them leaves the line to the run in virtual time, since it takes long. by is the
// element that links to the address: the file's own page gets one; "-" where
// a page of the archive does, or nothing has to. An address that begins with
// "/" is one of https://site.test. The outcome is followed by the status where
// that is another ("tls-expired/200"). The verdict "absent" means that the
// scan must not have such an address.
type Behaviour struct {
	File, Checks, By, Address, Verdict, Outcome, What string
}

func (b Behaviour) Want() string { return b.Verdict + " " + b.Outcome }

// Site is what the files of a folder describe.
type Site struct {
	Archive    *txtar.Archive
	Behaviours []Behaviour
}

// Start is where its scan begins.
const Start = "https://site.test/"

// Read puts all files of a folder together: their origins, their tables, a page for
// each file that links to what its table names, and a first page that links to
// these.
func Read(t testing.TB, folder string, hurried bool) Site {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.txtar"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no archives in %s: %v", folder, err)
	}
	h := Site{Archive: new(txtar.Archive)}
	home := []byte("\n<title>Hostile</title><h1>Everything that goes wrong</h1>\n")
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file := strings.TrimSuffix(filepath.Base(name), ".txtar")
		if len(archive.Files) == 0 || archive.Files[0].Name != "expect" {
			t.Fatalf("%s does not begin with its table", name)
		}
		behaviours, err := readBehaviours(file, archive.Files[0].Data)
		if err != nil {
			t.Fatal(err)
		}
		if hurried {
			behaviours = slices.DeleteFunc(behaviours, func(b Behaviour) bool { return b.Checks[0] == '~' })
		}
		h.Behaviours = append(h.Behaviours, behaviours...)
		h.Archive.Files = append(h.Archive.Files, archive.Files[1:]...)
		h.add("/"+file, linkPage(file, behaviours))
		home = fmt.Appendf(home, "<p><a href=/%s>%s</a>\n", file, file)
	}
	h.add("/", home)
	return h
}

// add adds a page to the first origin.
func (h *Site) add(path string, page []byte) {
	h.Archive.Files = append(h.Archive.Files,
		txtar.File{Name: "host https://site.test"}, txtar.File{Name: "GET " + path, Data: page})
	address := strings.TrimSuffix(Start, "/") + path
	for _, b := range h.Behaviours {
		if b.Address == address {
			return // the table says what becomes of it
		}
	}
	h.Behaviours = append(h.Behaviours, Behaviour{"", "", "-", address, "works", "200", "a page of links"})
}

func readBehaviours(file string, table []byte) ([]Behaviour, error) {
	var behaviours []Behaviour
	for line := range strings.Lines(string(table)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Fields(line)
		if len(f) < 6 {
			return nil, fmt.Errorf("%s: %q has less than six columns", file, line)
		}
		b := Behaviour{file, f[0], f[1], f[2], f[3], f[4], strings.Join(f[5:], " ")}
		if strings.HasPrefix(b.Address, "/") {
			b.Address = strings.TrimSuffix(Start, "/") + b.Address
		}
		if _, known := outcome.ParseVerdict(b.Verdict); !known && b.Verdict != "absent" {
			return nil, fmt.Errorf("%s: %q is no verdict", file, b.Verdict)
		}
		if !slices.ContainsFunc(behaviours, func(other Behaviour) bool { return other.Address == b.Address }) {
			behaviours = append(behaviours, b)
			continue
		}
		return nil, fmt.Errorf("%s: %s stands there twice", file, b.Address)
	}
	return behaviours, nil
}

// linkPage is a page that links to what a table names.
func linkPage(file string, behaviours []Behaviour) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "\n<title>%s</title><h1>What goes wrong: %s</h1>\n", file, file)
	for _, l := range behaviours {
		address, what := html.EscapeString(l.Address), html.EscapeString(l.What)
		switch l.By {
		case "-":
		case "a":
			fmt.Fprintf(&b, "<p><a href=\"%s\">%s</a>\n", address, what)
		case "img":
			fmt.Fprintf(&b, "<p><img src=\"%s\" alt=\"%s\">\n", address, what)
		case "css":
			fmt.Fprintf(&b, "<link rel=stylesheet href=\"%s\">\n", address)
		case "script":
			fmt.Fprintf(&b, "<script src=\"%s\"></script>\n", address)
		case "iframe":
			fmt.Fprintf(&b, "<iframe src=\"%s\"></iframe>\n", address)
		case "form":
			fmt.Fprintf(&b, "<form action=\"%s\"><input name=q></form>\n", address)
		default:
			panic("nothing links by " + l.By)
		}
	}
	return b.Bytes()
}

// Serve begins to answer. Statuses that need nothing but their number come
// from handlers, by path.
func (h Site) Serve(t testing.TB, options ...sitetest.Option) *sitetest.Site {
	site := sitetest.NewArchive(t, h.Archive, options...)
	for _, origin := range []string{"http://status.site.test", "http://status.example"} {
		site.Handle(origin, http.HandlerFunc(answerStatus))
	}
	return site
}

// answerStatus answers /404 with 404.
func answerStatus(w http.ResponseWriter, r *http.Request) {
	status, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/"))
	if err != nil || status < 200 {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(status)
	if status != http.StatusNoContent && status != http.StatusNotModified {
		fmt.Fprintf(w, "<title>%d</title><p>This is what %d looks like.", status, status)
	}
}
