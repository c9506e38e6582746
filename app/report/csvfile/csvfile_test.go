package csvfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/app/report"
	"sitewell/app/report/reporttest"
)

// written returns the rows of a file, the head first, as a program reads them.
func written(t *testing.T, src report.Source, o Options) (text string, rows [][]string) {
	t.Helper()
	var b bytes.Buffer
	if err := Write(t.Context(), &b, src, o); err != nil {
		t.Fatal(err)
	}
	text = b.String()
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	if o.Separator != 0 && o.Kind != Jira && o.Kind != Trello {
		r.Comma = o.Separator
	}
	rows, err := r.ReadAll() // fails where rows differ in their number of cells
	if err != nil {
		t.Fatal(err)
	}
	return text, rows
}

// Every kind has a row for all that it lists, ends lines by CRLF, and no cell becomes a
// formula, whatever a site writes into its titles.
func TestKinds(t *testing.T) {
	src := reporttest.Source(40, 4)
	links := 0
	for i := range 40 {
		links += 1 + i%9
	}
	for kind, want := range map[Kind]int{Problems: 40, Fixes: 10, Links: links, Jira: 10, Trello: 10} {
		for _, separator := range []rune{0, ',', ';', '\t'} {
			text, rows := written(t, src, Options{Kind: kind, Separator: separator})
			if got := len(rows) - 1; got != want {
				t.Errorf("%s: %d rows, want %d", kind, got, want)
			}
			if n := strings.Count(text, "\r\n"); n < want+1 || !strings.HasSuffix(text, "\r\n") {
				t.Errorf("%s: %d lines end with CRLF, want %d or more", kind, n, want+1)
			}
			if mark := strings.HasPrefix(text, "\ufeff"); mark == (kind == Jira || kind == Trello) {
				t.Errorf("%s: byte order mark %v", kind, mark)
			}
			for _, row := range rows {
				for _, cell := range row {
					if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
						t.Errorf("%s: the cell %.40q is a formula", kind, cell)
					}
				}
			}
		}
	}
	if text, _ := written(t, src, Options{NoMark: true}); strings.HasPrefix(text, "\ufeff") {
		t.Error("a byte order mark is there though none is wanted")
	}
}

// Columns keep their order: people build sheets and dashboards on them.
func TestColumns(t *testing.T) {
	src := reporttest.Source(8, 4)
	for kind, want := range map[Kind]string{
		Problems: "Fix|Severity|Verdict|Address|Status|What happened|What it means|How to fix it|Pages that link here|Found on|Link text|Change|Whose|Kind|Leads to|Technical reason|Outcome|Checked",
		Fixes:    "Fix|Severity|Verdict|What to do|Why one change is enough|What happened|Problems|Pages|For example|There since|Scans in a row|Owner|Due|Note|Key",
		Links:    "Page|Link text|Leads to|Status|Verdict|What happened|Place on the page|Line|Element|Outcome|Found by",
		Jira:     "Summary|Issue Type|Description|Priority|Due Date|Assignee|Labels|Labels|Labels",
		Trello:   "List Name|Card Name|Card Description|Labels|Due Date|Members",
	} {
		_, rows := written(t, src, Options{Kind: kind})
		if diff := cmp.Diff(want, strings.Join(rows[0], "|")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", kind, diff)
		}
	}
	_, rows := written(t, src, Options{Kind: Problems})
	want := []string{
		"1", "Serious", "Broken", "https://bakery.example/cakes/00000/a-name-of-usual-length.html", "404", "Page not found (404)",
		"The server works, but has nothing at this address: the page was moved, renamed or deleted.", "Correct the link, or redirect the old address.",
		"1", "https://bakery.example/page/0", reporttest.Hostile[0], "Still there", "This site", "page", "", "HTTP 404 " + reporttest.Hostile[0], "404", "2026-11-29 09:15:01",
	}
	if diff := cmp.Diff(want, rows[1]); diff != "" {
		t.Errorf("first problem (-want +got):\n%s", diff)
	}
}

// Links that only scripts make say so, in a column of their own.
func TestFoundBy(t *testing.T) {
	_, rows := written(t, reporttest.Source(8, 4), Options{Kind: Links})
	by := make(map[string]int)
	for _, r := range rows[1:] {
		if n := len(r); r[n-3] != "a[href]" {
			t.Errorf("the element is %q", r[n-3])
		}
		by[r[len(r)-1]]++
	}
	if by["HTML"] == 0 || by["Script"] == 0 || len(by) != 2 {
		t.Errorf("found by: %v", by)
	}
}

// A ticket has a title in one line, says what to do and where, and carries what people
// said about the fix.
func TestTickets(t *testing.T) {
	src := reporttest.Source(40, 30)
	src.Fixes[0].Do = "=Correct\n" + strings.Repeat("very ", 100) + "long links"
	_, rows := written(t, src, Options{Kind: Jira})
	first := rows[1]
	if s := first[0]; strings.Contains(s, "\n") || len([]rune(s)) > 255 || !strings.HasPrefix(s, "'=Correct very") || !strings.HasSuffix(s, "…") {
		t.Errorf("summary %q", s)
	}
	if got := strings.Join(first[3:], "|"); got != "High|2026-12-24|Anna <b>Ober</b>|sitewell|serious|broken" {
		t.Errorf("fields %q", got)
	}
	for _, want := range []string{"30 problems, 270 pages", "https://bakery.example/cakes/00000", "and 10 more", "There since: 1 November 2026", "+49 first ask", "Fix 1"} {
		if !strings.Contains(first[2], want) {
			t.Errorf("the description lacks %q:\n%s", want, first[2])
		}
	}
}

// An audience gets its own problems only, in every kind.
func TestAudience(t *testing.T) {
	src := reporttest.Source(40, 4).Narrow(func(f report.Fix) bool { return f.Problems[0] == 5 })
	for kind, want := range map[Kind]int{Problems: 4, Fixes: 1, Links: 5 + 6 + 7 + 8, Jira: 1} {
		if _, rows := written(t, src, Options{Kind: kind}); len(rows)-1 != want {
			t.Errorf("%s: %d rows, want %d", kind, len(rows)-1, want)
		}
	}
}

// Every problem counts once.
func TestProblemsMatchTheDigest(t *testing.T) {
	src := reporttest.Source(1203, 7)
	d, err := src.Digest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, rows := written(t, src, Options{})
	verdicts := map[string]int{}
	for _, r := range rows[1:] {
		verdicts[r[2]]++
	}
	want := map[string]int{"Broken": d.Counts.Broken, "Warning": d.Counts.Warning, "Can't verify": d.Counts.Cant}
	if diff := cmp.Diff(want, verdicts); diff != "" {
		t.Errorf("problems by verdict (-digest +file):\n%s", diff)
	}
	if rows[1203][0] != strconv.Itoa(len(src.Fixes)) {
		t.Errorf("the last problem is in fix %s, want %d", rows[1203][0], len(src.Fixes))
	}
}

// What can't be written is an error.
func TestOptionsAreChecked(t *testing.T) {
	src := reporttest.Source(8, 4)
	if err := Write(t.Context(), io.Discard, src, Options{Kind: "xml"}); !errors.Is(err, ErrKind) {
		t.Errorf("kind xml: %v", err)
	}
	if err := Write(t.Context(), io.Discard, src, Options{Separator: '"'}); !errors.Is(err, ErrSeparator) {
		t.Errorf("separator \": %v", err)
	}
}
