package knowledge

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
)

func TestReflow(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"lines of a paragraph join", "One \n  two.\nThree.", "One two. Three."},
		{"empty lines become one", "\n\nOne.\n\n\n\nTwo.\n", "One.\n\nTwo."},
		{"items close up", "- one\n\n- two\nmore of two\n\n\n- three", "- one\n- two more of two\n- three"},
		{"a list stands apart", "Text:\n- one\n- two\n\nText.", "Text:\n\n- one\n- two\n\nText."},
		{"numbers run on", "1. one\n\n3. two\n4. three", "1. one\n2. two\n3. three"},
		{"a new list begins at one", "1. one\n2. two\n\nText.\n\n3. three", "1. one\n2. two\n\nText.\n\n1. three"},
		{"kinds of list stand apart", "1. one\n- two", "1. one\n\n- two"},
		{"bold at the beginning is no list", "**Bold** text.\nMore.", "**Bold** text. More."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, reflow(tt.in)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// TestHostedOwnersReadNoServerSteps: on Wix and its kin nobody has a server.
func TestHostedOwnersReadNoServerSteps(t *testing.T) {
	b := mustLoad(t)
	x, err := b.Explain(Facts{Key: "502", URL: "https://bakery.example/", Internal: true, Platform: "Wix"}, English)
	if err != nil {
		t.Fatal(err)
	}
	finding := sectionOf(x, Finding)
	if count(finding, "Wix runs the server for you") != 1 || count(finding, "systemctl") != 0 {
		t.Errorf("section %s:\n%s", Finding, finding)
	}
}

// TestHostedOwnersReadNoServerStepsInGeneral: nor where both sides are explained, of
// which each begins with its name.
func TestHostedOwnersReadNoServerStepsInGeneral(t *testing.T) {
	b := mustLoad(t)
	for lang, ed := range b.editions {
		for _, info := range outcome.All() {
			x, err := b.Explain(Facts{Key: info.Key, Platform: "Wix"}, lang)
			if err != nil {
				t.Fatal(err)
			}
			for _, begin := range ed.words.Server {
				if finding := sectionOf(x, Finding); strings.Contains(finding, begin) {
					t.Errorf("%s/%s:\n%s", lang, info.Key, finding)
				}
			}
		}
	}
}

func TestMarkSides(t *testing.T) {
	w := words{Yours: "On your own site:", Theirs: "On another site:"}
	for _, tt := range []struct{ name, in, want string }{
		{
			"text", "{{if .Yours}}\nAct now.\n{{end}}\n",
			"{{if .Yours}}\n{{if .General}}\n\n**On your own site:** {{end}}Act now.\n{{end}}\n",
		},
		{
			"list", "Text.\n{{if .Theirs}}\n- Wait.\n{{end}}\n",
			"Text.\n{{if .Theirs}}\n{{if .General}}\n\n**On another site:**\n\n{{end}}- Wait.\n{{end}}\n",
		},
		{"a list that goes on", "- One.\n{{if .Theirs}}\n- Two.\n{{end}}\n", "- One.\n{{if .Theirs}}\n- Two.\n{{end}}\n"},
		{
			"says so itself", "{{if .Yours}}\nOn your own site act now.\n{{end}}\n",
			"{{if .Yours}}\n{{if .General}}\n\n{{end}}On your own site act now.\n{{end}}\n",
		},
		{"other conditions", "{{if .Hosted}}\nText.\n{{end}}\n", "{{if .Hosted}}\nText.\n{{end}}\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, markSides(tt.in, w)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// TestGeneralNamesTheSides: without facts both sides are explained, each
// under its name; with facts only one, without.
func TestGeneralNamesTheSides(t *testing.T) {
	b := mustLoad(t)
	for _, tt := range []struct {
		facts        Facts
		yours, other int
	}{
		{Facts{Key: "502"}, 3, 3},
		{Facts{Key: "502", URL: "https://bakery.example/", Internal: true}, 0, 0},
		{Facts{Key: "502", URL: "https://other.example/"}, 0, 0},
	} {
		x, err := b.Explain(tt.facts, English)
		if err != nil {
			t.Fatal(err)
		}
		text := x.Markdown()
		got := [2]int{count(text, "**On your own site:**"), count(text, "**On another site:**")}
		if want := [2]int{tt.yours, tt.other}; got != want {
			t.Errorf("%+v: sides named %v times, want %v:\n%s", tt.facts, got, want, text)
		}
	}
}

func count(text, part string) int { return strings.Count(text, part) }
