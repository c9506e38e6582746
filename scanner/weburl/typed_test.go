package weburl

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseInput(t *testing.T) {
	tests := []struct {
		in   string
		want []string
	}{
		{"example.com", []string{"https://example.com/", "http://example.com/"}},
		{" example.com/shop ", []string{"https://example.com/shop", "http://example.com/shop"}},
		{"\u00a0www.example.com\ufeff", []string{"https://www.example.com/", "http://www.example.com/"}},
		{"HTTP://Example.com", []string{"http://example.com/"}},
		{"https://example.com/a b#top", []string{"https://example.com/a%20b"}},
		{"<https://example.com/>", []string{"https://example.com/"}},
		{`"example.com"`, []string{"https://example.com/", "http://example.com/"}},
		{"//example.com/x", []string{"https://example.com/x", "http://example.com/x"}},
		{"https//example.com", []string{"https://example.com/"}},
		{"http:example.com", []string{"http://example.com/"}},
		{"https:/example.com", []string{"https://example.com/"}},
		{"http;//example.com", []string{"http://example.com/"}},
		{"https://user:secret@example.com/", []string{"https://example.com/"}},
		{"bäckerei.example", []string{"https://xn--bckerei-5wa.example/", "http://xn--bckerei-5wa.example/"}},
		{"https://例え.テスト", []string{"https://xn--r8jz45g.xn--zckzah/"}},
		{"localhost", []string{"http://localhost/", "https://localhost/"}},
		{"localhost:8080", []string{"http://localhost:8080/", "https://localhost:8080/"}},
		{"127.0.0.1:80/x", []string{"http://127.0.0.1/x"}},
		{"127.1", []string{"http://127.0.0.1/", "https://127.0.0.1/"}},
		{"192.168.1.1", []string{"http://192.168.1.1/", "https://192.168.1.1/"}},
		{"[::1]:8000", []string{"http://[::1]:8000/", "https://[::1]:8000/"}},
		{"::1", []string{"http://[::1]/", "https://[::1]/"}},
		{"shop.test", []string{"http://shop.test/", "https://shop.test/"}},
		{"nas:5000", []string{"http://nas:5000/", "https://nas:5000/"}},
		{"http://intranet/", []string{"http://intranet/"}},
		{"example.com:443", []string{"https://example.com/"}},
		{"example.com:80", []string{"http://example.com/"}},
		{"example.com:8443/x?y", []string{"https://example.com:8443/x?y", "http://example.com:8443/x?y"}},
		{"example.com:8080", []string{"http://example.com:8080/", "https://example.com:8080/"}},
		{"example.com/a@b", []string{"https://example.com/a@b", "http://example.com/a@b"}},
		{"example.com/page.html", []string{"https://example.com/page.html", "http://example.com/page.html"}},
	}
	for _, tt := range tests {
		candidates, err := ParseInput(tt.in)
		if err != nil {
			t.Errorf("ParseInput(%q): %v", tt.in, err)
			continue
		}
		var got []string
		for _, u := range candidates {
			got = append(got, u.String())
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("ParseInput(%q) (-want +got):\n%s", tt.in, diff)
		}
	}
}

func TestFromTypedRefuses(t *testing.T) {
	tests := []struct {
		in   string
		want InputError
	}{
		{"", InputError{Kind: InputEmpty}},
		{" \t\u00a0", InputError{Kind: InputEmpty}},
		{`""`, InputError{Kind: InputEmpty}},
		{"foo bar", InputError{InputSpace, "foo bar", ""}},
		{"my shop.com", InputError{InputSpace, "my shop.com", ""}},
		{"ftp://x", InputError{InputScheme, "ftp://x", "ftp"}},
		{"htp://example.com", InputError{InputScheme, "htp://example.com", "htp"}},
		{"javascript:alert(1)", InputError{InputScheme, "javascript:alert(1)", "javascript"}},
		{"foo", InputError{InputNoDot, "foo", "foo"}},
		{"foo/bar", InputError{InputNoDot, "foo/bar", "foo"}},
		{"info@example.com", InputError{InputEmail, "info@example.com", "example.com"}},
		{"mailto:info@example.com?subject=x", InputError{InputEmail, "mailto:info@example.com?subject=x", "example.com"}},
		{`C:\Users\me\index.html`, InputError{InputFile, `C:\Users\me\index.html`, ""}},
		{"/home/me/index.html", InputError{InputFile, "/home/me/index.html", ""}},
		{"file:///x", InputError{InputFile, "file:///x", ""}},
		{"index.html", InputError{InputFile, "index.html", ""}},
		{`\\server\share`, InputError{InputFile, `\\server\share`, ""}},
		{"example.com:99999", InputError{InputPort, "example.com:99999", "99999"}},
		{"http://example.com:65536/", InputError{InputPort, "http://example.com:65536/", "65536"}},
		{"example.com:abc", InputError{InputPort, "example.com:abc", "abc"}},
		{"xn--a.example", InputError{InputIDN, "xn--a.example", "xn--a.example"}},
		{"http://", InputError{InputBad, "http://", "no host name"}},
		{"exa<mple.com", InputError{InputBad, "exa<mple.com", "host name contains a character that is not allowed"}},
		{"1.2.3.4.5", InputError{InputBad, "1.2.3.4.5", "bad IP address"}},
	}
	for _, tt := range tests {
		candidates, err := ParseInput(tt.in)
		var got *InputError
		if !errors.As(err, &got) {
			t.Errorf("ParseInput(%q) = %v, %v; want %+v", tt.in, candidates, err, tt.want)
		} else if diff := cmp.Diff(tt.want, *got); diff != "" {
			t.Errorf("ParseInput(%q) (-want +got):\n%s", tt.in, diff)
		}
	}
}

func TestSuggestion(t *testing.T) {
	for typed, want := range map[string]string{
		"bakery": "bakery.com", "me@bakery.example": "bakery.example", "bakery. example": "bakery.example",
		"bäckerei": "bäckerei.com", "best bakery in town": "", "the end. Then": "", "ftp://bakery.example": "", "": "",
	} {
		var e *InputError
		if _, err := ParseInput(typed); !errors.As(err, &e) {
			t.Errorf("%q: got %v, want an InputError", typed, err)
			continue
		}
		if got := e.Suggestion(); got != want {
			t.Errorf("%q: suggested %q, want %q", typed, got, want)
		}
	}
}
