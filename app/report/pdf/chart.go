package pdf

// fewBars have room for their numbers.
const fewBars = 12

// trend draws how many problems the scans of the site found, and says it in words.
func (p *page) trend() {
	points := p.Trend(p.digest.Counts)
	text := p.TrendLine(points)
	if text == "" {
		return
	}
	height, labels := 62*p.scale, 14*p.scale
	p.gap(10)
	about := font{p.usual - 1, false, ink}
	if !p.fits(p.large*leads + float64(len(p.lines(text, about, room, 2)))*about.size*leads + height + 2*labels + 6) {
		return
	}
	p.write(p.speak("Problems over time"), font{p.large, true, p.accent}, 2)
	p.write(text, about, 2)
	p.gap(6)
	most := 1
	for _, t := range points {
		most = max(most, t.Problems)
	}
	base := p.y + labels + height
	step := room / float64(len(points))
	small := font{p.little - 1, false, ink}
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
	first, last := p.Speech.Day(points[0].Began), p.Speech.Day(points[len(points)-1].Began)
	p.use(small)
	p.place(margin, base+3, small, []string{first}, "")
	p.place(pageWidth-margin-p.pdf.GetStringWidth(last), base+3, small, []string{last}, "")
	p.y = base + labels
}
