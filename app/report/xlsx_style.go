package report

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"sitewell/app/core/contrast"
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// The colours of the window's light theme, so that a report looks like where
// it comes from.
const (
	inkColor    = "2A2825"
	subtleColor = "625D56"
	accentColor = "17646D"
	paperColor  = "FFFFFF"
	ruleColor   = "CFC8BB"
	inputColor  = "FFFDF3" // of cells that people fill in
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

// dayFormat returns how days are written in the language of a workbook. It is written out
// because Excel's own date formats change their order with the reader's country.
func dayFormat(s Speech) string { return s.Say("yyyy-mm-dd", nil) }

// momentLayout returns how a cell of text says a moment, for package time: as dayFormat does.
func momentLayout(s Speech) string {
	return strings.NewReplacer("yyyy", "2006", "mm", "01", "dd", "02").Replace(dayFormat(s)) + " 15:04"
}

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
	day, plain, key                               int // day: without a clock; plain: text that a person fills in
	verdicts                                      map[outcome.Verdict]int
	severities                                    map[outcome.Severity]int
	changes                                       map[storage.Change]int
}

// styles are all styles of the workbook.
type styles struct {
	heading, headingRight int
	single                cells // one line, cut at the cell's edge
	wrapped               cells // as many lines as it takes
	summary               cells // with more air

	title, subtitle, section, sectionLeft, sectionRight, label, share int
	agency, lead, said, good, bad                                     int
}

// newStyles registers all styles with the workbook. accent is the colour of headings
// and lines, and day the format of days.
func newStyles(f *excelize.File, accent, day string) (styles, error) {
	m := maker{f: f, day: day}
	onAccent, asText := paperColor, accent
	if contrast.Ratio(cellColor(accent), contrast.White) < readable {
		onAccent, asText = inkColor, inkColor
	}
	heading := excelize.Style{
		Font:      m.font(onAccent, 10, true),
		Fill:      solid(accent),
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
	}
	right := heading
	right.Alignment = &excelize.Alignment{Vertical: "center", Horizontal: "right", Indent: 1, WrapText: true}
	section := excelize.Style{
		Font:      m.font(asText, 13, true),
		Alignment: &excelize.Alignment{Vertical: "bottom"},
		Border:    []excelize.Border{{Type: "bottom", Color: accent, Style: 2}},
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

		title:        m.style(excelize.Style{Font: m.font(asText, 22, true), NumFmt: formatText}),
		agency:       m.style(excelize.Style{Font: m.font(subtleColor, 11, true), NumFmt: formatText}),
		lead:         m.style(excelize.Style{Font: m.font(inkColor, 14, true), Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}),
		said:         m.style(excelize.Style{Font: m.font(inkColor, 11, false), Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}),
		good:         m.style(excelize.Style{Font: m.font(verdictColors(outcome.Works).ink, 11, true), Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}),
		bad:          m.style(excelize.Style{Font: m.font(verdictColors(outcome.Broken).ink, 11, true), Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}),
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
	day string // the format of days
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
	input := left
	input.Indent = 1
	c := cells{
		text:     m.cell(inkColor, formatText, a, ""),
		note:     m.cell(inkColor, formatGeneral, a, ""),
		link:     m.cell(accentColor, formatGeneral, a, "single"),
		code:     m.cell(inkColor, formatGeneral, left, ""),
		number:   m.cell(inkColor, formatThousand, right, ""),
		seconds:  m.cell(inkColor, formatSeconds, right, ""),
		plain:    m.style(excelize.Style{Font: m.font(inkColor, 10, false), Fill: solid(inputColor), Alignment: &input, Border: box()}),
		key:      m.cell(subtleColor, formatText, excelize.Alignment{Vertical: "top"}, ""),
		verdicts: make(map[outcome.Verdict]int), severities: make(map[outcome.Severity]int), changes: make(map[storage.Change]int),
	}
	c.day = m.style(excelize.Style{
		Font: m.font(inkColor, 10, false), Fill: solid(inputColor), CustomNumFmt: &m.day, Alignment: &input, Border: box(),
	})
	date := m.day + " hh:mm"
	c.date = m.style(excelize.Style{
		Font: m.font(inkColor, 10, false), CustomNumFmt: &date, Alignment: &left, Border: rule(),
	})
	word := func(colors colors) int {
		return m.style(excelize.Style{Font: m.font(colors.ink, 10, true), Fill: solid(colors.ground), Alignment: &left, Border: rule()})
	}
	for _, v := range append(outcome.Verdicts(), outcome.Unchecked) {
		c.verdicts[v] = word(verdictColors(v))
	}
	for _, s := range severities() {
		c.severities[s] = word(severityColors(s))
	}
	for _, change := range storage.Changes() {
		c.changes[change] = word(changeColors(change))
	}
	return c
}

// severities returns all of them, worst first, and that of no problem.
func severities() []outcome.Severity {
	return []outcome.Severity{outcome.Critical, outcome.Serious, outcome.Moderate, outcome.Minor, outcome.NoSeverity}
}

// severityColors are the same for every brand, and always beside the word.
func severityColors(s outcome.Severity) colors {
	switch s {
	case outcome.Critical:
		return colors{paperColor, "B3261E"}
	case outcome.Serious:
		return colors{"B3261E", "FBE8E5"}
	case outcome.Moderate:
		return colors{"875000", "FCF0D9"}
	case outcome.Minor:
		return colors{"625D56", "EFECE6"}
	default:
		return colors{inkColor, paperColor}
	}
}

func changeColors(c storage.Change) colors {
	switch c {
	case storage.New, storage.CameBack:
		return verdictColors(outcome.Broken)
	case storage.Fixed, storage.LinkRemoved:
		return verdictColors(outcome.Works)
	default:
		return verdictColors(outcome.Skipped)
	}
}

// readable is the contrast that large text needs (WCAG 2.2, 1.4.3).
const readable = 3.0

// cellColor is a colour as spreadsheets write it, without "#".
func cellColor(color string) RGB {
	c, _ := contrast.Parse(color)
	return c
}

// accent is the colour of headings and lines, as spreadsheets write it.
func (s *Source) accent() string {
	c, ok := contrast.Parse(s.Brand.Accent)
	if !ok {
		return accentColor
	}
	return strings.ToUpper(strings.TrimPrefix(c.String(), "#"))
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

// box frames a cell that people fill in.
func box() []excelize.Border {
	return []excelize.Border{
		{Type: "bottom", Color: ruleColor, Style: 1}, {Type: "left", Color: ruleColor, Style: 1}, {Type: "right", Color: ruleColor, Style: 1},
	}
}
