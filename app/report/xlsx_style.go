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

// styles are the numbers under which the workbook knows its cell styles.
type styles struct {
	heading, text, note, link, number, seconds, date    int
	title, subtitle, section, sectionHead, label, share int
	verdicts                                            map[outcome.Verdict]int
}

// newStyles registers all styles with the workbook.
func newStyles(f *excelize.File) (styles, error) {
	m := maker{f: f}
	date := dateFormat
	s := styles{
		heading: m.style(excelize.Style{
			Font:      m.font(paperColor, 10, true),
			Fill:      solid(accentColor),
			Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
		}),
		text:    m.cell(inkColor, formatText, true, ""),
		note:    m.cell(inkColor, formatGeneral, true, ""),
		link:    m.cell(accentColor, formatGeneral, true, "single"),
		number:  m.cell(inkColor, formatThousand, false, ""),
		seconds: m.cell(inkColor, formatSeconds, false, ""),
		date: m.style(excelize.Style{
			Font: m.font(inkColor, 10, false), CustomNumFmt: &date,
			Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left"}, Border: rule(),
		}),

		title:    m.style(excelize.Style{Font: m.font(accentColor, 20, true), NumFmt: formatText}),
		subtitle: m.style(excelize.Style{Font: m.font(subtleColor, 11, false)}),
		section: m.style(excelize.Style{
			Font:   m.font(accentColor, 13, true),
			Border: []excelize.Border{{Type: "bottom", Color: accentColor, Style: 2}},
		}),
		sectionHead: m.style(excelize.Style{
			Font: m.font(subtleColor, 10, false), Alignment: &excelize.Alignment{Vertical: "bottom"},
			Border: []excelize.Border{{Type: "bottom", Color: accentColor, Style: 2}},
		}),
		label:    m.cell(subtleColor, formatGeneral, true, ""),
		share:    m.cell(subtleColor, formatPercent, false, ""),
		verdicts: map[outcome.Verdict]int{},
	}
	for _, v := range append(outcome.Verdicts(), outcome.Unchecked) {
		c := verdictColors(v)
		s.verdicts[v] = m.style(excelize.Style{
			Font: m.font(c.ink, 10, true), Fill: solid(c.ground),
			Alignment: top(false), Border: rule(),
		})
	}
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

// cell is the style of a cell in a table.
func (m *maker) cell(color string, format int, wrap bool, underline string) int {
	font := m.font(color, 10, false)
	font.Underline = underline
	return m.style(excelize.Style{Font: font, NumFmt: format, Alignment: top(wrap), Border: rule()})
}

func top(wrap bool) *excelize.Alignment {
	return &excelize.Alignment{Vertical: "top", WrapText: wrap}
}

func solid(color string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
}

func rule() []excelize.Border {
	return []excelize.Border{{Type: "bottom", Color: ruleColor, Style: 1}}
}
