//go:build !headless

package desktop

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/container"
	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/report"
	"sitewell/scanner"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/problem"
	"sitewell/ui/results"
	"sitewell/ui/uitest"
)

// numbers are what every face of a scan says.
type numbers struct {
	Broken, Warning, CantVerify int
	Fixes                       int
}

func inNumbers(c storage.Counts, fixes int) numbers {
	return numbers{c.Broken, c.Warning, c.Cant, fixes}
}

// nowhere is where a screen leads to that is only looked at.
type nowhere struct {
	results.Going
	problem.Desktop
}

// The numbers of a scan are the same in the history, in what a report says first, in what
// the window says of the reports, in the window, in the terminal, in JSON Lines and in a
// workbook, also when something is ignored.
func TestNumbersAreTheSameEverywhere(t *testing.T) { // truth 8
	text, err := os.ReadFile("../core/testdata/bakery.txtar")
	if err != nil {
		t.Fatal(err)
	}
	bare := strings.Replace(string(text), `<title>Not found</title><a href="/">Home</a>`, `<title>Not found</title>`, 1)
	site := sitetest.New(t, bare)
	site.Open("oven")
	db := filepath.Join(t.TempDir(), "history.db")
	c, err := core.Open(t.Context(), core.Config{DB: db, Prepare: func(o *scanner.Options) {
		o.Resolver, o.Dial, o.Roots, o.NoDelay = site.Resolver(), site.Dial, site.Roots(), true
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer closeCore(t, c)
	r, err := c.Runner.ScanAddress(t.Context(), "bakery.example")
	if err != nil {
		t.Fatal(err)
	}
	<-r.Done()
	ignoreFirst(t, c, r.ScanID())

	files := export.New(export.Options{Core: c, DB: db})
	src, err := files.Requested(t.Context(), r.ScanID(), export.Request{Audience: report.Everything})
	if err != nil {
		t.Fatal(err)
	}
	digest, err := src.Digest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	contents, err := files.Contents(t.Context(), r.ScanID())
	if err != nil {
		t.Fatal(err)
	}
	scan, err := c.Store.ScanByID(t.Context(), r.ScanID())
	if err != nil {
		t.Fatal(err)
	}
	ignored, err := c.Store.MarkCounts(t.Context(), scan.ID)
	if err != nil || ignored.Ignored.Problems() != 1 {
		t.Fatalf("%+v is ignored, want one problem, %v", ignored.Ignored, err)
	}
	want := inNumbers(scan.Counts.Without(ignored), len(src.Fixes))
	if want.Broken == 0 || want.Fixes == 0 {
		t.Fatalf("the test proves nothing: %+v", want)
	}
	// The missing error page is a problem of the whole site, and no fault of its home page.
	none, err := c.Store.RowIDs(t.Context(), scan.ID, storage.Filter{Outcomes: []outcome.Key{outcome.NoErrorPage}}, storage.Order{})
	if err != nil || len(none) != 1 {
		t.Fatalf("%d rows say that there is no error page, %v", len(none), err)
	}
	if d, err := c.Store.Detail(t.Context(), scan.ID, none[0]); err != nil || !result.IsWholeSite(d.URL) {
		t.Errorf("%s has no error page, %v", d.URL, err)
	}
	for row, err := range c.Store.EachRow(t.Context(), scan.ID, storage.Filter{}, storage.Order{}) {
		if err != nil {
			t.Fatal(err)
		}
		if row.URL == scan.Start && row.Verdict != outcome.Works {
			t.Errorf("the home page is %v", row.Verdict)
		}
	}
	got := map[string]numbers{
		"the digest": inNumbers(digest.Counts, len(src.Fixes)),
		"the dialog": {want.Broken, want.Warning, contents[report.ForClient].Problems - want.Broken - want.Warning, contents[report.ForClient].Fixes},
		"JSON Lines": ofJSONLines(t, src),
		"the table":  ofTerminal(t, src),
		"a workbook": ofWorkbook(t, files, scan.ID),
		"the window": ofWindow(t, c, scan.ID),
	}
	for who, n := range got {
		if diff := cmp.Diff(want, n); diff != "" {
			t.Errorf("%s (-history +%s):\n%s", who, who, diff)
		}
	}
}

// ignoreFirst ignores the worst problem of a scan.
func ignoreFirst(t *testing.T, c *core.Core, scan storage.ScanID) {
	t.Helper()
	ids, err := c.Store.RowIDs(t.Context(), scan, storage.Filter{Verdicts: []outcome.Verdict{outcome.Broken}}, storage.Order{By: storage.BySeverity})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Marks.MarkProblems(t.Context(), scan, ids[:1], storage.Mark{Kind: storage.Ignored}, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
}

// ofJSONLines counts the lines of JSON Lines.
func ofJSONLines(t *testing.T, src report.Source) numbers {
	t.Helper()
	var b bytes.Buffer
	if err := report.JSONLines(t.Context(), &b, src); err != nil {
		t.Fatal(err)
	}
	var n numbers
	for line := range strings.Lines(b.String()) {
		var l struct {
			Verdict string
			Fix     any
			Marks   []struct{ Kind storage.MarkKind }
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		ignored := len(l.Marks) > 0 && l.Marks[0].Kind == storage.Ignored
		n.Broken += count(l.Verdict == "broken" && !ignored)
		n.Warning += count(l.Verdict == "warning" && !ignored)
		n.CantVerify += count(l.Verdict == "cant-verify" && !ignored)
		n.Fixes += count(l.Fix != nil && l.Verdict == "")
	}
	return n
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// ofTerminal reads the table that ends a scan in a terminal.
func ofTerminal(t *testing.T, src report.Source) numbers {
	t.Helper()
	var b bytes.Buffer
	if err := report.Text(report.TextOptions{Width: 200})(t.Context(), &b, src); err != nil {
		t.Fatal(err)
	}
	find := func(pattern string) int {
		found := regexp.MustCompile(pattern).FindStringSubmatch(b.String())
		if found == nil {
			t.Fatalf("no %s in:\n%s", pattern, b.String())
		}
		n, err := strconv.Atoi(found[1])
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	return numbers{find(`(?m)^Broken +(\d+)`), find(`(?m)^Warning +(\d+)`), find(`(?m)^Can't verify +(\d+)`), find(`(\d+) things to fix`)}
}

// ofWorkbook counts the rows of the tables of a workbook.
func ofWorkbook(t *testing.T, files *export.Exporter, scan storage.ScanID) (n numbers) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.xlsx")
	if err := files.SaveReport(t.Context(), scan, export.Spreadsheet, export.Request{Audience: report.ForClient}, path, nil); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows := func(sheet string) (all [][]string) {
		all, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	for _, row := range rows("Problems") {
		n.Broken += count(slices.Contains(row, "Broken"))
		n.Warning += count(slices.Contains(row, "Warning"))
		n.CantVerify += count(slices.Contains(row, "Can't verify"))
	}
	for _, row := range rows("Fixes") {
		if len(row) > 0 {
			if _, err := strconv.Atoi(row[0]); err == nil { // its number
				n.Fixes++
			}
		}
	}
	return n
}

// ofWindow reads the screen of results.
func ofWindow(t *testing.T, c *core.Core, scan storage.ScanID) (n numbers) {
	t.Helper()
	app, queue := uitest.New(t), uitest.NewQueue(t)
	window := uitest.Window(t, container.NewStack(), 1180, 760)
	screen := results.New(results.Options{
		Run: queue.Runner(), Scan: scan, Read: c.Store, Statuses: c.Store, Fixes: fixes{c.FixLister},
		Problem: problems{c.Store, c.Explainer, c.Suggester, c.Rechecker, c.History}, Marks: marks{c.Store, c.Marks}, Book: c.Explainer,
		Going: nowhere{}, Desktop: nowhere{}, Prefs: app.Preferences(), Running: func(storage.ScanID) bool { return false },
		Dialogs: ask.NewHost(window.Canvas()), Offer: func(string, string, func()) {}, Now: time.Now, Rechecks: new(results.Rechecks),
		Sentence: func(err error) string { return fmt.Sprint(err) },
		Tick:     func() (<-chan time.Time, func()) { return nil, func() {} },
		Ask:      func(string, string, string, func()) {},
	})
	window.SetContent(screen.Content())
	screen.Opened()
	title := regexp.MustCompile(`^(\d+) things to fix`)
	queue.Until(t, func() bool {
		texts := uitest.Texts(window.Content())
		for i, s := range texts {
			if found := title.FindStringSubmatch(s); found != nil {
				n.Fixes, _ = strconv.Atoi(found[1])
			}
			if i == 0 { // a tile has its number first
				continue
			}
			value, err := strconv.Atoi(texts[i-1])
			switch {
			case err != nil:
			case s == "Broken":
				n.Broken = value
			case s == "Warning":
				n.Warning = value
			case s == "Can't verify":
				n.CantVerify = value
			}
		}
		return n.Fixes > 0 && n.Broken > 0
	})
	return n
}
