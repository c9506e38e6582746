package manysites

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sitewell/ui/ask"
	"sitewell/ui/toast"
	"sitewell/ui/uitest"
)

// desk is a window with the dialog. Each line of a list is a site; "x" can't be used.
type desk struct {
	Options
	queue   *uitest.Queue
	window  fyne.Window
	sites   []string
	changes int
}

func (d *desk) Plan(_ context.Context, text string) (Plan, error) {
	if text == "damaged" {
		return Plan{}, errors.New("the list is damaged")
	}
	lines := strings.Split(text, "\n")
	p := Plan{Add: func(context.Context) (func(context.Context) error, error) {
		before := slices.Clone(d.sites)
		for _, line := range lines {
			if line != "x" && !slices.Contains(d.sites, line) {
				d.sites = append(d.sites, line)
			}
		}
		return func(context.Context) error { d.sites = before; return nil }, nil
	}}
	for i, line := range lines {
		row := Row{Number: i + 1, Site: line}
		switch {
		case line == "x":
			row.Becomes, row.Text = Faulty, "This is no address."
		case slices.Contains(d.sites, line):
			row.Becomes = Same
		}
		p.Rows = append(p.Rows, row)
	}
	return p, nil
}

func (d *desk) PlanFile(ctx context.Context, _ string) (Plan, error) {
	return d.Plan(ctx, "file.example")
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	uitest.New(t)
	d := &desk{queue: uitest.NewQueue(t)}
	toasts := toast.NewHost(func(time.Duration, func()) func() { return func() {} })
	d.window = uitest.Window(t, container.NewStack(toasts.Content()), 1000, 700)
	d.Options = Options{
		Run: d.queue.Runner(), Dialogs: ask.NewHost(d.window.Canvas()), Toasts: toasts, Store: d, Sentence: func(err error) string { return err.Error() },
		PickFile: func(chosen func(string)) { chosen("sites.csv") }, Changed: func() { d.changes++ },
	}
	return d
}

func (d *desk) says(t *testing.T, text string) {
	t.Helper()
	d.queue.Until(t, func() bool {
		top := d.window.Canvas().Overlays().Top()
		return top != nil && slices.Contains(uitest.Texts(top), text) || slices.Contains(uitest.Texts(d.window.Canvas().Content()), text)
	})
}

// What each row becomes is shown before anything is added, with the faulty ones first; these
// stay when the others are added, and all of it can be taken back.
func TestListIsAdded(t *testing.T) {
	d := newDesk(t)
	d.sites = []string{"old.example"}
	f := Open(d.Options)
	d.says(t, "No sites yet")
	f.dialog.Submit()
	f.text.SetText("damaged")
	d.says(t, "the list is damaged")
	f.text.SetText("old.example\nnew.example\nx")
	d.says(t, "1 to be added, 1 there already, 1 can't be used")
	d.says(t, "Row 3: x")
	d.says(t, "Can't be used · This is no address.")
	if f.plan.Rows[0].Becomes != Faulty {
		t.Errorf("rows %+v", f.plan.Rows)
	}
	f.dialog.Submit()
	d.says(t, "2 there already, 1 can't be used")
	if !slices.Equal(d.sites, []string{"old.example", "new.example"}) || !f.IsOpen() {
		t.Errorf("sites %v, open %v", d.sites, f.IsOpen())
	}
	uitest.Tap(t, d.window.Canvas().Overlays().Top(), "Close")
	d.says(t, "1 site was added.")
	uitest.Tap(t, d.window.Canvas().Content(), "Undo")
	d.queue.Until(t, func() bool { return d.changes == 2 })
	if !slices.Equal(d.sites, []string{"old.example"}) {
		t.Errorf("after undoing %v", d.sites)
	}
}

// A file takes the place of the text; a list without a fault closes the dialog.
func TestFileIsAdded(t *testing.T) {
	d := newDesk(t)
	f := Open(d.Options)
	f.text.SetText("a.example")
	d.says(t, "1 to be added")
	uitest.Tap(t, d.window.Canvas().Overlays().Top(), "Open a file …")
	d.says(t, "Row 1: file.example")
	f.dialog.Submit()
	d.says(t, "1 site was added.")
	if f.text.Text != "" || f.IsOpen() || !slices.Equal(d.sites, []string{"file.example"}) {
		t.Errorf("text %q, open %v, sites %v", f.text.Text, f.IsOpen(), d.sites)
	}
}
