package storage

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// TemplatePages is on how many pages a field must have changed in the same way for
// that to be the change of a template.
const TemplatePages = 5

// PageRows returns what changed on pages that both scans read, field by field. A
// change of a field that at least TemplatePages have in common is one row. They have
// in common, the first of these that holds:
//
//   - what the field was and is;
//   - the words that were replaced in it ("– Old name" by "– New name"), that it was
//     empty or became so, or by how much a number changed;
//   - only that it changed, on at least half of all pages.
//
// Everything else is a row for each page. Rows are sorted by number of pages, field
// and address.
func PageRows(pages []ComparedPage) []PageRow {
	slices.SortFunc(pages, func(a, b ComparedPage) int { return cmp.Compare(a.URL, b.URL) })
	var rows []PageRow
	for _, f := range PageFields() {
		rows = append(rows, fieldRows(f, pages)...)
	}
	slices.SortStableFunc(rows, func(a, b PageRow) int {
		return cmp.Or(cmp.Compare(len(b.Pages), len(a.Pages)), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Pages[0].URL, b.Pages[0].URL))
	})
	return rows
}

// pageEdit is how a field of one page changed.
type pageEdit struct {
	PageEdit
	before, now string
}

// fieldRows returns the rows of one field.
func fieldRows(f PageField, pages []ComparedPage) []PageRow {
	var open []PageRef
	compared := 0
	for i := range pages {
		p := &pages[i]
		if f != FieldTitle && !(p.Before.Known && p.Now.Known) {
			continue
		}
		compared++
		if before, now := p.Before.field(f), p.Now.field(f); before != now {
			page := p.PageRef
			page.Before, page.Now = before, now
			open = append(open, page)
		}
	}
	exactly := func(c *PageRef) pageEdit { return pageEdit{EditSame, c.Before, c.Now} }
	alike := func(c *PageRef) pageEdit { return editOf(f, c.Before, c.Now) }
	rows, open := templateRows(f, open, exactly)
	more, open := templateRows(f, open, alike)
	rows = append(rows, more...)
	if 2*len(open) >= compared && len(open) >= TemplatePages {
		more, open = templateRows(f, open, func(*PageRef) pageEdit { return pageEdit{PageEdit: EditVaries} })
		rows = append(rows, more...)
	}
	for _, c := range open {
		rows = append(rows, rowOf(f, exactly(&c), c))
	}
	return rows
}

// templateRows returns a row for each edit that enough changes have in common, and
// the changes that are left.
func templateRows(f PageField, open []PageRef, edit func(*PageRef) pageEdit) (rows []PageRow, left []PageRef) {
	pages := make(map[pageEdit][]PageRef)
	for i := range open {
		e := edit(&open[i])
		pages[e] = append(pages[e], open[i])
	}
	done := make(map[pageEdit]bool)
	for i := range open {
		e := edit(&open[i])
		switch {
		case len(pages[e]) < TemplatePages:
			left = append(left, open[i])
		case !done[e]:
			done[e] = true
			rows = append(rows, rowOf(f, e, pages[e]...))
		}
	}
	return rows, left
}

func rowOf(f PageField, e pageEdit, pages ...PageRef) PageRow {
	r := PageRow{Change: PageChanged, Field: f, Edit: e.PageEdit, Before: e.before, Now: e.now, Pages: pages}
	if e.PageEdit == EditSame || f == FieldText { // the row has it, or the hash says nothing to anybody
		for i := range pages {
			pages[i].Before, pages[i].Now = "", ""
		}
	}
	if f == FieldText {
		r.Before, r.Now = "", ""
	}
	return r
}

// editOf returns what the change of a field may have in common with that of others.
func editOf(f PageField, before, now string) pageEdit {
	switch {
	case f == FieldText:
		return pageEdit{EditSame, before, now} // nothing more than that is known of a text
	case f == FieldInternalLinks:
		a, _ := strconv.Atoi(before)
		b, _ := strconv.Atoi(now)
		if a < b {
			return pageEdit{EditBy, "", strconv.Itoa(b - a)}
		}
		return pageEdit{EditBy, strconv.Itoa(a - b), ""}
	case before == "":
		return pageEdit{PageEdit: EditAdded}
	case now == "":
		return pageEdit{PageEdit: EditDropped}
	}
	before, now = replaced(before, now)
	return pageEdit{EditPart, before, now}
}

// replaced returns which words of one text became which of another: without those
// that both begin with, and then without those that both end with.
func replaced(before, now string) (string, string) {
	a, b := words(before), words(now)
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return strings.TrimSpace(strings.Join(a, "")), strings.TrimSpace(strings.Join(b, ""))
}

// words divides a text into runs of letters and digits, and everything between into
// single characters.
func words(s string) (all []string) {
	isLetter := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	for len(s) > 0 {
		end := strings.IndexFunc(s, func(r rune) bool { return !isLetter(r) })
		if end < 0 {
			end = len(s)
		}
		if end == 0 {
			_, end = utf8.DecodeRuneInString(s)
		}
		all = append(all, s[:end])
		s = s[end:]
	}
	return all
}
