package results

import (
	"context"

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

// countOnPages has the links on all pages counted that lead to problems, which is
// remembered: so the list can be sorted by them at once.
func (s *Screen) countOnPages() {
	if s.running() {
		return // which changes the numbers all the time
	}
	read, scan := s.o.Read, s.o.Scan
	s.o.Run.Go(func(ctx context.Context) {
		// Without it the sorting takes longer, and says what is wrong.
		_, _ = read.RowIDs(ctx, scan, storage.Filter{PagesOnly: true}, storage.Order{By: storage.ByProblemLinks})
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
