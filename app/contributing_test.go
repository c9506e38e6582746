package app

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// quotedPath is a file or folder that CONTRIBUTING.md names.
var quotedPath = regexp.MustCompile("`((?:app|assets|docs|scanner|storage|ui)/[^` ]*)`")

// The files that CONTRIBUTING.md tells people to change are there.
func TestContributingNamesFilesThatExist(t *testing.T) {
	text, err := os.ReadFile("../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	all := quotedPath.FindAllStringSubmatch(string(text), -1)
	if len(all) < 20 {
		t.Fatalf("only %d files found: is the page written in another way now?", len(all))
	}
	for _, m := range all {
		parts := strings.Split(m[1], "/")
		// NAME, KEY, LANG and NNNN stand for what the reader chooses.
		chosen := slices.IndexFunc(parts, func(p string) bool { return regexp.MustCompile(`^(NAME|KEY|LANG|NNNN)`).MatchString(p) })
		if chosen >= 0 {
			parts = parts[:chosen]
		}
		found, err := filepath.Glob(filepath.Join(append([]string{".."}, parts...)...))
		if err != nil || len(found) == 0 {
			t.Errorf("CONTRIBUTING.md names %s, which does not exist", m[1])
		}
	}
}

// wayStep is a row of the table in docs/architecture.md: functions, and the file that has them.
var wayStep = regexp.MustCompile("(?m)^\\|[^|\n]*\\| (`\\w+`(?:, `\\w+`)*) \\| `([^`]+\\.go)` \\|$")

// The functions that docs/architecture.md leads through are where it says.
func TestArchitectureNamesFunctionsThatExist(t *testing.T) {
	text, err := os.ReadFile("../docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	all := wayStep.FindAllStringSubmatch(string(text), -1)
	if len(all) < 15 {
		t.Fatalf("only %d steps found: is the page written in another way now?", len(all))
	}
	for _, m := range all {
		src, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(m[2])))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, name := range strings.Split(m[1], ", ") {
			if !regexp.MustCompile(`(?m)^func (?:\([^)]*\) )?` + strings.Trim(name, "`") + `\(`).Match(src) {
				t.Errorf("docs/architecture.md: %s has no function %s", m[2], name)
			}
		}
	}
}
