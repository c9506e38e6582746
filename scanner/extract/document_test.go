package extract

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sitewell/scanner/result"
)

// TestLinkDetails: what is told of a link beside its address.
func TestLinkDetails(t *testing.T) {
	tests := []struct {
		name string
		html string
		want string // element kind place line "text" flags, a line a link
	}{
		{"text, white space folded, references decoded", "<p><a href=x>\n A <b>bold</b>\n&amp;&nbsp;more </a>", `a[href] page  1 "A bold & more"`},
		{"blocks part words, phrases do not", "<p><a href=x><div>One</div><div>Two</div>T<i>hr</i>ee<br>Four</a>", `a[href] page  1 "One Two Three Four"`},
		{"alternative texts count", `<a href=x>See<img alt="the logo">now</a>`, `a[href] page  1 "See the logo now"`},
		{"a label where there is no text", `<a href=x aria-label=" Close  it "><svg></svg></a><a href=y title=T> </a>`, `
			a[href] page  1 "Close it"
			a[href] page  1 "T"`},
		{"an icon's title", `<a href=x><svg><title>Mail</title><path/></svg></a>`, `a[href] page  1 "Mail"`},
		{"an icon parts no word, cdata in it is taken as it stands", `<a href=x>A<svg><text><![CDATA[&amp;]]></text></svg>B</a>`, `a[href] page  1 "A&amp;B"`},
		{"characters that share a byte with the no-break space", `<a href=x>« à »</a>`, `a[href] page  1 "« à »"`},
		{"a link ends at the next", `<a href=x>One<a href=y>Two</a>Three`, `
			a[href] page  1 "One"
			a[href] page  1 "Two"`},
		{"no programs in a text", `<a href=x>A<script>b</script><style>c</style><!--d--></a>`, `a[href] page  1 "A"`},
		{"text in a noscript of the head", `<head><noscript><a href=x>A</a></noscript><template><a href=y>B</a></template>`, `
			a[href] page head 1 "A"`},
		{"a text ends with the page", `<a href=x>A`, `a[href] page  1 "A"`},
		{"at most 200 bytes, whole characters", `<a href=x>` + strings.Repeat("ü", 150) + `</a>`, `a[href] page  1 "` + strings.Repeat("ü", 100) + `"`},
		{"images and areas go by their alt", `<img src=x alt="A  B"><area href=y alt=C><input type=image src=z alt=D>`, `
			img[src] image  1 "A B"
			area[href] page  1 "C"
			input[src] image  1 "D"`},
		{"only foreign elements close themselves", `<a href=x />A</a><svg><a href=y />B</svg>`, `
			a[href] page  1 "A"
			a[href] page  1 ""`},
		{"all candidates of a source set go by one text", `<img srcset="a, b 2x" alt=C>`, `
			img[srcset] image  1 "C"
			img[srcset] image  1 "C"`},
		{"lines", "<html>\n<a href=a>\n\n<b>x</b></a\n><a\nhref=b><style>\n@import 'c';\n\np{background:url(d)}</style>\r\n<img src=e>", `
			a[href] page  2 "x"
			a[href] page  5 ""
			style[import] style style 7 ""
			style[url] image style 9 ""
			img[src] image  10 ""`},

		{"check 27: nofollow", `<a href=a rel="external NoFollow"><a href=b rel=ugc><a href=c rel=sponsored><a href=d rel=noopener>`, `
			a[href] page  1 "" nofollow
			a[href] page  1 "" nofollow
			a[href] page  1 "" nofollow
			a[href] page  1 ""`},
		{"check 28: kinds of link elements", `
			<link rel=canonical href=a><link rel=alternate hreflang=de href=b><link rel="next" href=c><link rel=prev href=d>
			<link rel=alternate type="application/rss+xml; charset=utf-8" href=e><link rel="apple-touch-icon" href=f><link rel=manifest href=g>
			<link rel=alternate media=handheld href=m><link rel=previous href=p>
			<link rel="alternate stylesheet" href=h><link rel=preload as=font href=i><link rel=modulepreload href=j><link rel=prefetch href=k>
			<link rel="pingback" href=no><link rel=profile href=no><link rel="preconnect" href=no><link href=l>`, `
			link[href] canonical head 2 "canonical"
			link[href] language head 2 "alternate"
			link[href] next head 2 "next"
			link[href] prev head 2 "prev"
			link[href] feed head 3 "alternate"
			link[href] meta head 3 "apple-touch-icon"
			link[href] meta head 3 "manifest"
			link[href] alternate head 4 "alternate"
			link[href] prev head 4 "previous"
			link[href] style head 5 "alternate stylesheet"
			link[href] font head 5 "preload"
			link[href] module head 5 "modulepreload"
			link[href] meta head 5 "prefetch"
			link[href] meta head 6 ""`},
		{"check 29: previews go by their property", `<meta property=OG:image content=a>`, `meta[content] meta head 1 "OG:image"`},
		{"check 30: fonts", `<style>@font-face{src:url(a.woff2) format("woff2"),url(b.ttf)}p{background:url(c.png)}</style>`, `
			style[url] font style 1 ""
			style[url] font style 1 ""
			style[url] image style 1 ""`},
		{"checks 34, 105: templates are inert, shadow roots are not", `<template><a href=a></a><template shadowrootmode=open><a href=b></a></template></template><template shadowrootmode=open><a href=c></a></template><a href=d>`, `
			a[href] page head 1 ""
			a[href] page  1 ""`},
		{"a link's address tells downloads", `<a href=a.PDF><a href=b.jpg?x><a href=c.mp4#t=1><a href=d.html><a href=e download><a href=v1.2>`, `
			a[href] download  1 ""
			a[href] image  1 ""
			a[href] media  1 ""
			a[href] page  1 ""
			a[href] download  1 ""
			a[href] page  1 ""`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, l := range HTML([]byte(tt.html), at(t, page), "text/html; charset=utf-8").Links {
				s := fmt.Sprintf("%s %s %s %d %q", l.Element, l.Kind, l.Place, l.Line, l.Text)
				if l.Nofollow {
					s += " nofollow"
				}
				got = append(got, s)
			}
			if diff := cmp.Diff(lines(tt.want), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// lines returns the lines of a text without indentation and empty ones.
func lines(s string) (out []string) {
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// TestPlace: where on the page a link stands. Every link of a case is named
// after the place it should be given, "none" for unknown.
func TestPlace(t *testing.T) {
	tests := []struct{ name, html string }{
		{"landmarks", `<head><link href=head></head><body><header><a href=header><nav><a href=navigation></nav></header>
			<a href=none><main><a href=main><aside><a href=aside></aside><a href=main></main><footer><a href=footer></footer><a href=none>`},
		{"roles", `<div role=banner><a href=header></div><div role="none navigation"></div><div role=navigation><div><a href=navigation></div><a href=navigation></div>
			<div role=MAIN><a href=main></div><div role=complementary><a href=aside></div><div role=contentinfo><a href=footer></div>`},
		{"names of old", `<div id=header><a href=header><ul class="x navbar y"><a href=navigation></ul></div><div class=sidebar><a href=aside></div>
			<div id=content><div class=footer><a href=main></div></div><div id=Footer><a href=footer></div><div class=header-image><a href=none></div>`},
		{"all of a footer is footer", `<footer><nav><a href=footer></nav><div class=menu><a href=footer></div></footer><a href=none>`},
		{"a header of an article is not the page's", `<main><article><header><a href=main></header><a href=main><footer><a href=main></footer></article></main>
			<article><header><a href=none></header></article><header><a href=header></header>`},
		{"a head that is not marked as one", `<title>x</title><link href=head><p><link href=none>`},
		{"text ends the head", `<meta charset=utf-8><link href=head>text<link href=none>`},
		{"an image in a head's noscript does not end it", `<head><noscript><img src=head></noscript><link href=head></head>`},

		{"bad nesting: an end tag too many", `<nav></div></nav><div class=nav><div></div></div></div><a href=none><footer></div><a href=footer></footer>`},
		{"bad nesting: an end tag missing", `<div class=nav><div><a href=navigation></div><main><a href=main></main><footer><a href=footer></footer>`},
		{"bad nesting: a region ends with the one around it", `<header><nav><a href=navigation></header><a href=none>`},
		{"bad nesting: a footer in a navigation that has no end", `<nav><a href=navigation><footer><a href=footer>`},
		{"more regions than are told apart", strings.Repeat("<article>", 100) + `<a href=none>` + strings.Repeat("</article>", 100) + `<nav><a href=navigation></nav><a href=none>`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for i, l := range HTML([]byte(tt.html), at(t, page), "text/html; charset=utf-8").Links {
				want := l.URL[strings.LastIndexByte(l.URL, '/')+1:]
				if want == "none" {
					want = ""
				}
				if got := l.Place.String(); got != want {
					t.Errorf("link %d: got %q, want %q", i, got, want)
				}
			}
		})
	}
}

// TestDocument: what is told of a page.
func TestDocument(t *testing.T) {
	words := strings.Repeat("word ", 50)
	tests := []struct {
		name string
		at   string
		html string
		want func(d *Document) any
		is   any
	}{
		{"title", "", "<title>\n A &amp; <b> </title><title>B</title>", func(d *Document) any { return d.Title }, "A & <b>"},
		{"title of an image is not the page's", "", "<svg><title>A</title></svg><title>B</title>", func(d *Document) any { return d.Title }, "B"},
		{"language and heading", "", "<html lang=de-AT><h1>Ein  <i>Wort</i></h1><h1>Zwei</h1>", func(d *Document) any { return d.Lang + ": " + d.Heading }, "de-AT: Ein Wort"},
		{"a heading far below", "", strings.Repeat(words, 50) + "<h1>Low</h1>", func(d *Document) any { return d.Heading }, "Low"},
		{"text far below", "", strings.Repeat(" ", 2*maxWords) + "low", func(d *Document) any { return fmt.Sprint(d.Sample, d.Words) }, "low0"},
		{"check 20: base", "", `<base href="/b/c">`, func(d *Document) any { return d.Base.String() }, "http://example.com/b/c"},
		{"check 26: refresh", "", `<meta http-equiv=Refresh content="5; URL='/x#y'">`, func(d *Document) any { return d.Refresh }, Refresh{5 * time.Second, "http://example.com/x"}},
		{"check 26: the first refresh counts", "", `<meta http-equiv=refresh content="1;a"><meta http-equiv=refresh content="2;b">`, func(d *Document) any { return d.Refresh }, Refresh{time.Second, "http://example.com/dir/a"}},
		{"check 26: refresh without address", "", `<meta http-equiv=refresh content="300">`, func(d *Document) any { return d.Refresh }, Refresh{300 * time.Second, ""}},
		{"check 26: refresh in noscript is for others", "", `<noscript><meta http-equiv=refresh content="0;url=/nojs"></noscript>`, func(d *Document) any { return d.Refresh }, Refresh{}},
		{"check 28: canonical", "", `<base href=/b/><link rel=canonical href="c#d">`, func(d *Document) any { return d.Canonical }, "http://example.com/b/c"},
		{"check 26: a refresh that is none is passed over", "", `<meta http-equiv=refresh content="x"><meta http-equiv=refresh content="1;a">`, func(d *Document) any { return d.Refresh }, Refresh{time.Second, "http://example.com/dir/a"}},
		{"check 28: the first canonical, not what stands around it", "", `<link rel=canonical href=a><link rel=next href=b><link rel=canonical href=c>`, func(d *Document) any { return d.Canonical }, "http://example.com/dir/a"},
		{"check 28: a canonical in a template or a frame is not the page's", "", `<link rel=next href=b><template><link rel=canonical href=c></template><iframe srcdoc="<link rel=canonical href=d>">`, func(d *Document) any { return d.Canonical }, ""},
		{"check 86: robots", "", `<meta name=Robots content="NoIndex, follow"><meta name=robots content=max-snippet:-1>`, func(d *Document) any { return fmt.Sprint(d.Robots, " ", d.NoFollow()) }, "noindex, follow, max-snippet:-1 false"},
		{"check 86: robots none", "", `<meta name=robots content="none">`, func(d *Document) any { return d.NoFollow() }, true},
		{"password field", "", `<input type=Password>`, func(d *Document) any { return d.Login }, true},
		{"a password field in a template or a frame is none of the page", "", `<input><template><input type=password></template><iframe srcdoc="<input type=password>">`, func(d *Document) any { return d.Login }, false},
		{"frameset", "", `<frameset><frame src=a></frameset>`, func(d *Document) any { return d.Frameset }, true},
		{"visible text", "", `<head><title>no</title></head><p>One&nbsp;two</p><script>no</script><style>no</style><noscript>no</noscript><template>no</template>three<br>four &lt;b`, func(d *Document) any { return fmt.Sprint(d.Sample, d.Words) }, "One two three four <b5"},

		{"marks are no words", "", "<p>a\u00a0b « c » 你好 d-e — f</p><p>&nbsp;</p>", func(d *Document) any { return d.Words }, 8},
		{"check 91: a page that scripts build", "", `<div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript><script src=a.js></script>`, func(d *Document) any { return fmt.Sprint(d.ScriptOnly, d.ScriptedIDs) }, "true true"},
		{"check 91: an app whose links are there", "", `<div id=app><a href=a>A</a><a href=b>B</a><a href=c>C</a></div><script src=a.js></script>`, func(d *Document) any { return d.ScriptOnly }, false},
		{"check 91: links that no reader sees do not count", "", `<div id=app></div><template><a href=a><a href=b></template><noscript><a href=c></noscript><script src=a.js></script>`, func(d *Document) any { return d.ScriptOnly }, true},
		{"check 91: a page that stands by itself", "", `<p>` + words + `<a href=a>A</a><a href=b>B</a><script src=a.js></script>`, func(d *Document) any { return fmt.Sprint(d.ScriptOnly, d.ScriptedIDs) }, "false false"},
		{"check 91: a short page with a counter", "", `<h1>Soon</h1><p>We are building something new here.<script src=count.js></script>`, func(d *Document) any { return d.ScriptOnly }, false},
		{"check 91: nothing but scripts", "", `<script src=a.js></script>Loading…`, func(d *Document) any { return d.ScriptOnly }, true},
		{"check 91: noscript says so", "", `<p>Our shop and its many fine goods<noscript>This site needs JavaScript.</noscript><script src=a.js></script>`, func(d *Document) any { return d.ScriptOnly }, true},
		{"check 91: a short page without scripts", "", `<p>Nothing here.`, func(d *Document) any { return d.ScriptOnly }, false},
		{"a frame of an application is worth a look in a browser", "", `<div id=root></div><script src=a.js></script>`, func(d *Document) any { return d.ScriptSign }, "it is the frame of an application, and has hardly any links"},
		{"so is a page that asks for JavaScript", "", `<p>` + words + `<noscript>Please enable JavaScript.</noscript><script src=a.js></script>`, func(d *Document) any { return d.ScriptSign }, "it asks for JavaScript where that is off, and has hardly any links"},
		{"and a short page without links", "", `<h1>Soon</h1><p>We are building something new here.<script src=count.js></script>`, func(d *Document) any { return d.ScriptSign }, "it has scripts, and hardly any text or links"},
		{"an application whose links are there is not", "", `<div id=app><a href=a>A</a><a href=b>B</a><a href=c>C</a></div><script src=a.js></script>`, func(d *Document) any { return d.ScriptSign }, ""},
		{"a page that stands by itself is not", "", `<p>` + words + `<a href=a>A</a><a href=b>B</a><script src=a.js></script>`, func(d *Document) any { return d.ScriptSign }, ""},
		{"a short page without scripts is not", "", `<p>Nothing here.`, func(d *Document) any { return d.ScriptSign }, ""},
		{"a page that goes on by itself is not", "", `<meta http-equiv=refresh content="0;a"><script src=a.js></script>`, func(d *Document) any { return d.ScriptSign }, ""},
		{"check 48: a script reads what follows #", "", `<p>` + words + `<a href=a><a href=b><script>addEventListener("hashchange", f)</script>`, func(d *Document) any { return fmt.Sprint(d.ScriptOnly, d.ScriptedIDs) }, "false true"},
		{"check 48: ids wait in a template", "", `<p>` + words + `<a href=a><a href=b><template><p id=x></template><script src=a></script>`, func(d *Document) any { return d.ScriptedIDs }, true},

		{"check 96: mixed content", "https://example.com/", `<img src="http://a.example/i"><script src=http://a.example/s></script><a href=http://a.example/l>
			<link rel=canonical href=http://a.example/c><img srcset="http://a.example/j 2x"><p style="background:url(http://a.example/k)"><form action=http://a.example/f>`, func(d *Document) any { return d.Mixed }, []Mixed{
			{"http://a.example/i", "img[src]", 1, false},
			{"http://a.example/s", "script[src]", 1, true},
			{"http://a.example/j", "img[srcset]", 2, true},
			{"http://a.example/k", "*[style]", 2, false},
		}},
		{"check 96: icons are loaded, feeds are not", "https://example.com/", `<link rel=icon href=http://a.example/i><link rel=alternate type=application/rss+xml href=http://a.example/f><iframe src=http://a.example/p></iframe>`, func(d *Document) any { return d.Mixed }, []Mixed{
			{"http://a.example/i", "link[href]", 1, false},
			{"http://a.example/p", "iframe[src]", 1, true},
		}},
		{"check 96: a template loads nothing", "https://example.com/", `<template><script src=http://a.example/s></script></template>`, func(d *Document) any { return d.Mixed }, []Mixed(nil)},
		{"check 96: none on http pages", "", `<script src=http://a.example/s></script>`, func(d *Document) any { return d.Mixed }, []Mixed(nil)},

		{"check 98: by generator", "", `<meta name=generator content="WordPress 6.5"><script src=/_next/static/x.js></script>`, platform, "wordpress by generator: WordPress 6.5"},
		{"check 98: by addresses of its files", "", `<link rel=stylesheet href="/wp-content/themes/x/style.css">`, platform, "wordpress by http://example.com/wp-content/themes/x/style.css"},
		{"check 98: a link to another's shop tells nothing", "", `<a href="https://cdn.shopify.com/x.png">`, platform, " by "},
		{"check 98: a sure sign wins over a vague one, the first over the second", "", `<input type=hidden name=_token><script src="/wp-content/a.js"></script><script src="/sites/default/files/b.js"></script>`, platform, "wordpress by http://example.com/wp-content/a.js"},
		{"check 98: by scripts", "", `<script>window.Shopify = {}; Shopify.theme = 1</script>`, platform, "shopify by script: Shopify.theme"},
		{"check 98: a script may say two things", "", `<script>onhashchange=f; "hashchange"</script><script>Shopify.theme</script>`, platform, "shopify by script: Shopify.theme"},
		{"check 98: drupal", "", `<script type=application/json data-drupal-selector=drupal-settings-json>{}</script><script src=/core/misc/drupal.js></script>`, platform, "drupal by http://example.com/core/misc/drupal.js"},
		{"check 98: joomla", "", `<meta name="generator" content="Joomla! - Open Source Content Management">`, platform, "joomla by generator: Joomla! - Open Source Content Management"},
		{"check 98: laravel", "", `<form method=post><input type=hidden name=_token value=x></form>`, platform, "laravel by hidden field _token"},
		{"check 98: wix", "", `<script src="https://static.parastorage.com/x.js"></script>`, platform, "wix by https://static.parastorage.com/x.js"},
		{"check 98: squarespace", "", `<img src="https://static1.squarespace.com/x.png">`, platform, "squarespace by https://static1.squarespace.com/x.png"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			address := tt.at
			if address == "" {
				address = page
			}
			got := tt.want(HTML([]byte(tt.html), at(t, address), "text/html; charset=utf-8"))
			if diff := cmp.Diff(tt.is, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func platform(d *Document) any { return d.Platform + " by " + d.Clue }

// check 92: pages that share their words are alike, others are not.
func TestAlike(t *testing.T) {
	read := func(body string) uint64 {
		return HTML([]byte(body), at(t, page), "text/html; charset=utf-8").Signature
	}
	var one, other strings.Builder
	for i := range 300 {
		fmt.Fprintf(&one, "<p>alpha%d", i)
		fmt.Fprintf(&other, "<p>beta%d", i)
	}
	missing := read(one.String() + "Sorry, /abc is not here.")
	if got := Similarity(missing, read(one.String()+"Sorry, /xyz12 is not here.")); got < 0.9 {
		t.Errorf("two answers that differ in a word: got %.2f, want 0.9 or more", got)
	}
	if got := Similarity(missing, read(other.String())); got > 0.4 {
		t.Errorf("two pages that share no word: got %.2f, want 0.4 or less", got)
	}
	if got := Similarity(read(""), read("<p>")); got != 1 {
		t.Errorf("two empty pages: got %.2f, want 1", got)
	}
}

// A Reader gives the same whatever it read before, and keeps nothing of it.
func TestReaderReuse(t *testing.T) {
	r := new(Reader)
	pages := []string{
		`<base href=/b/><title>A</title><meta name=robots content=noindex><h1>x</h1><a id=i href=a#f>T</a><iframe srcdoc="<base href=/c/><a href=q>"></iframe><template>`,
		`<p>plain`,
		`<svg><a href=b>U`,
	}
	for range 2 {
		for _, p := range pages {
			want := HTML([]byte(p), at(t, page), "text/html")
			got := r.HTML([]byte(p), at(t, page), "text/html")
			if diff := cmp.Diff(want, got, cmpopts.EquateComparable(at(t, page))); diff != "" {
				t.Errorf("%s: (-fresh +reused)\n%s", p, diff)
			}
		}
	}
	body := []byte(pages[0])
	got := r.HTML(body, at(t, page), "text/html")
	want := *got
	want.Links = append([]result.Link(nil), got.Links...)
	clear(body)
	if diff := cmp.Diff(&want, got, cmpopts.EquateComparable(at(t, page))); diff != "" {
		t.Errorf("the document shares memory with the body\n%s", diff)
	}
}

// What a Reader remembers holds for one folder or site and one charset only.
func TestReaderForgets(t *testing.T) {
	const links = "<a href='?&#233;'><a href='y?&#233;'><a href='x\xfc?\xfc'><a href='?q'><a href='#f'><a href='/r'><a href='http:y'><a href='http:?q'><a href='h\n\tttp:?q'><a href='HTTPS:?q'><a href='//s/x'><a href='\\b'><a href='../u'><a href='http://t/y'>"
	pages := []struct{ at, contentType, html string }{
		{"http://example.com/a/1", "text/html; charset=windows-1252", links},
		{"http://example.com/a/2", "text/html; charset=windows-1252", links},
		{"http://example.com/b/1", "text/html; charset=windows-1252", links},
		{"http://example.com/b/1", "text/html; charset=koi8-r", links},
		{"http://example.com/b/1", "text/html; charset=windows-1252", links + "ü"},
		{"http://example.com/b/1", "text/html; charset=windows-1251", links},
		{"http://example.com/b/1", "text/html; charset=utf-8", strings.ReplaceAll(links, "\xfc", "ü")}, // the same text as before
		{"https://example.com/b/1", "text/html; charset=utf-8", links},
		{"https://other.example/b/1", "text/html; charset=utf-8", links},
		{"https://other.example/b/c/1?d/e", "text/html; charset=utf-8", links},
		{"http://example.com/a/1", "text/html; charset=utf-8", "<base href='/d/e/'>" + links},
		{"http://example.com/a/1", "text/html; charset=windows-1252", links},
	}
	var r Reader
	for _, p := range pages {
		want := briefs(HTML([]byte(p.html), at(t, p.at), p.contentType).Links)
		got := briefs(r.HTML([]byte(p.html), at(t, p.at), p.contentType).Links)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s, %s: (-fresh +reused)\n%s", p.at, p.contentType, diff)
		}
	}
}

// Pages repeat their navigation: what the last page linked to costs nothing,
// though each page has a folder of its own.
func TestNavigation(t *testing.T) {
	var b strings.Builder
	for i := range 100 {
		fmt.Fprintf(&b, "<a href=/nav/%d#top>%d</a><a href='http://example.com/%d'>", i, i, i)
	}
	body, r, pages := []byte(b.String()), new(Reader), 0
	read := func() {
		pages++
		r.HTML(body, at(t, fmt.Sprintf("http://example.com/%d/", pages)), "text/html; charset=utf-8")
	}
	read()
	// Measured: 11 to 20, by where chance puts them. Resolving the half takes 200 more.
	if n := testing.AllocsPerRun(10, read); n > 100 {
		t.Errorf("a page with the same 200 links as others takes %v allocations", n)
	}
}

// More distinct references than are remembered are all resolved, on the first
// page of a Reader and on those that it remembers.
func TestManyReferences(t *testing.T) {
	var b strings.Builder
	for i := range 2*memorySize + 1 {
		fmt.Fprintf(&b, "<a href=p%d>", i)
	}
	var r Reader
	for range 3 {
		for i, l := range r.HTML([]byte(b.String()), at(t, page), "text/html").Links {
			if want := fmt.Sprintf("http://example.com/dir/p%d", i); l.URL != want {
				t.Fatalf("link %d: got %s, want %s", i, l.URL, want)
			}
		}
	}
}
