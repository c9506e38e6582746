package results

import (
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
