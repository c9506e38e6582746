package extract

import (
	"strings"

	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// inspectLinks notes what the resolved links say about the page; secure
// says that it came over https.
func (r *Reader) inspectLinks(links []result.Link, secure bool) {
	d := r.doc
	if r.canonical >= 0 && links[r.canonical].Outcome == "" {
		d.Canonical = links[r.canonical].URL
	}
	if r.refresh >= 0 && links[r.refresh].Outcome == "" {
		d.Refresh.URL = links[r.refresh].URL
	}
	for i := range links {
		l := &links[i]
		if l.Outcome != "" {
			continue
		}
		switch l.Kind {
		case result.KindScript, result.KindModule, result.KindStyle, result.KindImage:
			if l.Element != "a[href]" && l.Element != "area[href]" {
				r.signs.resource(l)
			}
		}
		if secure && strings.HasPrefix(l.URL, "http://") {
			if active, loaded := loadedAs(l); loaded {
				d.Mixed = append(d.Mixed, Mixed{URL: l.URL, Element: l.Element, Line: l.Line, Active: active})
			}
		}
	}
}

// loadedAs reports whether a browser loads what a link names by itself, and
// whether it refuses to do so over http on an https page. Images, sound and
// video are only upgraded; an image of a source set is refused like a script
// (Mixed Content §3.1 and §3.2).
func loadedAs(l *result.Link) (active, loaded bool) {
	switch l.Element {
	case "a[href]", "area[href]", "form[action]", "input[formaction]", "button[formaction]",
		"img[longdesc]", "blockquote[cite]", "q[cite]", "del[cite]", "ins[cite]", "meta[content]", "meta[refresh]",
		"html[manifest]", "script[ld+json]":
		return false, false
	case "img[srcset]", "source[srcset]", "img[data-srcset]", "source[data-srcset]", "link[imagesrcset]":
		return true, true
	}
	switch l.Kind {
	case result.KindImage, result.KindMedia:
		return false, true
	case result.KindScript, result.KindModule, result.KindStyle, result.KindFont, result.KindFrame, result.KindOther:
		return true, true
	case result.KindMeta: // an icon is loaded, a canonical address is not
		return false, l.Element == "link[href]" && strings.Contains(strings.ToLower(l.Text), "icon")
	}
	return false, false
}

// Bounds of what counts as a page with next to nothing in it.
const (
	hardlyWords = 5   // "Loading…"
	fewWords    = 40  // fewer than any article
	someWords   = 150 // what a shell with a menu has
	fewAnchors  = 5
)

// judge draws the conclusions of the signs.
func (r *Reader) judge(at weburl.URL) {
	d, s := r.doc, &r.signs
	if p := generatorPlatform(d.Generator); p != "" {
		d.Platform, d.Clue = p, "generator: "+d.Generator
	} else {
		d.Platform, d.Clue = s.platform, s.clue
	}
	client := s.root || s.client
	d.Post = r.entry.post(at, d.Base, d.Platform == "wordpress")
	d.HasScripts = s.scripts > 0
	d.ScriptOnly = s.scripts > 0 && !d.Frameset && d.Refresh.URL == "" &&
		(s.links <= 1 && d.Words < fewWords && (client || s.asksForScript || d.Words < hardlyWords) ||
			s.links <= 2 && d.Words < someWords && client)
	if !d.Frameset && d.Refresh.URL == "" {
		d.ScriptSign = scriptSign(s, d.Words)
	}
	d.ScriptedIDs = d.ScriptOnly || s.handlesFragments || s.inertIDs && s.scripts > 0 ||
		client && s.scripts > 0 && (d.Words < someWords || len(d.Anchors) < fewAnchors)
}

// scriptSign returns what suggests that scripts make content of a page with so many
// words, "" if nothing does.
func scriptSign(s *signs, words int) string {
	switch {
	case s.scripts == 0:
		return ""
	case s.asksForScript && s.links <= 2 && words < someWords:
		return "it asks for JavaScript where that is off, and has hardly any links"
	case (s.root || s.client) && s.links <= 2 && words < someWords:
		return "it is the frame of an application, and has hardly any links"
	case s.links <= 1 && words < hardlyWords, s.links == 0 && words < fewWords:
		return "it has scripts, and hardly any text or links"
	}
	return ""
}
