// Package webpage writes a report as a web page in one file, which loads nothing from
// anywhere. A small script of its own sorts and searches; its content security policy
// lets nothing else run, and html/template keeps what a scanned site says text.
//
// It must not know SQL, the engine or the window: rows come in through report.Source.
package webpage

import (
	"bufio"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"

	"sitewell/app/report"
	"sitewell/scanner/outcome"
)

var (
	//go:embed page.css
	style string
	//go:embed page.js
	script string
	//go:embed page.html
	parts string
)

// templates are the parts of the page.
var templates = template.Must(template.New("page").Parse(parts))

// How many rows the page has, so that a browser stays quick on a phone. What is left
// out is said.
const (
	maxFixes    = 1000
	maxProblems = 5000
	maxChanges  = 500 // of each kind
)

// ticks is how many problems pass between two reports of progress.
const ticks = 1000

// Write writes a report as a web page.
func Write(ctx context.Context, w io.Writer, src report.Source) error {
	bw := bufio.NewWriter(w)
	inert := report.InertWriter(bw)
	p := &page{Source: src.WithSpeech(), w: inert}
	if err := p.write(ctx); err != nil {
		return err
	}
	if err := inert.Close(); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	if err := bw.Flush(); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	return nil
}

// page is a page in the making.
type page struct {
	report.Source
	w      io.Writer
	digest report.Digest
	codes  []report.Code
	names  names
}

// names are headings that rows repeat for narrow windows, where they have no head.
type names struct {
	Problems, Pages, Since, Owner, Due, Found, Fix, Number, Edit, Colon string
	Work                                                                bool // somebody said who fixes something, or by when
}

func (p *page) write(ctx context.Context) error {
	var err error
	if p.digest, err = p.Digest(ctx); err != nil {
		return err
	}
	if p.codes, err = p.Codes(ctx); err != nil {
		return err
	}
	p.names = names{
		Work:     slices.ContainsFunc(p.Fixes, func(f report.Fix) bool { return f.Work != (report.Work{}) }),
		Problems: p.speak("Problems"), Pages: p.speak("Pages"), Since: p.speak("There since"), Owner: p.speak("Owner"), Due: p.speak("Due"),
		Found: p.speak("Found on"), Fix: p.speak("How to fix it"), Number: p.speak("Fix"), Edit: p.speak("Edit this page"), Colon: p.speak(":"),
	}
	for _, step := range []func(context.Context) error{p.head, p.summary, p.tools, p.trend, p.fixes, p.changed, p.problems, p.meanings, p.about, p.foot} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
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

func (p *page) part(name string, data any) error {
	if err := templates.ExecuteTemplate(p.w, name, data); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	return nil
}

// head writes what is above all sections.
func (p *page) head(context.Context) error {
	css := p.style()
	logo := p.logo()
	return p.part("head", map[string]any{
		"Language": p.Speech.Language(), "Title": report.Inert(p.Title()), "Author": report.Inert(p.Brand.Author()), "Brand": report.Inert(p.Brand.Name),
		"Policy": "default-src 'none'; style-src " + hashOf(css) + "; script-src " + hashOf(script) + "; img-src data:; base-uri 'none'; form-action 'none'",
		"Style":  template.CSS(css), // our own, with a colour that was checked
		"Logo":   logo, "NameBeside": logo != "" && p.Brand.Name != "", "Subtitle": p.subtitle(),
	})
}

// style returns the style sheet, with the brand's colour as it can be read in light and
// in dark.
func (p *page) style() string {
	light, dark := p.Brand.AccentOn(report.RGB{R: 0xfa, G: 0xf8, B: 0xf4}), p.Brand.AccentOn(report.RGB{R: 0x26, G: 0x24, B: 0x21})
	return ":root { --accent-light: " + light.String() + "; --accent-dark: " + dark.String() + "; }\n" + style
}

// hashOf returns the source expression of an inline style sheet or script (CSP level 3).
func hashOf(text string) string {
	hash := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"
}

// logo returns the brand's logo as an address, "" for none. As the source of an image no
// script within an SVG runs.
func (p *page) logo() template.URL {
	switch p.Brand.LogoType {
	case "image/png", "image/jpeg", "image/svg+xml":
		if len(p.Brand.Logo) > 0 {
			return template.URL("data:" + p.Brand.LogoType + ";base64," + base64.StdEncoding.EncodeToString(p.Brand.Logo))
		}
	}
	return ""
}

// subtitle says when and what was scanned, and for whom.
func (p *page) subtitle() []string {
	parts := []string{p.Speech.Moment(p.Local(p.Scan.Began))}
	if p.Site.Client != "" {
		parts = append(parts, p.speak("for {{.Client}}", "Client", report.Inert(p.Site.Client)))
	}
	return append(parts, report.Shown(p.Scan.Start))
}

// count is a number of addresses with what they have in common.
type count struct{ Class, Count, Name string }

// summary says first what a reader with little time has to know.
func (p *page) summary(context.Context) error {
	d := p.digest
	var counts []count
	for _, c := range []struct {
		verdict outcome.Verdict
		n       int
	}{
		{outcome.Broken, d.Counts.Broken}, {outcome.Warning, d.Counts.Warning}, {outcome.CantVerify, d.Counts.Cant}, {outcome.Works, d.Counts.Works},
	} {
		counts = append(counts, count{c.verdict.String(), p.Speech.Number(c.n), p.Speech.Verdict(c.verdict)})
	}
	class := map[report.Direction]string{report.Better: "better", report.Worse: "worse"}[p.Direction()]
	promise := "broken-promise"
	if d.PromiseKept {
		promise = "kept"
	}
	return p.part("summary", map[string]any{
		"Verdict": d.Verdict, "Share": d.Share, "DirectionClass": class, "Since": d.Since,
		"Promise": d.Promise, "PromiseClass": promise, "Gaps": p.gaps(), "Counts": counts, "Part": p.PartLine(d.Counts),
	})
}

// gap is what the scan did not look at.
type gap struct{ Text, Next string }

func (p *page) gaps() (all []gap) {
	for _, g := range p.Scan.Gaps() {
		text, next := p.Speech.Gap(g)
		all = append(all, gap{text, next})
	}
	return all
}

// tools are the links to the sections, and the field for searching, which the script
// shows.
func (p *page) tools(context.Context) error {
	type link struct{ ID, Text string }
	links := []link{{"fixes", p.speak("Fixes")}}
	if p.Changes != nil {
		links = append(links, link{"changes", p.speak("Changes")})
	}
	links = append(links, link{"problems", p.speak("Problems")}, link{"codes", p.speak("What the results mean")}, link{"about", p.speak("About this scan")})
	return p.part("tools", map[string]any{
		"Nav": p.speak("Contents"), "Links": links, "Search": p.speak("Search"), "Words": p.speak("{shown} of {all} rows"),
	})
}

// foot ends the page.
func (p *page) foot(context.Context) error {
	if p.Progress != nil {
		n := p.ProblemCount()
		p.Progress(n, n)
	}
	return p.part("foot", map[string]any{"Footer": report.Inert(p.Brand.Footer), "Script": template.JS(script)}) // our own
}
