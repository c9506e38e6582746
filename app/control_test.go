package app

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// ownControl matches a widget of Fyne's that ui/control has with a ring. A literal
// within one of ui/control is meant to be there.
var ownControl = regexp.MustCompile(`widget\.New(?:Button|ButtonWithIcon|Check|Select|Hyperlink|Accordion|RadioGroup)\(|&widget\.(?:Button|Check|Select|Hyperlink)\{`)

// Every button, box, list and link shows when it has the keyboard.
func TestScreensUseOurControls(t *testing.T) {
	err := filepath.WalkDir(filepath.Join("..", "ui"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || filepath.Base(filepath.Dir(path)) == "control" {
			return err
		}
		text, err := os.ReadFile(path)
		if found := ownControl.FindString(string(text)); found != "" {
			t.Errorf("%s creates %s: package control has it, with a ring that shows the keyboard", path, found)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
