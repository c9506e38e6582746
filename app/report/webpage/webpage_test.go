package webpage

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"sitewell/app/report"
	"sitewell/app/report/reporttest"
	"sitewell/storage"
)

// brand is that of an agency.
func brand() report.Brand {
	return report.Brand{
		Name: "Agency <b>& Sons</b>", Footer: "Agency & Sons\nMill Lane 1", Accent: "#0f766e", Promise: 14, LogoType: "image/svg+xml",
		Logo: []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40" onload="document.title='owned'"><script>document.title='owned'</script><rect width="120" height="40" fill="#0f766e"/></svg>`),
	}
}

// written returns a report as a page, and its root.
func written(t *testing.T, src report.Source) (string, *html.Node) {
	t.Helper()
	var b bytes.Buffer
	if err := Write(t.Context(), &b, src); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("KEEP_PAGE") != "" {
		_ = os.WriteFile(filepath.Join(os.Getenv("KEEP_PAGE"), strings.ReplaceAll(t.Name(), "/", "-")+".html"), b.Bytes(), 0o644)
	}
	return b.String(), root
}

// elements returns those of a name.
func elements(root *html.Node, name string) (all []*html.Node) {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == name {
			all = append(all, n)
		}
	}
	return all
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// section returns the part of the page below a heading.
func section(t *testing.T, root *html.Node, id string) *html.Node {
	t.Helper()
	for _, s := range elements(root, "section") {
		if slices.ContainsFunc(elements(s, "h2"), func(h *html.Node) bool { return attribute(h, "id") == id }) {
			return s
		}
	}
	t.Fatalf("no section %s", id)
	return nil
}

func rowsOf(t *testing.T, root *html.Node, id string) int {
	t.Helper()
	n := 0
	for _, b := range elements(section(t, root, id), "tbody") {
		n += len(elements(b, "tr"))
	}
	return n
}

// No character of a site turns the direction of writing of the page around it, or is not
// seen at all, wherever on the page it is; and what may be written from right to left is in
// an element of its own. Letters that need joining to be read stay.
func TestHostileCharacters(t *testing.T) {
	const hostile = "\u202egnp.exe\u2066a\u200bb\u2060c\U000e0041d\ufeff"
	const persian = "می\u200cخواهم"
	src := reporttest.Source(40, 1)
	src.Brand = brand()
	src.Brand.Name, src.Brand.Footer = "Agency "+hostile, "Footer "+hostile
	src.Site.Name, src.Site.Client = "Site "+hostile, "Client "+hostile+persian
	src.Scan.Start = "https://bakery.example/" + hostile
	src.Settings = []report.Fact{{Name: "Setting " + hostile, Value: "Value " + hostile}}
	for i := range src.Fixes {
		src.Fixes[i].Do, src.Fixes[i].Why, src.Fixes[i].Example = "Do "+hostile, "Why "+hostile, "https://bakery.example/"+hostile
		src.Fixes[i].Work = report.Work{Owner: "Owner " + hostile, Note: "Note " + hostile, Due: hostile}
	}
	text, root := written(t, src)
	if n := strings.Count(text, "Found by: Script"); n == 0 || n >= 40 {
		t.Errorf("%d links are said to be found by a script", n)
	}
	for _, r := range hostile {
		if r > unicode.MaxASCII && strings.ContainsRune(text, r) {
			i := strings.IndexRune(text, r)
			t.Errorf("the page contains %U: %q", r, text[max(i-60, 0):i+20])
		}
	}
	if !strings.Contains(text, persian) {
		t.Error("the page lacks letters that are joined")
	}
	for _, b := range elements(root, "p") {
		if own := ownText(b); strings.Contains(own, "gnp.exe") {
			t.Errorf("not in an element of its own: %q", own)
		}
	}
}

// ownText is the text of an element without that of the elements in it.
func ownText(n *html.Node) string {
	var b strings.Builder
	for c := range n.ChildNodes() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// What a scanned site says stays text: the page has our script and style sheet only, no
// attribute that runs anything, and no link but to web pages and places on the page.
func TestNothingOfASiteRuns(t *testing.T) {
	src := reporttest.Source(40, 1)
	src.Brand = brand()
	text, root := written(t, src)
	for name, want := range map[string]int{"script": 1, "style": 1, "img": 1, "b": -1, "iframe": 0, "object": 0, "link": 0, "form": 0, "base": 0} {
		if got := len(elements(root, name)); want >= 0 && got != want {
			t.Errorf("%d elements %s, want %d", got, name, want)
		}
	}
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
			if a.Key == "href" && !strings.HasPrefix(a.Val, "https://") && !strings.HasPrefix(a.Val, "#") {
				t.Errorf("a link to %q", a.Val)
			}
			if a.Key == "src" && !strings.HasPrefix(a.Val, "data:image/") {
				t.Errorf("a source %q", a.Val)
			}
		}
	}
	for _, a := range elements(root, "a") {
		if strings.HasPrefix(attribute(a, "href"), "http") && attribute(a, "rel") != "noopener noreferrer" {
			t.Errorf("the link to %s has rel %q", attribute(a, "href"), attribute(a, "rel"))
		}
	}
	for _, m := range elements(root, "meta") {
		if attribute(m, "http-equiv") == "Content-Security-Policy" {
			if policy := attribute(m, "content"); !strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-") || strings.Contains(policy, "unsafe") {
				t.Errorf("policy %q", policy)
			}
		}
	}
	if strings.ContainsAny(text, "\u202e\u2028") {
		t.Error("the page has characters that turn the direction of writing, or end a line of a script")
	}
}

// All tables have heads with a scope, headings go down by one level, ids are there once,
// and links within the page lead somewhere.
func TestPageIsAccessible(t *testing.T) {
	src := reporttest.Source(40, 4)
	src.Brand = brand()
	_, root := written(t, src)
	level, ids := 0, map[string]bool{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if id := attribute(n, "id"); id != "" {
			if ids[id] {
				t.Errorf("two elements have the id %s", id)
			}
			ids[id] = true
		}
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			next := int(n.Data[1] - '0')
			if next > level+1 {
				t.Errorf("a heading of level %d follows one of level %d", next, level)
			}
			level = next
		}
		if n.Data == "th" && attribute(n, "scope") != "col" {
			t.Errorf("the heading %q has no scope", textOf(n))
		}
		if n.Data == "img" && attribute(n, "alt") == "" {
			t.Error("the logo has no text")
		}
	}
	for _, a := range elements(root, "a") {
		if id, within := strings.CutPrefix(attribute(a, "href"), "#"); within && !ids[id] {
			t.Errorf("a link leads to #%s, which is not there", id)
		}
	}
	if svg := elements(root, "svg"); len(svg) != 1 || attribute(svg[0], "role") != "img" || attribute(svg[0], "aria-label") == "" {
		t.Error("the chart has no words")
	}
	if lang := attribute(elements(root, "html")[0], "lang"); lang != "en" {
		t.Errorf("language %q", lang)
	}
}

// The numbers of the page are those of the digest, and what is left out is said.
func TestNumbersMatchTheDigest(t *testing.T) {
	for _, n := range []int{40, maxProblems + 7} {
		src := reporttest.Source(n, 2)
		src.Brand.Promise = 14
		d, err := src.Digest(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		text, root := written(t, src)
		if got, want := rowsOf(t, root, "problems"), min(n, maxProblems); got != want {
			t.Errorf("%d problems listed, want %d", got, want)
		}
		if got, want := rowsOf(t, root, "fixes"), min(len(src.Fixes), maxFixes); got != want {
			t.Errorf("%d fixes listed, want %d", got, want)
		}
		if left := strings.Contains(text, "7 more rows are left out"); left != (n > maxProblems) {
			t.Errorf("of %d problems, the page says that 7 are left out: %v", n, left)
		}
		all := textOf(root)
		for _, want := range []string{d.Verdict, d.Since, d.Promise, "Problems (" + report.Number(d.Counts.Problems()) + ")"} {
			if want == "" || !strings.Contains(all, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
		tiles := map[string]int{"broken": d.Counts.Broken, "warning": d.Counts.Warning, "cant-verify": d.Counts.Cant, "works": d.Counts.Works}
		for _, li := range elements(root, "li") {
			verdict := strings.TrimPrefix(attribute(li, "class"), "v-")
			if want, tile := tiles[verdict]; tile {
				if got := textOf(elements(li, "b")[0]); got != report.Number(want) {
					t.Errorf("%s: %s, want %d", verdict, got, want)
				}
				delete(tiles, verdict)
			}
		}
		if len(tiles) > 0 {
			t.Errorf("no numbers of %v", tiles)
		}
		sum := 0
		for _, b := range elements(section(t, root, "codes"), "td") {
			if v := attribute(b, "data-v"); v != "" {
				k, err := strconv.Atoi(v)
				if err != nil {
					t.Fatal(err)
				}
				sum += k
			}
		}
		if sum != n {
			t.Errorf("the outcomes have %d problems, want %d", sum, n)
		}
	}
}

// A report for an audience has its problems only, and one of a scan without problems
// says so.
func TestAudienceAndNothing(t *testing.T) {
	text, root := written(t, reporttest.Source(40, 4).Narrow(func(f report.Fix) bool { return f.Problems[0] == 5 }))
	if !strings.Contains(text, "This report lists 4 of 40 problems") {
		t.Error("a report for an audience does not say that it lists a part")
	}
	if rowsOf(t, root, "problems") != 4 || rowsOf(t, root, "fixes") != 1 {
		t.Errorf("%d problems and %d fixes, want 4 and 1", rowsOf(t, root, "problems"), rowsOf(t, root, "fixes"))
	}
	src := reporttest.Source(40, 4).Narrow(func(report.Fix) bool { return false })
	src.Changes, src.Past = nil, nil
	text, root = written(t, src)
	if len(elements(root, "table")) != 0 || !strings.Contains(text, "Nothing to fix was found.") {
		t.Error("a report without problems does not say so")
	}
}

// The brand's colour can be read in light and in dark, whatever it is.
func TestAccentCanBeRead(t *testing.T) {
	for _, accent := range []string{"", "#ffff00", "#000000", "#ffffff", "#0f766e", "red; } body { display: none"} {
		src := reporttest.Source(8, 4)
		src.Brand.Accent = accent
		text, _ := written(t, src)
		if strings.Contains(text, "body { display: none") {
			t.Error("a colour became a style sheet")
		}
		if strings.Contains(text, "--accent-light: #ffff00") || strings.Contains(text, "--accent-dark: #000000") {
			t.Errorf("%s is used as it is", accent)
		}
	}
}

// A page of 20,000 problems takes a moment only.
func BenchmarkWrite(b *testing.B) {
	src := reporttest.Source(20_000, 3)
	for b.Loop() {
		var out bytes.Buffer
		if err := Write(b.Context(), &out, src); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(out.Len()), "bytes")
	}
}

// The page on which a problem was found links to where it is edited, if that is a web
// address.
func TestPageLinksEditors(t *testing.T) {
	src := reporttest.Source(8, 4)
	for address, want := range map[string]bool{"https://bakery.example/wp-admin/post.php?post=7&action=edit": true, "javascript:alert(1)": false} {
		src.EditAddresses = func(_ context.Context, pages map[storage.URLID]string) (map[storage.URLID]string, error) {
			edit := make(map[storage.URLID]string)
			for id := range pages {
				edit[id] = address
			}
			return edit, nil
		}
		var page bytes.Buffer
		if err := Write(t.Context(), &page, src); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(page.String(), ">Edit this page</a>"); got != want {
			t.Errorf("%s: a link to the editor: %v, want %v", address, got, want)
		}
	}
}
