package pdf

import "time"

// fewBars have room for their numbers.
const fewBars = 12

// trend draws how many problems the scans of the site found, and says it in words.
func (p *page) trend() {
	points := p.Trend(p.digest.Counts)
	text := p.TrendLine(points)
	if text == "" {
		return
	}
	const height, labels = 62.0, 14.0
	p.gap(10)
	if !p.fits(large*leads + 2*usual*leads + height + 2*labels + 14) {
		return
	}
	p.write(p.speak("Problems over time"), font{large, true, p.accent}, 2)
	p.write(text, font{usual - 1, false, ink}, 2)
	p.gap(6)
	most := 1
	for _, t := range points {
		most = max(most, t.Problems)
	}
	base := p.y + labels + height
	step := room / float64(len(points))
	small := font{little - 1, false, ink}
	for i, t := range points {
		h := float64(t.Problems) / float64(most) * height
		color := soft
		if i == len(points)-1 {
			color = p.accent
		}
		x := margin + (float64(i)+0.15)*step
		p.fill(x, base-h, step*0.7, h, color)
		if len(points) <= fewBars || i == 0 || i == len(points)-1 {
			number := p.Speech.Number(t.Problems)
			p.use(small)
			p.place(x+step*0.35-p.pdf.GetStringWidth(number)/2, base-h-labels, small, []string{number}, "")
		}
	}
	p.rule(base, 0.8, line)
	first, last := points[0].Began.Format(time.DateOnly), points[len(points)-1].Began.Format(time.DateOnly)
	p.use(small)
	p.place(margin, base+3, small, []string{first}, "")
	p.place(pageWidth-margin-p.pdf.GetStringWidth(last), base+3, small, []string{last}, "")
	p.y = base + labels + 16
}
