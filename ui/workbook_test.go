package ui

import (
	"context"
	"testing"
	"time"

	"sitewell/storage"
	"sitewell/ui/export"
	"sitewell/ui/returned"
)

// filledIn is a workbook with one change.
type filledIn struct{ returned.Store }

func (filledIn) Plan(_ context.Context, path string) (returned.Plan, error) {
	return returned.Plan{Site: path, Saved: time.Now(), Changes: []returned.Change{{Title: "Edit the footer", Field: "Owner", After: "Anna"}}}, nil
}

// A workbook that is chosen from the menu is read as one that is dropped on the window.
func TestWorkbookIsReadBack(t *testing.T) {
	s := openWith(t, bakery(), func(o *Options) { o.Returned = filledIn{} })
	s.says(t, "4 sites")
	s.fake.chooser = func() (string, error) { return "/tmp/filled in.xlsx", nil }
	for _, menu := range s.menu.main.Items {
		for _, i := range menu.Items {
			if i.Label == "Read back a workbook …" {
				i.Action()
			}
		}
	}
	s.says(t, "The workbook changes 1 thing")
}

// chosenRows saves rows and notes which.
type chosenRows struct{ saved []storage.URLID }

func (c *chosenRows) SaveRows(_ context.Context, _ storage.ScanID, ids []storage.URLID, _ string, _ func(done, total int)) error {
	c.saved = ids
	return nil
}

// noReports fails where a report is asked for.
type noReports struct{ export.Reports }

// Rows that are chosen are saved, and no report.
func TestChosenRowsAreSaved(t *testing.T) {
	c := &chosenRows{}
	s := openWith(t, bakery(), func(o *Options) { o.Results.SaveRows, o.Reports = c, noReports{} })
	s.says(t, "4 sites")
	s.folders.Remember(t.TempDir())
	s.saver.saveRows(s.fake.scans[0], 2, func() []storage.URLID { return []storage.URLID{4, 5} })
	s.tap(t, "Save")
	s.says(t, "The addresses are saved")
	if len(c.saved) != 2 {
		t.Errorf("saved %v", c.saved)
	}
}
