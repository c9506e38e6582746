package compare

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/storage"
	"sitewell/storage/sqlite/sqlitetest"
	"sitewell/ui/ask"
	"sitewell/ui/gallery"
	"sitewell/ui/table"
	"sitewell/ui/uitest"
)

// reader compares scans of the gallery.
type reader struct {
	*gallery.Site
	err   error
	notes []string
	pages *storage.PageComparison // nil: those of the scans
}

func (r *reader) Between(ctx context.Context, q Request) (Comparison, error) {
	if r.err != nil {
		return Comparison{}, r.err
	}
	c, err := r.CompareBy(ctx, asked(q))
	q.From, q.To = c.From.ID, c.To.ID
	return Comparison{
		Comparison: c.Comparison, Site: c.Site, Request: q, Rules: c.Pair.Map.Rules(), Unreached: "3 not reached: 3 over the limit", Notes: r.notes,
	}, err
}

func asked(q Request) core.CompareRequest {
	return core.CompareRequest{Site: q.Site, Other: q.Other, From: q.From, To: q.To, Rules: q.Rules}
}

func (r *reader) Pages(ctx context.Context, p storage.Pair) (storage.PageComparison, error) {
	if r.pages != nil {
		return *r.pages, nil
	}
	return r.ComparePages(ctx, p)
}

func (r *reader) OfPage(row *storage.PageRow) PageWords {
	return PageWords(report.English().OfPage(row))
}

func (r *reader) OfPages(c *storage.PageComparison) string {
	return report.English().PagesLine(c.Counts)
}

func (r *reader) PageValue(f storage.PageField, value string) string {
	return report.English().PageValue(f, value)
}

func (r *reader) Preview(ctx context.Context, q Request) (storage.MapPreview, []string, error) {
	preview, rules, err := r.PreviewMap(ctx, asked(q))
	return preview, rules.Rules(), err
}

type fixture struct {
	*Screen
	t    *testing.T
	q    *uitest.Queue
	w    fyne.Window
	read *reader
	to   []string
}

func (f *fixture) Problem(scan storage.ScanID, id storage.URLID) {
	f.to = append(f.to, fmt.Sprintf("problem %d of scan %d", id, scan))
}

func (f *fixture) Results(scan storage.ScanID) { f.to = append(f.to, fmt.Sprintf("results %d", scan)) }

func (f *fixture) SaveComparison(c Comparison, _ table.View) {
	f.to = append(f.to, fmt.Sprintf("save %d %d %v", c.Request.From, c.Request.To, c.Request.Rules))
}

func (f *fixture) Copy(string) {}

func (f *fixture) Browse(string) {}

func open(t *testing.T, from, to storage.ScanID, change func(*reader)) *fixture {
	t.Helper()
	app := uitest.New(t)
	f := &fixture{t: t, q: uitest.NewQueue(t), read: &reader{Site: gallery.New(t, 20, func(*sqlitetest.Scan) {})}}
	if change != nil {
		change(f.read)
	}
	f.w = uitest.Window(t, nil, 1100, 700)
	f.Screen = New(Options{
		Run: f.q.Runner(), Site: f.read.ID, From: from, To: to, Read: f.read, Book: f.read, Going: f, Desktop: f, Prefs: app.Preferences(),
		Dialogs:  ask.NewHost(f.w.Canvas()),
		Sentence: func(err error) string { return "Sentence for " + err.Error() },
		Now:      func() time.Time { return time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC) },
	})
	f.Content().Resize(fyne.NewSize(1, 1)) // as it is before the window has drawn it
	f.w.SetContent(f.Content())
	f.Opened()
	return f
}

func (f *fixture) until(texts ...string) {
	f.t.Helper()
	f.q.Until(f.t, func() bool {
		all := uitest.Texts(f.w.Content())
		return !slices.ContainsFunc(texts, func(s string) bool { return !slices.Contains(all, s) })
	})
}

// The sentence, the reasons, the notes and the rows of a comparison are there.
func TestComparison(t *testing.T) {
	f := open(t, 0, 0, func(r *reader) { r.notes = []string{"The scans ran under different settings:", "User agent: a → b"} })
	f.until("1 new, 9 still there", "3 not reached: 3 over the limit", "The scans ran under different settings:\nUser agent: a → b",
		"10 rows", "/opening-hours#christmas", "Scan 4 · 26/04/2026 14:07", "Scan 5 · 03/05/2026 14:07")
	test.Tap(uitest.First[fyne.Tappable](t, f.w.Content(), "Still there"))
	f.until("9 rows")
	f.Search(f.w.Canvas())
	test.Type(f.w.Canvas().Focused(), "wedding")
	f.until("1 row")
	if !f.Back() {
		t.Error("Escape left the search as it is")
	}
	f.until("9 rows")
	if f.Back() {
		t.Error("Escape took something away that is not there")
	}
}

// A person leaves to a problem in the scan that has it, to the results, and to a file.
func TestLeadsThere(t *testing.T) {
	f := open(t, 0, 0, nil)
	f.until("10 rows")
	f.Focus(f.w.Canvas())
	rows := f.w.Canvas().Focused()
	rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	uitest.Tap(t, f.w.Content(), "Results")
	uitest.Tap(t, f.w.Content(), "Save comparison …")
	want := []string{fmt.Sprintf("problem %d of scan 5", f.read.IDOf(gallery.Place)), "results 5", "save 4 5 []"}
	if diff := cmp.Diff(want, f.to); diff != "" {
		t.Errorf("led to (-want +got):\n%s", diff)
	}
}

// Any two scans are compared, whatever their order; those with a name are offered
// first.
func TestChooseScans(t *testing.T) {
	f := open(t, 0, 0, func(r *reader) {
		if err := r.NameScan(t.Context(), 2, "before the relaunch", ""); err != nil {
			t.Fatal(err)
		}
	})
	f.until("1 new, 9 still there")
	if got := f.before.box.Options[0]; got != "before the relaunch · scan 2 · 12/04/2026 14:07" {
		t.Errorf("offered first: %q", got)
	}
	f.before.box.SetSelectedIndex(0)
	f.until("1 new, 9 came back")
	f.now.box.SetSelectedIndex(len(f.now.box.Options) - 1) // the oldest, so the two are exchanged
	f.until("9 fixed")
	if f.before.box.Selected != "Scan 1 · 05/04/2026 14:07" {
		t.Errorf("before: %q", f.before.box.Selected)
	}
}

// What goes wrong is said, and trying again helps.
func TestErrorIsSaid(t *testing.T) {
	f := open(t, 0, 0, func(r *reader) { r.err = errors.New("full") })
	f.until("Sentence for full", "Compare scans")
	f.read.err = nil
	uitest.Tap(t, f.w.Content(), "Try again")
	f.until("1 new, 9 still there")
}

// The Tab key leads through the screen as it is read, and each place is seen.
func TestTab(t *testing.T) {
	f := open(t, 0, 0, nil)
	f.until("10 rows")
	uitest.WalkTab(t, f.w, map[string]bool{})
}
