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

// shopPage has the mixture of a shop: styles and programs inline, icons, source
// sets, and attributes that say nothing.
func shopPage() []byte {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><html lang="en-US" prefix="og: https://ogp.me/ns#"><head><meta charset="UTF-8"><meta name="viewport" content="width=device-width"><title>Shop &#8211; Things</title><meta property="og:image" content="https://example.com/wp-content/uploads/a.jpg">`)
	for i := range 12 {
		fmt.Fprintf(&b, "<link rel='stylesheet' id='s%d-css' href='https://example.com/wp-content/plugins/x%d/style.css?ver=6.4.%d' type='text/css' media='all' />\n", i, i, i)
	}
	b.WriteString("<style id='inline-css'>")
	for i := range 300 {
		fmt.Fprintf(&b, ".wp-block-%d{color:var(--x-%d);padding:calc(1.25em + 2px) 2.5em;background:linear-gradient(135deg,rgb(6,147,227) 0%%,rgb(155,81,224) 100%%)}", i, i)
	}
	b.WriteString("</style>")
	for i := range 8 {
		b.WriteString("<script>")
		for j := range 120 {
			fmt.Fprintf(&b, `window._q%d=window._q%d||[];function f%d(e,t){for(var n=0;n<e.length&&e[n]!==t;n++);return n<e.length?{id:"%d",v:e[n]}:null}`, i, i, j, j)
		}
		b.WriteString("</script>\n")
	}
	b.WriteString(`</head><body class="home page-template page wp-custom-logo elementor-default"><header id="masthead" class="site-header"><nav>`)
	for i := range 60 {
		fmt.Fprintf(&b, `<li id="menu-item-%d" class="menu-item menu-item-type-post_type menu-item-object-page menu-item-%d"><a href="https://example.com/category/sub-%d/" class="menu-link" data-toggle="x" aria-haspopup="true"><svg class="icon" width="18" height="18" viewBox="0 0 18 18" fill="none" xmlns="http://www.w3.org/2000/svg"><path d="M9.5 3.25a.75.75 0 1 1 1.5 0v5.5h5.5a.75.75 0 0 1 0 1.5H11v5.5a.75.75 0 0 1-1.5 0v-5.5H4a.75.75 0 0 1 0-1.5h5.5v-5.5Z" fill="currentColor"/></svg><span class="menu-text">Item %d</span></a></li>`+"\n", i, i, i, i)
	}
	b.WriteString("</nav></header><main>")
	for i := range 40 {
		fmt.Fprintf(&b, `<div class="product-card grid-item col-12 col-md-4 js-product" data-product-id="%d" data-json='{"id":%d,"price":"19.99","tags":["a","b"]}' style="--i:%d;order:%d"><a href="/product/thing-%d/?ref=home&amp;pos=%d" class="woocommerce-LoopProduct-link" title="Thing %d"><img width="300" height="300" loading="lazy" decoding="async" src="https://example.com/wp-content/uploads/2024/01/thing-%d-300x300.jpg" class="attachment size" alt="Thing &#8220;%d&#8221;" srcset="https://example.com/wp-content/uploads/2024/01/thing-%d-300x300.jpg 300w, https://example.com/wp-content/uploads/2024/01/thing-%d-600x600.jpg 600w, https://example.com/wp-content/uploads/2024/01/thing-%d.jpg 1200w" sizes="(max-width: 300px) 100vw, 300px"></a><h2 class="title">Thing %d &amp; more</h2><p>It&rsquo;s a very good thing, that one; people like it a lot, and say so.</p><button type="button" class="btn btn-primary" aria-label="Add to cart" onclick="add(%d)">Add</button></div>`+"\n", i, i, i, i, i, i, i, i, i, i, i, i, i, i)
	}
	b.WriteString(`</main><footer class="site-footer"><a href="/imprint/">Imprint</a></footer><script type="application/json">{"a":1}</script></body></html>`)
	return []byte(b.String())
}

// BenchmarkShop reads a page like that.
func BenchmarkShop(b *testing.B) {
	page := shopPage()
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	var r Reader
	base := at(b, "https://example.com/")
	for b.Loop() {
		r.HTML(page, base, "text/html; charset=UTF-8")
	}
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
