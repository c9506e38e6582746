package export

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/control"
	"sitewell/ui/field"
	"sitewell/ui/table"
	"sitewell/ui/uitest"
)

// fakeReports makes reports and notes them.
type fakeReports struct {
	mu      sync.Mutex
	brands  Brands
	err     error
	request Request
	as      Format
	path    string
	rows    [][]any // of a list
	csv     CSVOptions
}

// listed is a list behind the dialog.
var listed = table.View{Headings: []string{"Address", "Pages"}, Count: 3, Rows: func(context.Context) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for i, address := range []string{"/a", "/b", "/c"} {
			if !yield([]any{address, i}, nil) {
				return
			}
		}
	}
}}

func (f *fakeReports) SaveView(ctx context.Context, v table.View, as Format, csv CSVOptions, path string, _ func(done, total int)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rows, f.as, f.csv, f.path = nil, as, csv, path
	for cells, err := range v.Rows(ctx) {
		if err != nil {
			return err
		}
		f.rows = append(f.rows, cells)
	}
	return nil
}

func (f *fakeReports) Contents(context.Context, storage.ScanID) (map[Audience]Content, error) {
	return map[Audience]Content{
		Client: {Fixes: 7, Problems: 1204}, Developer: {Fixes: 1, Problems: 1}, Editor: {Fixes: 6, Problems: 1203},
		Everything: {Fixes: 7, Problems: 1204, Rows: 21675, Links: 2_700_000},
	}, f.err
}

func (f *fakeReports) Brands(context.Context, storage.ScanID) (Brands, error) { return f.brands, nil }

func (f *fakeReports) Save(_ context.Context, _ storage.ScanID, as Format, r Request, path string, progress func(done, total int)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	progress(1, 2)
	f.request, f.as, f.path = r, as, path
	return nil
}

func (f *fakeReports) saved() (Request, Format, string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.request, f.as, f.path
}

func openReports(t *testing.T, r *fakeReports) *opened {
	t.Helper()
	uitest.New(t)
	f := &fake{}
	o := &opened{fake: f, queue: uitest.NewQueue(t)}
	o.window = uitest.Window(t, container.NewStack(), 1024, 615)
	o.host = ask.NewHost(o.window.Canvas())
	Show(Options{
		Run: o.queue.Runner(), Dialogs: o.host, Exporter: f, Folders: f, Shower: f, Reports: r,
		Shown: []Shown{
			{View: listed, Problems: func(context.Context) ([]storage.URLID, error) { return []storage.URLID{4, 5, 6}, nil }},
			{Title: "Links of this problem", View: listed},
		},
		Views:    r,
		Pick:     func(_ string, chosen func(string)) { chosen("/mnt/stick") },
		Sentence: func(error) string { return "The history can't be read." },
	}, 7, "example.com 2026-11-23 Sitewell.xlsx")
	return o
}

// saysPart waits for a text that begins so.
func (o *opened) saysPart(t *testing.T, text string) {
	t.Helper()
	o.queue.Until(t, func() bool {
		return o.top() != nil && slices.ContainsFunc(uitest.Texts(o.top()), func(s string) bool { return strings.HasPrefix(s, text) })
	})
}

// A report is for the client unless a person chooses; the dialog says what is in it and
// how much that is, and names the file after whom it is for.
func TestReportIsForSomebody(t *testing.T) {
	r := &fakeReports{brands: Brands{Names: []string{"Korn", "Studio Nord"}, Own: "Studio Nord", Without: map[string][]string{"Korn": {"settings"}}}}
	o := openReports(t, r)
	o.saysPart(t, "Better or worse, and everything that is to be fixed. 7 fixes, 1,204 problems.")
	uitest.Picture(t, o.window, "report")
	o.choose(t, "The client", "Everything")
	o.saysPart(t, "All fixes and problems, and also every address and every link. 7 fixes, 1,204 problems, 21,675 addresses, 2,700,000 links.")
	o.choose(t, "Everything", "The host")
	o.saysPart(t, "What only the provider of the server can fix. There is none in this scan.")
	o.choose(t, "The host", "The developer")
	o.saysPart(t, "What is changed in templates, redirects, settings and scripts. 1 fix, 1 problem.")
	o.choose(t, "Spreadsheet (Excel)", "Document (PDF)")
	o.says(t, "example.com 2026-11-23 Sitewell (The developer).pdf")
	o.says(t, "Studio Nord") // the brands are read
	o.choose(t, "Studio Nord", "Korn")
	o.choose(t, "That of the brand", "Deutsch")
	uitest.Tap(t, o.top(), "Parts …")
	uitest.First[*control.Check](t, o.top(), "Who fixes what, by when").SetChecked(false)
	uitest.Picture(t, o.window, "report-parts")
	uitest.Tap(t, o.top(), "Save")
	o.says(t, "The report is saved")
	request, as, path := r.saved()
	if diff := cmp.Diff(Request{Audience: Developer, Brand: "Korn", Language: "de", CSV: CSVOptions{Rows: ProblemRows, Separator: ','}, Without: []string{"work", "settings"}}, request); diff != "" || as != PDF {
		t.Errorf("as %s (-want +got):\n%s", as, diff)
	}
	if path != "/home/me/Reports/example.com 2026-11-23 Sitewell (The developer).pdf" {
		t.Errorf("saved as %s", path)
	}
}

// A list is saved as it is shown, as a spreadsheet or as CSV, and as a report where its rows
// are problems; formats with the whole scan are for nobody in particular.
func TestReportOfTheView(t *testing.T) {
	r := &fakeReports{}
	o := openReports(t, r)
	o.choose(t, "The client", "This view")
	o.saysPart(t, "The list behind this dialog as it is: 3 rows, with its search, filters, order and columns.")
	uitest.Tap(t, o.top(), "Save")
	o.says(t, "The report is saved")
	if len(r.rows) != 3 || r.as != Spreadsheet {
		t.Errorf("%v as %s", r.rows, r.as)
	}
	o = openReports(t, r)
	o.choose(t, "The client", "This view")
	o.choose(t, "Spreadsheet (Excel)", "Document (PDF)")
	o.saysPart(t, "A report on the 3 problems of the list behind this dialog.")
	uitest.Tap(t, o.top(), "Save")
	o.says(t, "The report is saved")
	if request, _, _ := r.saved(); !cmp.Equal(request.Only, []storage.URLID{4, 5, 6}) || request.Audience != View {
		t.Errorf("got %+v", request)
	}
	o = openReports(t, r)
	o.choose(t, "The client", "Links of this problem")
	o.choose(t, "Spreadsheet (Excel)", "Document (PDF)")
	o.saysPart(t, "This format is for reports.")
	if !uitest.Last[fyne.Disableable](t, o.top(), "Save").Disabled() {
		t.Error("a PDF of links can be saved")
	}
	o.choose(t, "Document (PDF)", "Table (CSV)")
	o.choose(t, "Commas", "Semicolons")
	uitest.Tap(t, o.top(), "Save")
	o.says(t, "The report is saved")
	if want := (CSVOptions{Rows: ProblemRows, Separator: ';'}); len(r.rows) != 3 || r.csv != want {
		t.Errorf("%v with %+v", r.rows, r.csv)
	}
	o = openReports(t, r)
	o.choose(t, "Spreadsheet (Excel)", "Database (SQLite)")
	o.saysPart(t, "The whole scan is in it, for everybody.")
	if !uitest.First[*field.Choice](t, o.top(), "The client").Disabled() {
		t.Error("a person can choose for whom the whole scan is")
	}
}

// With CSV a person chooses what the rows are and how the file looks; programs for tickets
// have a form of their own.
func TestKindsOfCSV(t *testing.T) {
	r := &fakeReports{}
	o := openReports(t, r)
	o.choose(t, "Spreadsheet (Excel)", "Table (CSV)")
	o.choose(t, "Commas", "Tabs")
	o.choose(t, "Problems", "Links of problems")
	o.says(t, "Better or worse, and everything that is to be fixed. 7 fixes, 1,204 problems.\nFor every spreadsheet program and many others. A row for every link to a problem.")
	uitest.Picture(t, o.window, "report-csv")
	uitest.First[*control.Check](t, o.top(), "For Excel (byte order mark)").SetChecked(false)
	uitest.Tap(t, o.top(), "Save")
	o.says(t, "The report is saved")
	if request, _, _ := r.saved(); request.CSV != (CSVOptions{Rows: LinkRows, Separator: '\t', NoMark: true}) {
		t.Errorf("got %+v", request.CSV)
	}
	o = openReports(t, r)
	o.choose(t, "Spreadsheet (Excel)", "Table (CSV)")
	o.choose(t, "Problems", "Tickets for Jira")
	if !uitest.First[*field.Choice](t, o.top(), "Commas").Disabled() {
		t.Error("a person can choose what is between the cells for Jira")
	}
}

// Where counting fails a report can still be saved.
func TestReportThatCannotBeCounted(t *testing.T) {
	r := &fakeReports{err: errors.New("busy")}
	o := openReports(t, r)
	o.saysPart(t, "Better or worse, and everything that is to be fixed. The history can't be read.")
	uitest.Tap(t, o.top(), "Save")
	o.says(t, "The report is saved")
}
