package app

import (
	"os"
	"strings"
	"testing"
)

// Every threat in SECURITY.md names tests that exist.
func TestSecurityNamesTestsThatExist(t *testing.T) {
	text, err := os.ReadFile("../SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	code := readCitations(t, "..")
	rows := 0
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| threat ") || strings.HasPrefix(line, "| --- ") {
			continue
		}
		rows++
		tests := testName.FindAllStringSubmatch(line, -1)
		if len(tests) == 0 {
			t.Errorf("no test is named for: %.80s", line)
		}
		for _, m := range tests {
			if !code.tests[m[1]] {
				t.Errorf("SECURITY.md names %s, which does not exist", m[1])
			}
		}
	}
	if rows < 10 {
		t.Errorf("only %d threats found: is the page written in another way now?", rows)
	}
}
