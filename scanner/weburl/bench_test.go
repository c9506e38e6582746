package weburl

import (
	"testing"

	"golang.org/x/text/encoding/charmap"
)

func BenchmarkParse(b *testing.B) {
	for _, bm := range []struct{ name, in string }{
		{"fast", "https://www.example.com/shop/bread/sourdough.html?size=large&page=2#reviews"},
		{"slow", "https://www.Example.com/shop/bread/sourdough loaf.html?size=large&page=2#reviews"},
		{"idn", "https://bäckerei-sonnenblume.example/brot"},
	} {
		b.Run(bm.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(bm.in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkResolve(b *testing.B) {
	base := must(b, "https://www.example.com/shop/bread/index.html")
	for _, bm := range []struct{ name, ref string }{
		{"fast-relative", "sourdough.html#reviews"},
		{"fast-parent", "../cakes/carrot.html"},
		{"fast-root", "/assets/style.css?v=3"},
		{"fast-absolute", "https://www.example.org/"},
		{"slow-dots", "./sub/../sourdough.html"},
		{"slow-space", "carrot cake.html"},
	} {
		b.Run(bm.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := base.Resolve(bm.ref); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("charset", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := base.ResolveIn("?q=ü", charmap.Windows1252); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkClassify(b *testing.B) {
	for _, ref := range []string{"../cakes/carrot.html", "mailto:info@example.com"} {
		b.Run(ref, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Classify(ref)
			}
		})
	}
}
