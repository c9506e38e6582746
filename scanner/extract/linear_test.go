package extract

import (
	"runtime"
	"strings"
	"testing"
	"time"
)

// check 36: nesting of any depth costs linear time and constant memory.
func TestDeepNesting(t *testing.T) {
	for name, n := range map[string]int{
		"div": 1_000_000, "nav": 100_000, "article": 100_000, "svg": 100_000, "svg><foreignObject": 100_000, "template": 100_000, "b": 100_000,
	} {
		t.Run(name, func(t *testing.T) {
			body := []byte(strings.Repeat("<"+name+">", n) + `<a href="x">x</a>`)
			u := at(t, page)
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			d := HTML(body, u, "text/html; charset=utf-8")
			runtime.ReadMemStats(&after)
			want := 1
			if name == "template" {
				want = 0 // check 105
			}
			if len(d.Links) != want {
				t.Errorf("got %d links, want %d", len(d.Links), want)
			}
			// Measured: 30 KB. A tree would take 100 bytes and more an element.
			t.Logf("allocated %d bytes", after.TotalAlloc-before.TotalAlloc)
			if got := after.TotalAlloc - before.TotalAlloc; got > 256<<10 {
				t.Errorf("allocated %d bytes for %d elements", got, n)
			}
		})
	}
}

// Bodies made to be slow: time must grow with the size alone. Eight times the
// size takes eight times as long, or 64 times where something is quadratic. On
// a busy machine a measurement may be off by any factor, so the best of many
// counts, and the first that proves the point is enough.
func TestLinearTime(t *testing.T) {
	tests := []struct {
		name string
		make func(n int) string
	}{
		{"attributes", func(n int) string { return "<a " + strings.Repeat("x=y ", n) + ">" }},
		{"different attributes", func(n int) string {
			var b strings.Builder
			b.WriteString("<a ")
			for i := range n {
				b.WriteString("a")
				b.WriteString(strings.Repeat("b", i%50))
				b.WriteString("='&lt;' ")
			}
			return b.String() + "href=x>"
		}},
		{"open links", func(n int) string { return strings.Repeat("<a href=x>", n) }},
		{"text in a link", func(n int) string { return "<a href=x>" + strings.Repeat("a &amp; b ", n) }},
		{"white space in a link", func(n int) string { return "<a href=x>" + strings.Repeat(" \n<br>", n) }},
		{"srcset", func(n int) string { return "<img srcset='" + strings.Repeat("a(1x,", n) + "'>" }},
		{"styles", func(n int) string { return "<style>" + strings.Repeat("url(x y", n) + "</style>" }},
		{"style attribute", func(n int) string { return "<p style='" + strings.Repeat("url(\"", n) + "'>" }},
		{"srcdoc", func(n int) string { return strings.Repeat("<iframe srcdoc='<base href=x><a href=y>'></iframe>", n) }},
		{"references", func(n int) string { return "<a href='" + strings.Repeat("&amp", n) + "'>" }},
		{"open title", func(n int) string { return strings.Repeat("<title>", n) }},
		{"closed title", func(n int) string { return strings.Repeat("<title>&lt;</title>", n) }},
		{"robots", func(n int) string { return strings.Repeat("<meta name=robots content=noindex>", n) }},
		{"end tags", func(n int) string {
			return strings.Repeat("<svg><foreignObject>", n) + strings.Repeat("</svg></div>", n)
		}},
		{"cdata", func(n int) string { return "<svg>" + strings.Repeat("<![CDATA[", n) }},
		{"less-than signs", func(n int) string { return strings.Repeat("<", n) + "<a href=x>" }},
		{"ends of comments", func(n int) string { return "<!-- " + strings.Repeat("->", n) }},
		{"almost an end tag", func(n int) string { return "<title>" + strings.Repeat("</titl", n) }},
		{"comments in a script", func(n int) string { return "<script>" + strings.Repeat("<!--<script></script>--", n) }},
		{"dashes in a script", func(n int) string { return "<script><!--" + strings.Repeat("-", n) }},
		{"a long name of a character", func(n int) string { return "<a href='" + strings.Repeat("&"+strings.Repeat("a", n/10), 10) + "'>" }},
		{"comments", func(n int) string { return strings.Repeat("<!--", n) }},
		{"user info", func(n int) string { return "<a href='http://" + strings.Repeat("@", n) + "'>" }},
		{"dots", func(n int) string { return strings.Repeat("<a href='"+strings.Repeat("../", 20)+"'>", n/10) }},
		{"words", func(n int) string { return strings.Repeat("word ", n) }},
		{"import map", func(n int) string { return "<script type=importmap>" + strings.Repeat("[", n) + "</script>" }},
	}
	const n, attempts = 5_000, 100
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u := at(t, page)
			one, eight := []byte(tt.make(n)), []byte(tt.make(8*n))
			took := func(body []byte) time.Duration {
				start := time.Now()
				HTML(body, u, "text/html; charset=utf-8")
				return time.Since(start)
			}
			small, large := time.Hour, time.Hour
			for range attempts {
				small, large = min(small, took(one)), min(large, took(eight))
				if large < 40*small {
					return
				}
			}
			t.Errorf("%v for one size, %v for eight times that", small, large)
		})
	}
}
