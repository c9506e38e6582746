package report

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"sitewell/scanner/coverage"
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// cover writes the sheet that a client reads first.
func (b *book) cover(context.Context) error {
	l := b.leaf(sheetCover, 36, 12, 12, 66)
	d := b.survey.digest
	l.logo()
	l.sentence(l.styles.agency, b.Brand.Name, 16)
	l.set(0, l.styles.title, b.title())
	l.height(34)
	l.next()
	l.sentence(l.styles.subtitle, b.subtitle(), 16)
	if client := b.Site.Client; client != "" && client != b.host() {
		l.sentence(l.styles.subtitle, b.speak("For {{.Client}}", "Client", client), 16)
	}
	l.next()
	l.sentence(l.styles.lead, d.Verdict, 20)
	l.sentence(l.styles.said, d.Share, 17)
	l.sentence(l.styles.said, d.Since, 17)
	promise := l.styles.bad
	if d.PromiseKept {
		promise = l.styles.good
	}
	l.sentence(promise, d.Promise, 17)
	l.gaps()
	l.first(d.First)
	l.verdicts(d.Counts)
	l.contents()
	if b.Brand.Footer != "" {
		l.next()
		l.sentence(l.styles.subtitle, b.Brand.Footer, 16)
	}
	return l.finish()
}

// title is what the report is called.
func (s *Source) title() string {
	return s.Speech.Say("Website check of {{.Site}}", map[string]any{"Site": s.host()})
}

// logo puts the agency's logo on top: as PNG, because LibreOffice shows no SVG.
func (l *leaf) logo() {
	logo, size, err := l.Brand.LogoImage()
	if err != nil || logo == nil {
		return // the report is worth more than its logo
	}
	const height = 48 // points, of a row
	scale := min(1, (height-4)*96/72/float64(size.Y))
	err = l.f.AddPictureFromBytes(l.sheet, l.at(0), &excelize.Picture{Extension: ".png", File: logo, Format: &excelize.GraphicOptions{
		LockAspectRatio: true, Positioning: "oneCell", AltText: plainText(l.Brand.Name),
		ScaleX: scale, ScaleY: scale, OffsetX: 2, OffsetY: 2,
	}})
	if err != nil {
		return
	}
	l.height(height)
	l.next()
}

// gaps says what the scan did not look at.
func (l *leaf) gaps() {
	gaps := l.Scan.Gaps()
	if len(gaps) == 0 {
		return
	}
	title := l.speak("Note")
	if h := coverage.ExtentOf(gaps).Headline(); h.Text != "" {
		title = l.Speech.Say(h.Text, nil)
	}
	l.section(title)
	for _, g := range gaps {
		text, next := l.Speech.Gap(g)
		l.fact(l.speak("What and why"), l.styles.summary.text, text)
		l.fact(l.speak("What to do"), l.styles.summary.text, next)
	}
}

// first names the first things to do. The sheet of fixes has all of them.
func (l *leaf) first(fixes []Fix) {
	if len(fixes) == 0 {
		return // the verdict says it
	}
	l.section(l.speak("What to fix first"), l.speak("Pages"), l.speak("Severity"), l.speak("What to do"))
	for i := range fixes {
		f := &fixes[i]
		l.set(0, l.styles.summary.note, l.happened(f))
		l.set(1, l.styles.summary.number, f.Pages)
		l.set(2, l.styles.summary.severities[f.Severity], l.Speech.Severity(f.Severity))
		l.set(3, l.styles.summary.text, f.Do)
		l.next()
	}
	if more := len(l.Fixes) - len(fixes); more > 0 {
		cell := l.set(0, l.styles.summary.link, l.speak("and {{.Count}} more on the sheet of fixes", "Count", l.Speech.Number(more)))
		l.jump(cell, l.speak(sheetFixes))
		l.next()
	}
}

func (l *leaf) verdicts(c storage.Counts) {
	l.section(l.speak("What was found"), l.speak("Addresses"), l.speak(headShare))
	first := l.row + 1
	var shares []slice
	for _, v := range []struct {
		verdict outcome.Verdict
		count   int
		means   string
	}{
		{outcome.Broken, c.Broken, l.speak("Proved not to work: visitors meet an error.")},
		{outcome.Warning, c.Warning, l.speak("Works, but should be changed.")},
		{outcome.CantVerify, c.Cant, l.speak("Something stood between us and the answer, such as a login or a firewall.")},
		{outcome.Works, c.Works, l.speak("Visitors get what the link promises.")},
		{outcome.Skipped, c.Skipped, l.speak("Not checked on purpose; “About this scan” says why.")},
		{outcome.Unchecked, c.Waiting, l.speak("The scan ended before these had their turn.")},
	} {
		if v.verdict == outcome.Unchecked && v.count == 0 {
			continue
		}
		l.set(0, l.styles.summary.verdicts[v.verdict], l.Speech.Verdict(v.verdict))
		l.counted(v.count, c.Rows()+l.ignored())
		l.set(3, l.styles.summary.note, v.means)
		l.next()
		shares = append(shares, slice{verdictColors(v.verdict).ink})
	}
	last := l.row
	if n := l.ignored(); n > 0 {
		l.set(0, l.styles.label, l.speak("Ignored"))
		l.counted(n, c.Rows()+n)
		l.set(3, l.styles.summary.note, l.speak("Problems that somebody said to ignore; the sheet of these says why."))
		l.next()
	}
	l.set(0, l.styles.label, l.speak("Addresses found"))
	l.set(1, l.styles.summary.number, c.Found)
	l.set(2, l.styles.share, nil)
	l.set(3, l.styles.summary.note, l.sum())
	l.next()
	l.next()
	l.shareChart(first, last, shares)
}

// ignored is how many problems of the scan are ignored.
func (s *Source) ignored() int { return s.Marks.Ignored.Problems() }

// contents lists the other sheets, with links to them.
func (l *leaf) contents() {
	l.section(l.speak("In this workbook"), l.speak("Rows"))
	entry := func(name string, rows any, about string) {
		l.jump(l.set(0, l.styles.summary.link, name), name)
		l.set(1, l.styles.summary.number, rows)
		l.set(2, l.styles.summary.note, nil)
		l.set(3, l.styles.summary.note, about)
		l.next()
	}
	if l.Changes != nil {
		entry(l.speak(sheetSince), nil, l.speak("Whether the site became better or worse, with the problems that are new and those that were fixed."))
	}
	for _, t := range l.tables {
		text := t.about
		if n := l.sheetsOf(t.name); n > 1 {
			text += " " + l.speak("Goes on through “{{.Name}}”, for a sheet holds {{.Rows}} rows.", "Name", fmt.Sprintf("%s %d", t.name, n), "Rows", l.Speech.Number(l.limits.rows))
		}
		if t.opens < t.count*t.links {
			text += " " + l.speak("The first {{.Count}} addresses open at a click; the others are text, as a workbook has only so many links.", "Count", l.Speech.Number(t.opens))
		}
		entry(t.name, t.count, text)
	}
	entry(l.speak(sheetAbout), nil, l.speak("How the scan went, its settings and limits, and what was skipped and why."))
}

// sheetsOf counts the sheets of a table.
func (b *book) sheetsOf(name string) (n int) {
	for _, sheet := range b.sheets {
		if sheet.table.name == name {
			n++
		}
	}
	return n
}

// host is how the site is called in headings.
func (s *Source) host() string { return siteName(s.Site, s.Scan.Start) }

// siteName is what a site is called, or else the host of its start address.
func siteName(s storage.Site, start string) string {
	if s.Name != "" {
		return s.Name
	}
	return storage.HostOf(start)
}

func (b *book) subtitle() string {
	return b.Scan.Start + ", " + b.Speech.Moment(b.local(b.Scan.Began))
}

// state is how the scan ended.
func (b *book) state() string {
	switch b.Scan.State {
	case storage.Complete:
		return b.speak("Complete")
	case storage.Stopped:
		return b.speak("Stopped before the end")
	case storage.Elsewhere:
		return b.speak("Running in another program")
	default:
		return b.speak("Interrupted before the end")
	}
}

// sum accounts for the addresses whose number stands before it.
func (b *book) sum() string {
	_, sum, _ := strings.Cut(b.Speech.Ledger(b.Ledger), "= ")
	return "= " + sum
}

// Duration is a time span in words: "45 s", "3 min 5 s", "2 h 10 min".
func Duration(d time.Duration) string {
	switch {
	case d < time.Second:
		return "under 1 s"
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
	default:
		return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
	}
}

// Number writes a number with commas between thousands.
func Number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
