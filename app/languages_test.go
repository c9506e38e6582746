package app

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sitewell/assets/texts"
)

// Nothing in the code names a language but English: another one is added by its files. Words
// of languages that pages have are no matter of it, nor are pictures for the documents.
func TestNoCodeNamesALanguage(t *testing.T) {
	var names []string
	for _, l := range texts.Languages() {
		if l.Tag != texts.English {
			names = append(names, l.Tag, l.Name)
		}
	}
	if len(names) == 0 {
		t.Fatal("there is no other language: nothing would be found")
	}
	allowed := []string{filepath.FromSlash("../app/panels/draw")}
	for _, folder := range []string{"../app", "../ui", "../assets"} {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || slices.Contains(allowed, filepath.Dir(path)) || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			files := token.NewFileSet()
			f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING {
					if s, err := strconv.Unquote(text.Value); err == nil && slices.Contains(names, s) {
						t.Errorf("%s names the language %q", files.Position(text.Pos()), s)
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
