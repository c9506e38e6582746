package report

import "github.com/xuri/excelize/v2"

// pagesSheet is the name of the sheet of pages of a comparison.
const pagesSheet = "Pages"

// pagesHead is the row above the changes of pages, and how wide their columns are.
var pagesHead = []columnHead{
	{"Change", 34}, {"Address", 70}, {"Before", 48}, {"Now", 48}, {"Why", 36}, {"Pages", 8},
}

// writePages adds the sheet of pages: a row for every change, what asks for a look
// first. One that a template made names the first of its pages.
func writePages(f *excelize.File, s styles, src *Changes, rows int) error {
	pages := *src.Pages
	top := append([]string{src.pagesTitle()}, src.Speech.pageDoubts(pages)...)
	all := pages.Rows
	if room := rows - len(top) - 3; len(all) > room {
		top = append(top, src.Speech.Say("A sheet has room for the first {{.Room}} of {{.All}} changes; JSON Lines have all of them.",
			map[string]any{"Room": src.Speech.Number(room - 1), "All": src.Speech.Number(len(all))}))
		all = all[:room-1]
	}
	b, err := beginSheet(f, s, src, pagesSheet, pagesHead, top, len(all))
	if err != nil {
		return err
	}
	text := func(s string) excelize.Cell { return excelize.Cell{StyleID: b.single.text, Value: s} }
	for i := range all {
		r := &all[i]
		said := src.Speech.OfPage(r)
		err := b.put(18, text(said.Headline), text(r.Pages[0].URL), text(said.Was), text(said.Is), text(said.Why),
			excelize.Cell{StyleID: b.single.number, Value: len(r.Pages)})
		if err != nil {
			return err
		}
	}
	return b.sheet.Flush()
}

// pagesTitle says what the comparison of pages came to.
func (c *Changes) pagesTitle() string {
	return c.speak("Pages") + ": " + c.Speech.PagesLine(c.Pages.Counts)
}
