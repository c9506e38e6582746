package texts

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"sitewell/assets"
)

// A file in the folder of translations is a language, and nothing else has to be said
// about it.
func TestAFileIsALanguage(t *testing.T) {
	files := fstest.MapFS{}
	for _, name := range []string{"en.json", "nl.json", "cs.json", "README.md", "no language.json"} {
		files[assets.TranslationsDir+"/"+name] = &fstest.MapFile{Data: []byte("{}")}
	}
	want := []Language{{"en", "English"}, {"nl", "Nederlands"}, {"cs", "Čeština"}}
	if diff := cmp.Diff(want, languagesIn(files)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Each file of the program is listed and can be loaded.
func TestEveryFileIsListed(t *testing.T) {
	files, err := fs.Glob(assets.Translations(), assets.TranslationsDir+"/*.json")
	if err != nil || len(files) != len(Languages()) {
		t.Errorf("%d files, %d languages, %v", len(files), len(Languages()), err)
	}
	for _, l := range Languages() {
		said, err := Load(l.Tag)
		if err != nil {
			t.Fatal(err)
		}
		if tag, _ := said.Text("window.language", nil); tag != l.Tag {
			t.Errorf("%s says that it is %q", l.Tag, tag)
		}
	}
	if _, err := Load("xx"); err == nil {
		t.Error("a language without a file is loaded")
	}
}

// The form of a number is that of the language: zero is singular in French.
func TestCounted(t *testing.T) {
	for _, tt := range []struct {
		tag  string
		n    int
		want string
	}{{"en", 0, "0 pages"}, {"en", 1, "1 page"}, {"de", 0, "0 Seiten"}, {"fr", 0, "0 page"}, {"fr", 1, "1 page"}, {"fr", 2, "2 pages"}} {
		said, err := Load(tt.tag)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := said.Counted("{{.Count}} pages", tt.n, map[string]any{"Count": tt.n}); got != tt.want || !ok {
			t.Errorf("%s, %d: %q, want %q", tt.tag, tt.n, got, tt.want)
		}
	}
}

func TestFill(t *testing.T) {
	got := Fill("{{.A}} and {{.B}}", map[string]any{"A": "{{.B}}", "B": 3})
	if got != "{{.B}} and 3" {
		t.Errorf("got %q: what is filled in was filled in again", got)
	}
	if got := Fill("{{.A}}", map[string]any{"B": 1}); got != "{{.A}}" {
		t.Errorf("got %q", got)
	}
}

func TestClosest(t *testing.T) {
	for want, preferred := range map[string][]string{"de": {"nl", "de-AT", "en"}, "fr": {"fr-CA"}, "en": {"ja"}} {
		if got := Closest(preferred); got != want {
			t.Errorf("%v: %s, want %s", preferred, got, want)
		}
	}
	if got := Closest(nil); got != English {
		t.Errorf("without any: %s", got)
	}
}

func TestLayouts(t *testing.T) {
	for locale, want := range map[string]string{"en-US": "1/2/2006", "en-GB": "02/01/2006", "en": "2006-01-02", "fr": "02/01/2006", "fr-CH": "02.01.2006", "de": "02.01.2006", "": "2006-01-02"} {
		if date, _ := Layouts(locale); date != want {
			t.Errorf("%q: %s, want %s", locale, date, want)
		}
	}
}
