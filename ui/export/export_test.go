package export

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/field"
	"sitewell/ui/uitest"
)

func TestSuggest(t *testing.T) {
	day := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	tests := []struct{ site, want string }{
		{"example.com", "example.com 2026-11-23 Sitewell.xlsx"},
		{"127.0.0.1:8080", "127.0.0.1-8080 2026-11-23 Sitewell.xlsx"},
		{`A/B: "Bakery"`, "A-B- -Bakery 2026-11-23 Sitewell.xlsx"},
		{"../../etc", "etc 2026-11-23 Sitewell.xlsx"},
	}
	for _, tt := range tests {
		if got := Suggest(tt.site, day); got != tt.want {
			t.Errorf("Suggest(%q): got %q, want %q", tt.site, got, tt.want)
		}
	}
}

func TestTarget(t *testing.T) {
	tests := []struct {
		folder, name string
		as           Format
		want         string
		ok           bool
	}{
		{"/home/me", "report.xlsx", Spreadsheet, "/home/me/report.xlsx", true},
		{"/home/me ", " report ", Spreadsheet, "/home/me/report.xlsx", true},
		{"/home/me", "report.XLSX", Spreadsheet, "/home/me/report.XLSX", true},
		{"/home/me", "report.v2", Spreadsheet, "/home/me/report.v2.xlsx", true},
		{"/home/me", "../secret", Spreadsheet, "/home/me/secret.xlsx", true},
		{"/home/me", "  ", Spreadsheet, "", false},
		{"/home/me", ".xlsx", Spreadsheet, "", false},
		{"/home/me", "report", Database, "/home/me/report.db", true},
		{"/home/me", "report.jsonl", JSONLines, "/home/me/report.jsonl", true},
		{"/home/me", "report.jsonl", Database, "/home/me/report.jsonl.db", true},
	}
	for _, tt := range tests {
		got, ok := Target(tt.folder, tt.name, tt.as)
		if filepath.ToSlash(got) != tt.want || ok != tt.ok {
			t.Errorf("Target(%q, %q, %s): got %q, %v; want %q, %v", tt.folder, tt.name, tt.as, got, ok, tt.want, tt.ok)
		}
	}
}

// fake is exporter, folders and desktop at once.
type fake struct {
	err     error
	exists  map[string]bool
	wrote   []string
	as      Format // of the last one
	shown   []string
	last    string
	started chan struct{} // closed when an export has begun, if not nil
	ended   error         // how an export ended that was held
}

func (f *fake) Export(ctx context.Context, _ storage.ScanID, as Format, path string, progress func(done, total int)) error {
	f.as = as
	progress(0, 0)
	progress(50, 100)
	if f.started != nil {
		close(f.started)
		<-ctx.Done()
		f.ended = ctx.Err()
		return ctx.Err()
	}
	if f.err == nil {
		f.wrote = append(f.wrote, path)
	}
	return f.err
}

func (f *fake) Last() string            { return "/home/me/Reports" }
func (f *fake) Remember(folder string)  { f.last = folder }
func (f *fake) Exists(path string) bool { return f.exists[path] }

func (f *fake) Open(_ context.Context, path string) error {
	f.shown = append(f.shown, path)
	return nil
}
func (f *fake) Reveal(context.Context, string) error { return errors.New("no file manager") }

type opened struct {
	*fake
	host   *ask.Host
	window fyne.Window
	queue  *uitest.Queue
}

func open(t *testing.T, f *fake) *opened {
	t.Helper()
	uitest.New(t)
	o := &opened{fake: f, queue: uitest.NewQueue(t)}
	o.window = uitest.Window(t, container.NewStack(), 900, 600)
	o.host = ask.NewHost(o.window.Canvas())
	Show(Options{
		Run: o.queue.Runner(), Dialogs: o.host, Exporter: f, Folders: f, Shower: f,
		Pick:     func(_ string, chosen func(string)) { chosen("/mnt/stick") },
		Sentence: func(error) string { return "The file can't be saved there." },
	}, 7, "example.com 2026-11-23 Sitewell.xlsx")
	return o
}

func (o *opened) top() fyne.CanvasObject { return o.window.Canvas().Overlays().Top() }

func (o *opened) says(t *testing.T, text string) {
	t.Helper()
	o.queue.Until(t, func() bool { return o.top() != nil && slices.Contains(uitest.Texts(o.top()), text) })
}

const suggested = "/home/me/Reports/example.com 2026-11-23 Sitewell.xlsx"

// Enter is enough: the name is suggested, and the folder is the last one used.
func TestEnterSaves(t *testing.T) {
	o := open(t, &fake{})
	uitest.Picture(t, o.window, "export")
	o.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	o.says(t, "The report is saved")
	uitest.Picture(t, o.window, "export-saved")
	if diff := cmp.Diff([]string{suggested}, o.wrote); diff != "" {
		t.Errorf("wrote (-want +got):\n%s", diff)
	}
	if o.last != "/home/me/Reports" {
		t.Errorf("remembered %q", o.last)
	}
	uitest.Tap(t, o.top(), "Open")
	o.queue.Runner().Close()
	if diff := cmp.Diff([]string{suggested}, o.shown); diff != "" {
		t.Errorf("opened (-want +got):\n%s", diff)
	}
}

func TestShowInFolderThatFails(t *testing.T) {
	o := open(t, &fake{})
	uitest.Tap(t, o.top(), "Save")
	o.says(t, "The report is saved")
	uitest.Tap(t, o.top(), "Show in folder")
	o.says(t, "The folder could not be shown: no program on this computer offered to. The file is saved all the same.")
	uitest.Tap(t, o.top(), "Open") // the buttons stay until the dialog is closed
	o.says(t, suggested)
	uitest.Tap(t, o.top(), "Close")
	o.queue.Runner().Close()
	if o.host.Open() || len(o.shown) != 1 {
		t.Errorf("the dialog is open: %t, opened %q", o.host.Open(), o.shown)
	}
}

// A folder that cannot be written gets a sentence, and nothing typed is lost.
func TestErrorIsSaid(t *testing.T) {
	o := open(t, &fake{err: errors.New("denied")})
	uitest.Tap(t, o.top(), "Save")
	o.says(t, "The file can't be saved there.")
	uitest.Picture(t, o.window, "export-error")
	if texts := uitest.Texts(o.top()); !slices.Contains(texts, "example.com 2026-11-23 Sitewell.xlsx") {
		t.Errorf("the name is lost: %q", texts)
	}
}

// An existing file is replaced only by pressing Save again.
func TestExistingFileAsks(t *testing.T) {
	o := open(t, &fake{exists: map[string]bool{suggested: true}})
	uitest.Tap(t, o.top(), "Save")
	o.says(t, "There is a file of this name already. Press Save again to replace it, or change the name.")
	if len(o.wrote) != 0 {
		t.Fatalf("wrote %q without being asked twice", o.wrote)
	}
	uitest.Tap(t, o.top(), "Save")
	o.says(t, "The report is saved")
}

func TestFolderIsPicked(t *testing.T) {
	o := open(t, &fake{})
	uitest.Tap(t, o.top(), "Choose …")
	uitest.Tap(t, o.top(), "Save")
	o.says(t, "The report is saved")
	want := []string{"/mnt/stick/example.com 2026-11-23 Sitewell.xlsx"}
	if diff := cmp.Diff(want, o.wrote); diff != "" {
		t.Errorf("wrote (-want +got):\n%s", diff)
	}
}

// Escape while a file is written ends the writing.
func TestCancel(t *testing.T) {
	f := &fake{started: make(chan struct{})}
	o := open(t, f)
	uitest.Tap(t, o.top(), "Save")
	<-f.started
	o.host.Key(&fyne.KeyEvent{Name: fyne.KeyEscape})
	o.queue.Runner().Close()
	if !errors.Is(f.ended, context.Canceled) {
		t.Errorf("writing ended with %v, want %v", f.ended, context.Canceled)
	}
	if o.host.Open() {
		t.Error("the dialog is still there")
	}
}

// list returns the list of formats.
func (o *opened) list(t *testing.T) (list *field.Choice) {
	t.Helper()
	uitest.Walk(o.top(), func(object fyne.CanvasObject) bool {
		if c, ok := object.(*field.Choice); ok {
			list = c
		}
		return true
	})
	if list == nil {
		t.Fatal("there is no list of formats")
	}
	return list
}

// choose presses the list of formats and one of its entries.
func (o *opened) choose(t *testing.T, now, format string) {
	t.Helper()
	uitest.Tap(t, o.top(), now)
	found := false
	uitest.Walk(o.top(), func(object fyne.CanvasObject) bool {
		if entry, ok := object.(fyne.Tappable); ok && slices.Equal(uitest.Texts(object), []string{format}) {
			found = true
			entry.Tapped(&fyne.PointEvent{})
			return false
		}
		return !found
	})
	if !found {
		t.Fatalf("%q is not offered; texts: %q", format, uitest.Texts(o.top()))
	}
}

// Every format of the command line is offered, says what it is for, and is what the
// file is called and saved as.
func TestFormats(t *testing.T) {
	tests := []struct {
		title, about, ending string
		want                 Format
	}{
		{"Spreadsheet (Excel)", "For people: ", ".xlsx", Spreadsheet},
		{"Database (SQLite)", "For your own questions: ", ".db", Database},
		{"JSON Lines", "For programs: ", ".jsonl", JSONLines},
	}
	for _, tt := range tests {
		o := open(t, &fake{})
		if tt.want != Spreadsheet {
			o.choose(t, "Spreadsheet (Excel)", tt.title)
		}
		uitest.Picture(t, o.window, "export-"+string(tt.want))
		o.says(t, "example.com 2026-11-23 Sitewell"+tt.ending)
		if texts := uitest.Texts(o.top()); !slices.ContainsFunc(texts, func(s string) bool { return strings.HasPrefix(s, tt.about) }) {
			t.Errorf("%s: nothing says what it is for: %q", tt.title, texts)
		}
		uitest.Tap(t, o.top(), "Save")
		o.says(t, "The report is saved")
		want := strings.TrimSuffix(suggested, ".xlsx") + tt.ending
		if diff := cmp.Diff([]string{want}, o.wrote); diff != "" || o.as != tt.want {
			t.Errorf("%s: saved as %q (-want +got):\n%s", tt.title, o.as, diff)
		}
	}
}

// A name of one's own is not touched where it has another ending, and the list of
// formats takes neither Enter nor Escape away from the dialog.
func TestFormatKeepsANameOfOnesOwn(t *testing.T) {
	o := open(t, &fake{})
	name := o.window.Canvas().Focused().(*field.Entry)
	name.SetText("bakery.v2")
	o.choose(t, "Spreadsheet (Excel)", "JSON Lines")
	o.choose(t, "JSON Lines", "Database (SQLite)")
	o.says(t, "bakery.v2")
	o.list(t).TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	o.says(t, "The report is saved")
	if diff := cmp.Diff([]string{"/home/me/Reports/bakery.v2.db"}, o.wrote); diff != "" {
		t.Errorf("wrote (-want +got):\n%s", diff)
	}
	o = open(t, &fake{})
	o.window.Canvas().Focus(o.list(t))
	o.list(t).TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if o.host.Open() {
		t.Error("Escape on the list of formats does not close the dialog")
	}
}

// While a file is written the window says how many rows there are, in each format.
func TestWindowShowsProgress(t *testing.T) {
	for _, title := range []string{"Spreadsheet (Excel)", "Database (SQLite)", "JSON Lines"} {
		f := &fake{started: make(chan struct{})}
		o := open(t, f)
		if title != "Spreadsheet (Excel)" {
			o.choose(t, "Spreadsheet (Excel)", title)
		}
		uitest.Tap(t, o.top(), "Save")
		o.says(t, "50 of 100 rows")
		uitest.Picture(t, o.window, "export-progress")
		o.host.Key(&fyne.KeyEvent{Name: fyne.KeyEscape})
		o.queue.Runner().Close()
	}
}
