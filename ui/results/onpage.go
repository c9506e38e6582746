package results

import (
	"context"
	"time"

	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/words"
)

// showOn lists the problems that a page links to. It reports whether there are any.
func (s *Screen) showOn(r storage.Row) bool {
	if r.ProblemLinks == 0 {
		return false
	}
	name := r.Title
	if name == "" {
		name = words.Readable(s.within(r.URL))
	}
	s.change(func(q *query) { *q = query{page: onPage{id: r.ID, name: name}} })
	s.show(problems)
	return true
}

// countingAfter is how long the numbers of pages are counted before that is said.
const countingAfter = 300 * time.Millisecond

// countOnPages has the links on all pages counted that lead to problems, which is
// remembered: so the list can be sorted by them at once. While that takes long, note says so.
func (s *Screen) countOnPages(note func(string)) {
	if s.running() {
		return // which changes the numbers all the time
	}
	run, read, scan := s.o.Run, s.o.Read, s.o.Scan
	s.counting++
	count := s.counting
	slow := time.AfterFunc(countingAfter, func() {
		run.Do(func() {
			if s.counting == count && !s.counted {
				note(lang.L("Counting the problems on each page …"))
			}
		})
	})
	s.counted = false
	run.Go(func(ctx context.Context) {
		// Without it the sorting takes longer, and says what is wrong.
		_, _ = read.RowIDs(ctx, scan, storage.Filter{PagesOnly: true}, storage.Order{By: storage.ByProblemLinks})
		slow.Stop()
		run.Do(func() {
			if s.counting == count {
				s.counted = true
				note("")
			}
		})
	})
}

// pageNameLength is how many characters of a page's name a chip shows.
const pageNameLength = 24

// shortened returns the beginning of a name, as far as a chip has room.
func shortened(name string) string {
	letters := []rune(name)
	if len(letters) <= pageNameLength {
		return name
	}
	return string(letters[:pageNameLength-1]) + "…"
}
