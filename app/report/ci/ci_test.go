package ci

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"unicode"

	"sitewell/app/report"
	"sitewell/app/report/reporttest"
	"sitewell/scanner/outcome"
)

func written(t *testing.T, w report.Writer, src report.Source) string {
	t.Helper()
	var b bytes.Buffer
	if err := w(t.Context(), &b, src); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// problems counts those of a source by verdict.
func problems(t *testing.T, src report.Source) map[outcome.Verdict]int {
	t.Helper()
	counts := make(map[outcome.Verdict]int)
	src = src.WithSpeech()
	for p, err := range src.EachProblem(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		counts[p.Verdict]++
	}
	return counts
}

func TestJUnitCountsWhatItHas(t *testing.T) {
	src := reporttest.Source(40, 4)
	var all junitSuites
	if err := xml.Unmarshal([]byte(written(t, JUnit(Options{}), src)), &all); err != nil {
		t.Fatal(err)
	}
	counts := problems(t, src)
	if all.Failures != counts[outcome.Broken] || all.Tests != 41 || len(all.Suites) != 2 {
		t.Errorf("%d of %d cases in %d suites fail, want %d of 41 in 2", all.Failures, all.Tests, len(all.Suites), counts[outcome.Broken])
	}
	for _, s := range all.Suites {
		failures, skipped := 0, 0
		for _, c := range s.Cases {
			if c.Failure != nil {
				failures++
			}
			if c.Skipped != nil {
				skipped++
			}
		}
		if len(s.Cases) != s.Tests || failures != s.Failures || skipped != s.Skipped {
			t.Errorf("%s has %d cases, %d failures and %d skipped, and says %d, %d and %d", s.Name, len(s.Cases), failures, skipped, s.Tests, s.Failures, s.Skipped)
		}
	}
}

// What was there before does not fail if only what is new counts.
func TestOnlyWhatIsNewFails(t *testing.T) {
	src := reporttest.Source(40, 4)
	var all junitSuites
	if err := xml.Unmarshal([]byte(written(t, JUnit(Options{OnlyNew: true}), src)), &all); err != nil {
		t.Fatal(err)
	}
	if all.Failures == 0 || all.Failures >= problems(t, src)[outcome.Broken] {
		t.Errorf("%d cases fail", all.Failures)
	}
	src.Changes = nil
	if text := written(t, JUnit(Options{OnlyNew: true}), src); strings.Contains(text, "<failure") {
		t.Error("a first scan has something new")
	}
	if text := written(t, Annotations(Options{OnlyNew: true}), src); text != "" {
		t.Errorf("a first scan has annotations: %s", text)
	}
}

func TestSARIFHasRulesForItsResults(t *testing.T) {
	src := reporttest.Source(40, 4)
	src.Folder = "public"
	var log sarifLog
	if err := json.Unmarshal([]byte(written(t, SARIF(Options{}), src)), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if len(run.Results) != 40 {
		t.Errorf("%d results", len(run.Results))
	}
	prints := make(map[string]bool)
	for _, r := range run.Results {
		if run.Tool.Driver.Rules[r.RuleAt].ID != r.Rule {
			t.Errorf("rule %d is no %s", r.RuleAt, r.Rule)
		}
		if len(r.Locations) == 0 || !strings.HasPrefix(r.Locations[0].Physical.Artifact.URI, "public/page/") {
			t.Errorf("result is at %v", r.Locations)
		}
		prints[r.Fingerprints["sitewell/v1"]] = true
	}
	if len(prints) != 40 {
		t.Errorf("%d fingerprints for 40 problems", len(prints))
	}
}

// Each annotation is one line, whatever the site says, and GitHub gets no more of a kind
// than it shows.
func TestAnnotationsAreLines(t *testing.T) {
	src := reporttest.Source(80, 4)
	src.Folder = "public"
	text := written(t, Annotations(Options{}), src)
	counts := make(map[string]int)
	for line := range strings.Lines(text) {
		command, rest, ok := strings.Cut(strings.TrimPrefix(strings.TrimSuffix(line, "\n"), "::"), " ")
		if !ok || !strings.Contains(rest, "::") || strings.ContainsFunc(rest, unicode.IsControl) {
			t.Errorf("odd line %q", line)
		}
		counts[command]++
	}
	if counts["error"] != annotationsShown || counts["warning"] != annotationsShown || counts["notice"] != annotationsShown+1 {
		t.Errorf("annotations: %v", counts)
	}
	if !strings.Contains(text, "file=public/page/0.html,line=10") {
		t.Errorf("no file in %.300s", text)
	}
}

func TestFileOfAPath(t *testing.T) {
	src := &report.Source{Folder: "dist"}
	for of, want := range map[string]string{
		"": "dist/index.html", "/": "dist/index.html", "/docs/": "dist/docs/index.html", "/about": "dist/about.html",
		"/a/b.htm": "dist/a/b.htm", "/../../etc/passwd": "dist/etc/passwd.html",
	} {
		if got := file(src, of); got != want {
			t.Errorf("file of %q is %q, want %q", of, got, want)
		}
	}
}
