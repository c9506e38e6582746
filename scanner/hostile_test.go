package scanner

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
	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
)

// behaviour is a line of the tables in testdata/hostile: something that a
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
type behaviour struct {
	file, checks, by, address, verdict, outcome, what string
}

func (b behaviour) want() string { return b.verdict + " " + b.outcome }

// hostile is the site that testdata/hostile describes.
type hostile struct {
	archive    *txtar.Archive
	behaviours []behaviour
}

// hostileStart is where its scan begins.
const hostileStart = "https://site.test/"

// readHostile puts all files together: their origins, their tables, a page for
// each file that links to what its table names, and a first page that links to
// these.
func readHostile(t *testing.T, hurried bool) hostile {
	t.Helper()
	names, err := filepath.Glob("testdata/hostile/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	h := hostile{archive: new(txtar.Archive)}
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
			behaviours = slices.DeleteFunc(behaviours, func(b behaviour) bool { return b.checks[0] == '~' })
		}
		h.behaviours = append(h.behaviours, behaviours...)
		h.archive.Files = append(h.archive.Files, archive.Files[1:]...)
		h.add("/"+file, linkPage(file, behaviours))
		home = fmt.Appendf(home, "<p><a href=/%s>%s</a>\n", file, file)
	}
	h.add("/", home)
	return h
}

// add adds a page to the first origin.
func (h *hostile) add(path string, page []byte) {
	h.archive.Files = append(h.archive.Files,
		txtar.File{Name: "host https://site.test"}, txtar.File{Name: "GET " + path, Data: page})
	address := strings.TrimSuffix(hostileStart, "/") + path
	for _, b := range h.behaviours {
		if b.address == address {
			return // the table says what becomes of it
		}
	}
	h.behaviours = append(h.behaviours, behaviour{"", "", "-", address, "works", "200", "a page of links"})
}

func readBehaviours(file string, table []byte) ([]behaviour, error) {
	var behaviours []behaviour
	for line := range strings.Lines(string(table)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Fields(line)
		if len(f) < 6 {
			return nil, fmt.Errorf("%s: %q has less than six columns", file, line)
		}
		b := behaviour{file, f[0], f[1], f[2], f[3], f[4], strings.Join(f[5:], " ")}
		if strings.HasPrefix(b.address, "/") {
			b.address = strings.TrimSuffix(hostileStart, "/") + b.address
		}
		if _, known := outcome.ParseVerdict(b.verdict); !known && b.verdict != "absent" {
			return nil, fmt.Errorf("%s: %q is no verdict", file, b.verdict)
		}
		if !slices.ContainsFunc(behaviours, func(other behaviour) bool { return other.address == b.address }) {
			behaviours = append(behaviours, b)
			continue
		}
		return nil, fmt.Errorf("%s: %s stands there twice", file, b.address)
	}
	return behaviours, nil
}

// linkPage is a page that links to what a table names.
func linkPage(file string, behaviours []behaviour) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "\n<title>%s</title><h1>What goes wrong: %s</h1>\n", file, file)
	for _, l := range behaviours {
		address, what := html.EscapeString(l.address), html.EscapeString(l.what)
		switch l.by {
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
			panic("nothing links by " + l.by)
		}
	}
	return b.Bytes()
}

// serve begins to answer. Statuses that need nothing but their number come
// from handlers, by path.
func (h hostile) serve(t *testing.T, options ...sitetest.Option) *sitetest.Site {
	site := sitetest.NewArchive(t, h.archive, options...)
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

// judge compares what a scan found with the tables, line by line and address
// by address: what the tables do not name must not be there.
func (h hostile) judge(t *testing.T, m *memory) {
	t.Helper()
	got := make(map[string]string)
	for _, a := range m.addresses {
		line := "waiting -"
		if c, done := m.checks[a.ID]; done {
			line = fmt.Sprintf("%s %s", c.Verdict, told(c))
		}
		got[a.URL] = line
	}
	wrong := 0
	for _, b := range h.behaviours {
		given, there := got[b.address]
		if !there {
			given = "absent -"
		}
		delete(got, b.address)
		mark := "ok   "
		if given != b.want() {
			wrong++
			mark = "WRONG"
			c, _ := m.check(b.address)
			t.Errorf("%s: check %s, %s: %s\n\twant %s\n\tgot  %s (%s; %s)", b.file, b.checks, b.what, b.address, b.want(), given, c.Reason, c.Evidence.Detail)
		}
		t.Logf("%s %-8s %-58.58s %-38s %s", mark, b.checks, strings.TrimPrefix(b.address, "https://site.test"), given, b.what)
	}
	for address, line := range got {
		t.Errorf("%s: %s, which no table names", address, line)
	}
	t.Logf("%d behaviours, %d wrong", len(h.behaviours), wrong)
}

// told writes an outcome, and the status behind it where that is another.
func told(c result.Check) string {
	if c.Status == 0 || outcome.FromStatus(c.Status) == c.Outcome {
		return string(c.Outcome)
	}
	return fmt.Sprintf("%s/%d", c.Outcome, c.Status)
}
