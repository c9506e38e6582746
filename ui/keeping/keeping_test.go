package keeping

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/uitest"
	"sitewell/ui/words"
)

// fake is a history whose methods say what they were asked for.
type fake struct {
	mu    sync.Mutex
	asked []string
	err   error
	rule  storage.KeepRule
	rules map[storage.SiteID]storage.KeepRule
}

func (f *fake) note(s string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, s)
	return f.err
}

func (f *fake) done(want string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Contains(f.asked, want)
}

func (f *fake) File() (string, int64) { return "/home/anna/history.db", 3_400_000 }

func (f *fake) Backup(_ context.Context, path string, progress func(done, total int64)) error {
	progress(1<<20, 2<<20)
	return f.note("backup " + path)
}

func (f *fake) Compact(context.Context, func(done, total int64)) (before, after int64, err error) {
	return 5_100_000, 3_000_000, f.note("compact")
}

func (f *fake) Check(context.Context, func(done, steps int)) (storage.DatabaseCheck, error) {
	return storage.DatabaseCheck{Scans: make([]storage.ScanCheck, 3)}, f.note("check")
}

func (f *fake) Restore(_ context.Context, from string, progress func(done, total int64)) (string, error) {
	progress(1<<20, 2<<20)
	return "/home/anna/history.db.old-1", f.note("restore " + from)
}

var damagedBegan = time.Date(2026, 11, 3, 9, 30, 0, 0, time.Local)

func (f *fake) Salvage(_ context.Context, progress func(done, steps int)) (storage.Salvaged, error) {
	progress(1, 3)
	return storage.Salvaged{Kept: "/home/anna/history.db.old-2", Scans: []storage.SalvagedScan{
		{Scan: storage.Scan{ID: 1, Start: "https://www.example.com/"}},
		{Scan: storage.Scan{ID: 2, Start: "https://www.example.com/", Began: damagedBegan}, Results: 1200, Links: 7},
		{Scan: storage.Scan{ID: 3, Start: "https://shop.example/", Began: damagedBegan}, Gone: true},
	}}, f.note("salvage")
}

func (f *fake) HasHistory(_ context.Context, folder string) (bool, error) {
	return folder == "/full", f.note("look into " + folder)
}

func (f *fake) Move(_ context.Context, folder string, progress func(done, total int64)) (from, to string, err error) {
	progress(1<<20, 2<<20)
	return "/home/anna/history.db", folder + "/history.db", f.note("move to " + folder)
}

func (f *fake) Use(_ context.Context, folder string) error { return f.note("use " + folder) }

func (f *fake) Import(_ context.Context, path string, _ func(done, total int)) (storage.Scan, error) {
	return storage.Scan{ID: 7}, f.note("import " + path)
}

func (f *fake) KeepRule(context.Context, storage.SiteID) (storage.KeepRule, bool, error) {
	return f.rule, true, nil
}

func (f *fake) SetKeepRule(_ context.Context, site storage.SiteID, r *storage.KeepRule) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rules[site] = *r
	return f.err
}

func (f *fake) Surplus(_ context.Context, _ storage.SiteID, r storage.KeepRule) ([]storage.Scan, error) {
	if r.Keep == storage.KeepLast && r.Count == 5 {
		return make([]storage.Scan, 12), nil
	}
	return nil, nil
}

type opened struct {
	Options
	fake      *fake
	restarted int
	left      atomic.Int32
	queue     *uitest.Queue
	window    fyne.Window
}

func open(t *testing.T) *opened {
	t.Helper()
	uitest.New(t)
	f := &fake{rules: make(map[storage.SiteID]storage.KeepRule)}
	queue := uitest.NewQueue(t)
	window := uitest.Window(t, container.NewWithoutLayout(), 1000, 600)
	o := &opened{fake: f, queue: queue, window: window}
	o.Options = Options{
		Run: queue.Runner(), Dialogs: ask.NewHost(window.Canvas()), Store: f,
		Pick:     func(chosen func(folder string)) { chosen("/backups") },
		FreeName: func(folder string) string { return folder + "/history.db" },
		PickFile: func(chosen func(path string)) { chosen("/backups/monday.db") },
		Leave:    func(context.Context) error { o.left.Add(1); return nil },
		Restart:  func() { o.restarted++ },
		Sentence: func(error) string { return "The disk is full." },
	}
	return o
}

func (o *opened) top() fyne.CanvasObject { return o.window.Canvas().Overlays().Top() }

func (o *opened) says(t *testing.T, text string) {
	t.Helper()
	o.queue.Until(t, func() bool { return o.top() != nil && slices.Contains(uitest.Texts(o.top()), text) })
}

func TestFile(t *testing.T) {
	o := open(t)
	ShowFile(o.Options)
	o.says(t, "/home/anna/history.db")
	o.says(t, "3.4 MB")
	for _, step := range []struct{ button, said string }{
		{"Back up …", "The history is copied to /backups/history.db."},
		{"Compact", "The history takes 2.1 MB less than before."},
		{"Check", "Nothing is damaged: 3 scans can be read."},
	} {
		uitest.Tap(t, o.top(), step.button)
		o.says(t, step.said)
	}
	if !o.fake.done("backup /backups/history.db") {
		t.Errorf("asked for: %q", o.fake.asked)
	}
	o.fake.err = errors.New("full")
	uitest.Tap(t, o.top(), "Compact")
	o.says(t, "The disk is full.")
	uitest.Tap(t, o.top(), "Close")
	if o.Dialogs.Open() {
		t.Error("the dialog is still open")
	}
}

// A back-up is restored after a question, and then all that can be done is to start again.
func TestRestore(t *testing.T) {
	o := open(t)
	ShowFile(o.Options)
	uitest.Tap(t, o.top(), "Restore …")
	o.says(t, "Restore this back-up?")
	uitest.Tap(t, o.top(), "Cancel")
	uitest.Tap(t, o.top(), "Restore …")
	uitest.Tap(t, o.top(), "Restore")
	o.says(t, "The history is that of /backups/monday.db now. The one that was there before is kept as /home/anna/history.db.old-1.")
	if !slices.Equal(o.fake.asked, []string{"restore /backups/monday.db"}) || o.left.Load() != 1 {
		t.Errorf("asked for %q, scans were ended %d times", o.fake.asked, o.left.Load())
	}
	uitest.Tap(t, o.top(), "Start Sitewell again")
	if o.restarted != 1 {
		t.Errorf("started again %d times", o.restarted)
	}
}

// The history is moved after a question, unless there is one in the folder: then that one
// can be used.
func TestMove(t *testing.T) {
	for folder, tt := range map[string]struct{ asks, press, says, does string }{
		"/empty": {"Move the history to this folder?", "Move", "It is in /empty/history.db from now on, and was verified there. The file from before is still there and is not used any more: /home/anna/history.db", "move to /empty"},
		"/full":  {"Use the history in this folder?", "Use this history", "Sitewell uses the history in /full from now on.", "use /full"},
	} {
		o := open(t)
		AskMove(o.Options, folder)
		o.says(t, tt.asks)
		uitest.Tap(t, o.top(), tt.press)
		o.says(t, tt.says)
		if !o.fake.done(tt.does) || o.left.Load() != 1 {
			t.Errorf("%s: asked for %q, scans were ended %d times", folder, o.fake.asked, o.left.Load())
		}
		uitest.Tap(t, o.top(), "Start Sitewell again")
		if o.restarted != 1 {
			t.Errorf("%s: started again %d times", folder, o.restarted)
		}
	}
}

// What is lost of a damaged history is listed.
func TestRepair(t *testing.T) {
	o := open(t)
	ShowFile(o.Options)
	uitest.Tap(t, o.top(), "Repair …")
	uitest.Tap(t, o.top(), "Repair")
	o.says(t, "Scans that were saved whole: 1 of 3. The damaged file is kept as /home/anna/history.db.old-2.")
	text := strings.Join(uitest.Texts(o.top()), "\n")
	date := words.DateTime(damagedBegan)
	for _, want := range []string{
		"https://www.example.com/, " + date + ": results of addresses that are lost: 1,200; links that are lost: 7.",
		"https://shop.example/, " + date + ": the scan is lost.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q lacks %q", text, want)
		}
	}
}

// A replacement that fails or finds nothing says so, and Sitewell starts again with the
// history as it was.
func TestReplacementFails(t *testing.T) {
	for err, says := range map[error]string{errors.New("full"): "The history is as it was", storage.ErrCorrupt: "Nothing could be saved"} {
		o := open(t)
		o.fake.err = err
		AskSalvage(o.replacing())
		uitest.Tap(t, o.top(), "Repair")
		o.says(t, says)
		o.Dialogs.Key(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if o.restarted != 1 {
			t.Errorf("%v: started again %d times", err, o.restarted)
		}
	}
}

func TestImport(t *testing.T) {
	o := open(t)
	added := storage.ScanID(0)
	Import(o.Options, "/downloads/bakery.sitewell", func(s storage.Scan) { added = s.ID })
	o.queue.Until(t, func() bool { return added == 7 })
	if o.Dialogs.Open() || !o.fake.done("import /downloads/bakery.sitewell") {
		t.Errorf("asked for %q, a dialog is open: %t", o.fake.asked, o.Dialogs.Open())
	}
	o.fake.err = errors.New("full")
	Import(o.Options, "/downloads/bakery.sitewell", func(storage.Scan) { t.Error("a scan was added") })
	o.says(t, "The disk is full.")
}

func TestRule(t *testing.T) {
	o := open(t)
	o.fake.rule = storage.KeepRule{Keep: storage.KeepLast, Count: 17} // from the command line
	ShowRule(o.Options, 3)
	o.says(t, "The newest 17 scans")
	o.says(t, "No scan of this site will be deleted now.")
	r := uitest.First[*widget.RadioGroup](t, o.top(), "The newest 5 scans")
	r.SetSelected("The newest 5 scans")
	o.says(t, "12 scans of this site will be deleted when the next one is complete.")
	uitest.Tap(t, o.top(), "Save")
	o.queue.Until(t, func() bool { return !o.Dialogs.Open() })
	want := map[storage.SiteID]storage.KeepRule{3: {Keep: storage.KeepLast, Count: 5}}
	if diff := cmp.Diff(want, o.fake.rules); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
}
