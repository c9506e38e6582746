package webpage

import (
	"context"
	"strings"

	"sitewell/app/report"
)

// fact is a line about the scan.
type fact struct {
	Name, Value string
	Address     address
	Link        bool
}

// about says what the scan ran under and what it came across.
func (p *page) about(context.Context) error {
	if err := p.section("about", p.speak("About this scan"), "", false); err != nil {
		return err
	}
	if err := p.part("facts", p.facts()); err != nil {
		return err
	}
	return p.end("", false)
}

func (p *page) facts() (all []fact) {
	add := func(name, value string) {
		if value != "" {
			all = append(all, fact{Name: name, Value: value})
		}
	}
	counts := p.digest.Counts
	add(p.speak("Client"), report.Inert(p.Site.Client))
	all = append(all, fact{Name: p.speak("Start address"), Address: addressOf(p.Scan.Start), Link: true})
	add(p.speak("Began"), p.Speech.Moment(p.Local(p.Scan.Began)))
	if !p.Scan.Ended.IsZero() {
		add(p.speak("Ended"), p.Speech.Moment(p.Local(p.Scan.Ended)))
	}
	add(p.speak("Time spent"), p.Speech.Duration(p.Scan.Worked))
	add(p.speak("Result"), p.speak(report.StateWord(p.Scan.State)))
	add(p.speak("Addresses found"), p.Speech.Ledger(p.Ledger))
	add(p.speak("Only in the sitemap"), report.Inert(report.OrphanLine(p.Orphans, p.Speech)))
	add(p.speak("Pages read"), p.Speech.Number(counts.Pages))
	add(p.speak("Links found"), p.Speech.Number(counts.Links))
	for _, f := range p.Settings {
		add(f.Name, lines(f.Value))
	}
	add(p.speak("Checked with"), report.Program(p.Scan.Version))
	return all
}

// lines makes a text of several lines inert.
func lines(text string) string {
	all := strings.Split(text, "\n")
	for i := range all {
		all[i] = report.Inert(all[i])
	}
	return strings.Join(all, "\n")
}
