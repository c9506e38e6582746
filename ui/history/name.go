package history

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/field"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// offeredNames is how many named scans the menu of another one offers.
const offeredNames = 5

// comparing are the entries that compare a scan: with those that have a name first,
// then with the complete one before, then with any.
func (s *Screen) comparing(scan storage.Scan) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	add := func(text string, with storage.ScanID, on bool) {
		i := fyne.NewMenuItemWithIcon(text, fynetheme.HistoryIcon(), func() { s.o.Going.Compare(s.o.Site, with, scan.ID) })
		i.Disabled = !on
		items = append(items, i)
	}
	before, other := false, storage.ScanID(0)
	for _, o := range s.shown {
		if o.ID == scan.ID {
			continue
		}
		before = before || o.IsBefore(scan) && isComplete(o)
		if other == 0 || scan.IsBefore(o) { // the one before, else the next
			other = o.ID
		}
		if o.Name != "" && len(items) < offeredNames {
			add(lang.L("Compare with “{{.Name}}”", map[string]any{"Name": o.Name}), o.ID, true)
		}
	}
	add(lang.L("Compare with the scan before"), 0, before)
	if !before && other != 0 {
		add(lang.L("Compare with another scan …"), other, true)
	}
	return items
}

func isComplete(s storage.Scan) bool { return s.State == storage.Complete }

// name asks for the name of a scan and a note about it.
func (s *Screen) name(scan storage.Scan) {
	name, note := field.New(lang.L("For example: before the relaunch")), field.New(lang.L("None"))
	name.SetText(scan.Name)
	note.SetText(scan.Note)
	wrong := badge.Body("")
	line := container.NewBorder(nil, nil, container.NewVBox(container.NewPadded(widget.NewIcon(theme.VerdictIcon(outcome.Warning)))), nil, wrong)
	line.Hide()
	var d *ask.Dialog
	for _, e := range []*field.Entry{name, note} {
		e.OnSubmitted = func(string) { d.Submit() }
		e.Keys = func(k *fyne.KeyEvent) bool { return d.Key(k) }
	}
	save := func() {
		called, noted := name.Text, note.Text
		s.o.Run.Go(func(ctx context.Context) {
			err := s.o.Store.NameScan(context.WithoutCancel(ctx), scan.ID, called, noted)
			s.o.Run.Do(func() {
				if err != nil {
					wrong.SetText(s.o.Sentence(err))
					line.Show()
					d.Fit()
					return
				}
				d.Close()
				s.Opened()
			})
		})
	}
	d = &ask.Dialog{
		Title: lang.L("Name the scan"),
		Text:  words.DateTime(scan.Began.In(s.o.Now().Location())),
		Content: container.NewVBox(
			badge.Caption(lang.L("Name, to compare with it later")), column.Inset(name),
			badge.Caption(lang.L("Note")), column.Inset(note), line,
		),
		Cancel:  ask.Button{Text: lang.L("Cancel")},
		Confirm: ask.Button{Text: lang.L("Save"), Do: save, Keep: true},
		Focus:   name,
	}
	s.o.Dialogs.Show(d)
}
