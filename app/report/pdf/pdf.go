// Package pdf writes a report as one or two pages for people who read mail on a phone:
// what there is to do, whether it became better or worse, and what to begin with.
//
// It must not know SQL, the engine or the window: rows come in through report.Source.
package pdf

import (
	"context"
	"fmt"
	"io"
	"strings"

	"sitewell/app/report"
	"sitewell/scanner/outcome"
)

// Write writes a report as PDF, on one page where that has room for all. A logo that is no
// image is left out.
func Write(ctx context.Context, w io.Writer, src report.Source) error {
	src = src.WithSpeech()
	digest, err := src.Digest(ctx)
	if err != nil {
		return err
	}
	var p *page
	for _, scale := range append(scales, scales[0]) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if p, err = draw(src, digest, scale); err != nil {
			return err
		}
		if !p.full {
			break
		}
	}
	if err := p.pdf.Output(w); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	if p.Progress != nil {
		p.Progress(len(digest.First), len(digest.First))
	}
	return nil
}

// draw draws a report.
func draw(src report.Source, digest report.Digest, scale float64) (*page, error) {
	s, err := newSheet(scale)
	if err != nil {
		return nil, err
	}
	p := &page{sheet: s, Source: src, digest: digest, accent: src.Brand.AccentOn(white)}
	p.describe()
	p.head()
	p.verdict()
	p.counts()
	p.first()
	p.trend()
	p.foot()
	return p, nil
}

// page is a report in the making.
type page struct {
	*sheet
	report.Source
	digest report.Digest
	accent report.RGB
}

// speak translates a text of the report itself; names and values of its placeholders
// follow in turn.
func (p *page) speak(text string, data ...any) string {
	values := make(map[string]any, len(data)/2)
	for i := 0; i+1 < len(data); i += 2 {
		values[data[i].(string)] = data[i+1]
	}
	return p.Speech.Say(text, values)
}

// describe says in the properties of the document what it is.
func (p *page) describe() {
	p.pdf.SetTitle(report.Inert(p.Title()), true)
	p.pdf.SetSubject(report.Inert(p.digest.Verdict), true)
	p.pdf.SetAuthor(report.Inert(p.Brand.Author()), true)
	p.pdf.SetCreator(report.Program(p.Version), true)
	p.pdf.SetLang(p.Speech.Language())
	p.pdf.SetCreationDate(p.Made())
	p.pdf.SetModificationDate(p.Made())
	p.pdf.SetDisplayMode("fullwidth", "continuous")
}

// head says whose report it is, and about which site.
func (p *page) head() {
	const height = 38.0
	x, logo := margin, false
	if png, size, err := p.Brand.LogoImage(); err == nil && png != nil {
		x += p.image(png, size, margin, p.y, 170, height) + 12
		logo = true
	}
	if p.Brand.Name != "" {
		f := font{p.usual, true, ink}
		lines := p.lines(p.Brand.Name, f, pageWidth-margin-x, 2)
		p.place(x, p.y+(height-float64(len(lines))*p.usual*leads)/2, f, lines, "")
	}
	if logo || p.Brand.Name != "" {
		p.y += height
		p.gap(10)
	}
	p.rule(p.y, 2.5, p.accent)
	p.gap(14)
	p.write(p.Title(), font{p.huge, true, p.accent}, 3)
	about := p.Speech.Moment(p.Local(p.Scan.Began))
	if p.Site.Client != "" {
		about += " · " + p.speak("for {{.Client}}", "Client", p.Site.Client)
	}
	p.write(about, font{p.little, false, soft}, 2)
	p.gap(12)
}

// verdict says what there is to do, and whether it became better or worse.
func (p *page) verdict() {
	p.write(p.digest.Verdict, font{p.large, true, ink}, 3)
	if p.digest.Share != "" {
		p.write(p.digest.Share, font{p.usual, false, ink}, 3)
	}
	for _, g := range p.Scan.Gaps() {
		text, next := p.Speech.Gap(g)
		p.gap(4)
		p.write(text+" "+next, font{p.usual, false, middle}, 4)
	}
	if p.digest.Since != "" {
		color := ink
		switch p.Direction() {
		case report.Better:
			color = good
		case report.Worse:
			color = bad
		}
		p.gap(6)
		p.write(p.digest.Since, font{p.usual, true, color}, 3)
	}
	if p.digest.Promise != "" {
		color := bad
		if p.digest.PromiseKept {
			color = good
		}
		p.gap(6)
		p.write(p.digest.Promise, font{p.usual, true, color}, 3)
	}
	p.gap(10)
}

// counts has a box for every verdict.
func (p *page) counts() {
	const between = 8.0
	height := 50 * p.scale
	c := p.digest.Counts
	boxes := []struct {
		verdict outcome.Verdict
		n       int
		color   report.RGB
	}{{outcome.Broken, c.Broken, bad}, {outcome.Warning, c.Warning, middle}, {outcome.CantVerify, c.Cant, unsure}, {outcome.Works, c.Works, good}}
	width := (room - between*float64(len(boxes)-1)) / float64(len(boxes))
	if !p.fits(height) {
		return
	}
	for i, b := range boxes {
		x := margin + float64(i)*(width+between)
		p.pdf.SetDrawColor(int(line.R), int(line.G), int(line.B))
		p.pdf.SetLineWidth(1)
		p.pdf.RoundedRect(x, p.y, width, height, 6, "1234", "D")
		name := font{p.little, false, soft}
		p.place(x+10, p.y+5*p.scale, font{p.large, true, b.color}, []string{p.Speech.Number(b.n)}, "")
		p.place(x+10, p.y+29*p.scale, name, p.lines(p.Speech.Verdict(b.verdict), name, width-14, 1), "")
	}
	p.y += height
	p.gap(14)
	if part := p.PartLine(c); part != "" {
		p.write(part, font{p.usual - 1, false, soft}, 2)
		p.gap(8)
	}
}

// first lists the fixes to begin with.
func (p *page) first() {
	if len(p.digest.First) == 0 {
		return
	}
	if !p.fits(130) { // with a fix or two below it
		return
	}
	p.write(p.speak("What to do first"), font{p.large, true, p.accent}, 2)
	p.gap(4)
	listed := 0
	for listed < len(p.digest.First) && p.fix(listed+1, &p.digest.First[listed]) {
		listed++
	}
	if more := len(p.Fixes) - listed; more > 0 {
		p.write(p.Speech.Plural(more, "and {{.Count}} more", "and {{.Count}} more"), font{p.usual, false, soft}, 1)
	}
}

// fix says what to do, why, and how much that is worth. All of it is on one page. It
// reports whether there was room for it.
func (p *page) fix(number int, f *report.Fix) bool {
	const indent = 26.0
	do, why, small := font{p.usual, true, ink}, font{p.usual - 1, false, ink}, font{p.little, false, soft}
	doLines := p.lines(f.Do, do, room-indent, 4)
	whyLines := p.lines(f.Why, why, room-indent, 3)
	var facts []string
	if len(f.Problems) > 1 {
		facts = append(facts, p.Speech.Plural(len(f.Problems), "{{.Count}} problem", "{{.Count}} problems"))
	}
	if f.Pages > 0 {
		facts = append(facts, p.Speech.Plural(f.Pages, "{{.Count}} page", "{{.Count}} pages"))
	}
	if age := p.Age(f); age != "" {
		facts = append(facts, p.speak("There since")+" "+age)
	}
	if f.Work.Owner != "" {
		facts = append(facts, p.speak("Owner")+": "+f.Work.Owner)
	}
	if f.Work.Due != "" {
		facts = append(facts, p.speak("Due")+": "+p.Due(f))
	}
	var example []string
	if !strings.Contains(f.Do, f.Example) {
		example = p.lines(f.Example, small, room-indent, 2)
	}
	word := p.Speech.Severity(f.Severity)
	c := colorOf(f.Severity)
	p.use(font{p.little, true, c})
	chip := p.pdf.GetStringWidth(word) + 20
	factLines := p.facts(facts, small, room-indent-chip)
	height := float64(len(doLines))*p.usual*leads + float64(len(whyLines))*why.size*leads + float64(len(example)+max(len(factLines), 1))*p.little*leads + 16*p.scale
	if !p.fits(height + p.usual*leads) { // the number of those that are left out follows
		return false
	}
	p.place(margin, p.y, do, []string{p.Speech.Number(number) + "."}, "")
	y := p.place(margin+indent, p.y, do, doLines, "")
	y = p.place(margin+indent, y, why, whyLines, "")
	y = p.place(margin+indent, y, small, example, f.Example) + 3
	p.chip(margin+indent, y, word, c)
	p.place(margin+indent+chip, y+1, small, factLines, "")
	p.y += height
	return true
}

// facts puts as many short texts on a line as there is room for. A line ends between two of
// them, and only then within one when it has no room for it.
func (p *page) facts(all []string, f font, width float64) (lines []string) {
	for _, fact := range all {
		if n := len(lines); n > 0 {
			if joined := p.lines(lines[n-1]+" · "+fact, f, width, 2); len(joined) == 1 {
				lines[n-1] = joined[0]
				continue
			}
		}
		lines = append(lines, p.lines(fact, f, width, 2)...)
	}
	return lines
}

// colorOf is the colour of a severity, which has its word beside it always.
func colorOf(s outcome.Severity) report.RGB {
	switch s {
	case outcome.Critical, outcome.Serious:
		return bad
	case outcome.Moderate:
		return middle
	default:
		return soft
	}
}

// foot writes the brand's line and the page's number below every page.
func (p *page) foot() {
	text := p.Brand.Footer
	if text == "" {
		text = "Sitewell"
	}
	f := font{p.little - 1, false, soft}
	pages := p.pdf.PageCount()
	for n := 1; n <= pages; n++ {
		p.pdf.SetPage(n)
		p.rule(lowest+12, 0.8, line)
		number := p.speak("Page {{.Number}} of {{.Count}}", "Number", n, "Count", pages)
		p.use(f)
		width := p.pdf.GetStringWidth(number)
		p.place(pageWidth-margin-width, lowest+18, f, []string{number}, "")
		p.place(margin, lowest+18, f, p.lines(text, f, room-width-20, 2), "")
	}
	p.pdf.SetPage(pages)
}
