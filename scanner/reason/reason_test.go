package reason

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
)

var sample = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

// filled returns a template's text with facts in the place of its placeholders.
func filled(text string) string {
	return sample.ReplaceAllStringFunc(text, func(p string) string {
		switch p {
		case "{{.Count}}", "{{.Line}}", "{{.Limit}}", "{{.First}}", "{{.Year}}":
			return "12"
		case "{{.Status}}":
			return "404 Not Found"
		case "{{.Kind}}":
			return "image"
		case "{{.Type}}", "{{.Declared}}":
			return "text/html"
		case "{{.Reason}}":
			return "the connection was reset"
		case "{{.Address}}", "{{.Target}}":
			return "https://example.com/a;%20b?c"
		}
		if strings.HasSuffix(text, p) { // where it ends could not be told, and need not
			return "some text"
		}
		return "some; text"
	})
}

// check 115: each sentence is recognised, alone and among others, whatever facts are
// in it.
func TestRead(t *testing.T) {
	for _, tt := range templates {
		text := filled(tt.text)
		all := Read("HTTP 200 OK; " + text + "; verdict by this site's settings")
		var got []string
		for _, s := range all {
			got = append(got, s.Text)
		}
		if diff := cmp.Diff([]string{"HTTP {{.Status}}", tt.text, "verdict by this site's settings"}, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", text, diff)
		}
		if len(all) > 1 && all[1].Raw != text {
			t.Errorf("%q became %q", text, all[1].Raw)
		}
	}
	unknown := Read("https://example.com/; unexpected EOF")
	if len(unknown) != 2 || unknown[0].Raw != "https://example.com/" || unknown[1].Raw != "unexpected EOF" || unknown[0].Text+unknown[1].Text != "" {
		t.Errorf("unknown texts became %+v", unknown)
	}
	nested := Read("the connection was reset (3 attempts)")
	if inner, ok := nested[0].Data["Reason"].(Sentence); !ok || inner.Text != "the connection was reset" || nested[0].Data["Count"] != "3" {
		t.Errorf("got %+v", nested)
	}
	if got := Read(""); got != nil {
		t.Errorf("no reason became %+v", got)
	}
}

// check 115: each outcome that is no status has words, which are not its key.
func TestEveryOutcomeHasWords(t *testing.T) {
	for _, info := range outcome.All() {
		if _, isStatus := info.Key.Status(); isStatus {
			continue
		}
		if got := OfOutcome(info.Key); got == string(info.Key) || Read(got)[0].Text != got {
			t.Errorf("%s: %q", info.Key, got)
		}
	}
}

// check 115: all sentences in all languages.
func TestEverySentenceIsTranslated(t *testing.T) {
	files, err := filepath.Glob("../../assets/translations/*.json")
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]any
		if err := json.Unmarshal(b, &texts); err != nil {
			t.Fatal(err)
		}
		for _, tt := range templates {
			got, _ := texts[tt.text].(string)
			words := strings.TrimSpace(sample.ReplaceAllString(tt.text, ""))
			switch {
			case got == "":
				t.Errorf("%s: %q is not translated", filepath.Base(file), tt.text)
			case filepath.Base(file) != "en.json" && got == tt.text && words != "HTTP":
				t.Errorf("%s: %q is in English", filepath.Base(file), tt.text)
			}
		}
	}
}
