package weburl

import (
	"strings"
	"testing"
)

// The fast path must return what the library returns, and parsing that again must
// not change it, for any base and reference.
//
// check 1
func FuzzFastPath(f *testing.F) {
	for _, ref := range []string{
		"", "#", "?", "/", "x", "../x", "./../x/./y", "//example.com/x", "http://example.com", "https://example.com:444/%2e/a%zz?'#`",
		"http:x", "HTTP://A/", "a:b", "mailto:a@b.example", "//a.1/", "//xn--a/", "/a/..", "?a#b?c", "\\x", "http://u:p@h/", "//[::1]:1/",
	} {
		f.Add("http://example.com/a/b/c?q#f", ref)
		f.Add("https://127.0.0.1:8443//a//", ref)
	}
	f.Fuzz(func(t *testing.T, base, ref string) {
		b, err := slow(URL{}, base)
		if err != nil {
			b = URL{}
		} else if fast, ok := fastAbsolute(base); ok && fast != b {
			t.Errorf("fast path for %q: got %+v, want %+v", base, fast, b)
		}
		want, err := slow(b, ref)
		if fast, ok := fastResolve(b, ref); ok && (err != nil || fast != want) {
			t.Errorf("fast path for %q on %q: got %+v, want %+v, %v", ref, b, fast, want, err)
		}
		if err != nil {
			return
		}
		again, err := Parse(want.String())
		if err != nil || again != want {
			t.Errorf("%q on %q gives %+v, which parses as %+v, %v", ref, b, want, again, err)
		}
	})
}

// No text that a page or a person writes may cause a panic, and the methods of a
// URL return what they promise.
func FuzzURL(f *testing.F) {
	for _, s := range []string{
		"http://example.com/", "mailto:a@example.com,b@example.com?subject=x", "tel:+49-30-123;ext=1", "data:;base64,AA%3D=", "{{url}}", "%url%",
		"example.com", "foo bar", "C:\\x", "http://[::1]:80/a%zz", "localhost:8080", "1:2:3",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if key, reason := Classify(s), Explain(s); key != "" && reason == "" {
			t.Errorf("Classify(%q) = %q, Explain = %q", s, key, reason)
		}
		candidates, err := ParseInput(s)
		if (len(candidates) == 0) == (err == nil) {
			t.Errorf("ParseInput(%q) = %v, %v", s, candidates, err)
		}
		u, err := Parse(s)
		if err != nil {
			return
		}
		std := u.StdURL()
		if got := std.RequestURI(); got != u.RequestURI() && got != u.Origin()+u.RequestURI() {
			t.Errorf("%q: net/http asks for %q, want %q", s, got, u.RequestURI())
		}
		if std.Host != u.Host() || !strings.HasPrefix(u.Path(), "/") || strings.ContainsAny(u.Key(), "#@ \t\n") && !strings.Contains(u.RequestURI(), "@") {
			t.Errorf("%q: bad parts in %+v", s, u)
		}
		if !SameSite(u, u, false) || LocalOutcome(u, u) != "" {
			t.Errorf("%q is not its own site", s)
		}
		u.IP()
		u.LogValue()
	})
}
