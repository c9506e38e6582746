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
		// NAME, KEY and NNNN stand for what the reader chooses.
		chosen := slices.IndexFunc(parts, func(p string) bool { return regexp.MustCompile(`^(NAME|KEY|NNNN)`).MatchString(p) })
		if chosen >= 0 {
			parts = parts[:chosen]
		}
		found, err := filepath.Glob(filepath.Join(append([]string{".."}, parts...)...))
		if err != nil || len(found) == 0 {
			t.Errorf("CONTRIBUTING.md names %s, which does not exist", m[1])
		}
	}
}
