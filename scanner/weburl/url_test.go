package weburl

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
)

// must parses a valid address.
func must(t testing.TB, s string) URL {
	t.Helper()
	u, err := Parse(s)
	if err != nil {
		t.Fatalf("Parse(%q): %v", s, err)
	}
	return u
}

func TestParse(t *testing.T) {
	tests := []struct {
		check int
		in    string
		want  string
	}{
		{2, " \t\n http://example.com/a \r\n", "http://example.com/a"},
		{2, "http://exa\nmple.com/a\tb?c\rd#e\nf", "http://example.com/ab?cd#ef"},
		{3, `http:\\example.com\a\b?c\d#e\f`, `http://example.com/a/b?c\d#e\f`},
		{4, "http://example.com/a b?c d#e f", "http://example.com/a%20b?c%20d#e%20f"},
		{4, "http://example.com/grüße?für=ü#ö", "http://example.com/gr%C3%BC%C3%9Fe?f%C3%BCr=%C3%BC#%C3%B6"},
		{5, "http://example.com/a%zz", "http://example.com/a%zz"},
		{5, "http://example.com/100%", "http://example.com/100%"},
		{5, "http://example.com/a%z z%4", "http://example.com/a%z%20z%4"},
		{6, "http://example.com/a%2fb%2Fc~%7E", "http://example.com/a%2fb%2Fc~%7E"},
		{7, "HTTP://EXAMPLE.Com:80/A", "http://example.com/A"},
		{7, "https://example.com:443", "https://example.com/"},
		{7, "https://example.com:80", "https://example.com:80/"},
		{7, "http://example.com:0080/", "http://example.com/"},
		{7, "http://example.com:/", "http://example.com/"},
		{7, "http://example.com:08080/", "http://example.com:8080/"},
		{8, "http://Bäckerei-Sonnenblume.example/", "http://xn--bckerei-sonnenblume-gwb.example/"},
		{8, "http://例え。テスト/", "http://xn--r8jz45g.xn--zckzah/"},
		{8, "http://ｅｘａｍｐｌｅ．ｃｏｍ/", "http://example.com/"},
		{8, "http://straße.example/", "http://xn--strae-oqa.example/"},
		{8, "http://My_Shop.Bäckerei。example:81/_?_", "http://my_shop.xn--bckerei-5wa.example:81/_?_"},
		{8, "http://u:_p@_a.xn--bckerei-5wa.example", "http://_a.xn--bckerei-5wa.example/"},
		{9, "http://example.com./", "http://example.com./"},
		{10, "http://example.com/a/./b/../c", "http://example.com/a/c"},
		{10, "http://example.com/a/%2e/b/%2E%2e/c/.%2e/d", "http://example.com/a/d"},
		{10, "http://example.com/../../a", "http://example.com/a"},
		{10, "http://example.com/a/..", "http://example.com/"},
		{10, "http://example.com/.well-known/...", "http://example.com/.well-known/..."},
		{12, "http:example.com", "http://example.com/"},
		{12, "http:/example.com/x", "http://example.com/x"},
		{12, "https:////example.com//x", "https://example.com//x"},
		{13, "http://example.com//x//y/", "http://example.com//x//y/"},
		{14, "http://user:pass@example.com/", "http://example.com/"},
		{14, "http://user@name:p@ss:1@example.com:81/@", "http://example.com:81/@"},
		{14, "http://:@example.com", "http://example.com/"},
		{15, "http://127.1/", "http://127.0.0.1/"},
		{15, "http://0x7f.1/", "http://127.0.0.1/"},
		{15, "http://2130706433/", "http://127.0.0.1/"},
		{15, "http://017700000001/", "http://127.0.0.1/"},
		{15, "http://0xA9FEA9FE/latest", "http://169.254.169.254/latest"},
		{15, "http://１２７.0.0.１/", "http://127.0.0.1/"},
		{15, "http://[0:0:0:0:0:0:0:1]/", "http://[::1]/"},
		{15, "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/"},
		{16, "http://example.com:65535/", "http://example.com:65535/"},
		{16, "http://example.com:0/", "http://example.com:0/"},
		{19, "http://example.com/Path?Query", "http://example.com/Path?Query"},
		{1, "http://example.com/a^b|c`{d}", "http://example.com/a%5Eb|c%60%7Bd%7D"},
		{1, "http://example.com/a^b", "http://example.com/a%5Eb"},
		{1, "http://example.com?a=1", "http://example.com/?a=1"},
		{1, "http://example.com#a", "http://example.com/#a"},
	}
	for _, tt := range tests {
		got, err := Parse(tt.in)
		if err != nil {
			t.Errorf("check %d: Parse(%q): %v", tt.check, tt.in, err)
		} else if got.String() != tt.want {
			t.Errorf("check %d: Parse(%q) = %q, want %q", tt.check, tt.in, got, tt.want)
		} else if again := must(t, got.String()); again != got {
			t.Errorf("check %d: Parse(%q) = %q, not stable", tt.check, got, again)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct {
		check int
		in    string
		want  outcome.Key
	}{
		{1, "", outcome.AddressMalformed},
		{1, "/path", outcome.AddressMalformed},
		{1, "http://", outcome.AddressMalformed},
		{1, "http://exa mple.com/", outcome.AddressMalformed},
		{1, "http://exa<mple.com/", outcome.AddressMalformed},
		{1, "http://%00.com/", outcome.AddressMalformed},
		{8, "http://xn--a/", outcome.AddressIDN},
		{8, "http://my_shop.xn--a/", outcome.AddressIDN},
		{8, "http://xn--bckerei-.example/", outcome.AddressIDN},
		{8, "http://a\u00adb\u200d\u0644.example/", outcome.AddressIDN},
		{14, "http://user:pass@/path", outcome.AddressMalformed},
		{15, "http://256.256.256.256/", outcome.AddressMalformed},
		{15, "http://1.2.3.4.5/", outcome.AddressMalformed},
		{15, "http://127.0.0.-1/", outcome.AddressMalformed},
		{15, "http://[[::1]]/", outcome.AddressMalformed},
		{15, "http://[::1/", outcome.AddressMalformed},
		{16, "http://example.com:65536/", outcome.AddressMalformed},
		{16, "http://example.com:99999999999999999999/", outcome.AddressMalformed},
		{16, "http://example.com:8o/", outcome.AddressMalformed},
		{16, "http://example.com:-1/", outcome.AddressMalformed},
		{17, "data:text/plain;base64," + strings.Repeat("AAAA", 1<<20), outcome.UnsupportedScheme},
		{18, "ftp://example.com/", outcome.UnsupportedScheme},
		{18, "javascript:void(0)", outcome.UnsupportedScheme},
		{18, "java\nscript:void(0)", outcome.UnsupportedScheme},
		{1, "http://example.com/" + strings.Repeat("a", maxLength), outcome.AddressMalformed},
	}
	for _, tt := range tests {
		got, err := Parse(tt.in)
		if err == nil {
			t.Errorf("check %d: Parse(%.60q) = %q, want an error", tt.check, tt.in, got)
		} else if key := OutcomeOf(err); key != tt.want {
			t.Errorf("check %d: Parse(%.60q): %v, want %s", tt.check, tt.in, err, tt.want)
		} else if !got.IsZero() {
			t.Errorf("check %d: Parse(%.60q) = %q beside an error", tt.check, tt.in, got)
		}
	}
}

func TestResolve(t *testing.T) {
	const base = "http://example.com/a/b/c?q#f"
	tests := []struct {
		check     int
		base, ref string
		want      string
	}{
		{11, base, "", "http://example.com/a/b/c?q"},
		{11, base, " ", "http://example.com/a/b/c?q"},
		{11, base, "#x", "http://example.com/a/b/c?q#x"},
		{11, base, "#", "http://example.com/a/b/c?q#"},
		{11, base, "?x", "http://example.com/a/b/c?x"},
		{11, base, "?", "http://example.com/a/b/c?"},
		{11, base, "//other.example/x", "http://other.example/x"},
		{11, base, "//other.example:443/x", "http://other.example:443/x"},
		{11, "https://example.com/", "//other.example:443/x", "https://other.example/x"},
		{11, base, "///x", "http://x/"},
		{11, base, "/x", "http://example.com/x"},
		{11, base, "x", "http://example.com/a/b/x"},
		{11, base, "x/y.html?z#w", "http://example.com/a/b/x/y.html?z#w"},
		{11, base, "x:y", ""},
		{11, base, "./x:y", "http://example.com/a/b/x:y"},
		{10, base, ".", "http://example.com/a/b/"},
		{10, base, "./", "http://example.com/a/b/"},
		{10, base, "..", "http://example.com/a/"},
		{10, base, "../x", "http://example.com/a/x"},
		{10, base, "../../../../x", "http://example.com/x"},
		{10, base, "./../x/../y/./z", "http://example.com/a/y/z"},
		{10, base, ".//x", "http://example.com/a/b//x"},
		{10, "http://example.com/a//b", "../x", "http://example.com/a/x"},
		{10, "http://example.com//", "../x", "http://example.com/x"},
		{3, base, `\x\y`, "http://example.com/x/y"},
		{3, base, `\\other.example\y`, "http://other.example/y"},
		{12, base, "http:x", "http://example.com/a/b/x"},
		{12, base, "http:/x", "http://example.com/x"},
		{12, base, "http://other.example", "http://other.example/"},
		{12, base, "https:other.example", "https://other.example/"},
		{12, base, "http:?x", "http://example.com/a/b/c?x"},
		{13, base, "/x//y", "http://example.com/x//y"},
		{14, "http://u:p@example.com/", "x", "http://example.com/x"},
		{14, base, "//u:p@other.example/", "http://other.example/"},
		{14, base, "x@y", "http://example.com/a/b/x@y"},
		{14, base, "/u:p@h/x y", "http://example.com/u:p@h/x%20y"},
		{19, base, "/X", "http://example.com/X"},
	}
	for _, tt := range tests {
		got, err := must(t, tt.base).Resolve(tt.ref)
		if err != nil && tt.want == "" {
			continue
		}
		if err != nil || got.String() != tt.want {
			t.Errorf("check %d: %q on %q = %q, %v; want %q", tt.check, tt.ref, tt.base, got, err, tt.want)
		}
	}
}

func TestParts(t *testing.T) {
	type parts struct {
		Scheme, Host, Hostname, Path, Query, RequestURI, Origin, PaceHost, Key, Fragment string
		Port                                                                             int
		HasFragment                                                                      bool
	}
	tests := []struct {
		in   string
		want parts
	}{
		{"https://example.com", parts{"https", "example.com", "example.com", "/", "", "/", "https://example.com", "example.com:443", "https://example.com/", "", 443, false}},
		{"http://u:p@Example.com.:8080/a/b?c=d&e#f?g", parts{"http", "example.com.:8080", "example.com.", "/a/b", "c=d&e", "/a/b?c=d&e", "http://example.com.:8080", "example.com:8080", "http://example.com.:8080/a/b?c=d&e", "f?g", 8080, true}}, // checks 9, 14
		{"http://[::1]:81/?#", parts{"http", "[::1]:81", "::1", "/", "", "/?", "http://[::1]:81", "[::1]:81", "http://[::1]:81/?", "", 81, true}},
		{"http://[2001:db8::1]/", parts{"http", "[2001:db8::1]", "2001:db8::1", "/", "", "/", "http://[2001:db8::1]", "[2001:db8::1]:80", "http://[2001:db8::1]/", "", 80, false}},
	}
	for _, tt := range tests {
		u := must(t, tt.in)
		frag, has := u.Fragment()
		got := parts{u.Scheme(), u.Host(), u.Hostname(), u.Path(), u.Query(), u.RequestURI(), u.Origin(), u.PaceHost(), u.Key(), frag, u.Port(), has}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.in, diff)
		}
	}
}

// Which addresses have the same key, and which have not.
func TestKey(t *testing.T) {
	tests := []struct {
		check int
		a, b  string
		same  bool
	}{
		{5, "http://example.com/a%zz", "http://example.com/a%25zz", false},
		{6, "http://example.com/%2f", "http://example.com/%2F", false},
		{6, "http://example.com/~", "http://example.com/%7E", false},
		{7, "HTTP://EXAMPLE.com:80", "http://example.com/", true},
		{9, "http://example.com./", "http://example.com/", false},
		{13, "http://example.com//a", "http://example.com/a", false},
		{14, "http://u:p@example.com/", "http://example.com/", true},
		{15, "http://127.1/", "http://127.0.0.1/", true},
		{19, "http://example.com/A", "http://example.com/a", false},
		{19, "http://www.example.com/", "http://example.com/", false},
		{19, "http://example.com/", "https://example.com/", false},
		{11, "http://example.com/a#b", "http://example.com/a#c", true},
		{11, "http://example.com/a?", "http://example.com/a", false},
		{11, "http://example.com/a/", "http://example.com/a", false},
	}
	for _, tt := range tests {
		a, b := must(t, tt.a), must(t, tt.b)
		if got := a.Key() == b.Key(); got != tt.same {
			t.Errorf("check %d: %q and %q: same = %v, want %v", tt.check, tt.a, tt.b, got, tt.same)
		}
	}
	// check 9
	if a, b := must(t, "http://example.com./").PaceHost(), must(t, "http://example.com/").PaceHost(); a != b {
		t.Errorf("pace host %q and %q, want the same", a, b)
	}
}

// check 14
func TestLogValue(t *testing.T) {
	tests := []struct{ in, want string }{
		{"http://user:hunter2@example.com/a?q=1&access_token=abc&b#frag", "http://example.com/a?q=1&access_token=redacted&b"},
		{"http://example.com/?p%61ssword=x", "http://example.com/?p%61ssword=redacted"},
		{"http://example.com/", "http://example.com/"},
	}
	for _, tt := range tests {
		if got := must(t, tt.in).LogValue(); !got.Equal(slog.StringValue(tt.want)) {
			t.Errorf("%q: got %v, want %v", tt.in, got, tt.want)
		}
	}
	if got := (URL{}).LogValue().String(); got != "" {
		t.Errorf("zero URL: got %q", got)
	}
}
