package upkeep

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"

	"sitewell/assets/knowledge"
)

func TestMarkdown(t *testing.T) {
	const source = "## Steps\n\n1. **First:** open `robots.txt` or `nginx -t`, and\n- see [the guide](https://a.example/b).\n\n| a | b |\n\n```\nrewrite **x**;\n```\n"
	plain := markdown{width: 30}.write(source)
	want := "Steps\n-----\n\n1. First: open robots.txt or\n   “nginx -t”, and\n- see the guide\n  (https://a.example/b).\n\n| a | b |\n\n  rewrite **x**;\n"
	if diff := cmp.Diff(want, plain); diff != "" {
		t.Errorf("plain (-want +got):\n%s", diff)
	}
	colored := markdown{width: 30, color: true}.write(source)
	for _, part := range []string{"\x1b[1mSteps\x1b[0m\n", "\x1b[1mFirst:\x1b[22m", "\x1b[36mrobots.txt\x1b[39m", "\x1b[36mnginx -t\x1b[39m"} {
		if !strings.Contains(colored, part) {
			t.Errorf("%q is not in %q", part, colored)
		}
	}
}

// Explanations in a terminal have no Markdown left, are not wider than it, and do not speak of
// what only the window has.
func TestExplanationsFitATerminal(t *testing.T) {
	base, err := knowledge.Load()
	if err != nil {
		t.Fatal(err)
	}
	window := regexp.MustCompile(`(?i)\bpress “|\bchoose “for|klicken sie auf „|press check again`)
	for _, language := range base.Languages() {
		for _, e := range base.Search("", language) {
			x, err := base.Explain(knowledge.Facts{Key: e.Key, Terminal: true}, language)
			if err != nil {
				t.Fatal(err)
			}
			text := explanation(x, markdown{width: 72})
			for line := range strings.Lines(text) {
				line = strings.TrimSuffix(line, "\n")
				isLong := runewidth.StringWidth(line) > 72 && strings.Count(strings.TrimSpace(line), " ") > 3 && !strings.HasPrefix(line, "|") && !strings.HasPrefix(line, "  ") && !strings.Contains(line, "://")
				if isLong || strings.Contains(line, "**") || strings.HasPrefix(line, "##") || window.MatchString(line) {
					t.Errorf("%s %s: %s", language, e.Key, line)
				}
			}
			for line := range strings.Lines(explanation(x, markdown{width: 72, color: true})) {
				if strings.ContainsAny(line, "\u2060\u200b\u200c") {
					t.Errorf("%s %s: a mark is left in %q", language, e.Key, line)
				}
			}
		}
	}
}
