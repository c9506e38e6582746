package report

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"sitewell/storage"
)

// pagesSheet is the name of the sheet of pages of a comparison.
const pagesSheet = "Pages"

// pagesHead is the row above the changes of pages, and how wide their columns are.
var pagesHead = []columnHead{
	{"Change", 34}, {"Address", 70}, {"Was", 48}, {"Is", 48}, {"Why", 36}, {"Pages", 8},
}

// writePages adds the sheet of pages: a row for every change, what asks for a look
// first. One that a template made names the first of its pages.
func writePages(f *excelize.File, s styles, src *Changes, rows int) error {
	pages := *src.Pages
	top := append([]string{"Pages: " + PagesLine(pages.Counts)}, pageDoubts(pages)...)
	all := pages.Rows
	if room := rows - len(top) - 3; len(all) > room {
		top = append(top, fmt.Sprintf("A sheet has room for the first %s of %s changes; JSON Lines (--jsonl) have all of them.", Number(room-1), Number(len(all))))
		all = all[:room-1]
	}
	b, err := beginSheet(f, s, src, pagesSheet, pagesHead, top, len(all))
	if err != nil {
		return err
	}
	text := func(s string) excelize.Cell { return excelize.Cell{StyleID: b.single.text, Value: s} }
	for i := range all {
		r := &all[i]
		was, is := "", ""
		if r.Change == storage.PageChanged {
			was, is = pageValues(r)
		}
		change := pageHeadline(r)
		if r.Change != storage.PageChanged {
			change += " page"
		}
		err := b.put(18, text(change), text(r.Pages[0].URL), text(was), text(is), text(proofMeans(r)),
			excelize.Cell{StyleID: b.single.number, Value: len(r.Pages)})
		if err != nil {
			return err
		}
	}
	return b.sheet.Flush()
}
