package language

import (
	"os"
	"testing"

	"fyne.io/fyne/v2/lang"
)

// Texts are said in the language that was chosen, ours and Fyne's, and numbers and dates
// in its form.
func TestUse(t *testing.T) {
	t.Setenv("LC_ALL", "en_GB.UTF-8")
	t.Setenv("LANGUAGE", "")
	for _, tt := range []struct{ chosen, current, locale, search, rows string }{
		{"de", "de", "de", "Suchen", "0 Zeilen"},
		{"fr", "fr", "fr", "Rechercher", "0 ligne"},
		{"en", "en", "en-GB", "Search", "0 rows"},
		{"", "en", "en-GB", "Search", "0 rows"},
	} {
		if err := Use(tt.chosen); err != nil {
			t.Fatal(err)
		}
		rows := lang.N("{{.Count}} rows", 0, map[string]any{"Count": 0})
		if Current() != tt.current || Locale() != tt.locale || lang.L("Search") != tt.search || rows != tt.rows || lang.X("window.language", "") != tt.current {
			t.Errorf("%q: speaks %q in the form of %q: %q, %q", tt.chosen, Current(), Locale(), lang.L("Search"), rows)
		}
		if got := lang.L("A text that only this test has {{.N}}", map[string]any{"N": 3}); got != "A text that only this test has 3" {
			t.Errorf("%q: a text without a translation is %q", tt.chosen, got)
		}
	}
	if os.Getenv("LC_ALL") != "en_GB.UTF-8" {
		t.Errorf("programs that are started now see %q", os.Getenv("LC_ALL"))
	}
	if err := Use("xx"); err == nil || Current() != "en" {
		t.Errorf("a language that there is not: %v, speaks %q", err, Current())
	}
}

// Fyne's own texts follow.
func TestFyneFollows(t *testing.T) {
	t.Setenv("LC_ALL", "en_GB.UTF-8")
	t.Setenv("LANGUAGE", "")
	for tag, want := range map[string]string{"de": "Neuer Ordner", "fr": "Nouveau dossier"} {
		if err := Use(tag); err != nil {
			t.Fatal(err)
		}
		if got := lang.L("New Folder"); got != want {
			t.Errorf("%s: Fyne says %q", tag, got)
		}
	}
}
