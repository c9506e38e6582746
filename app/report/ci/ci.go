// Package ci writes what a scan found for systems that run it with every change of a
// website (continuous integration): JUnit XML, SARIF, and the annotations of GitHub
// Actions.
//
// It must not know SQL, the engine or the window: rows come in through report.Source.
package ci

import (
	"fmt"
	"path"
	"strings"

	"sitewell/app/report"
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// Options say what counts.
type Options struct {
	// OnlyNew: problems that were there in the scan before count as known. Without
	// report.Source.Changes nothing is known yet, so that nothing counts as new.
	OnlyNew bool
}

// file returns the file that a web server sends for a path, if the site is a folder.
func file(src *report.Source, of string) string {
	switch {
	case of == "" || strings.HasSuffix(of, "/"):
		of += "index.html"
	case path.Ext(of) == "":
		of += ".html"
	}
	return path.Join(src.Folder, path.Clean("/"+of))
}

// level is how much a problem matters to a build.
type level uint8

const (
	known level = iota // it was there before, and only what is new counts
	note               // nobody can tell whether it works
	warning
	failure
)

// level returns how much a problem matters.
func (o Options) level(src *report.Source, p *report.Problem) level {
	switch {
	case o.OnlyNew && (src.Changes == nil || p.Change == storage.StillThere):
		return known
	case o.OnlyNew && p.Verdict == outcome.Warning: // as --fail-on new has it
		return failure
	case p.Verdict == outcome.Broken:
		return failure
	case p.Verdict == outcome.CantVerify:
		return note
	default:
		return warning
	}
}

// linksShown is how many links to a problem are listed.
const linksShown = 20

// about says what a problem is, how it is fixed and where it is linked, as lines of text.
func about(src *report.Source, p *report.Problem) string {
	lines := []string{report.Inert(p.URL), p.Means, "How to fix it: " + p.HowToFix, ""}
	if to := p.LeadsTo(); to != "" {
		lines = append(lines, "Leads to: "+report.Inert(to))
	}
	if p.Reason != "" {
		lines = append(lines, "Technical reason: "+report.Inert(src.Speech.Reason(p.Reason)))
	}
	for _, l := range p.FoundOn {
		line := "Found on: " + report.Inert(l.PageURL)
		if l.Line > 0 {
			line += fmt.Sprintf(", line %d", l.Line)
		}
		if l.Text != "" {
			line += ", link text “" + report.Inert(l.Text) + "”"
		}
		lines = append(lines, line)
	}
	if more := p.Sources - len(p.FoundOn); more > 0 && len(p.FoundOn) > 0 {
		lines = append(lines, fmt.Sprintf("and on %s more", src.Speech.Plural(more, "{{.Count}} page", "{{.Count}} pages")))
	}
	return strings.Join(lines, "\n")
}
