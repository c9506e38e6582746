package app

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// citation is one place where the number of a rule is cited.
type citation struct {
	check int
	at    string // file:line
	test  string // the test function, "" outside of one
}

// maxRange bounds a range of numbers, against a typing error.
const maxRange = 200

// citations matches "check 57", "checks 41–48, 50" and "checks 41 and 43".
var citations = regexp.MustCompile(`(?i)\bchecks? ([0-9]+(?:(?:, | and |, and | to |–|-)(?:check )?[0-9]+)*)`)

// numbersIn returns the numbers that a text cites.
func numbersIn(text string) (all []int) {
	for _, m := range citations.FindAllStringSubmatch(text, -1) {
		list := strings.NewReplacer(" and ", ",", "check ", "", " to ", "–", "-", "–", " ", "").Replace(m[1])
		for part := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' }) {
			from, to, isRange := strings.Cut(part, "–")
			a, _ := strconv.Atoi(from)
			b := a
			if isRange {
				b, _ = strconv.Atoi(to)
			}
			for n := a; n <= min(b, a+maxRange); n++ {
				all = append(all, n)
			}
		}
	}
	return all
}

// citedByGo returns the test functions and fuzz targets of a test file and
// what they cite: in the comment directly above the function, in a comment
// within it, at the beginning of a string within it (the name of a case), and
// as the number of a case, where the cases of a table begin with a field
// "check int". A number anywhere else, such as above a package or a helper,
// proves nothing and does not count.
func citedByGo(path string, src []byte) (tests []string, all []citation, err error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, nil, err
	}
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok || f.Recv != nil || !strings.HasPrefix(f.Name.Name, "Test") && !strings.HasPrefix(f.Name.Name, "Fuzz") {
			continue
		}
		tests = append(tests, f.Name.Name)
		add := func(pos token.Pos, numbers ...int) {
			for _, n := range numbers {
				all = append(all, citation{check: n, at: fmt.Sprintf("%s:%d", path, fset.Position(pos).Line), test: f.Name.Name})
			}
		}
		from := f.Pos()
		if f.Doc != nil {
			from = f.Doc.Pos()
		}
		for _, group := range file.Comments {
			if group.Pos() < from || group.Pos() > f.End() {
				continue
			}
			for _, c := range group.List {
				add(c.Pos(), numbersIn(c.Text)...)
			}
		}
		ast.Inspect(f.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if text, err := strconv.Unquote(n.Value); n.Kind == token.STRING && err == nil {
					if m := citations.FindStringIndex(text); m != nil && m[0] == 0 {
						add(n.Pos(), numbersIn(text[:m[1]])...)
					}
				}
			case *ast.CompositeLit:
				for _, number := range caseNumbers(n) {
					value, _ := strconv.Atoi(number.Value)
					add(number.Pos(), value)
				}
			}
			return true
		})
	}
	return tests, all, nil
}

// mentionedByGo returns the numbers that any comment of a Go file cites.
func mentionedByGo(path string, src []byte) (all []citation, err error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	for _, group := range file.Comments {
		for _, n := range numbersIn(group.Text()) {
			all = append(all, citation{check: n, at: fmt.Sprintf("%s:%d", path, fset.Position(group.Pos()).Line)})
		}
	}
	return all, nil
}

// caseNumbers returns the first values of the cases of a table whose cases are
// structs that begin with a field "check int".
func caseNumbers(table *ast.CompositeLit) (numbers []*ast.BasicLit) {
	list, ok := table.Type.(*ast.ArrayType)
	if !ok {
		return nil
	}
	row, ok := list.Elt.(*ast.StructType)
	if !ok || len(row.Fields.List) == 0 || len(row.Fields.List[0].Names) == 0 || row.Fields.List[0].Names[0].Name != "check" {
		return nil
	}
	for _, e := range table.Elts {
		if c, ok := e.(*ast.CompositeLit); ok && len(c.Elts) > 0 {
			if n, ok := c.Elts[0].(*ast.BasicLit); ok && n.Kind == token.INT {
				numbers = append(numbers, n)
			}
		}
	}
	return numbers
}

// citedByTable returns what a txtar file cites: in a table of behaviours
// ("expect") the first column of each row ("51,52", "~59"); in a script the
// comments that are followed by a command.
func citedByTable(path string, text []byte) (all []citation) {
	archive := txtar.Parse(text)
	script, table := archive.Comment, []byte(nil)
	if len(archive.Files) > 0 && archive.Files[0].Name == "expect" {
		script, table = nil, archive.Files[0].Data
	}
	var pending []int
	for i, line := range bytes.Split(script, []byte("\n")) {
		switch line := strings.TrimSpace(string(line)); {
		case strings.HasPrefix(line, "#"):
			pending = append(pending, numbersIn(line)...)
		case line == "":
			pending = nil
		default:
			for _, n := range pending {
				all = append(all, citation{check: n, at: fmt.Sprintf("%s:%d", path, i+1)})
			}
			pending = nil
		}
	}
	for line := range strings.Lines(string(table)) {
		columns := strings.Fields(line)
		if len(columns) < 6 || strings.HasPrefix(line, "#") {
			continue
		}
		for number := range strings.SplitSeq(strings.TrimPrefix(columns[0], "~"), ",") {
			if n, err := strconv.Atoi(number); err == nil {
				all = append(all, citation{check: n, at: path + " " + columns[2]})
			}
		}
	}
	return all
}

// What counts as a citation, and what does not.
func TestCitations(t *testing.T) {
	tests := []struct {
		name, src string
		want      []int
	}{
		{"above a test", "// check 57: x\nfunc TestA(t *testing.T) {}", []int{57}},
		{"behind its head", "func TestA(t *testing.T) { // checks 79, 80\n}", []int{79, 80}},
		{"a range above a fuzz target", "// Words.\n//\n// checks 41–43\nfunc FuzzA(f *testing.F) {}", []int{41, 42, 43}},
		{"a range in words", "// checks 41 to 43 and 45\nfunc TestA(t *testing.T) {}", []int{41, 42, 43, 45}},
		{"twice the word", "// check 26, check 50\nfunc TestA(t *testing.T) {}", []int{26, 50}},
		{"within", "func TestA(t *testing.T) {\n\t// check 61\n\tf()\n}", []int{61}},
		{"the name of a case", "func TestA(t *testing.T) { _ = []string{\"check 7: x\", \"checks 8, 9: y\"} }", []int{7, 8, 9}},
		{"a text that mentions it later", "func TestA(t *testing.T) { t.Error(\"see check 7\") }", nil},
		{"a number alone", "func TestA(t *testing.T) { _ = []string{\"20 base\", \"88 works\"} }", nil},
		{"a table by number", "func TestA(t *testing.T) { _ = []struct{ check int; in string }{{2, \"x\"}, {3, \"y\"}} }", []int{2, 3}},
		{"a table of other numbers", "func TestA(t *testing.T) { _ = []struct{ n int; in string }{{2, \"x\"}} }", nil},
		{"above a package", "// checks 1–98\npackage x\nfunc TestA(t *testing.T) {}", nil},
		{"above a helper", "// check 12\nfunc help() {}", nil},
		{"within a helper", "func help() {\n\t// check 12\n}", nil},
		{"above a variable", "// check 12\nvar x = 1\nfunc TestA(t *testing.T) {}", nil},
		{"too far above", "// check 12\n\nfunc TestA(t *testing.T) {}", nil},
		{"behind a test", "func TestA(t *testing.T) {}\n// check 12\n", nil},
		{"a method", "// check 12\nfunc (x) TestA(t *testing.T) {}", nil},
	}
	for _, tt := range tests {
		if !strings.Contains(tt.src, "package ") {
			tt.src = "package x\n" + tt.src
		}
		_, found, err := citedByGo("x_test.go", []byte(tt.src))
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if diff := cmp.Diff(tt.want, numbersOf(found)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	const table = "-- expect --\n# check 3\n51,52  a  /x  works  200  what\n~59    -  /y  works  200  what else\n       -  /z  works  200  nothing\n-- GET /x --\ncheck 4"
	if diff := cmp.Diff([]int{51, 52, 59}, numbersOf(citedByTable("x.txtar", []byte(table)))); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
	const script = "# check 87: signed in\nexec sitewell scan\n\n# check 88, which nothing follows\n\nexec x\n-- file --\n# check 4\nexec y"
	if diff := cmp.Diff([]int{87}, numbersOf(citedByTable("x.txtar", []byte(script)))); diff != "" {
		t.Errorf("script (-want +got):\n%s", diff)
	}
}

func numbersOf(found []citation) (all []int) {
	for _, c := range found {
		all = append(all, c.check)
	}
	slices.Sort(all)
	return all
}
