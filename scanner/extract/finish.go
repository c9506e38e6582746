package extract

import (
	"bytes"
	"slices"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// finish turns what the pass has gathered into the document.
func (r *Reader) finish(at weburl.URL, text decoded) {
	d := r.doc
	bases := r.bases(at, text)
	d.Base = bases[0]
	slices.Sort(r.anchors)
	r.addMissingLocals()
	links := r.links(bases, text)
	r.inspectLinks(links, strings.HasPrefix(at.String(), "https:"))
	d.Links, d.Omitted, d.AnchorsCut = links, r.omitted, len(r.anchors) >= MaxAnchors

	r.words.end()
	d.Words, d.Signature, d.Text = r.words.count, r.words.signature(), r.words.text
	d.Sample = string(cutText(r.sample, 0, maxSample))
	d.Heading = string(cutText(r.heading, 0, maxHeading))
	d.Robots = string(r.robots)
	if len(r.anchors) > 0 {
		d.Anchors = slices.Clone(slices.Compact(r.anchors))
	}
	r.judge(at)
}

// bases resolves the base elements: the first with an href holds for all of
// its document, also for what stands before it (HTML Standard, "Document base
// URLs"). The fallback of a srcdoc document is its parent's.
func (r *Reader) bases(at weburl.URL, text decoded) [maxFrames]weburl.URL {
	var bases [maxFrames]weburl.URL
	for i := range r.count {
		bases[i] = at
		if i > 0 {
			bases[i] = bases[r.parent[i]]
		}
		if r.based[i] && len(r.base[i]) <= maxAddress {
			if u, err := bases[i].ResolveIn(string(r.base[i]), text.enc); err == nil {
				bases[i] = u
			}
		}
	}
	return bases
}

// links resolves the references, document by document for the sake of the
// resolver's memory, and puts them into document order. It returns nil
// if there are none.
func (r *Reader) links(bases [maxFrames]weburl.URL, text decoded) []result.Link {
	r.refs = r.refs[:min(len(r.refs), MaxLinks)]
	if len(r.refs) == 0 {
		return nil
	}
	links := make([]result.Link, len(r.refs))
	left := maxAddressBytes
	for frame := range r.count {
		enc, name := text.enc, text.name
		if frame > 0 {
			enc, name = nil, "utf-8" // a srcdoc is UTF-8 whatever its page is
		}
		r.resolve.use(bases[frame], enc, name)
		for i := range r.refs {
			if f := &r.refs[i]; int(f.frame) == frame && left > 0 {
				r.resolveRef(f, &links[i])
				left -= len(links[i].URL)
			}
		}
	}
	// All texts and fragments are parts of one string.
	arena := string(r.arena)
	for i := range r.refs {
		f := &r.refs[i]
		links[i].Text = arena[f.text.start:f.text.end]
		if f.fragment.end > f.fragment.start {
			links[i].Fragment = arena[f.fragment.start:f.fragment.end]
		}
		if f.unsafe > 0 {
			links[i].Unsafe = r.reasons[f.unsafe-1]
		}
	}
	if left > 0 {
		return links
	}
	kept := links[:0]
	for i := range links {
		there := len(kept)
		if links[i].Element == "" { // not resolved for want of room
			r.omitted++
			there = -1
		} else {
			kept = append(kept, links[i])
		}
		if r.canonical == i {
			r.canonical = there
		}
		if r.refresh == i {
			r.refresh = there
		}
	}
	clear(links[len(kept):])
	return kept
}

func (r *Reader) resolveRef(f *ref, l *result.Link) {
	t, fragment := r.resolve.resolve(f.raw)
	switch {
	case t.outcome == outcome.AddressEmpty && leadsToItself(f.element):
		t = r.resolve.lookup(nil, true)
	case f.element == "img[src]" && t.outcome == "" && f.raw[0] == '#':
		t = &target{url: string(f.raw[:min(len(f.raw), maxCached)]), outcome: outcome.AddressEmpty, reason: "leads to the page itself, which is no image"}
		fragment = nil
	}
	l.URL, l.Outcome, l.Reason, l.Fragment = t.url, t.outcome, t.reason, WithoutDirective(t.fragment)
	l.Element, l.Kind = f.element, f.kind
	l.Place, l.Line = f.place, int(f.line)
	l.Nofollow = f.nofollow
	switch {
	case t.outcome != "" && !f.kind.IsMeta():
		l.Kind = result.KindOther
	case f.byPath && t.kind != "":
		l.Kind = t.kind
		if t.kind == result.KindOther {
			l.Outcome, l.Reason = outcome.UnsupportedScheme, "belongs to Cloudflare, not to the site"
		}
	}
	if len(fragment) > 0 {
		if i := bytes.Index(fragment, directive); i >= 0 {
			fragment = fragment[:i]
		}
		start := len(r.arena)
		r.arena = append(r.arena, fragment...)
		f.fragment = r.since(start)
	}
}

// leadsToItself reports whether an element with an empty address leads to the
// page that contains it, as the standard requires (check 11). Elsewhere
// browsers load nothing, so an empty address there is a mistake.
func leadsToItself(element string) bool {
	return element == "a[href]" || element == "area[href]" || element == "form[action]"
}

var directive = []byte(":~:")
