package knowledge

import (
	"os"
	"strings"
	"testing"
)

// TestQuestionsAreAnswered: docs/questions.md quotes the panel's own words, so
// they must still be said.
func TestQuestionsAreAnswered(t *testing.T) {
	doc, err := os.ReadFile("../../docs/questions.md")
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	for _, name := range filesOf(t, English) {
		said.WriteString(read(t, English+"/"+name))
	}
	questions, quotes := 0, 0
	for line := range strings.Lines(string(doc)) {
		if strings.HasPrefix(line, "## ") {
			questions++
		}
		quote, ok := strings.CutPrefix(strings.TrimSpace(line), "> ")
		if !ok {
			continue
		}
		quotes++
		if !strings.Contains(said.String(), quote) {
			t.Errorf("nobody says %q any more: walk through that question again", quote)
		}
	}
	if questions != 12 || quotes < 2*questions-1 {
		t.Errorf("%d questions with %d quotes", questions, quotes)
	}
}
