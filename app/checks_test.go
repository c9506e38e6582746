package app

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEveryCheckIsCited compares docs/checks.md with the code, both ways: each
// rule names tests that exist and cite it, and each number that the code cites
// is a rule. It proves citation only; whether a test proves the behaviour is
// for a person to read.
func TestEveryCheckIsCited(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "docs", "checks.md"))
	if err != nil {
		t.Fatal(err)
	}
	rules := rulesIn(string(text))
	code := readCitations(t, "..")
	for _, complaint := range compareRules(rules, code) {
		t.Error(complaint)
	}
	for _, r := range rules {
		t.Logf("check %3d: %d tests named, %d citations", r.number, len(r.tests), len(code.cited[r.number]))
	}
}

// rule is a numbered rule of docs/checks.md.
type rule struct {
	number int
	tests  []string // "scanner/fetch: TestRedirects"
	notYet bool
}

var (
	ruleStart = regexp.MustCompile(`^(?:- )?([0-9]+)[.:] `)
	testName  = regexp.MustCompile("`([a-z0-9/]+: (?:Test|Fuzz)\\w*)`")
)

// rulesIn returns the rules of the page in their order. A rule begins with its
// number ("57. ", "- 103: ") and extends over the indented lines below.
func rulesIn(page string) (all []rule) {
	notYet, within := false, false
	for line := range strings.Lines(page) {
		if m := ruleStart.FindStringSubmatch(line); m != nil {
			n, _ := strconv.Atoi(m[1])
			all = append(all, rule{number: n, notYet: notYet})
			within = true
		} else if !strings.HasPrefix(line, " ") {
			within = false
		}
		if strings.HasPrefix(line, "## ") {
			notYet = strings.TrimSpace(line) == "## Not yet"
		}
		if within {
			r := &all[len(all)-1]
			for _, m := range testName.FindAllStringSubmatch(line, -1) {
				r.tests = append(r.tests, m[1])
			}
		}
	}
	return all
}

// citationsOfCode is what the code says about rules.
type citationsOfCode struct {
	tests     map[string]bool         // all test functions: "scanner/fetch: TestRedirects"
	cited     map[int]map[string]bool // by number, the test functions and rows of tables that cite it
	mentioned []citation              // numbers in any comment or table
}

// readCitations reads the Go files and tables below a folder.
func readCitations(t *testing.T, root string) citationsOfCode {
	t.Helper()
	code := citationsOfCode{tests: map[string]bool{}, cited: map[int]map[string]bool{}}
	cite := func(c citation, by string) {
		if code.cited[c.check] == nil {
			code.cited[c.check] = map[string]bool{}
		}
		code.cited[c.check][by] = true
	}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		isGo, isTable := strings.HasSuffix(file, ".go"), strings.HasSuffix(file, ".txtar")
		// The cases of these two are examples.
		if !isGo && !isTable || d.Name() == "checks_test.go" || d.Name() == "citations_test.go" {
			return nil
		}
		src, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if isTable {
			found := citedByTable(file, src)
			for _, c := range found {
				cite(c, c.at)
			}
			code.mentioned = append(code.mentioned, found...)
			return nil
		}
		mentioned, err := mentionedByGo(file, src)
		if err != nil {
			return err
		}
		code.mentioned = append(code.mentioned, mentioned...)
		if !strings.HasSuffix(file, "_test.go") {
			return nil
		}
		folder, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		pkg := path.Clean(filepath.ToSlash(folder))
		tests, found, err := citedByGo(file, src)
		if err != nil {
			return err
		}
		for _, name := range tests {
			code.tests[pkg+": "+name] = true
		}
		for _, c := range found {
			cite(c, pkg+": "+c.test)
		}
		code.mentioned = append(code.mentioned, found...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// compareRules returns a sentence for everything in which rules and code do
// not agree.
func compareRules(rules []rule, code citationsOfCode) (complaints []string) {
	say := func(parts ...string) { complaints = append(complaints, strings.Join(parts, "")) }
	exists := map[int]bool{}
	for _, r := range rules {
		n := strconv.Itoa(r.number)
		if exists[r.number] {
			say("check ", n, " is listed twice")
		}
		exists[r.number] = true
		switch {
		case r.notYet && len(r.tests) > 0:
			say("check ", n, " is listed under Not yet and names a test")
		case r.notYet && len(code.cited[r.number]) > 0:
			say("check ", n, " is listed under Not yet, but a test cites it: move it up and name the test")
		case !r.notYet && len(r.tests) == 0:
			say("check ", n, " names no test")
		}
		for _, name := range r.tests {
			switch {
			case !code.tests[name]:
				say("check ", n, " names ", name, ", which does not exist")
			case !code.cited[r.number][name]:
				say("check ", n, " names ", name, ", which does not cite it")
			}
		}
	}
	for _, c := range code.mentioned {
		if !exists[c.check] {
			say(c.at, " cites check ", strconv.Itoa(c.check), ", which docs/checks.md does not list")
		}
	}
	slices.Sort(complaints)
	return slices.Compact(complaints)
}

// Every way in which the page and the code can disagree is found.
func TestCompareRules(t *testing.T) {
	const page = "# Rules\n\n1. One.\n   Tests: `a: TestOne`, `a/b: FuzzOne`.\n2. Two.\n3. Three.\n   Tests: `a: TestGone`, `a: TestOther`.\n\n" +
		"`a: TestElsewhere` is no part of a rule.\n\n- 4: Four. Tests: `a: TestOne`.\n\n## Not yet\n\n- 5: Five.\n- 6: Six.\n- 6: Six again.\n- 7: Seven. `a: TestOne`\n"
	rules := rulesIn(page)
	code := citationsOfCode{
		tests:     map[string]bool{"a: TestOne": true, "a/b: FuzzOne": true, "a: TestOther": true},
		cited:     map[int]map[string]bool{1: {"a: TestOne": true, "a/b: FuzzOne": true}, 4: {"a: TestOne": true}, 5: {"x.txtar /y": true}},
		mentioned: []citation{{check: 1, at: "a.go:1"}, {check: 8, at: "a.go:2"}},
	}
	want := []string{
		"a.go:2 cites check 8, which docs/checks.md does not list",
		"check 2 names no test",
		"check 3 names a: TestGone, which does not exist",
		"check 3 names a: TestOther, which does not cite it",
		"check 5 is listed under Not yet, but a test cites it: move it up and name the test",
		"check 6 is listed twice",
		"check 7 is listed under Not yet and names a test",
		"check 7 names a: TestOne, which does not cite it",
	}
	if diff := cmp.Diff(want, compareRules(rules, code)); diff != "" {
		t.Errorf("complaints (-want +got):\n%s", diff)
	}
}
