package report

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/storage/columns"
)

const jsonlDoc = "../../docs/jsonl.md"

// The table of keys in docs/jsonl.md is made from the declarations: with -update
// it is written.
func TestKeysAreDescribed(t *testing.T) {
	table := []string{"| key | type | meaning |", "| --- | --- | --- |"}
	for _, k := range columns.JSONKeys() {
		table = append(table, fmt.Sprintf("| `%s` | %s | %s |", k.Name, k.Type, k.Meaning))
		if k.Value == nil {
			continue
		}
		kinds := map[string]reflect.Kind{"string": reflect.String, "number": reflect.Int, "boolean": reflect.Bool}
		if got := reflect.TypeOf(k.Value(new(storage.Row))).Kind(); got != kinds[k.Type] {
			t.Errorf("%s is described as a %s and is a %s", k.Name, k.Type, got)
		}
	}
	text, err := os.ReadFile(jsonlDoc)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	from := slices.Index(lines, table[0])
	if from < 0 {
		t.Fatalf("%s has no table of keys", jsonlDoc)
	}
	to := from + slices.IndexFunc(lines[from:], func(line string) bool { return !strings.HasPrefix(line, "|") })
	if *update {
		updated := strings.Join(slices.Concat(lines[:from], table, lines[to:]), "\n")
		if err := os.WriteFile(jsonlDoc, []byte(updated), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(table, lines[from:to]); diff != "" {
		t.Errorf("%s: run this test with -update (-declared +described):\n%s", jsonlDoc, diff)
	}
}

// What is written for scripts as one of several words is described with all of
// them.
func TestValuesAreDescribed(t *testing.T) {
	kinds := constantsOf(t, "../../scanner/result", "Kind")
	causes := constantsOf(t, "../../scanner/fix", "Cause")
	places := constantsIn(t, "../../scanner/result", "placeNames")
	var verdicts, severities []string
	for _, v := range outcome.Verdicts() {
		verdicts = append(verdicts, v.String())
	}
	for s := outcome.Minor; s <= outcome.Critical; s++ {
		severities = append(severities, s.String())
	}
	const exportDoc = "../../docs/export.md"
	tests := []struct {
		file, key string
		want      []string
	}{
		{jsonlDoc, "kind", kinds},
		{jsonlDoc, "verdict", verdicts},
		{jsonlDoc, "severity", severities},
		{jsonlDoc, "cause", causes},
		{exportDoc, "kind", kinds},
		{exportDoc, "verdict", append(verdicts, outcome.Unchecked.String())},
		{exportDoc, "severity", severities},
		{exportDoc, "place", places},
	}
	for _, tt := range tests {
		row := describing(t, tt.file, tt.key)
		for _, word := range tt.want {
			if !strings.Contains(row, "`"+word+"`") {
				t.Errorf("%s lacks the value `%s` of %s", filepath.Base(tt.file), word, tt.key)
			}
		}
	}
}

// describing returns the first row of a table in a page that describes a key.
func describing(t *testing.T, file, key string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(string(text), "\n") {
		if strings.HasPrefix(line, "| `"+key+"` |") {
			return line
		}
	}
	t.Fatalf("%s does not describe %s", file, key)
	return ""
}

// constantsOf returns the values of the constants of a type of strings.
func constantsOf(t *testing.T, folder, name string) (values []string) {
	inspect(t, folder, func(n ast.Node) {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return
		}
		if id, ok := spec.Type.(*ast.Ident); ok && id.Name == name {
			values = append(values, textsIn(t, spec)...)
		}
	})
	if len(values) == 0 {
		t.Fatalf("%s has no constants of the type %s", folder, name)
	}
	return values
}

// constantsIn returns the texts in a variable, but for empty ones.
func constantsIn(t *testing.T, folder, name string) (values []string) {
	inspect(t, folder, func(n ast.Node) {
		if spec, ok := n.(*ast.ValueSpec); ok && spec.Names[0].Name == name {
			values = textsIn(t, spec)
		}
	})
	if len(values) == 0 {
		t.Fatalf("%s has no variable %s", folder, name)
	}
	return values
}

func textsIn(t *testing.T, n ast.Node) (texts []string) {
	ast.Inspect(n, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			text, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			if text != "" {
				texts = append(texts, text)
			}
		}
		return true
	})
	return texts
}

// inspect visits the code of a package, but for its tests.
func inspect(t *testing.T, folder string, visit func(ast.Node)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			visit(n)
			return true
		})
	}
}
