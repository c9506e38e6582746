package core

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/scanner/sitetest"
	"sitewell/storage"
)

// parts returns a file, or what is packed in it.
func parts(t *testing.T, name string, content []byte) map[string][]byte {
	t.Helper()
	if !strings.HasSuffix(name, ".xlsx") {
		return map[string][]byte{name: content}
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if all[name+"/"+f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	return all
}

func TestSaveSettings(t *testing.T) {
	c := clubhouse(t, sitetest.New(t, club), filepath.Join(t.TempDir(), "history.db"), &keyring{}, io.Discard)
	id, before := member(t, c)
	want := profile.Settings{
		NoExternal: true, Exclude: []string{"/calendar/"}, MaxDepth: 4, TimeoutSeconds: 12,
		Headers: []string{"Accept-Language: de"}, Verdicts: map[outcome.Key]string{"403": "works"},
	}
	if _, err := c.SiteSettings.SaveSettings(t.Context(), id, SettingsInput{Start: "club.example/members", Settings: want}); err != nil {
		t.Fatal(err)
	}
	site, got, err := c.SiteSettings.Settings(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	want.Version, want.SignIn = 1, before.SignIn
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
	if site.Start != "https://club.example/members" {
		t.Errorf("start: got %s", site.Start)
	}
}

// What can't be used is told field by field, all at once, and changes nothing.
func TestSaveSettingsRefuses(t *testing.T) {
	keys := &keyring{}
	c := clubhouse(t, sitetest.New(t, club), filepath.Join(t.TempDir(), "history.db"), keys, io.Discard)
	id, before := member(t, c)
	const start = "https://club.example/"
	tests := []struct {
		name string
		edit SettingsInput
		want []Field
	}{
		{"everything", SettingsInput{Start: "ftp://x", Settings: profile.Settings{
			Include: []string{"/ok/", "("}, Exclude: []string{"?page"}, Headers: []string{"Authorization: x"}, UserAgent: "a\r\nb", Concurrency: 33,
			TimeoutSeconds: 0.5, MaxDepth: -1, MaxAddresses: -1, Verdicts: map[outcome.Key]string{"404": "skipped"},
		}}, []Field{FieldStart, FieldInclude, FieldExclude, FieldHeaders, FieldAgent, FieldPace, FieldTimeout, FieldDepth, FieldLimit, FieldVerdicts}},
		{"sign-in", SettingsInput{Start: start, SignIn: &SecretInput{Kind: profile.Cookie, Text: "x"}}, []Field{FieldSignIn}},
		{"sign-in of another address", SettingsInput{Start: "https://elsewhere.example/"}, []Field{FieldSignIn}},
		{"sign-in of http", SettingsInput{Start: "http://club.example/"}, []Field{FieldSignIn}},
		{"no outcome", SettingsInput{Start: start, Settings: profile.Settings{Verdicts: map[outcome.Key]string{"nonsense": "works"}}}, []Field{FieldVerdicts}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := c.SiteSettings.SaveSettings(t.Context(), id, tt.edit)
			if diff := cmp.Diff(tt.want, fieldsOf(err)); diff != "" {
				t.Errorf("fields (-want +got):\n%s\n%v", diff, err)
			}
			if _, got, err := c.SiteSettings.Settings(t.Context(), id); err != nil || cmp.Diff(before, got) != "" {
				t.Errorf("it was stored all the same: %+v (error %v)", got, err)
			}
			if keys.len() != 1 {
				t.Errorf("%d secrets", keys.len())
			}
		})
	}
}

// fieldsOf lists the fields that an error names.
func fieldsOf(err error) (fields []Field) {
	for _, e := range FieldErrors(err) {
		fields = append(fields, e.Field)
	}
	return fields
}

// A verdict of the owner's own holds in every number: rows, counts, severity,
// fixes and the list of settings.
func TestOwnVerdictsHoldEverywhere(t *testing.T) { // truth 8
	site := sitetest.New(t, bakery)
	site.Open("oven")
	c := kitchen(t, site)
	own := func(s *profile.Settings) {
		s.Verdicts = map[outcome.Key]string{"404": "works", "301": "broken", outcome.MissingFragment: "cant-verify"}
	}
	r, err := c.Runner.ScanAddressWith(t.Context(), "bakery.example", ScanOverrides{Change: own})
	scan := await(t, c, r, err)

	want := map[string]string{
		"https://bakery.example/gone": "404 works", "https://mill.example/flour": "404 works",
		"https://bakery.example/moved": "301 broken", "https://bakery.example/cakes#nowhere": string(outcome.MissingFragment) + " cant-verify",
	}
	got := verdicts(t, c, scan.ID)
	for at := range got {
		if _, of := want[at]; !of {
			delete(got, at)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
	if n := countsOf(t, c, scan.ID); n.Broken != 1 || n.Warning != 0 || n.Cant != 1 || r.Progress().Problems != 2 {
		t.Errorf("counts %+v, progress %+v", n, r.Progress())
	}
	if row := rowOf(t, c, scan.ID, "https://bakery.example/moved"); row.Severity < outcome.Serious || !strings.Contains(row.Reason, "this site's settings") {
		t.Errorf("/moved: severity %v, reason %q", row.Severity, row.Reason)
	}
	if row := rowOf(t, c, scan.ID, "https://bakery.example/gone"); row.Severity != outcome.NoSeverity {
		t.Errorf("/gone: severity %v", row.Severity)
	}
	fixes, err := c.FixLister.Fixes(t.Context(), scan.ID)
	if err != nil {
		t.Fatal(err)
	}
	problems := 0
	for _, f := range fixes {
		problems += len(f.Problems)
	}
	if problems != 2 || fixes[0].Verdict != outcome.Broken {
		t.Errorf("fixes hold %d problems, the first is %v", problems, fixes[0].Verdict)
	}
	src := sourceOf(t, c, scan.ID)
	told := src.Settings[len(src.Settings)-1].Value
	for _, line := range []string{"(404): Works", "(301): Broken", "(missing-fragment): Can't verify"} {
		if !strings.Contains(told, line) {
			t.Errorf("the report lists %q, want %q in it", told, line)
		}
	}
	if filtered, err := c.Store.RowIDs(t.Context(), scan.ID, storage.Filter{Verdicts: []outcome.Verdict{outcome.Broken}}, storage.Order{}); err != nil || len(filtered) != 1 {
		t.Errorf("filter by Broken: %v (error %v)", filtered, err)
	}
}

func TestMatch(t *testing.T) {
	site := sitetest.New(t, bakery)
	site.Open("oven")
	c := kitchen(t, site)
	none, err := c.Store.SaveSite(t.Context(), storage.Site{Start: "https://new.example/"})
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Runner.ScanAddress(t.Context(), "bakery.example")
	scan := await(t, c, r, err)
	tests := []struct {
		name     string
		site     storage.SiteID
		rules    []string
		internal bool
		want     Matches
	}{
		{"exclude", scan.Site, []string{"/flour$", "/cake.png"}, false, Matches{Of: 8, Count: 2, Examples: []string{"https://bakery.example/cake.png", "https://mill.example/flour"}}},
		{"include", scan.Site, []string{"flour", "/cakes"}, true, Matches{Of: 7, Count: 1, Examples: []string{"https://bakery.example/cakes"}}},
		{"nothing", scan.Site, []string{"/nowhere"}, false, Matches{Of: 8}},
		{"never scanned", none.ID, []string{"x"}, false, Matches{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := c.SiteSettings.Match(t.Context(), tt.site, tt.rules, tt.internal)
			if err != nil {
				t.Fatal(err)
			}
			slices.Sort(got.Examples)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("matches (-want +got):\n%s", diff)
			}
		})
	}
	var rule *scanner.RuleError
	if _, err := c.SiteSettings.Match(t.Context(), scan.Site, []string{"("}, false); !errors.As(err, &rule) {
		t.Errorf("a bad rule: got %v", err)
	}
}
