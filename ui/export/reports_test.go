package export

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2/container"
	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/field"
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
		Shown:    &Shown{Count: 3, IDs: func(context.Context) ([]storage.URLID, error) { return []storage.URLID{4, 5, 6}, nil }},
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
	r := &fakeReports{brands: Brands{Names: []string{"Korn", "Studio Nord"}, Own: "Studio Nord"}}
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
	uitest.Tap(t, o.top(), "Save")
	o.says(t, "The report is saved")
	request, as, path := r.saved()
	if diff := cmp.Diff(Request{Audience: Developer, Brand: "Korn", Language: "de"}, request); diff != "" || as != PDF {
		t.Errorf("as %s (-want +got):\n%s", as, diff)
	}
	if path != "/home/me/Reports/example.com 2026-11-23 Sitewell (The developer).pdf" {
		t.Errorf("saved as %s", path)
	}
}

// What the table shows is a report of its own; formats with the whole scan are for nobody
// in particular.
func TestReportOfTheView(t *testing.T) {
	r := &fakeReports{}
	o := openReports(t, r)
	o.choose(t, "The client", "This view")
	o.saysPart(t, "The problems that the list behind this dialog shows. 3 problems.")
	uitest.Tap(t, o.top(), "Save")
	o.says(t, "The report is saved")
	if request, _, _ := r.saved(); !cmp.Equal(request.Only, []storage.URLID{4, 5, 6}) || request.Audience != View {
		t.Errorf("got %+v", request)
	}
	o = openReports(t, r)
	o.choose(t, "Spreadsheet (Excel)", "Database (SQLite)")
	o.saysPart(t, "The whole scan is in it, for everybody.")
	if !uitest.First[*field.Choice](t, o.top(), "The client").Disabled() {
		t.Error("a person can choose for whom the whole scan is")
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
