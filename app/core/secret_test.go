package core

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/fetch"
	"sitewell/scanner/profile"
	"sitewell/scanner/weburl"
)

func TestSecretFrom(t *testing.T) {
	const far, past = "4102444800", "946684800" // 2100 and 2000
	tests := []struct {
		name   string
		given  SecretInput
		start  string // https://www.bakery.example/ where it is left out
		want   fetch.Credential
		reason SecretInputReason
	}{
		{name: "password", given: SecretInput{Kind: profile.Password, User: "anna", Text: "pa ss:wörd"}, want: fetch.Credential{User: "anna", Password: "pa ss:wörd"}},
		{name: "line end of a prompt", given: SecretInput{Kind: profile.Password, User: "anna", Text: "x\r\n"}, want: fetch.Credential{User: "anna", Password: "x"}},
		{name: "no user", given: SecretInput{Kind: profile.Password, Text: "x"}, reason: InputEmpty},
		{name: "colon in user", given: SecretInput{Kind: profile.Password, User: "a:b", Text: "x"}, reason: InputUser},
		{name: "control character", given: SecretInput{Kind: profile.Password, User: "a", Text: "x\x00y"}, reason: InputCharacters},

		{name: "cookies", given: SecretInput{Kind: profile.Cookie, Text: " a=b; c=d=e;"}, want: fetch.Credential{Cookie: "a=b; c=d=e"}},
		{name: "cookies with their header's name", given: SecretInput{Kind: profile.Cookie, Text: "cookie: a=b; c=d"}, want: fetch.Credential{Cookie: "a=b; c=d"}},
		{name: "all headers of a request", given: SecretInput{Kind: profile.Cookie, Text: "Host: www.bakery.example\r\nCookie: a=b; c=d\r\nAccept: */*"}, want: fetch.Credential{Cookie: "a=b; c=d"}},
		{name: "name and value in two lines", given: SecretInput{Kind: profile.Cookie, Text: "accept\n*/*\ncookie\na=b; c=d\nuser-agent\nx"}, want: fetch.Credential{Cookie: "a=b; c=d"}},
		{name: "answer's header", given: SecretInput{Kind: profile.Cookie, Text: "Set-Cookie: a=b; Path=/; HttpOnly\nset-cookie: c=d; Secure"}, want: fetch.Credential{Cookie: "a=b; c=d"}},
		{name: "one a line", given: SecretInput{Kind: profile.Cookie, Text: "a=b\nc=d"}, want: fetch.Credential{Cookie: "a=b; c=d"}},
		{name: "no cookie", given: SecretInput{Kind: profile.Cookie, Text: "hello"}, reason: InputNoCookies},
		{name: "nothing", given: SecretInput{Kind: profile.Cookie, Text: " \n"}, reason: InputEmpty},
		{
			name: "cookies.txt",
			given: SecretInput{Kind: profile.Cookie, Text: "# Netscape HTTP Cookie File\n\n" +
				".bakery.example\tTRUE\t/\tTRUE\t" + far + "\tshop\t1\n" +
				"#HttpOnly_www.bakery.example\tFALSE\t/\tFALSE\t0\tsession\tabc=\n" +
				"bakery.example\tFALSE\t/\tFALSE\t0\tapex\t2\n" +
				".bakery.example\tTRUE\t/\tFALSE\t" + past + "\told\t3\n" +
				".other.example\tTRUE\t/\tFALSE\t0\tother\t4\n"},
			want: fetch.Credential{Cookie: "shop=1; session=abc="},
		},
		{name: "cookies.txt of another site", given: SecretInput{Kind: profile.Cookie, Text: ".other.example\tTRUE\t/\tFALSE\t0\ta\tb"}, reason: InputOtherCookies},
		{name: "cookie for https on http", start: "http://www.bakery.example/", given: SecretInput{Kind: profile.Cookie, Text: "www.bakery.example\tFALSE\t/\tTRUE\t0\ta\tb"}, reason: InputOtherCookies},
		{name: "the same on this computer", start: "http://localhost:8080/", given: SecretInput{Kind: profile.Cookie, Text: "localhost\tFALSE\t/\tTRUE\t0\ta\tb"}, want: fetch.Credential{Cookie: "a=b"}},

		{name: "header", given: SecretInput{Kind: profile.Header, Text: "x-api-key:  abc "}, want: fetch.Credential{Header: "X-Api-Key", Value: "abc"}},
		{name: "token alone", given: SecretInput{Kind: profile.Header, Text: "bearer abc.def"}, want: fetch.Credential{Header: "Authorization", Value: "bearer abc.def"}},
		{name: "token with a colon", given: SecretInput{Kind: profile.Header, Text: "Token a:b"}, want: fetch.Credential{Header: "Authorization", Value: "Token a:b"}},
		{name: "cookies as a header", given: SecretInput{Kind: profile.Header, Text: "Cookie: a=b"}, want: fetch.Credential{Cookie: "a=b"}},
		{name: "two lines", given: SecretInput{Kind: profile.Header, Text: "X-A: b\nX-C: d"}, reason: InputCharacters},
		{name: "no name", given: SecretInput{Kind: profile.Header, Text: "abc"}, reason: InputNoHeader},
		{name: "no value", given: SecretInput{Kind: profile.Header, Text: "X-A:"}, reason: InputNoHeader},
		{name: "Sitewell's own", given: SecretInput{Kind: profile.Header, Text: "Host: x"}, reason: InputReservedHeader},
		{name: "of the proxy", given: SecretInput{Kind: profile.Header, Text: "proxy-authorization: x"}, reason: InputReservedHeader},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start, err := weburl.Parse(tt.start)
			if err != nil {
				if start, err = weburl.Parse("https://www.bakery.example/"); err != nil {
					t.Fatal(err)
				}
			}
			s, err := secretFrom(tt.given, start)
			var given *SecretInputError
			switch {
			case tt.reason != "":
				if !errors.As(err, &given) || given.Reason != tt.reason {
					t.Fatalf("got error %v, want %s", err, tt.reason)
				}
				return
			case err != nil:
				t.Fatal(err)
			}
			if s.Origin != start.Origin() {
				t.Errorf("it belongs to %s, want %s", s.Origin, start.Origin())
			}
			if s.credential() != tt.want { // it does not print, so cmp would show nothing
				t.Errorf("got %q %q %q %q", s.User, s.Cookie, s.Header, s.Value)
			}
			text, err := s.text()
			if err != nil {
				t.Fatal(err)
			}
			if back, err := secretOf(text); err != nil || back != s {
				t.Errorf("it does not survive the key store: %v", err)
			}
		})
	}
}

func TestPlainHeader(t *testing.T) {
	tests := []struct {
		text, name, value string
		reason            SecretInputReason
	}{
		{"accept-language: de", "Accept-Language", "de", ""},
		{"X-Preview: 1", "X-Preview", "1", ""},
		{"Authorization: Bearer x", "", "", InputSecretHeader},
		{"bearer x", "", "", InputSecretHeader},
		{"Cookie: a=b", "", "", InputSecretHeader},
		{"X-Api-Key: x", "", "", InputSecretHeader},
		{"X-Auth-Token: x", "", "", InputSecretHeader},
		{"Connection: close", "", "", InputReservedHeader},
		{"nonsense", "", "", InputNoHeader},
	}
	for _, tt := range tests {
		name, value, err := plainHeader(tt.text)
		var given *SecretInputError
		errors.As(err, &given)
		got := [3]string{name, value}
		if given != nil {
			got[2] = string(given.Reason)
		}
		if diff := cmp.Diff([3]string{tt.name, tt.value, string(tt.reason)}, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	g := SecretInput{Kind: profile.Password, User: "anna", Text: "hunter2"}
	s := secret{Origin: "https://x", Password: "hunter2", Cookie: "hunter2", Value: "hunter2"}
	how := ScanOverrides{SignIn: &g}
	if got := fmt.Sprintf("%v %+v %#v %s %+v %+v %v", g, g, g, g, &how, s, []any{s, &g, MailServer{Password: "hunter2"}, WebhookTarget{URL: "https://a.example/hunter2"}}); strings.Contains(got, "hunter2") {
		t.Errorf("they print: %s", got)
	}
}
