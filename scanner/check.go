package scanner

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"sitewell/scanner/extract"
	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/policy"
	"sitewell/scanner/result"
	"sitewell/scanner/sitemap"
	"sitewell/scanner/verdict"
)

// outcomeOf returns the outcome of an answer: the wall in front of the page if
// there is one, otherwise how the page answered.
func outcomeOf(a *fetch.Answer) outcome.Key {
	if a.Wall != "" {
		return a.Wall
	}
	return a.Outcome
}

// evidenceOf returns what the verdict on an address is based on.
func evidenceOf(v *visit, notes []result.Note) verdict.Evidence {
	a := v.answer
	e := verdict.Evidence{
		Internal: v.internal,
		IsStart:  v.isStart,
		Kind:     v.kind,
		Outcome:  outcomeOf(a),
		Status:   a.Status,
		Start:    v.url,
		Final:    a.Final,
		Hops:     a.Hops,
		Media:    v.media,
		Declared: extract.DeclaredType(a.ContentTypeField()),
		NoSniff:  isNoSniff(a.Header),
		Blank:    v.isBlank,
		Parked:   v.parkedSign,
		CutOff:   v.isCutOff,
		Notes:    notes,
		Attempts: len(a.Evidence.Attempts),
	}
	if v.document != nil {
		e.Login = v.document.Login
	}
	return e
}

// isNoSniff reports whether a header forbids browsers to guess a type (WHATWG Fetch,
// "determine nosniff"): the first of the values counts.
func isNoSniff(h http.Header) bool {
	first, _, _ := strings.Cut(h.Get("X-Content-Type-Options"), ",")
	return strings.EqualFold(strings.TrimSpace(first), "nosniff")
}

// targetOf returns the visit of the page that a redirect ended at, as if it had
// been requested itself.
func targetOf(v *visit, id result.ID) *visit {
	a := *v.answer
	a.Hops = a.Hops[len(a.Hops)-1:]
	a.Notes = a.LastNotes
	a.Evidence.Hops = nil
	target := *v
	target.answer = &a
	target.url = a.Final.WithoutFragment()
	target.job.ID = id
	target.kind = result.KindPage
	return &target
}

// targetEvidence returns what the verdict on the target of a redirect is based on.
func targetEvidence(target *visit, notes []result.Note) verdict.Evidence {
	a := target.answer
	return verdict.Evidence{
		Internal: true, Kind: result.KindPage, Outcome: outcomeOf(a), Status: a.Status, Start: target.url, Final: target.url,
		Hops: a.Hops, Media: target.media, Blank: target.isBlank, Notes: notes, Attempts: 1,
	}
}

// notes returns what else there is to say about an answer and its page.
func (r *pageRecorder) notes(v *visit) []result.Note {
	notes := slices.Clone(v.answer.Notes)
	isInternal := r.policy.IsInternal(v.answer.Final)
	if isBrokenSitemap(v) {
		notes = append(notes, result.Note{Outcome: outcome.WrongType, Detail: "this is no site map"})
	}
	if v.sitemap != nil {
		notes = append(notes, sitemapNotes(v.sitemap)...)
	}
	if v.document != nil && isInternal {
		notes = append(notes, pageNotes(v)...)
	}
	if detail := overPageLimits(v, !r.opts.NoFragments); detail != "" && isInternal {
		notes = append(notes, result.Note{Outcome: outcome.TooLarge, Detail: detail})
	}
	if note, ok := missingFragment(v); ok && !r.opts.NoFragments {
		notes = append(notes, note)
	}
	if v.wrongType != "" && v.sitemap == nil && isInternal {
		notes = append(notes, result.Note{Outcome: outcome.WrongType, Detail: v.wrongType})
	}
	if note, ok := r.soft404.Suspicion(pageOf(v)); ok {
		notes = append(notes, note)
	}
	notes = append(notes, renderedNotes(v)...)
	if name, _ := policy.SessionID(v.url); name != "" {
		notes = append(notes, result.Note{Outcome: outcome.SessionID, Detail: name + " in the address holds the number of a visit"})
	}
	return notes
}

// sitemapNotes returns what is wrong with a sitemap that could be read. That it has too
// many addresses is a limit of a page.
func sitemapNotes(m *sitemap.Map) []result.Note {
	var notes []result.Note
	for _, n := range m.Notes {
		switch n.Kind {
		case sitemap.BadNamespace:
			notes = append(notes, result.Note{Outcome: outcome.WrongType, Detail: "the namespace of this sitemap is not that of sitemaps: " + n.Detail})
		case sitemap.TooLarge:
			notes = append(notes, result.Note{Outcome: outcome.TooLarge, Detail: fmt.Sprintf("this sitemap has more than %d MB: what is behind them was not read", sitemap.MaxSize>>20)})
		}
	}
	return notes
}

// pageNotes returns the notes that result from a page's own markup and header.
func pageNotes(v *visit) []result.Note {
	var notes []result.Note
	if mixed := v.document.Mixed; len(mixed) > 0 {
		notes = append(notes, result.Note{Outcome: outcome.MixedContent, Detail: mixed[0].URL})
	}
	refresh := v.document.Refresh
	if byHeader, ok := extract.HeaderRefresh(v.answer.Header, v.answer.Final); ok { // browsers prefer it
		refresh = byHeader
	}
	if to := refresh.URL; to != "" && to != v.answer.Final.Key() {
		notes = append(notes, result.Note{Outcome: outcome.MetaRefresh, Detail: to})
	}
	return notes
}

// overPageLimits returns which limits of one page a page is over, or "".
func overPageLimits(v *visit, checksFragments bool) string {
	var limits []string
	if v.omitted > 0 {
		limits = append(limits, tooManyLinks(v))
	}
	if v.document != nil && v.document.AnchorsCut && checksFragments {
		limits = append(limits, fmt.Sprintf("this page has more than %d ids: links to places on it were not checked", extract.MaxAnchors))
	}
	return strings.Join(limits, "; ")
}

// tooManyLinks says how many links of a page, style sheet or sitemap are beyond
// the limits of one.
func tooManyLinks(v *visit) string {
	switch {
	case v.sitemap != nil:
		return fmt.Sprintf("this sitemap has more than %d addresses: only the first %d were checked, %d were not", sitemap.MaxEntries, sitemap.MaxEntries, v.omitted)
	case len(v.links) >= extract.MaxLinks:
		return fmt.Sprintf("this page has more than %d links: only the first %d were checked, %d were not", extract.MaxLinks, extract.MaxLinks, v.omitted)
	}
	return fmt.Sprintf("this page has more links than are read of one page or attribute: %d were checked, %d were not", len(v.links), v.omitted)
}

// missingFragment returns the note for a redirect to a fragment that its page does
// not have. The fragment of a Location replaces that of the links, so this is
// where a visitor arrives (check 45).
func missingFragment(v *visit) (result.Note, bool) {
	at := v.answer.Final
	fragment, ok := at.Fragment()
	if !ok || v.document == nil || !isRedirected(v) || v.document.ScriptedIDs || v.document.AnchorsCut || v.answer.Status/100 != 2 ||
		!extract.IsCheckable(fragment, at.WithoutFragment(), v.media) || extract.HasAnchor(v.document.Anchors, fragment) {
		return result.Note{}, false
	}
	return result.Note{Outcome: outcome.MissingFragment, Detail: "redirects to " + at.String() + ", a place that the page does not have"}, true
}

// newCheck returns the record of a visit.
func newCheck(v *visit, d verdict.Decision, notes []result.Note) result.Check {
	a := v.answer
	c := result.Check{
		Address:     v.job.ID,
		Status:      a.Status,
		Outcome:     d.Outcome,
		Verdict:     d.Verdict,
		Severity:    d.Severity,
		Reason:      d.Reason,
		ContentType: a.ContentType,
		Size:        a.Size,
		Kind:        kindOf(v),
		Notes:       notes,
		At:          a.At,
		Took:        a.Took,
		Evidence:    a.Evidence,
	}
	if c.ContentType == "" {
		c.ContentType = v.media
	}
	var refusal *fetch.Refusal
	if errors.As(a.Err, &refusal) {
		c.Reason += "; " + refusal.Reason
	}
	if a.Status != 0 {
		if c.Final = a.Final.String(); c.Final == v.url.Key() {
			c.FinalID = v.job.ID
		}
	}
	if v.document != nil {
		c.Title = v.document.Title
		c.Content = v.document.Content
		if c.Evidence.Platform == "" && v.document.Platform != "" {
			c.Evidence.Platform, c.Evidence.Clue = v.document.Platform, v.document.Clue
		}
	}
	if a.Wall != "" {
		c.Evidence.Clue = a.WallClue
	}
	c.Evidence.Robots, c.Evidence.Rendering = robotsDirectives(v), v.rendering
	if !d.Verdict.IsProblem() && !v.isStart {
		// An address that works needs no evidence except for its redirects.
		c.Evidence = result.Evidence{Robots: c.Evidence.Robots, Rendering: c.Evidence.Rendering}
		if isRedirected(v) {
			c.Evidence.Hops = a.Hops
		}
	}
	return c
}

// robotsDirectives returns what a page or its header tells search engines (check
// 86).
func robotsDirectives(v *visit) string {
	var directives []string
	if v.document != nil && v.document.Robots != "" {
		directives = append(directives, v.document.Robots)
	}
	for _, field := range v.answer.Header.Values("X-Robots-Tag") {
		directives = append(directives, "X-Robots-Tag: "+strings.ToValidUTF8(field, "\uFFFD"))
	}
	text := strings.Join(directives, "; ")
	return strings.ToValidUTF8(text[:min(len(text), maxRobotsText)], "")
}

// maxRobotsText is how many bytes of these directives are kept.
const maxRobotsText = 500

// kindOf returns the kind of an address after its answer is known.
func kindOf(v *visit) result.Kind {
	if v.kind == result.KindSitemap || v.answer.Status/100 != 2 || v.media == "" {
		return v.kind
	}
	switch v.kind {
	case result.KindPage, result.KindDownload, result.KindOther:
		if isAttachment(v.answer) {
			return result.KindDownload
		}
		switch v.media {
		case "text/html", "application/xhtml+xml":
			return result.KindPage
		case "application/rss+xml", "application/atom+xml":
			return result.KindFeed
		}
		return result.KindDownload
	}
	return v.kind
}
