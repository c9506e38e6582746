package fetch_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/fetch"
	"sitewell/scanner/sitetest"
)

// A server that repeats what it was sent, as error pages of frameworks do,
// does not get the secret into what is kept.
func TestSecretsAreTakenOutOfEvidence(t *testing.T) {
	site := sitetest.New(t, `
-- host https://site.test --
-- GET / --
500
X-Debug: YW5uYTpodW50ZXIyaHVudGVyMg== hunter2hunter2
Set-Cookie: session=k33pm3; Path=/

<h1>Error</h1> Authorization: Basic YW5uYTpodW50ZXIyaHVudGVyMg== password hunter2hunter2
Cookie: session=k33pm3 X-Preview: open sesame; Bearer t0k3n-t0k3n open+sesame
`)
	for _, credential := range []fetch.Credential{
		{User: "anna", Password: "hunter2hunter2", Cookie: "lang=de; session=k33pm3", Header: "X-Preview", Value: "open sesame"},
		{User: "anna", Password: "hunter2hunter2", Cookie: "session=k33pm3", Header: "Authorization", Value: "Bearer t0k3n-t0k3n"},
	} {
		var log bytes.Buffer
		c := newClient(t, site, func(o *fetch.Options) {
			o.Home, o.Credential = parse(t, "https://site.test/"), credential
			o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		})
		a := get(t, c, "https://site.test/")
		kept, err := json.Marshal(map[string]any{"evidence": a.Evidence, "notes": a.Notes, "clue": a.WallClue})
		if err != nil {
			t.Fatal(err)
		}
		if a.Status != 500 || !strings.Contains(a.Evidence.Snippet, "password (hidden)") {
			t.Fatalf("status %d, snippet %q: the test sees nothing", a.Status, a.Evidence.Snippet)
		}
		for _, s := range []string{credential.Password, "YW5uYTpodW50ZXIyaHVudGVyMg==", "k33pm3", strings.TrimPrefix(credential.Value, "Bearer ")} {
			if strings.Contains(string(kept), s) || strings.Contains(log.String(), s) {
				t.Errorf("%q is kept: %s\n%s", s, kept, &log)
			}
		}
		if got := header(a.Evidence.Request, credential.Header); !strings.Contains(got, "(hidden)") {
			t.Errorf("%s: got %q in the request", credential.Header, got)
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
