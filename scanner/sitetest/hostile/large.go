package hostile

import (
	"bufio"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Large is a site whose every page and file is as large as a scan reads, and
// full of what takes memory: new links, addresses in one attribute, texts, ids,
// nested elements, site maps without end. Each answer follows from its address
// alone and is sent as it is made, so that serving it takes no memory. What its
// pages link to, apart from one another, is below /new/.
type Large struct {
	// Size is about how many bytes a page has. A site map has three times as many.
	Size int
	// Pages is how many pages there are of new links alone.
	Pages int
	// Only names the other pages that the home page links to, and "maps" for the
	// site maps that robots.txt names. nil is all of them.
	Only []string
}

// has reports whether the site has a page besides those of new links.
func (l Large) has(name string) bool { return l.Only == nil || slices.Contains(l.Only, name) }

// largePages are the pages besides those of new links: the text before the
// repeated part, that part, and the text after it. "%d" is a different number in
// each.
var largePages = map[string][3]string{
	"anchors":   {"", "<a href=x>", ""},
	"base":      {"<base href='/new/" + strings.Repeat("b", 60_000) + "/'>", "<a href=%d>x</a>", ""},
	"srcset":    {"<img alt=x srcset='", "/new/s%d 1x,", "'>"},
	"maps":      {"", "<img alt=x usemap='#m%d'>", ""},
	"style":     {"<style>", "a{b:url(/new/u%d)}", "</style>"},
	"fragments": {"", "<a href=/large/ids#f%d>x</a>", ""},
	"ids":       {"", "<p id=i%d>", ""},
	"address":   {"<a href='/", "x", "'>x</a>"},
	"data":      {"<img alt=x src='data:image/png;base64,", "AAAA", "'>"},
	"text":      {"<a href=/>", "x", "</a>"},
	"elements":  {"<a href=/>", "<b>x</b>", "</a>"},
	"alt":       {"<a href=/><img src=/new/i alt='", "x &amp; ", "'></a>"},
	"title":     {"<title>", "x &amp; ", "</title>"},
	"robots":    {"<meta name=robots content='", "x ", "'>"},
	"nesting":   {"", "<div><svg><template>", ""},
	"srcdoc":    {"<iframe srcdoc='", "&lt;a href=/new/d%d&gt;", "'></iframe>"},
	"imports":   {"<script type=importmap>{\"imports\":{\"a\":[", "[],", "[]]}}</script>"},
	"encoding":  {"<meta charset=windows-1252>", "\xfc\xfc", ""},
}

// ServeHTTP answers.
func (l Large) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, _ := strings.CutPrefix(r.URL.Path, "/large/")
	out := bufio.NewWriter(w)
	defer out.Flush()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	parts, known := largePages[name]
	switch number, err := strconv.Atoi(name); {
	case r.URL.Path == "/":
		l.home(out)
	case r.URL.Path == "/robots.txt":
		w.Header().Set("Content-Type", "text/plain")
		if !l.has("maps") {
			return
		}
		fmt.Fprint(out, "Sitemap: /maps/large.xml\nSitemap: /maps/index.xml\n")
		repeat(out, min(l.Size, 490<<10), "Sitemap: /new/m%d\n")
	case r.URL.Path == "/maps/large.xml":
		fmt.Fprint(out, `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`)
		repeat(out, 3*l.Size, "<url><loc>"+origin(r)+"/new/l%d</loc></url>\n")
	case strings.HasPrefix(r.URL.Path, "/maps/"):
		fmt.Fprint(out, `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`)
		for i := range 5 {
			fmt.Fprintf(out, "<sitemap><loc>%s/maps/%d%s</loc></sitemap>", origin(r), i, strings.TrimPrefix(r.URL.Path, "/maps"))
		}
		fmt.Fprint(out, `</sitemapindex>`)
	case known:
		if name == "encoding" {
			w.Header().Set("Content-Type", "text/html")
		}
		fmt.Fprint(out, parts[0])
		repeat(out, l.Size-len(parts[0])-len(parts[2])-100, parts[1])
		fmt.Fprint(out, parts[2])
	case err == nil && number < l.Pages:
		repeat(out, l.Size-100, "<a href=/new/"+name+"-%d>x</a>")
	default:
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(out, "<title>Not found</title><p>There is no such page.")
	}
}

// home links to all pages.
func (l Large) home(out *bufio.Writer) {
	fmt.Fprint(out, "<title>Large</title><p>Everything that is too much.")
	for i := range l.Pages {
		fmt.Fprintf(out, "<a href=/large/%d>x</a>", i)
	}
	for name := range largePages {
		if l.has(name) {
			fmt.Fprintf(out, "<a href=/large/%s>x</a>", name)
		}
	}
}

// origin is the scheme, host and port that were asked.
func origin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// repeat writes a text with a number in it until it has written size bytes, or
// nobody reads on.
func repeat(out *bufio.Writer, size int, text string) {
	before, after, numbered := strings.Cut(text, "%d")
	var line []byte
	for i := 0; size > 0; i++ {
		line = append(line[:0], before...)
		if numbered {
			line = append(strconv.AppendInt(line, int64(i), 10), after...)
		}
		n, err := out.Write(line)
		if err != nil {
			return
		}
		size -= n
	}
}
