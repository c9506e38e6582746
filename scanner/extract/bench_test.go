package extract

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// corpus is a set of pages to measure with: Debian's python3-doc where it is
// installed, a made page otherwise.
func corpus(b *testing.B) (pages [][]byte, size int64) {
	b.Helper()
	const dir = "/usr/share/doc/python3-doc/html/library"
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".html" {
			return err
		}
		page, err := os.ReadFile(path)
		pages = append(pages, page)
		size += int64(len(page))
		return err
	})
	if err != nil || len(pages) == 0 {
		page := madePage(400)
		b.Logf("no python3-doc here (%v), measuring with a made page of %d bytes", err, len(page))
		return [][]byte{page}, int64(len(page))
	}
	return pages, size
}

// madePage has the mixture of a page of documentation.
func madePage(sections int) []byte {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Made</title>` +
		`<link rel="stylesheet" href="/style.css"></head><body><nav class="menu" id="menu">`)
	for i := range 40 {
		fmt.Fprintf(&b, `<li><a class="reference internal" href="../part/%d.html">Part %d</a></li>`+"\n", i, i)
	}
	b.WriteString(`</nav><main>`)
	for i := range sections {
		fmt.Fprintf(&b, `<section id="s%d"><h2>Section %d<a class="headerlink" href="#s%d" title="Link to this">¶</a></h2>`+"\n", i, i, i)
		fmt.Fprintf(&b, `<p>Some words of <em class="x">prose</em> with <a href="other%d.html#a%d">a link</a>, and what follows it &mdash; more of the same, to the end of the line.</p>`+"\n", i%60, i)
		b.WriteString(`<pre><span class="n">code</span> <span class="o">=</span> <span class="mi">1</span></pre></section>`)
	}
	b.WriteString(`</main><footer><a href="/imprint">Imprint</a></footer></body></html>`)
	return []byte(b.String())
}

// floor is what reading is measured against: golang.org/x/net/html's tokenizer
// and a count of the hrefs.
func floor(page []byte) (n int) {
	z := html.NewTokenizer(bytes.NewReader(page))
	for tt := z.Next(); tt != html.ErrorToken; tt = z.Next() {
		if tt != html.StartTagToken {
			continue
		}
		name, more := z.TagName()
		if string(name) != "a" {
			continue
		}
		for more {
			var key []byte
			if key, _, more = z.TagAttr(); string(key) == "href" {
				n++
			}
		}
	}
	return n
}

func BenchmarkFloor(b *testing.B) {
	pages, size := corpus(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, page := range pages {
			floor(page)
		}
	}
}

// BenchmarkHTML is everything that is read of the same pages, addresses
// resolved.
func BenchmarkHTML(b *testing.B) {
	pages, size := corpus(b)
	base := at(b, "http://example.com/library/page.html")
	var r Reader
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, page := range pages {
			r.HTML(page, base, "text/html")
		}
	}
}

// BenchmarkRatio runs both page by page in turns, so that whatever else the
// machine does weighs on both, and reports how many times the floor's time
// reading takes.
func BenchmarkRatio(b *testing.B) {
	pages, _ := corpus(b)
	base := at(b, "http://example.com/library/page.html")
	var r Reader
	var bare, whole time.Duration
	for b.Loop() {
		for _, page := range pages {
			t0 := time.Now()
			floor(page)
			t1 := time.Now()
			r.HTML(page, base, "text/html")
			bare += t1.Sub(t0)
			whole += time.Since(t1)
		}
	}
	b.ReportMetric(float64(whole)/float64(bare), "x-floor")
}

// BenchmarkCSS reads a style sheet with an address in every tenth rule.
func BenchmarkCSS(b *testing.B) {
	var s strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&s, "/* rule %d */\n.part-%d > a:hover, #x%d { margin: 0 1px %dem; color: #%06x }\n", i, i, i, i, i)
		if i%10 == 0 {
			fmt.Fprintf(&s, ".icon-%d { background: url(\"../img/%d.png\") no-repeat }\n", i, i)
		}
	}
	body := []byte(s.String())
	base := at(b, "http://example.com/css/main.css")
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		CSS(body, base, "text/css")
	}
}
