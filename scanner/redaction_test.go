package scanner

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/redact"
	"sitewell/scanner/result"
	"sitewell/scanner/urltable"
)

// Every text of a batch is hidden, those that are added to the types later included.
func TestRedactBatch(t *testing.T) {
	const secret = "s3cr3t-word"
	b := new(result.Batch)
	texts := 0
	fillTexts(reflect.ValueOf(b).Elem(), secret, &texts)
	hops := b.Checks[0].Evidence.Hops
	redactBatch(redact.New("", []string{secret}), b)
	if got := fmt.Sprintf("%+v", b); strings.Contains(got, secret) {
		t.Errorf("it is still there: %s", got)
	}
	if texts < 30 {
		t.Errorf("only %d texts were filled in", texts)
	}
	if hops[0].URL != secret {
		t.Error("a list was changed that checks may share")
	}
}

// fillTexts sets every string below v, except those that are keys of ours.
func fillTexts(v reflect.Value, s string, n *int) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() {
			v.SetString(s)
			*n++
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fillTexts(v.Index(0), s, n)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Name != "Method" {
				fillTexts(v.Field(i), s, n)
			}
		}
	}
}

// echo is a site whose addresses contain the password, spelled in several ways, each
// of which is another page, and addresses that look like those that are stored.
//
// While stuck is set, most of its pages are not answered.
func echo(t *testing.T, password string, stuck *atomic.Bool) *httptest.Server {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if _, got, _ := q.BasicAuth(); got != password {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if q.URL.Path == "/" {
			for i := range 100 {
				fmt.Fprintf(w, `<a href="/%d/%s">x</a> <a href="/%d/%s">y</a> <a href="/%d/(hidden-1)">z</a> <a href="/%d/#%[2]s">f</a>`,
					i, url.PathEscape(password), i, strings.ReplaceAll(url.PathEscape(password), "-", "%2D"), i, i)
			}
			return
		}
		if c := q.URL.Path[1]; '0' <= c && c <= '9' && c != '1' && stuck.Load() {
			<-q.Context().Done()
		}
		// The answer shows whether the address was requested as it is.
		switch asked := q.URL.EscapedPath(); {
		case strings.HasSuffix(asked, "%2Dword"):
			w.WriteHeader(http.StatusGone)
		case strings.HasSuffix(asked, "-word"):
			fmt.Fprintf(w, `<title>%s</title><p id="%s">x`, password, password)
		case strings.Contains(asked, "hidden"):
			w.WriteHeader(http.StatusTeapot)
		default:
			w.Write([]byte("<p>x"))
		}
	}))
	t.Cleanup(srv.Close)
	return srv
}

// A scan whose addresses contain its password finds the same whether it keeps them,
// reads them back, or goes on after it was killed; and what it stores has none of it.
func TestAddressesWithSecrets(t *testing.T) { // check 90; truths 4, 5
	const password = "s3cr3t-word"
	var stuck atomic.Bool
	srv := echo(t, password, &stuck)
	o := Options{Start: srv.URL + "/", NoDelay: true, NoProbes: true, Credential: Credential{User: "anna", Password: password}}
	whole := newMemory()
	scan(t, o, whole)
	counts := map[outcome.Key]int{}
	for _, c := range whole.checks {
		counts[c.Outcome]++
	}
	if counts["410"] != 100 || counts["418"] != 100 || len(whole.addresses) != 401 {
		t.Errorf("%d addresses, %v: they were not requested as they are", len(whole.addresses), counts)
	}

	m := newMemory()
	for runs := range 2 {
		e, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		e.memory.texts = urltable.Options{BlockSize: 16, Blocks: 2}
		ctx, cancel := context.WithCancel(t.Context())
		var journal Journal
		m.after = nil
		stuck.Store(runs == 0)
		if runs == 0 {
			m.after = func(m *memory) {
				if len(m.checks) > 1 {
					cancel()
				}
			}
		} else {
			journal = m
		}
		_, err = e.Run(ctx, m, journal)
		cancel()
		if runs == 0 && !errors.Is(err, context.Canceled) || runs == 1 && err != nil {
			t.Fatal(err)
		}
	}
	if m.recalls < 5 {
		t.Errorf("addresses were read back %d times: the test proves nothing", m.recalls)
	}
	if diff := cmp.Diff(whole.table(), m.table()); diff != "" {
		t.Errorf("killed and read back against kept (-want +got):\n%s", diff)
	}
	for _, s := range []string{password, "s3cr3t%2Dword"} {
		if strings.Contains(fmt.Sprint(m.addresses, m.checks, m.pages, m.places), s) {
			t.Errorf("%s is stored", s)
		}
	}
}

// What a page wrote is never taken for a secret: another site must not be sent one.
func TestForgedMarkersAreNotRestored(t *testing.T) { // check 90; truth 5
	var asked []string
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) { asked = append(asked, q.RequestURI) }))
	defer other.Close()
	var links strings.Builder
	for n := range 2000 {
		fmt.Fprintf(&links, "/(hidden-%d)", n)
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `<a href="%s%s">x</a>`, other.URL, links.String())
	}))
	defer srv.Close()
	m := newMemory()
	o := Options{Start: srv.URL + "/", Credential: Credential{User: "anna", Password: "s3cr3t-word"}}
	scan(t, o, m)
	for id := range m.checks { // all of them are checked again, as they are read back
		delete(m.checks, id)
	}
	clear(m.pages)
	scan(t, o, m)
	if len(asked) < 2 {
		t.Fatalf("the other site was asked %d times", len(asked))
	}
	for _, uri := range asked {
		if uri != "/robots.txt" && uri != links.String() {
			t.Errorf("the other site was asked for %.200s", uri)
		}
	}
}

// An address whose secret is not known any more is skipped, with the reason.
func TestAddressOfAnEarlierSecretIsSkipped(t *testing.T) {
	const password = "s3cr3t-word"
	srv := echo(t, password, new(atomic.Bool))
	m := newMemory()
	hidden := redact.New("", []string{"", "", "", "", "", "t0k3n-t0k3n"}).Address(srv.URL + "/t0k3n-t0k3n")
	m.addresses = []result.Address{
		{ID: 1, URL: srv.URL + "/", Internal: true, Kind: result.KindPage},
		{ID: 2, URL: hidden, Internal: true, Kind: result.KindPage, Depth: 1},
	}
	m.checks[1] = result.Check{Address: 1, Final: srv.URL + "/", Outcome: "200", Verdict: outcome.Works, Reason: "HTTP 200 OK"}
	scan(t, Options{Start: srv.URL + "/", Credential: Credential{User: "anna", Password: password}}, m)
	if c := m.checks[2]; c.Outcome != outcome.Excluded || !strings.Contains(c.Reason, "secret") || m.addresses[1].URL != hidden {
		t.Errorf("got %s because %q", c.Outcome, c.Reason)
	}
}
