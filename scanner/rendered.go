package scanner

import (
	"cmp"
	"strings"

	"sitewell/scanner/extract"
	"sitewell/scanner/outcome"
	"sitewell/scanner/render"
	"sitewell/scanner/result"
	"sitewell/scanner/soft404"
)

// What is kept as evidence of a page that was shown in a browser.
const (
	maxRenderedTexts = 10  // of each sort
	maxRenderedText  = 300 // bytes of one
)

// cutText shortens a text for the evidence.
func cutText(s string) string {
	return strings.ToValidUTF8(s[:min(len(s), maxRenderedText)], "")
}

// describeRendered notes what a page says of itself only after its scripts ran.
func describeRendered(n *result.Rendering, raw, shown *extract.Document) {
	for _, f := range []struct {
		to         *string
		raw, shown string
	}{{&n.Title, raw.Title, shown.Title}, {&n.Canonical, raw.Canonical, shown.Canonical}, {&n.Robots, raw.Robots, shown.Robots}} {
		if f.shown != f.raw {
			*f.to = cutText(f.shown)
		}
	}
	if n.Title == "" && soft404.SaysNotFound(shown.Heading, shown.Words) && !soft404.SaysNotFound(raw.Heading, raw.Words) {
		n.Title = cutText(shown.Heading)
	}
	n.IsErrorPage = soft404.SaysNotFound(cmp.Or(n.Title, shown.Title), shown.Words) && !soft404.SaysNotFound(raw.Title, raw.Words)
	known := make(map[string]bool, len(raw.Mixed))
	for _, m := range raw.Mixed {
		known[m.URL] = true
	}
	for _, m := range shown.Mixed {
		if !known[m.URL] && len(n.Mixed) < maxRenderedTexts {
			known[m.URL] = true
			n.Mixed = append(n.Mixed, cutText(m.URL))
		}
	}
}

// describeRequests notes what scripts requested in vain, and their errors.
func describeRequests(n *result.Rendering, page *render.Page) {
	for _, f := range page.Failed[:min(len(page.Failed), maxRenderedTexts)] {
		n.Failed = append(n.Failed, result.ScriptRequest{URL: cutText(f.URL), Kind: f.Kind, Status: f.Status})
	}
	for _, f := range page.Refused[:min(len(page.Refused), maxRenderedTexts)] {
		n.Refused = append(n.Refused, result.ScriptRequest{URL: cutText(f.URL), Reason: cutText(strings.TrimPrefix(f.Reason, render.ErrRefused.Error()+": "))})
	}
	for _, text := range page.Errors[:min(len(page.Errors), maxRenderedTexts)] {
		n.Errors = append(n.Errors, cutText(text))
	}
	for _, address := range page.Moved[:min(len(page.Moved), maxRenderedTexts)] {
		n.Moved = append(n.Moved, cutText(address))
	}
}

// renderedNotes returns the notes that result from a page after its scripts ran. None of
// them makes it broken.
func renderedNotes(v *visit) (notes []result.Note) {
	n := v.rendering
	if n == nil || n.NotShown != "" {
		return nil
	}
	if len(n.Mixed) > 0 && len(v.document.Mixed) == 0 {
		notes = append(notes, result.Note{Outcome: outcome.MixedContent, Detail: n.Mixed[0] + ", which a script requests"})
	}
	if n.IsErrorPage {
		notes = append(notes, result.Note{Outcome: outcome.Soft404, Detail: "a script shows an error page: " + n.Title})
	}
	return notes
}
