package report

import (
	"github.com/xuri/excelize/v2"

	"sitewell/scanner/outcome"
)

// The colours of the window's light theme, so that a report looks like where
// it comes from.
const (
	inkColor    = "2A2825"
	subtleColor = "625D56"
	accentColor = "17646D"
	paperColor  = "FFFFFF"
	ruleColor   = "CFC8BB"
)

const fontFamily = "Calibri"

// Number formats by Excel's own numbers.
const (
	formatGeneral  = 0
	formatSeconds  = 2  // 0.00
	formatThousand = 3  // #,##0
	formatPercent  = 9  // 0%
	formatText     = 49 // @: stays text when a reader edits the cell
)

// dateFormat is written out because Excel's own date formats change their
// order with the reader's country.
const dateFormat = "yyyy-mm-dd hh:mm"

// colors of a verdict: the word's and its ground's.
type colors struct{ ink, ground string }

func verdictColors(v outcome.Verdict) colors {
	switch v {
	case outcome.Broken:
		return colors{"B3261E", "FBE8E5"}
	case outcome.Warning:
		return colors{"875000", "FCF0D9"}
	case outcome.CantVerify:
		return colors{"5D4A9C", "EDE9F8"}
	case outcome.Works:
		return colors{"23693A", "E4F2E7"}
	default:
		return colors{"625D56", "EFECE6"}
	}
}

// cells are the styles of a table's cells, as the numbers under which the
// workbook knows them.
type cells struct {
	text, note, link, code, number, seconds, date int
	verdicts                                      map[outcome.Verdict]int
}

// styles are all styles of the workbook.
type styles struct {
	heading, headingRight int
	single                cells // one line, cut at the cell's edge
	wrapped               cells // as many lines as it takes
	summary               cells // with more air

	title, subtitle, section, sectionLeft, sectionRight, label, share int
}

// newStyles registers all styles with the workbook.
func newStyles(f *excelize.File) (styles, error) {
	m := maker{f: f}
	heading := excelize.Style{
		Font:      m.font(paperColor, 10, true),
		Fill:      solid(accentColor),
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
	}
	right := heading
	right.Alignment = &excelize.Alignment{Vertical: "center", Horizontal: "right", Indent: 1, WrapText: true}
	section := excelize.Style{
		Font:      m.font(accentColor, 13, true),
		Alignment: &excelize.Alignment{Vertical: "bottom"},
		Border:    []excelize.Border{{Type: "bottom", Color: accentColor, Style: 2}},
	}
	sectionLeft := section
	sectionLeft.Font = m.font(subtleColor, 10, false)
	sectionRight := sectionLeft
	sectionRight.Alignment = &excelize.Alignment{Vertical: "bottom", Horizontal: "right", Indent: 1}
	s := styles{
		heading:      m.style(heading),
		headingRight: m.style(right),
		single:       m.cells(excelize.Alignment{Vertical: "top"}),
		wrapped:      m.cells(excelize.Alignment{Vertical: "top", WrapText: true}),
		summary:      m.cells(excelize.Alignment{Vertical: "center", WrapText: true}),

		title:        m.style(excelize.Style{Font: m.font(accentColor, 20, true), NumFmt: formatText}),
		subtitle:     m.style(excelize.Style{Font: m.font(subtleColor, 11, false)}),
		section:      m.style(section),
		sectionLeft:  m.style(sectionLeft),
		sectionRight: m.style(sectionRight),
	}
	middle := excelize.Alignment{Vertical: "center", Horizontal: "left"}
	s.label = m.cell(subtleColor, formatGeneral, middle, "")
	middle.Horizontal, middle.Indent = "right", 1
	s.share = m.cell(subtleColor, formatPercent, middle, "")
	return s, m.err
}

// maker collects the first error of many styles.
type maker struct {
	f   *excelize.File
	err error
}

func (m *maker) style(s excelize.Style) int {
	id, err := m.f.NewStyle(&s)
	if m.err == nil {
		m.err = err
	}
	return id
}

func (m *maker) font(color string, size float64, bold bool) *excelize.Font {
	return &excelize.Font{Family: fontFamily, Size: size, Bold: bold, Color: color}
}

// cells makes the styles of a table's cells with one alignment.
func (m *maker) cells(a excelize.Alignment) cells {
	left, right := a, a
	left.Horizontal = "left"
	right.Horizontal, right.Indent = "right", 1
	c := cells{
		text:     m.cell(inkColor, formatText, a, ""),
		note:     m.cell(inkColor, formatGeneral, a, ""),
		link:     m.cell(accentColor, formatGeneral, a, "single"),
		code:     m.cell(inkColor, formatGeneral, left, ""),
		number:   m.cell(inkColor, formatThousand, right, ""),
		seconds:  m.cell(inkColor, formatSeconds, right, ""),
		verdicts: make(map[outcome.Verdict]int),
	}
	date := dateFormat
	c.date = m.style(excelize.Style{
		Font: m.font(inkColor, 10, false), CustomNumFmt: &date, Alignment: &left, Border: rule(),
	})
	for _, v := range append(outcome.Verdicts(), outcome.Unchecked) {
		colors := verdictColors(v)
		c.verdicts[v] = m.style(excelize.Style{
			Font: m.font(colors.ink, 10, true), Fill: solid(colors.ground), Alignment: &left, Border: rule(),
		})
	}
	return c
}

// cell is the style of one cell.
func (m *maker) cell(color string, format int, a excelize.Alignment, underline string) int {
	font := m.font(color, 10, false)
	font.Underline = underline
	return m.style(excelize.Style{Font: font, NumFmt: format, Alignment: &a, Border: rule()})
}

func solid(color string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
}

func rule() []excelize.Border {
	return []excelize.Border{{Type: "bottom", Color: ruleColor, Style: 1}}
}
