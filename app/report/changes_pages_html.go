package report

import "sitewell/storage"

// pagesListed is how many pages of one change a web page lists.
const pagesListed = 200

// htmlPages is the section of pages.
type htmlPages struct {
	Title, Count string
	Lines, Heads []string
	Rows         []htmlPageRow
}

// htmlPageRow is a change of pages.
type htmlPageRow struct {
	Class  string
	Words  PageWords
	First  htmlPage
	More   string // names the others, "" for none
	Others []htmlPage
	Left   string // says how many of them are not listed, "" for none
	Pages  string // how many
}

// htmlPage is a page of a change, with what it was and is where that differs from page
// to page.
type htmlPage struct {
	URL     string
	Link    bool
	Was, Is string
}

// pagesData returns what the section of pages shows.
func (c *Changes) pagesData() htmlPages {
	s := c.Speech
	d := htmlPages{
		Title: c.speak("Pages"), Count: s.Number(len(c.Pages.Rows)), Lines: append([]string{s.PagesLine(c.Pages.Counts)}, s.pageDoubts(*c.Pages)...),
		Heads: []string{c.speak("Change"), c.speak("Address"), c.speak("Before"), c.speak("Now"), c.speak("Pages")},
		Rows:  make([]htmlPageRow, 0, len(c.Pages.Rows)),
	}
	for i := range c.Pages.Rows {
		d.Rows = append(d.Rows, c.pageData(&c.Pages.Rows[i]))
	}
	return d
}

func (c *Changes) pageData(r *storage.PageRow) htmlPageRow {
	s := c.Speech
	page := func(p storage.PageRef) htmlPage {
		shown := htmlPage{URL: shown(p.URL), Link: isWeb(p.URL)}
		if r.Change == storage.PageChanged && r.Edit != storage.EditSame && p.Before != p.Now {
			shown.Was, shown.Is = s.PageValue(r.Field, p.Before), s.PageValue(r.Field, p.Now)
		}
		return shown
	}
	row := htmlPageRow{Class: r.Change.String(), Words: s.OfPage(r), First: page(r.Pages[0]), Pages: s.Number(len(r.Pages))}
	others := r.Pages[1:]
	if len(others) > 0 {
		row.More = s.andMore(len(others))
	}
	for _, p := range others[:min(len(others), pagesListed)] {
		row.Others = append(row.Others, page(p))
	}
	if left := len(others) - pagesListed; left > 0 {
		row.Left = s.andMore(left)
	}
	return row
}

// andMore says that there are n more than those that are named.
func (s Speech) andMore(n int) string {
	return s.Plural(n, "and {{.Count}} more", "and {{.Count}} more")
}
