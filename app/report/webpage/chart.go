package webpage

import "context"

// The chart in units of its own. It scales with the window.
const (
	chartWidth, chartHeight = 640, 190
	chartTop, chartBase     = 24, 160
	datesAt                 = 180
	fewBars                 = 12 // so many have room for their numbers
)

// bar is a scan in the chart.
type bar struct {
	Class, Date, Count        string
	X, Y, W, H, Middle, Above float64
	Labelled                  bool
}

// label is a text in the chart.
type label struct {
	X, Y         float64
	Anchor, Text string
}

// trend draws how many problems the scans of the site found, and says it in words.
func (p *page) trend(context.Context) error {
	points := p.Trend(p.digest.Counts)
	line := p.TrendLine(points)
	if line == "" {
		return nil
	}
	most := 1
	for _, t := range points {
		most = max(most, t.Problems)
	}
	step := float64(chartWidth) / float64(len(points))
	bars := make([]bar, len(points))
	for i, t := range points {
		height := float64(t.Problems) / float64(most) * (chartBase - chartTop)
		b := bar{
			Class: "bar", Date: p.Speech.Moment(t.Began), Count: p.Speech.Number(t.Problems), X: float64(i)*step + step*0.15, W: step * 0.7,
			Y: chartBase - height, H: height, Labelled: len(points) <= fewBars || i == 0 || i == len(points)-1,
		}
		b.Middle, b.Above = b.X+b.W/2, b.Y-6
		if i == len(points)-1 {
			b.Class = "bar-now"
		}
		bars[i] = b
	}
	first, last := points[0], points[len(points)-1]
	return p.part("trend", map[string]any{
		"Title": p.speak("Problems over time"), "Line": line, "Width": chartWidth, "Height": chartHeight, "Base": chartBase, "Bars": bars,
		"Dates": []label{{0, datesAt, "start", p.Speech.Day(first.Began)}, {chartWidth, datesAt, "end", p.Speech.Day(last.Began)}},
	})
}
