//go:build !headless

package app

import (
	"testing"

	"fyne.io/fyne/v2/lang"

	"sitewell/app/core"
)

// Explanations are written in the language that the window speaks, which is
// English where it has no translation for the reader's own.
func TestWindowLanguage(t *testing.T) {
	for _, tt := range []struct {
		locale, languages string // LANG and LANGUAGE
		want, search      string
	}{
		{locale: "de_DE.UTF-8", want: "de", search: "Suchen"},
		{locale: "de_AT.UTF-8", want: "de", search: "Suchen"},
		{locale: "en_GB.UTF-8", want: "en", search: "Search"},
		{locale: "fr_FR.UTF-8", want: "en", search: "Search"},
		{locale: "nl_NL.UTF-8", languages: "nl:de:en", want: "de", search: "Suchen"},
		{locale: "C", want: "en", search: "Search"},
	} {
		t.Run(tt.locale+" "+tt.languages, func(t *testing.T) {
			t.Setenv("LC_ALL", "")
			t.Setenv("LC_MESSAGES", "")
			t.Setenv("LANG", tt.locale)
			t.Setenv("LANGUAGE", tt.languages)
			got, err := windowLanguage()
			if err != nil {
				t.Fatal(err)
			}
			if got != tt.want || lang.L("Search") != tt.search {
				t.Errorf("language %q and text %q, want %q and %q", got, lang.L("Search"), tt.want, tt.search)
			}
		})
	}
}

// A window's language reaches what explains outcomes.
func TestOpenCoreSpeaksTheLanguage(t *testing.T) {
	p := &program{}
	c, err := p.openCore(t.Context(), outputs{db: t.TempDir() + "/history.db"}, "de", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer closeCore(t, c)
	e, err := c.ExplainKey("404")
	if err != nil {
		t.Fatal(err)
	}
	if e.Lang != "de" {
		t.Errorf("explains in %q", e.Lang)
	}
}

func closeCore(t *testing.T, c *core.Core) {
	t.Helper()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}
