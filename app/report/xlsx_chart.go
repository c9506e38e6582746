package report

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"sitewell/scanner/outcome"
)

// slice is a part of a chart in the colour of its verdict.
type slice struct{ color string }

const (
	chartHeight = 260 // pixels
	chartWidth  = 620
)

// trendVerdicts are what the chart of problems over time stacks, the worst first.
func trendVerdicts() []outcome.Verdict {
	return []outcome.Verdict{outcome.Broken, outcome.Warning, outcome.CantVerify}
}

// shareChart draws the verdicts in some rows of the cover, from 1, as shares.
func (l *leaf) shareChart(first, last int, slices []slice) {
	points := make([]excelize.ChartDataPoint, len(slices))
	for i, s := range slices {
		points[i] = excelize.ChartDataPoint{Index: i, Fill: solid(s.color)}
	}
	sheet := quoteSheet(l.sheet)
	l.chart(&excelize.Chart{
		Type: excelize.Doughnut, HoleSize: 60,
		Series: []excelize.ChartSeries{{
			Name:       l.speak("Addresses"),
			Categories: fmt.Sprintf("%s!$A$%d:$A$%d", sheet, first, last), Values: fmt.Sprintf("%s!$B$%d:$B$%d", sheet, first, last),
			DataPoint: points,
		}},
		Title:  l.chartTitle(l.speak("Addresses by verdict")),
		Legend: excelize.ChartLegend{Position: "right"},
	})
}

// trendChart draws the table of problems over time between two rows, from 1.
func (l *leaf) trendChart(heading, last int) {
	sheet := quoteSheet(l.sheet)
	var series []excelize.ChartSeries
	for i, v := range trendVerdicts() {
		column := string(rune('B' + i))
		series = append(series, excelize.ChartSeries{
			Name:       fmt.Sprintf("%s!$%s$%d", sheet, column, heading),
			Categories: fmt.Sprintf("%s!$A$%d:$A$%d", sheet, heading+1, last),
			Values:     fmt.Sprintf("%s!$%s$%d:$%s$%d", sheet, column, heading+1, column, last),
			Fill:       solid(verdictColors(v).ink),
		})
	}
	gap, axis := uint(60), excelize.Font{Family: fontFamily, Size: 9, Color: subtleColor}
	l.chart(&excelize.Chart{
		Type: excelize.ColStacked, Series: series, GapWidth: &gap,
		Title:  l.chartTitle(l.speak("Problems over time")),
		Legend: excelize.ChartLegend{Position: "bottom"},
		XAxis:  excelize.ChartAxis{Font: axis},
		YAxis:  excelize.ChartAxis{Font: axis, MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "#,##0"}},
	})
}

func (l *leaf) chartTitle(text string) excelize.ChartTitle {
	return excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: text, Font: l.chartFont()}}}
}

func (l *leaf) chartFont() *excelize.Font {
	return &excelize.Font{Family: fontFamily, Size: 12, Bold: true, Color: inkColor}
}

// chart puts a chart over rows of their own.
func (l *leaf) chart(c *excelize.Chart) {
	c.Dimension = excelize.ChartDimension{Width: chartWidth, Height: chartHeight}
	c.Format = excelize.GraphicOptions{OffsetX: 4, OffsetY: 4, Positioning: "oneCell", AltText: c.Title.Paragraph[0].Text}
	c.Border = excelize.LineOptions{Type: excelize.LineNone}
	l.keep(l.f.AddChart(l.sheet, l.at(0), c))
	const rows = 11
	for range rows {
		l.height(chartHeight*72/96/rows + 2)
		l.next()
	}
}
