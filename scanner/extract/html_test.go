package extract

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

const page = "http://example.com/dir/page.html?q=1"

func at(t testing.TB, s string) weburl.URL {
	t.Helper()
	u, err := weburl.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// brief says what matters of a link: "a[href] http://example.com/x#y".
func brief(l result.Link) string {
	s := l.Element + " " + l.URL
	if l.Fragment != "" {
		s += "#" + l.Fragment
	}
	if l.Outcome != "" {
		s += " (" + string(l.Outcome) + ")"
	}
	return s
}

func briefs(links []result.Link) []string {
	var got []string
	for _, l := range links {
		got = append(got, brief(l))
	}
	return got
}

// TestLinks: HTML in, links out. The page is http://example.com/dir/page.html?q=1.
func TestLinks(t *testing.T) {
	tests := []struct {
		name string // with the numbers of checks.md
		html string
		want []string
	}{
		{"check 2: outer white space goes, inner line breaks too", "<a href=' \n/a\n/b '>", []string{"a[href] http://example.com/a/b"}},
		{"check 11: query only", `<a href="?x=2">`, []string{"a[href] http://example.com/dir/page.html?x=2"}},
		{"check 11: fragment only", `<a href="#f">`, []string{"a[href] http://example.com/dir/page.html?q=1#f"}},
		{"check 11: without scheme", `<a href="//other.example/x">`, []string{"a[href] http://other.example/x"}},
		{"check 11: empty href", `<a href="">x</a><a href>y</a><img src=""><area href=" ">`, []string{
			"a[href] http://example.com/dir/page.html?q=1", "a[href] http://example.com/dir/page.html?q=1",
			"img[src]  (address-empty)", "area[href] http://example.com/dir/page.html?q=1",
		}},
		{"check 14: user info is dropped", `<a href="http://u:p@example.com/x">`, []string{"a[href] http://example.com/x"}},
		{"check 16: port out of range", `<a href="http://example.com:65536/">`, []string{"a[href] http://example.com:65536/ (address-malformed)"}},
		{"checks 17, 18: data is cut", `<img src="data:image/png;base64,` + strings.Repeat("A", 1<<20) + `">`, []string{
			"img[src] data:image/png;base64," + strings.Repeat("A", 42) + "…640745e272e10df0 (unsupported-scheme)",
		}},
		{
			"check 18: other schemes", `<a href="mailto:a@example.com"><a href="mailto:"><a href="tel:+49-30-1"><a href="javascript:void(0)#x">`,
			[]string{
				"a[href] mailto:a@example.com (unsupported-scheme)", "a[href] mailto: (mailto-bad)",
				"a[href] tel:+49-30-1 (unsupported-scheme)", "a[href] javascript:void(0)#x (unsupported-scheme)",
			},
		},
		{"check 18: placeholder", `<a href="{{url}}">`, []string{"a[href] {{url}} (address-placeholder)"}},
		{"check 108: braces in a fragment are text", `<a href="#{{id}}"><a href="x#a-{b}"><a href="#${c}">`, []string{
			"a[href] http://example.com/dir/page.html?q=1#{{id}}", "a[href] http://example.com/dir/x#a-{b}", "a[href] http://example.com/dir/page.html?q=1#${c}",
		}},
		{"check 109: white space before a fragment belongs to the path", `<a href="ok.html #sec"><a href="/a&#9;#b"><a href="c
#d"><a href=" #e"><a href="f?g #h">`, []string{
			"a[href] http://example.com/dir/ok.html%20#sec", "a[href] http://example.com/a#b", "a[href] http://example.com/dir/c#d",
			"a[href] http://example.com/dir/page.html?q=1#e", "a[href] http://example.com/dir/f?g%20#h",
		}},
		{"check 100: Cloudflare's mail links", `<a href="/cdn-cgi/l/email-protection#543d3a323b14312c35392438317a373b39">x</a>` +
			`<a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="2a43444c456a4f524b475a464f04494547">[email&#160;protected]</a>` +
			`<a href="/cdn-cgi/l/email-protection#2a444548454e53">no address in it</a><a href="/cdn-cgi/l/email-protection">y</a>` +
			`<a href="/cdn-cgi/l/email-protection#2a4"></a>`, []string{
			"a[href] mailto:info@example.com (unsupported-scheme)", "a[href] mailto:info@example.com (unsupported-scheme)",
			"a[href] mailto:nobody (mailto-bad)", "a[href] http://example.com/cdn-cgi/l/email-protection (unsupported-scheme)",
			"a[href] http://example.com/cdn-cgi/l/email-protection (unsupported-scheme)",
		}},
		{"check 100: what else Cloudflare answers is no page, pictures and programs are", `<a href="/cdn-cgi/trace">t</a><img src="/cdn-cgi/image/width=80/a.png">` +
			`<a href="/cdn-cgi/image/width=80/a">a</a><script src="/cdn-cgi/scripts/1/email-decode.min.js"></script><script src="/cdn-cgi/rum"></script>`, []string{
			"a[href] http://example.com/cdn-cgi/trace (unsupported-scheme)", "img[src] http://example.com/cdn-cgi/image/width=80/a.png",
			"a[href] http://example.com/cdn-cgi/image/width=80/a", "script[src] http://example.com/cdn-cgi/scripts/1/email-decode.min.js",
			"script[src] http://example.com/cdn-cgi/rum",
		}},

		{"check 20: the first base with an href", `<base target=_top><base href="/b/"><base href="/c/"><a href=x>`, []string{"a[href] http://example.com/b/x"}},
		{"check 20: a base that can't be used is none", `<base href="http://:80:80/"><a href=x>`, []string{"a[href] http://example.com/dir/x"}},
		{"check 20: base is relative to the page, not to a base", `<base href="sub/"><a href=x>`, []string{"a[href] http://example.com/dir/sub/x"}},
		{"check 20: base within a template counts for nothing", `<template><base href="/b/"></template><a href=x>`, []string{"a[href] http://example.com/dir/x"}},
		{"check 20: a fragment goes to the base's document", `<base href="/b/"><a href="#f">`, []string{"a[href] http://example.com/b/#f"}},
		{"check 21: base holds for what stands before it", `<link rel=stylesheet href=s.css><base href="/b/">`, []string{"link[href] http://example.com/b/s.css"}},

		{"check 22: srcset", `<img srcset="a.png, b.png 2x, c.png 100w">`, []string{
			"img[srcset] http://example.com/dir/a.png", "img[srcset] http://example.com/dir/b.png", "img[srcset] http://example.com/dir/c.png",
		}},
		{"check 22: commas within addresses and in data", `<img srcset="a,b.png 1x,data:image/png;base64,AAAA 2x, c.png">`, []string{
			"img[srcset] http://example.com/dir/a,b.png", "img[srcset] data:image/png;base64,AAAA (unsupported-scheme)", "img[srcset] http://example.com/dir/c.png",
		}},
		{"check 22: parentheses hide commas", `<img srcset="a.png (x,y) 1x, b.png">`, []string{"img[srcset] http://example.com/dir/b.png"}},
		{"check 112: candidates with invalid descriptors are never loaded", `<img srcset="a 1w 2h, b 1x 2w, c .5x, d 1.x, e 0w, f -1x, g 1h, h 100px, i 2X, j 1.5x">`, []string{
			"img[srcset] http://example.com/dir/a", "img[srcset] http://example.com/dir/c", "img[srcset] http://example.com/dir/j",
		}},
		{"check 112: no browser loads applets, and styles of other types", `<applet codebase=cb archive="x.jar" code=Z></applet><style type="text/less">@import "a"; p{background:url(b)}</style>` +
			`<style type="TEXT/CSS">p{background:url(c)}</style><style type="">p{background:url(d)}</style><style type="text/css; charset=x">p{background:url(e)}</style>` +
			`<svg><style type=text/x>p{background:url(f)}</style></svg><style>p{background:url(g)}</style>`, []string{
			"style[url] http://example.com/dir/c", "style[url] http://example.com/dir/d", "style[url] http://example.com/dir/g",
		}},
		{"check 111: what is there within the page is no link", `<svg><symbol id=a></symbol></svg><svg><use href="#a"/><use xlink:href="#%61"/></svg><img usemap="#m"><img usemap="x#i"><map name=m></map><map id=i></map>` +
			`<svg><linearGradient href="#gone"/></svg><p aria-labelledby=gone>`, nil},
		{"check 111: what is not there is", `<svg><symbol id=a></symbol><use href="#a"/><use href="#gone"/></svg><img src=i usemap="#m"><object usemap="#a"></object><map name=M></map>`, []string{
			"img[src] http://example.com/dir/i", "use[href] http://example.com/dir/page.html?q=1#gone", "img[usemap] http://example.com/dir/page.html?q=1#m", "object[usemap] http://example.com/dir/page.html?q=1#a",
		}},
		{"check 111: a script may bring all images for use", `<script src=s></script><svg><use href="#a"/><use href="#b"/></svg>`, []string{"script[src] http://example.com/dir/s"}},
		{"check 111: an image that is the page itself", `<img src="#"><img src=" #x"><img src="#" data-src="a.png"><img src="" data-lazy-src="b.png"><a href="#"></a>`, []string{
			"img[src] # (address-empty)", "img[src] #x (address-empty)", "img[data-src] http://example.com/dir/a.png", "img[data-lazy-src] http://example.com/dir/b.png",
			"a[href] http://example.com/dir/page.html?q=1",
		}},
		{"check 22: source in a picture", `<picture><source src=no.png srcset="a.webp 1x"><img src=a.png></picture>`, []string{
			"source[srcset] http://example.com/dir/a.webp", "img[src] http://example.com/dir/a.png",
		}},

		{"check 22: a picture without end does not hide a video's sources", `<picture><img src=a><video><source src=b>`, []string{
			"img[src] http://example.com/dir/a", "source[src] http://example.com/dir/b",
		}},

		{
			"check 23: every element", `
			<html manifest=m.appcache><body background=bg.png>
			<a href=a ping="p1 p2">x</a><map><area href=area></map>
			<img src=i longdesc=l><video src=v poster=p><source src=s><track src=t></video><audio src=au></audio>
			<embed src=e><object data=o></object><iframe src=if></iframe><input type=image src=in>
			<script src=sc></script>
			<form action=f></form><blockquote cite=b></blockquote><q cite=q></q><del cite=d></del><ins cite=n></ins>
			<table background=tb><td background=td></table>
			<link rel=preload as=image imagesrcset="is 1x">
			<script type=importmap>{"imports":{"m":"./m.js","folder/":"/f/"},"scopes":{"/s":{"n":"/n.js","o":"bare"}}}</script>`,
			[]string{
				"html[manifest] http://example.com/dir/m.appcache", "body[background] http://example.com/dir/bg.png",
				"a[href] http://example.com/dir/a", "area[href] http://example.com/dir/area",
				"img[src] http://example.com/dir/i", "img[longdesc] http://example.com/dir/l", "video[src] http://example.com/dir/v", "video[poster] http://example.com/dir/p",
				"source[src] http://example.com/dir/s", "track[src] http://example.com/dir/t", "audio[src] http://example.com/dir/au",
				"embed[src] http://example.com/dir/e", "object[data] http://example.com/dir/o", "iframe[src] http://example.com/dir/if", "input[src] http://example.com/dir/in",
				"script[src] http://example.com/dir/sc",
				"form[action] http://example.com/dir/f", "blockquote[cite] http://example.com/dir/b", "q[cite] http://example.com/dir/q", "del[cite] http://example.com/dir/d", "ins[cite] http://example.com/dir/n",
				"table[background] http://example.com/dir/tb", "td[background] http://example.com/dir/td",
				"link[imagesrcset] http://example.com/dir/is",
				"script[importmap] http://example.com/dir/m.js", "script[importmap] http://example.com/n.js",
			},
		},
		{"check 23: image is an img", `<image src=i>`, []string{"img[src] http://example.com/dir/i"}},
		{"check 23: frames", `<frameset><frame src=f><noframes><a href=no></noframes></frameset>`, []string{"frame[src] http://example.com/dir/f"}},
		{"check 23: a data block is no script", `<script type=text/template src=no><a href=no></script><script type="Text/JavaScript" src=a></script><script type=module src=b></script>`, []string{
			"script[src] http://example.com/dir/a", "script[src] http://example.com/dir/b",
		}},
		{"check 23: strings of programs are no links", `<script>var a = '<a href="x">';</script>`, nil},

		{"check 102: what scripts load late", `<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src=a.png alt=A>` +
			`<img data-lazy-src=b.png data-lazy-srcset="b2.png 2x, b3.png 3x"><img data-original=c.png><img data-lazy=d.png><picture><source data-srcset="e.png 1x"></picture>` +
			`<iframe data-src=f.html></iframe><div data-bg="g.png"></div><p data-background-image="url('h.png')"><span data-bg="url(i.png), url(j.png)">`, []string{
			"img[src] data:image/gif;base64,R0lGODlhAQABAAAAACw= (unsupported-scheme)", "img[data-src] http://example.com/dir/a.png",
			"img[data-lazy-src] http://example.com/dir/b.png", "img[data-srcset] http://example.com/dir/b2.png", "img[data-srcset] http://example.com/dir/b3.png",
			"img[data-original] http://example.com/dir/c.png", "img[data-lazy-src] http://example.com/dir/d.png", "source[data-srcset] http://example.com/dir/e.png",
			"iframe[data-src] http://example.com/dir/f.html", "*[data-bg] http://example.com/dir/g.png", "*[data-bg] http://example.com/dir/h.png",
			"*[data-bg] http://example.com/dir/i.png", "*[data-bg] http://example.com/dir/j.png",
		}},
		{"check 102: what scripts fill in, and what is theirs alone", `<img data-src="cake_{width}x.jpg"><img data-src="{{image}}"><img data-src='["a.png"]'><img data-src="">` +
			`<img data-src="hero"><a data-src="#dialog"></a><div data-src="x.png"></div><img data-srcset="a_{width}.png {width}w"><p data-bg="dark"><img data-other=x.png>`, nil},

		{"check 24: srcdoc has its parent's base", `<base href="/b/"><iframe src=no srcdoc="<a href=x>&lt;i>">`, []string{"a[href] http://example.com/b/x"}},
		{"check 24: srcdoc with a base of its own", `<iframe srcdoc="<base href=/c/><a href=x>"></iframe><a href=y>`, []string{
			"a[href] http://example.com/c/x", "a[href] http://example.com/dir/y",
		}},
		{"check 24: srcdoc in srcdoc", `<iframe srcdoc="<iframe srcdoc='<a href=x>'></iframe><a href=y>"></iframe><a href=z>`, []string{
			"a[href] http://example.com/dir/x", "a[href] http://example.com/dir/y", "a[href] http://example.com/dir/z",
		}},

		{
			"check 25: forms by POST are left alone", `
			<form method=post action=a><button formaction=b></button><button formaction=c formmethod=get></button></form>
			<form method=dialog action=d></form><form action=""><input type=submit formaction=e><input formaction=f formmethod=POST></form>`,
			[]string{"button[formaction] http://example.com/dir/c", "input[formaction] http://example.com/dir/e"},
		},

		{"check 27: rel is a list without case", `<link rel="Shortcut ICON" href=i><link rel="dns-prefetch Preconnect" href=//c.example>`, []string{"link[href] http://example.com/dir/i"}},

		{"check 29: previews", `<meta property="og:image" content="/o.png"><meta name="twitter:image" content="t.png"><meta property="og:title" content="/no">`, []string{
			"meta[content] http://example.com/o.png", "meta[content] http://example.com/dir/t.png",
		}},

		{"check 30: style element and attribute", `<style>@import "i.css"; a{background:url(u.png)}</style><p style="background:URL( 'v.png' )">`, []string{
			"style[import] http://example.com/dir/i.css", "style[url] http://example.com/dir/u.png", "*[style] http://example.com/dir/v.png",
		}},

		{"check 31: svg in a page", `<svg><a xlink:href=a><use href="s.svg#i"/></a><image href=b /><use href="#own"/><script href=c /><feImage xlink:href=d /></svg><a href=e>`, []string{
			"a[href] http://example.com/dir/a", "use[href] http://example.com/dir/s.svg#i", "image[href] http://example.com/dir/b",
			"script[href] http://example.com/dir/c", "feImage[href] http://example.com/dir/d", "a[href] http://example.com/dir/e",
		}},

		{"check 32: noscript", `<noscript><a href=x>X</a><img src=y></noscript>`, []string{"a[href] http://example.com/dir/x", "img[src] http://example.com/dir/y"}},
		{"check 33: title and style in svg are no raw text", `<svg><title><a href=a>A</a></title><style>/*<a href=b>*/</style><desc><a href=c></desc></svg>`, []string{
			"a[href] http://example.com/dir/a", "a[href] http://example.com/dir/b", "a[href] http://example.com/dir/c",
		}},
		{"check 33: outside of svg they are", `<title><a href=a></title><style><a href=b></style><textarea><a href=c></textarea><xmp><a href=d></xmp>`, nil},
		{"check 33: within foreignObject HTML holds again", `<svg><foreignObject><style><a href=a></style><a href=b></foreignObject><style><a href=c></style></svg>`, []string{
			"a[href] http://example.com/dir/b", "a[href] http://example.com/dir/c",
		}},
		{"check 33: an svg ends with what is open within", `<svg><foreignObject></svg></foreignObject><style><a href=a></style><svg><desc><svg></svg><style><a href=b></style></desc></svg>`, nil},
		{"check 33: a desc's content is HTML as long as elements are open", `<svg><desc><b></svg></svg></b></desc><style><a href=a></style></svg>`, []string{"a[href] http://example.com/dir/a"}},
		{"check 33: svg within svg", `<svg><svg></svg><style><a href=a></style></svg><style><a href=b></style>`, []string{"a[href] http://example.com/dir/a"}},
		{"check 33: an element that closed does not hide the end", `<svg><desc><b></b><br></svg><style><a href=a></style>`, nil},
		{"check 33: font ends svg if it looks like HTML's", `<svg><font><style><a href=a></style></svg><svg><font color=red><style><a href=b></style>`, []string{"a[href] http://example.com/dir/a"}},
		{"check 33: a div ends svg", `<svg><div><style><a href=a></style>`, nil},
		{"check 33: an svg that ends by its end tag", `<svg><g></svg><style><a href=a></style>`, nil},
		{"check 33: cdata in svg", `<svg><![CDATA[<a href=a>]]></svg><![CDATA[<a href=b>]]>`, nil},

		{"check 34: comments", `<!-- <a href=a> --><!--><a href=b>--><!doctype html><a href=c>`, []string{"a[href] http://example.com/dir/b", "a[href] http://example.com/dir/c"}},
		{"check 105: nothing is loaded within a template", `<a href=a>A<template><a href="{{url}}">T</a><img src=""><img srcset="x 1x"><p style="background:url(x)"><style>@import "x"</style>` +
			`<script type=importmap>{"imports":{"m":"./m.js"}}</script><iframe srcdoc="<a href=x>"></iframe><form action=x><button formaction=y></form><svg><use href="x#y"/></svg>` +
			`<meta http-equiv=refresh content="0;url=x"><link rel=stylesheet href=x><noscript></template>B</a><a href=b>`, []string{
			"a[href] http://example.com/dir/a", "a[href] http://example.com/dir/b",
		}},
		{"check 34: a script's comment goes on behind a lone '<', as in browsers", `<script><!-- a < b <script></script><a href=no> --></script><a href=a>`, []string{"a[href] http://example.com/dir/a"}},
		{"check 35: references are decoded", `<a href="?a=1&amp;b=2&copy=3&copy;&#x2F;">`, []string{"a[href] http://example.com/dir/page.html?a=1&b=2&copy=3%C2%A9/"}},
		{"check 35: the first duplicate wins", `<a href=a HREF=b>`, []string{"a[href] http://example.com/dir/a"}},
		{"check 35: a class first", `<a class="x" href=a><a class="x href=b"href=c><a class="" class=y href='d'><a class="x"><a class="`, []string{
			"a[href] http://example.com/dir/a", "a[href] http://example.com/dir/c", "a[href] http://example.com/dir/d",
		}},
		{"check 35: odd tags", `<A	HREF = a/ ><a/href=b/><a href='c'href=d><a =href=e><a href=f`, []string{
			"a[href] http://example.com/dir/a/", "a[href] http://example.com/dir/b/", "a[href] http://example.com/dir/c",
		}},
		{"check 44: text directives are taken off", `<a href="#:~:text=x"><a href="#f:~:text=a,b"><a href="y#%C3%BC:~:text=x">`, []string{
			"a[href] http://example.com/dir/page.html?q=1", "a[href] http://example.com/dir/page.html?q=1#f", "a[href] http://example.com/dir/y#%C3%BC",
		}},
		{"fragments are encoded", `<a href="#ü b"><a href="x#a%zz">`, []string{
			"a[href] http://example.com/dir/page.html?q=1#%C3%BC%20b", "a[href] http://example.com/dir/x#a%zz",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := briefs(HTML([]byte(tt.html), at(t, page), "text/html; charset=utf-8").Links)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestReasons: why a link can't be requested is judged by its whole text, of which
// only the beginning is kept (check 99).
func TestReasons(t *testing.T) {
	long := strings.Repeat("AAAA", 1000)
	tests := []struct{ ref, want string }{
		{"data:image/png;base64," + long, "data within the page"},
		{"data:image/png;base64," + long + "AA==", "data within the page"},
		{"data:image/png;base64," + long + "A", "base64 data is cut short"},
		{"data:image/png;base64," + long + "!", "data is no valid base64"},
		{"data:text/plain;charset=" + long, "no comma before the data"},
		{"data:text/plain;charset=" + long + ",x", "data within the page"},
		{"mailto:" + strings.Repeat("somebody@example.com,", 200), "mail address"},
		{"javascript:" + long, "scheme javascript"},
		{"tel:call-us", "no digits"},
		{"/" + strings.Repeat(long, 20), "longer than 65536 bytes"},
	}
	for _, tt := range tests {
		links := HTML([]byte(`<a href="`+tt.ref+`">`), at(t, page), "text/html").Links
		if len(links) != 1 || links[0].Reason != tt.want {
			t.Errorf("%.40s… (%d bytes): got %+v, want the reason %q", tt.ref, len(tt.ref), links, tt.want)
		}
	}
}
