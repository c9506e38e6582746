package results

import (
	"context"
	"maps"
	"slices"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/storage"
	"sitewell/ui/problem"
)

// menu adds to the right-click menu of an address: what can be opened, edited, copied,
// checked again and said of it.
func (s *Screen) menu(r storage.Row) []*fyne.MenuItem {
	items := []*fyne.MenuItem{s.visitItem(lang.L("Open in browser"), r.URL)}
	if to := r.LeadsTo(); to != "" {
		items = append(items, s.visitItem(lang.L("Open where it leads"), to))
	}
	items = append(items, s.pageItem(r.ID, r.Sources > 0))
	items = append(items, s.editItems(r)...)
	items = append(items, s.copyItem(r.URL))
	if r.ProblemLinks > 0 {
		items = append(items, fyne.NewMenuItemWithIcon(lang.L("Show the problems on this page"), fynetheme.ListIcon(), func() { s.showOn(r) }))
	}
	items = append(append(items, s.againMenu(r)...), s.tryMenu(r)...)
	return append(items, s.markMenu(r)...)
}

// fixMenu adds to the right-click menu of a fix, whose address is that of its worst problem.
func (s *Screen) fixMenu(r fixRow) []*fyne.MenuItem {
	items := []*fyne.MenuItem{
		s.visitItem(lang.L("Open in browser"), r.Example), s.pageItem(r.Problems[0], r.Pages > 0), s.copyItem(r.Example),
	}
	items = append(append(items, s.fixAgain(r)...), s.tryFixMenu(r)...)
	return append(items, s.markFixMenu(r)...)
}

// goneMenu adds to the right-click menu of what was fixed.
func (s *Screen) goneMenu(r storage.ChangeRow) []*fyne.MenuItem {
	return []*fyne.MenuItem{s.visitItem(lang.L("Open in browser"), r.URL), s.copyItem(r.URL)}
}

// visitItem opens an address in the browser.
func (s *Screen) visitItem(text, address string) *fyne.MenuItem {
	i := fyne.NewMenuItemWithIcon(text, fynetheme.ComputerIcon(), func() { s.o.Desktop.Browse(address) })
	i.Disabled = !problem.Browsable(address)
	return i
}

// pageItem opens a page that links to an address.
func (s *Screen) pageItem(id storage.URLID, isLinked bool) *fyne.MenuItem {
	i := fyne.NewMenuItemWithIcon(lang.L("Open a page that links here"), fynetheme.DocumentIcon(), func() { s.openPage(id) })
	i.Disabled = !isLinked
	return i
}

func (s *Screen) copyItem(address string) *fyne.MenuItem {
	return fyne.NewMenuItemWithIcon(lang.L("Copy address"), fynetheme.ContentCopyIcon(), func() { s.o.Desktop.Copy(address) })
}

// editItems lead to where a page is edited, if that is known.
func (s *Screen) editItems(r storage.Row) []*fyne.MenuItem {
	address := s.edits.of(r.ID)
	if address == "" {
		return nil
	}
	return []*fyne.MenuItem{fyne.NewMenuItemWithIcon(lang.L("Edit this page"), fynetheme.DocumentCreateIcon(), func() { s.o.Desktop.Browse(address) })}
}

// editBook knows where the pages are edited that were shown. It is safe for use by
// several goroutines.
type editBook struct {
	from problem.Found
	mu   sync.Mutex
	at   map[storage.URLID]string
}

// learn looks up where pages are edited. Without that all else is the same, so an error
// is none.
func (b *editBook) learn(ctx context.Context, scan storage.ScanID, rows []storage.Row) {
	named := make(map[storage.URLID]string)
	for _, r := range rows {
		if isPage(r) {
			named[r.ID] = r.URL
		}
	}
	if len(named) == 0 {
		return
	}
	edits, err := b.from.EditAddresses(ctx, scan, named)
	if err != nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.at == nil {
		b.at = make(map[storage.URLID]string)
	}
	maps.Copy(b.at, edits)
}

// of returns where a page is edited, "" if that is not known.
func (b *editBook) of(page storage.URLID) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.at[page]
}

// openPage opens a page in the browser that links to an address.
func (s *Screen) openPage(id storage.URLID) {
	run, from, scan, d, sentence := s.o.Run, s.o.Problem, s.o.Scan, s.o.Desktop, s.o.Sentence
	run.Go(func(ctx context.Context) {
		links, _, _, err := from.Sources(ctx, scan, id, 0, 1)
		run.Do(func() {
			switch at := slices.IndexFunc(links, func(l storage.Source) bool { return l.PageURL != "" }); {
			case err != nil:
				d.Tell(sentence(err))
			case at < 0:
				d.Tell(lang.L("No page links here"))
			default:
				d.Browse(links[at].PageURL)
			}
		})
	})
}
