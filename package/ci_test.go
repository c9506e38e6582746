package main

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	_ "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif" // has the schema of SARIF
	"github.com/xeipuuv/gojsonschema"
)

var results = flag.String("sarif", "", "check the SARIF in `FILES`, such as /tmp/*.sarif")

// What a scan writes for code scanning is SARIF 2.1.0 by the schema of OASIS. package/check has
// the program in the packages write the files.
func TestResultsFollowTheSchema(t *testing.T) {
	schema := schemaOfResults(t)
	bad, err := schema.Validate(gojsonschema.NewStringLoader(`{"version": "2.1.0", "runs": [{"results": []}]}`))
	if err != nil || bad.Valid() {
		t.Errorf("a run without a tool is valid (%v)", err)
	}
	files, err := filepath.Glob(*results)
	if err != nil || *results != "" && len(files) == 0 {
		t.Fatalf("no file in %s (%v)", *results, err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(content), `"ruleId"`) {
			t.Errorf("%s has no result", name)
		}
		followsSchema(t, schema, content)
	}
}

// schemaOfResults returns the schema of SARIF 2.1.0, which go-sarif has as a constant of its own.
func schemaOfResults(t *testing.T) *gojsonschema.Schema {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3").Output()
	if err != nil {
		t.Fatal(err)
	}
	source, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "pkg/report/v210/sarif/schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var text string
	ast.Inspect(source, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			text, err = strconv.Unquote(literal.Value)
		}
		return true
	})
	if err != nil || text == "" {
		t.Fatalf("go-sarif has no schema (%v)", err)
	}
	schema, err := gojsonschema.NewSchema(gojsonschema.NewStringLoader(text))
	if err != nil {
		t.Fatal(err)
	}
	return schema
}
