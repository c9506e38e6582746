package fetch_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sitewell/scanner/fetch"
	"sitewell/scanner/sitetest"
)

// The header that a site is signed in to with is not kept, whatever its name.
func TestOwnHeaderIsHiddenInEvidence(t *testing.T) {
	site := sitetest.New(t, `
-- host https://site.test --
-- GET / --
500

Error
`)
	c := newClient(t, site, func(o *fetch.Options) {
		o.Home, o.Credential = parse(t, "https://site.test/"), fetch.Credential{Header: "X-Preview", Value: "on"}
	})
	if got := header(get(t, c, "https://site.test/").Evidence.Request, "X-Preview"); got != "(hidden)" {
		t.Errorf("got %q in the request", got)
	}
}

func TestSecrets(t *testing.T) {
	tests := []struct {
		name string
		give fetch.Credential
		want []string // that are not ""
	}{
		{"nothing", fetch.Credential{}, nil},
		{"password", fetch.Credential{User: "anna", Password: "hunter2"}, []string{"hunter2", "anna:hunter2"}},
		{"token", fetch.Credential{Header: "Authorization", Value: "Bearer abc.def"}, []string{"Bearer abc.def", "abc.def"}},
		{"basic authentication as a header", fetch.Credential{Header: "Authorization", Value: "Basic YW5uYTpodW50ZXIy"}, []string{"Basic YW5uYTpodW50ZXIy", "YW5uYTpodW50ZXIy", "hunter2"}},
		{"header", fetch.Credential{Header: "X-Preview", Value: "sesame"}, []string{"sesame"}},
		{"one cookie", fetch.Credential{Cookie: "pass=sesame"}, []string{"sesame"}},
		{"cookies, some of them settings", fetch.Credential{Cookie: `lang=english; theme=Dark; session="a1b2"; pin=7311; word=alphabet`}, []string{"a1b2", "7311", "alphabet"}},
	}
	for _, tt := range tests {
		got := slices.DeleteFunc(tt.give.Secrets(), func(s string) bool { return s == "" })
		if diff := cmp.Diff(tt.want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestCredentialDoesNotPrint(t *testing.T) {
	c := fetch.Credential{User: "anna", Password: "hunter2", Cookie: "a=hunter2", Header: "X", Value: "hunter2"}
	o := struct{ C fetch.Credential }{c}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "c", c, "p", &c)
	for _, got := range []string{fmt.Sprint(c), fmt.Sprintf("%+v %#v %s %q %v", c, c, c, c, &c), fmt.Sprintf("%+v %#v", o, o), log.String()} {
		if strings.Contains(got, "hunter2") {
			t.Errorf("it prints: %s", got)
		}
	}
}

// A site that renews the session on the way is answered with the new one.
func TestCookiesOfTheChainReplaceThoseOfTheSignIn(t *testing.T) { // check 52
	site := sitetest.New(t, `
-- host https://site.test --
-- GET / --
302
Set-Cookie: session=new; Path=/
Location: /in

-- GET /in --
`)
	c := newClient(t, site, func(o *fetch.Options) {
		o.Home, o.Credential = parse(t, "https://site.test/"), fetch.Credential{Cookie: "lang=de; session=old"}
	})
	get(t, c, "https://site.test/")
	var got []string
	for _, q := range site.Requests() {
		got = append(got, q.Header.Get("Cookie"))
	}
	if diff := cmp.Diff([]string{"lang=de; session=old", "lang=de; session=new"}, got); diff != "" {
		t.Errorf("cookies (-want +got):\n%s", diff)
	}
}
