package extract

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// check 30. The style sheet is http://example.com/css/main.css.
func TestCSS(t *testing.T) {
	tests := []struct{ name, css, want string }{
		{"url in all quotings", `a{background:url(a.png)} b{background:url( 'b.png' )} c{background:URL("c.png")}`, `
			css[url] http://example.com/css/a.png image 1
			css[url] http://example.com/css/b.png image 1
			css[url] http://example.com/css/c.png image 1`},
		{"relative to the style sheet", `a{b:url(../a.png)} c{d:url(/e.png)} f{g:url(//h.example/i)}`, `
			css[url] http://example.com/a.png image 1
			css[url] http://example.com/e.png image 1
			css[url] http://h.example/i image 1`},
		{"imports", "@import 'a.css';\n@IMPORT url(b.css) screen;@import url(\"c.css\") layer(x) supports(background: url(no.png));\n@import/**/\"d.css\"", `
			css[import] http://example.com/css/a.css style 1
			css[import] http://example.com/css/b.css style 2
			css[import] http://example.com/css/c.css style 2
			css[url] http://example.com/css/no.png image 2
			css[import] http://example.com/css/d.css style 3`},
		{"fonts", "@font-face {\n src: url(a.eot?#iefix) format('x'), url(b.woff2) }\n p { background: url(c.png) }", `
			css[url] http://example.com/css/b.woff2 font 2
			css[url] http://example.com/css/c.png image 3`},
		{"check 112: an import after a rule does not count", "@charset 'x'; @layer a, b;\n@import 'a.css';\n@layer c;@import 'b.css';p{}\n@import 'no.css'; @import url(no2.css); q{background:url(d.png)}", `
			css[import] http://example.com/css/a.css style 2
			css[import] http://example.com/css/b.css style 3
			css[url] http://example.com/css/d.png image 4`},
		{"check 112: nor does one after another rule, or within one", "@namespace url(x); @import 'no.css'; @media print { @import 'no.css'; }", ``},
		{"check 112: fonts of old formats", "@font-face { src: url(A.EOT); src: url('a.eot?#iefix') format('embedded-opentype'), url(a.svg#b) format('svg'), url(a.ttf) } p { background: url(c.svg) }", `
			css[url] http://example.com/css/a.ttf font 1
			css[url] http://example.com/css/c.svg image 1`},
		{"fonts within a condition", `@media print { @font-face { src: url(a.ttf) } p { background: url(b.png) } }`, `
			css[url] http://example.com/css/a.ttf font 1
			css[url] http://example.com/css/b.png image 1`},
		{"image-set", `a{b:image-set("a.png" 1x, url(b.png) 2x, "c.avif" type("image/avif"))} d{e:-webkit-image-set(url(e.png) 1x)}`, `
			css[url] http://example.com/css/a.png image 1
			css[url] http://example.com/css/b.png image 1
			css[url] http://example.com/css/c.avif image 1
			css[url] http://example.com/css/e.png image 1`},
		{"escapes", `a{b:url(a\)b\20 c.png)} d{e:url("\66oo\.png")} f{g:\75rl("h.png")} i{j:url("k\
l.png")}`, `
			css[url] http://example.com/css/a)b%20c.png image 1
			css[url] http://example.com/css/foo.png image 1
			css[url] http://example.com/css/h.png image 1
			css[url] http://example.com/css/kl.png image 1`},
		{"quotes and backslashes at the end", `a{b:url("c\\")} d{e:url('f\'')} g{h:url("")}i{j:url(")}`, `
			css[url] http://example.com/css/c/ image 1
			css[url] http://example.com/css/f' image 1
			css[url] http://example.com/css/)%7D image 1`},
		{"a semicolon and a brace within an address", `a{b:url(data:image/png;base64,AAAA);c:url("}.png")}`, `
			css[url] data:image/png;base64,AAAA other 1
			css[url] http://example.com/css/%7D.png image 1`},
		{"comments and strings hold no addresses", `/* url(a) */ b{content:"url(c)"} d{e:'\'url(f)'} /* url(g)`, ``},
		{"what is no address", `@namespace url(http://www.w3.org/1999/xhtml); @namespace x "y"; @charset "utf-8"; a[href="b"]{filter:url(#f)} b{c:url()} d{e:url("")}`, ``},
		{"bad urls", `a{b:url(c d)} e{f:url(g"h)} i{j:url("k" "l")} i{j:url(k.png)}`, `css[url] http://example.com/css/k.png image 1`},
		{"a string that a line ends", "a{b:url(\"c\nd\")} e{f:url(g.png)}", `css[url] http://example.com/css/g.png image 2`},
		{"an end in the middle", `a{b:url(c.png`, `css[url] http://example.com/css/c.png image 1`},
		{"an end within quotes", `a{b:url("c.png`, `css[url] http://example.com/css/c.png image 1`},
		{"an end behind an escaped quote", `a{b:url("c\"`, `css[url] http://example.com/css/c%22 image 1`},
		{"an escaped quote before modifiers", `a{b:url("c\"d" x())}`, `css[url] http://example.com/css/c%22d image 1`},
		{"modifiers", `a{b:url("c.png" crossorigin(anonymous))} d{e:src("f.png")}`, `
			css[url] http://example.com/css/c.png image 1
			css[url] http://example.com/css/f.png image 1`},
		{"a nul byte", "a{b:url(c.png)}\x00d{e:url(f.png)}", `
			css[url] http://example.com/css/c.png image 1
			css[url] http://example.com/css/f.png image 1`},
		{"html comment marks", "<!-- a{b:url(c.png)} -->", `css[url] http://example.com/css/c.png image 1`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			links, _ := CSS([]byte(tt.css), at(t, "http://example.com/css/main.css"), "text/css")
			for _, l := range links {
				s := l.Element + " " + l.URL
				if l.Fragment != "" {
					s += "#" + l.Fragment
				}
				got = append(got, fmt.Sprintf("%s %s %d", s, l.Kind, l.Line))
			}
			if diff := cmp.Diff(lines(tt.want), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// checks 30, 38: byte order mark, header, @charset, UTF-8.
func TestCSSCharset(t *testing.T) {
	tests := []struct{ name, css, contentType string }{
		{"utf-8", "a{b:url(ü)}", "text/css"},
		{"header", "a{b:url(\xfc)}", "text/css; charset=iso-8859-1"},
		{"@charset", "@charset \"windows-1252\";a{b:url(\xfc)}", ""},
		{"byte order mark", "\xef\xbb\xbfa{b:url(ü)}", "text/css; charset=iso-8859-1"},
		{"utf-16", "\xfe\xff\x00a\x00{\x00b\x00:\x00u\x00r\x00l\x00(\x00\xfc\x00)\x00}", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			links, _ := CSS([]byte(tt.css), at(t, "http://example.com/"), tt.contentType)
			if diff := cmp.Diff([]string{"css[url] http://example.com/%C3%BC"}, briefs(links)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
