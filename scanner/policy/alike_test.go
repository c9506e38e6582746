package policy

import (
	"fmt"
	"hash/fnv"
	"testing"
)

// check 83: pages that look the same and lead to ever new addresses of their kind
// are a trap, and those of a large site are not.
func TestTrapsByContent(t *testing.T) {
	random := func(i int) string {
		h := fnv.New64a()
		fmt.Fprint(h, i)
		return fmt.Sprintf("r%x", h.Sum64())
	}
	signature := func(i int) uint64 {
		h := fnv.New64a()
		fmt.Fprint(h, "words ", i)
		return h.Sum64()
	}
	tests := []struct {
		name    string
		address func(i int) string
		title   func(i int) string
		words   func(i int) uint64 // the signature of the page
		isTrap  bool
	}{
		{"random names beside each other", func(i int) string { return "/x/" + random(i) }, func(int) string { return "Welcome" }, func(int) uint64 { return 7 }, true},
		{"random folders", func(i int) string { return "/x/" + random(i) + "/" }, func(int) string { return "Welcome" }, func(int) uint64 { return 7 }, true},
		{"random names in the title", func(i int) string { return "/x/" + random(i) }, func(i int) string { return "About " + random(i) }, func(int) uint64 { return 7 }, true},
		{"random words among many that are the same", func(i int) string { return "/x/" + random(i) }, func(int) string { return "Welcome" }, func(i int) uint64 { return 7 ^ 1<<(i%64) ^ 1<<(i*7%64) }, true},
		{"random folders that grow", func(i int) string { return "/x/" + random(i/30) + "/" + random(i/6) + "/" + random(i) }, func(int) string { return "Welcome" }, func(int) uint64 { return 7 }, true},

		{"a catalogue", func(i int) string { return "/product/" + random(i) }, func(i int) string { return "Product " + random(i) }, signature, false},
		{"a catalogue with one title", func(i int) string { return "/product/" + random(i) }, func(int) string { return "Shop" }, signature, false},
		{"numbered pages with one title", func(i int) string { return fmt.Sprintf("/list/%d", i) }, func(int) string { return "List" }, func(int) uint64 { return 7 }, false},
		{"a catalogue by number", func(i int) string { return fmt.Sprintf("/product/%d", i) }, func(i int) string { return fmt.Sprintf("Product %d", i) }, func(int) uint64 { return 7 }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := newPolicy(t, Options{Start: parse(t, "http://a.example/")})
			const n = 50_000
			passed := 1
			for i := range n { // each page leads to the next, and to a page below it
				at := parse(t, "http://a.example"+tt.address(i))
				page := p.Compare(Content{URL: at, Title: tt.title(i), Signature: tt.words(i), Words: 90, Links: 12})
				next := parse(t, "http://a.example"+tt.address(i+1))
				if tt.name == "random folders that grow" {
					next = parse(t, "http://a.example"+tt.address(i)+"/"+random(i+1))
				}
				if page.Trap(next) != "" {
					break
				}
				passed++
			}
			if isTrap := passed <= n; isTrap != tt.isTrap {
				t.Errorf("%d pages were let through, want a trap: %t", passed, tt.isTrap)
			}
			if tt.isTrap && passed > 2*maxAlikeFound {
				t.Errorf("%d pages were let through, want at most %d", passed, 2*maxAlikeFound)
			}
		})
	}
}

// check 83: many pages that look the same are no trap if they lead nowhere new, or
// only to pages elsewhere.
func TestPagesThatLookAlikeAreNoTrap(t *testing.T) {
	p := newPolicy(t, Options{Start: parse(t, "http://a.example/")})
	for i := range 50_000 {
		at := parse(t, fmt.Sprintf("http://a.example/gallery/album%d", i))
		page := p.Compare(Content{URL: at, Title: "Gallery", Signature: 7, Words: 3, Links: 12})
		if reason := page.Trap(parse(t, fmt.Sprintf("http://a.example/photo/%d", i))); reason != "" {
			t.Fatalf("page %d: %s", i, reason)
		}
	}
}

func newPolicy(t *testing.T, o Options) *Policy {
	t.Helper()
	p, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
