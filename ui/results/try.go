package results

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/problem"
	"sitewell/ui/table"
)

// What follows opens addresses that turn away programs in the browser of this computer: one,
// those that are chosen, those of a fix, or all of a list.

// tryMenu adds to the menu of an address that may let a browser in.
func (s *Screen) tryMenu(r storage.Row) []*fyne.MenuItem {
	if s.trier == nil || !problem.IsWall(r) {
		return nil
	}
	items := []*fyne.MenuItem{fyne.NewMenuItemWithIcon(lang.L("Try in browser …"), fynetheme.ComputerIcon(), func() {
		s.trier.Ask(s.facts.scan, []problem.Wall{{ID: r.ID, URL: r.URL}})
	})}
	if s.view == problems || s.view == addresses {
		items = append(items, fyne.NewMenuItemWithIcon(lang.L("Try all of this list in browser …"), fynetheme.ComputerIcon(), s.tryShown))
	}
	return items
}

// tryFixMenu adds to the menu of a fix whose problems may let a browser in.
func (s *Screen) tryFixMenu(r fixRow) []*fyne.MenuItem {
	if s.trier == nil || r.Verdict != outcome.CantVerify || r.Internal {
		return nil
	}
	return []*fyne.MenuItem{fyne.NewMenuItemWithIcon(lang.L("Try in browser …"), fynetheme.ComputerIcon(), func() {
		s.try(func(context.Context) ([]storage.URLID, error) { return r.Problems, nil })
	})}
}

// tryShown opens those of the present list.
func (s *Screen) tryShown() {
	v, q, read, scan, since := s.view, s.query, s.o.Read, s.o.Scan, s.since.changes
	external := false
	if q.internal == nil {
		q.internal = &external
	}
	if len(q.verdicts) == 0 {
		q.verdicts = []outcome.Verdict{outcome.CantVerify}
	}
	from := source{read: read, scan: scan, query: q, view: v, natural: natural(v), since: since, chosen: among(q.changes, inTables)}
	s.try(func(ctx context.Context) ([]storage.URLID, error) { return from.IDs(ctx, table.Sort{}) })
}

// try opens those of some addresses that may let a browser in, once the person agrees.
func (s *Screen) try(ids func(context.Context) ([]storage.URLID, error)) {
	run, read, scan, trier, d, sentence := s.o.Run, s.o.Read, s.facts.scan, s.trier, s.o.Dialogs, s.o.Sentence
	s.walls.Load(run, func(ctx context.Context) ([]problem.Wall, error) {
		all, err := ids(ctx)
		if err != nil {
			return nil, err
		}
		return wallsAmong(ctx, read, scan.ID, all)
	}, func(walls []problem.Wall, err error) {
		switch {
		case d.Open(): // about something else
		case err != nil:
			d.Tell(lang.L("That did not work"), sentence(err), lang.L("OK"))
		case len(walls) == 0:
			d.Tell(lang.L("There is nothing to try"), lang.L("A browser helps with addresses of other sites that turn away programs, and none of these does."), lang.L("OK"))
		default:
			trier.Ask(scan, walls)
		}
	})
}

// readAtOnce is how many rows are read at once.
const readAtOnce = 500

// wallsAmong returns the addresses that may let a browser in. It is called off the window's
// thread.
func wallsAmong(ctx context.Context, read Reader, scan storage.ScanID, ids []storage.URLID) (walls []problem.Wall, err error) {
	for some := range slices.Chunk(ids, readAtOnce) {
		rows, err := read.Rows(ctx, scan, some)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if problem.IsWall(r) {
				walls = append(walls, problem.Wall{ID: r.ID, URL: r.URL})
			}
		}
	}
	return walls, nil
}
