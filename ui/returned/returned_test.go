package returned

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/control"
	"sitewell/ui/uitest"
)

// desk is a history to which a workbook comes back.
type desk struct {
	Options
	plan      Plan
	err       error
	overwrite bool
	written   int
	undone    bool
	told      string
	undo      func()
	changed   int
	queue     *uitest.Queue
	window    fyne.Window
}

func (d *desk) Plan(context.Context, string) (Plan, error) { return d.plan, d.err }

func (d *desk) Change(context.Context, storage.MarkChange) (storage.MarkChange, error) {
	d.undone = true
	return storage.MarkChange{}, nil
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	uitest.New(t)
	d := &desk{queue: uitest.NewQueue(t), window: uitest.Window(t, container.NewWithoutLayout(), 1000, 600)}
	d.plan = Plan{
		Site: "https://a.example/", Saved: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC), Left: []string{"One row is left out."},
		Changes: []Change{
			{Title: "Correct the link to /gone", Field: "Owner", After: "Anna"},
			{Title: "Correct the link to /gone", Field: "Note", Before: "mine", After: "yours", Conflict: true},
		},
		Apply: func(_ context.Context, overwrite bool) (int, storage.MarkChange, error) {
			d.overwrite = overwrite
			d.written = 1
			if overwrite {
				d.written = 2
			}
			return d.written, storage.MarkChange{}, nil
		},
	}
	d.Options = Options{
		Run: d.queue.Runner(), Dialogs: ask.NewHost(d.window.Canvas()), Store: d, Sentence: func(err error) string { return err.Error() },
		Now:     func() time.Time { return d.plan.Saved },
		Offer:   func(message, _ string, do func()) { d.told, d.undo = message, do },
		Changed: func() { d.changed++ },
	}
	return d
}

func (d *desk) top() fyne.CanvasObject { return d.window.Canvas().Overlays().Top() }

func (d *desk) says(t *testing.T, text string) {
	t.Helper()
	d.queue.Until(t, func() bool { return d.top() != nil && slices.Contains(uitest.Texts(d.top()), text) })
}

// Changes and conflicts are shown before anything is written, and undone at once.
func TestChangesAreShownFirst(t *testing.T) {
	for _, overwrite := range []bool{false, true} {
		d := newDesk(t)
		Open(d.Options, "/downloads/fixes.xlsx")
		for _, text := range []string{
			"The workbook changes 2 things", "Correct the link to /gone", "Owner: “Anna”", "Note: “yours” (before: “mine”) – conflict", "One row is left out.",
		} {
			d.says(t, text)
		}
		if d.written != 0 {
			t.Fatal("written unasked")
		}
		if overwrite {
			uitest.First[*control.Check](t, d.top(), "In conflicts, take what the workbook says").SetChecked(true)
		}
		uitest.Tap(t, d.top(), "Save the changes")
		d.queue.Until(t, func() bool { return d.changed == 1 })
		want := map[bool]string{false: "1 change of the workbook is saved.", true: "2 changes of the workbook are saved."}[overwrite]
		if d.overwrite != overwrite || d.told != want {
			t.Errorf("overwrite %t: %t, told %q", overwrite, d.overwrite, d.told)
		}
		d.undo()
		d.queue.Until(t, func() bool { return d.changed == 2 })
		if !d.undone {
			t.Error("nothing was undone")
		}
	}
}

// A workbook that can't be used, or that changes nothing, says so.
func TestNothingToChange(t *testing.T) {
	d := newDesk(t)
	d.plan.Changes = nil
	Open(d.Options, "/downloads/fixes.xlsx")
	d.says(t, "The workbook changes nothing")
	uitest.Tap(t, d.top(), "OK")
	d.err = errors.New("It is damaged.")
	Open(d.Options, "/downloads/fixes.xlsx")
	d.says(t, "It is damaged.")
}
