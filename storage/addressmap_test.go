package storage

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAddressMap(t *testing.T) {
	const old, now = "http://example.com/", "https://www.example.com/"
	tests := []struct {
		rules         []string
		address, want string
	}{
		{nil, "http://example.com/a", "http://example.com/a"},
		{[]string{"https"}, "http://example.com/a?b=c#d", "https://example.com/a?b=c#d"},
		{[]string{"https"}, "https://example.com/a", "https://example.com/a"},
		{[]string{"https"}, "http://example.org/a", "http://example.org/a"},
		{[]string{"https"}, "http://www.example.com/a", "https://www.example.com/a"},
		{[]string{"www"}, "http://example.com/a", "http://www.example.com/a"},
		{[]string{"www"}, "http://www.example.com/a", "http://www.example.com/a"},
		{[]string{"www", "https"}, "http://example.com", "https://www.example.com"},
		{[]string{"host"}, "http://example.com/a", "https://www.example.com/a"},
		{[]string{"www"}, "mailto:a@example.com", "mailto:a@example.com"},
		{[]string{"http://example.com/=https://example.org/new/"}, "http://example.com/a/", "https://example.org/new/a/"},
		{[]string{"http://example.com=https://example.org"}, "http://example.com/a", "https://example.org/a"},
		{[]string{"http://example.com=https://example.org"}, "http://example.com.evil.test/a", "http://example.com.evil.test/a"},
		{[]string{"http://example.com=https://example.org"}, "http://example.com:8080/a", "http://example.com:8080/a"},
		{[]string{"HTTP://Example.COM/blog=https://example.com/news"}, "http://example.com/blog?p=1", "https://example.com/news?p=1"},
		{[]string{"http://example.com/blog=https://example.com/news"}, "http://example.com/blogs", "http://example.com/blogs"},
		{[]string{"http://example.com/a/=http://example.com/b/", "http://example.com/b/=http://example.com/c/"}, "http://example.com/a/x", "http://example.com/b/x"},
		{[]string{"http://example.com/=http://example.com/x/", "http://example.com/shop/=https://shop.example/"}, "http://example.com/shop/1", "https://shop.example/1"},
		{[]string{"http://example.com/?p=1=https://example.com/one"}, "http://example.com/?p=1", "https://example.com/one"},
		{[]string{"https", "http://example.com/a=http://example.com/b"}, "http://example.com/a", "http://example.com/b"},
	}
	for _, tt := range tests {
		m, err := ParseAddressMap(tt.rules, old, now)
		if err != nil {
			t.Errorf("%q: %v", tt.rules, err)
			continue
		}
		if got := m.Map(tt.address); got != tt.want {
			t.Errorf("%q: %s became %s, want %s", tt.rules, tt.address, got, tt.want)
		}
	}
	for _, bad := range [][]string{{"http"}, {""}, {"a=b"}, {"http://a.example/="}, {"=http://a.example/"}, {"ftp://a.example/=http://a.example/"}, {"http://a.example/=http://b.example/", "http://a.example/=http://c.example/"}} {
		var e *MapRuleError
		if _, err := ParseAddressMap(bad, old, now); !errors.As(err, &e) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestSuggestMap(t *testing.T) {
	for _, tt := range []struct{ old, now, want string }{
		{"http://example.com/", "http://example.com/", ""},
		{"http://example.com/", "https://example.com/", "https"},
		{"https://example.com/", "http://example.com/", "https"},
		{"http://example.com/", "https://www.example.com/", "https www"},
		{"https://example.com/de", "https://example.com/de/", "slash"},
		{"https://example.com/de/", "https://example.com/en/", ""},
		{"https://staging.example.com/", "https://example.com/", ""},
	} {
		if got := strings.Join(SuggestMap(tt.old, tt.now), " "); got != tt.want {
			t.Errorf("%s to %s: %q, want %q", tt.old, tt.now, got, tt.want)
		}
	}
}

func TestPair(t *testing.T) {
	page := func(u string) MappedAddress { return MappedAddress{u, true} }
	other := func(u string) MappedAddress { return MappedAddress{u, false} }
	tests := []struct {
		name      string
		rules     []string
		old       []MappedAddress
		now       []string
		want      map[string]string
		ambiguous []string
		claimed   []string
	}{
		{
			"a page wins over its redirect",
			[]string{"https"},
			[]MappedAddress{page("http://a.example/x"), other("https://a.example/x")},
			[]string{"https://a.example/x"},
			map[string]string{"http://a.example/x": "https://a.example/x"},
			nil, nil,
		},
		{
			"slash either way, the exact one first",
			[]string{"slash"},
			[]MappedAddress{page("http://a.example/x"), page("http://a.example/y/"), page("http://a.example/z"), page("http://a.example/z/")},
			[]string{"http://a.example/x/", "http://a.example/y", "http://a.example/z"},
			map[string]string{"http://a.example/x": "http://a.example/x/", "http://a.example/y/": "http://a.example/y", "http://a.example/z": "http://a.example/z"},
			nil, nil,
		},
		{
			"two to one is ambiguous",
			[]string{"http://a.example/x/=http://a.example/n/", "http://a.example/y/=http://a.example/n/"},
			[]MappedAddress{page("http://a.example/x/1"), page("http://a.example/y/1"), page("http://a.example/y/2")},
			[]string{"http://a.example/n/1", "http://a.example/n/2"},
			map[string]string{"http://a.example/y/2": "http://a.example/n/2"},
			[]string{"http://a.example/x/1", "http://a.example/y/1"},
			[]string{"http://a.example/n/1"},
		},
		{
			"what did not move is itself",
			[]string{"http://a.example/x/=http://a.example/n/"},
			[]MappedAddress{page("http://a.example/x/1"), other("https://b.example/")},
			[]string{"http://a.example/x/1", "https://b.example/"},
			map[string]string{"http://a.example/x/1": "http://a.example/x/1", "https://b.example/": "https://b.example/"},
			nil, nil,
		},
	}
	for _, tt := range tests {
		m, err := ParseAddressMap(tt.rules, "http://a.example/", "https://a.example/")
		if err != nil {
			t.Fatal(err)
		}
		got := m.Pair(tt.old, func(a string) bool { return slices.Contains(tt.now, a) })
		if d := cmp.Diff(Pairing{Now: tt.want, Ambiguous: tt.ambiguous, Claimed: tt.claimed}, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, d)
		}
	}
}

// Whatever the rules and addresses are: no later address has two earlier ones, each is
// one that its rules lead to, every address has a pair, is ambiguous, has no later
// address or lost it to another, and the order of rules and addresses says nothing.
func TestPairProperties(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 1))
	some := func(all ...string) string { return all[r.IntN(len(all))] }
	address := func() string {
		return some("http", "https") + "://" + some("", "www.") + some("a.example", "b.example") + "/" + some("", "x", "x/", "x/y", "z?p=1", "xy", "y/", "y")
	}
	for range 3000 {
		rules := map[string]bool{}
		for range r.IntN(4) {
			rules[some("www", "https", "slash", "host", "http://a.example/x=http://a.example/y", "http://a.example/=https://b.example/",
				"http://www.a.example/x/=http://b.example/", "https://a.example/y/=http://a.example/x/")] = true
		}
		var list []string
		for rule := range rules {
			list = append(list, rule)
		}
		m, err := ParseAddressMap(list, "http://a.example/", some("https", "http")+"://"+some("", "www.")+"a.example/")
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]bool{}
		var old []MappedAddress
		for range 12 {
			if a := address(); !found[a] {
				found[a] = true
				old = append(old, MappedAddress{a, r.IntN(2) == 0})
			}
		}
		later := map[string]bool{}
		for range 12 {
			later[address()] = true
		}
		is := func(a string) bool { return later[a] }
		p := m.Pair(old, is)
		fail := func(format string, args ...any) {
			t.Fatalf("%s\nrules %q\nearlier %v\nlater %v\npairs %v", fmt.Sprintf(format, args...), list, old, later, p)
		}
		from := map[string]string{}
		for was, now := range p.Now {
			if other := from[now]; other != "" {
				fail("%s and %s are both %s", was, other, now)
			}
			from[now] = was
			if !found[was] || !later[now] || !slices.Contains(m.candidates(was), now) {
				fail("%s is not %s", was, now)
			}
			if slices.Contains(p.Ambiguous, was) {
				fail("%s has a pair and is ambiguous", was)
			}
		}
		for _, a := range old {
			if p.Now[a.URL] == "" && !slices.Contains(p.Ambiguous, a.URL) {
				i := slices.IndexFunc(m.candidates(a.URL), is)
				if i >= 0 && from[m.candidates(a.URL)[i]] == "" && !slices.ContainsFunc(p.Ambiguous, func(b string) bool { return slices.Contains(m.candidates(b), m.candidates(a.URL)[i]) }) {
					fail("%s has no pair, although %s is there", a.URL, m.candidates(a.URL)[i])
				}
			}
		}
		slices.Reverse(old)
		slices.Reverse(list)
		again, err := ParseAddressMap(list, m.old.scheme+"://"+m.old.host+"/", m.now.scheme+"://"+m.now.host+"/")
		if err != nil {
			t.Fatal(err)
		}
		if cmp.Diff(p, again.Pair(old, is)) != "" {
			fail("the order says something")
		}
	}
}
