package extract

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// ref is a reference as read, before it is resolved: the base element that
// holds for it may still come.
type ref struct {
	raw     []byte
	element string
	kind    result.Kind
	place   result.Place
	line    int
	frame   int // the document it stands in

	text, textEnd         int // its text within arena
	fragment, fragmentEnd int // its fragment within arena, set when it is resolved

	nofollow, inert bool
	// byPath: the address decides whether the link leads to a page, an image
	// or a download.
	byPath bool
	// silent references say something of the page and are no links.
	silent bool
}

// target is what a reference leads to.
type target struct {
	url      string
	fragment string
	outcome  outcome.Key
	kind     result.Kind // by its path
}

// resolver resolves references, each distinct one once for all pages of a
// directory that a Reader reads one after another: they repeat their
// navigation.
type resolver struct {
	base weburl.URL
	enc  encoding.Encoding
	seen map[string]target
	// What the targets in seen were resolved against: the base up to its last
	// '/', and the encoding.
	dir, charset string
}

const (
	maxCached = 2 << 10 // bytes of a reference that is remembered
	maxSeen   = 4 << 10 // references that are remembered
)

// use settles the base for what comes next. The charset names enc.
func (v *resolver) use(base weburl.URL, enc encoding.Encoding, charset string) {
	dir := ""
	if !base.IsZero() {
		path := base.Path()
		dir = base.Origin() + path[:strings.LastIndexByte(path, '/')+1]
	}
	switch {
	case v.seen == nil:
		v.seen = make(map[string]target)
	case dir != v.dir || charset != v.charset:
		clear(v.seen)
	}
	v.base, v.enc, v.dir, v.charset = base, enc, dir, charset
}

// resolve gives what a reference leads to. Where its fragment needs no
// rewriting the target is that of what stands before it, and the fragment is
// given beside it, as a part of ref.
func (v *resolver) resolve(ref []byte) (t target, fragment []byte) {
	ref = trim(ref)
	if i := bytes.IndexByte(ref, '#'); i >= 0 && plainFragment(ref[i+1:]) {
		if t := v.lookup(ref[:i], true); t.outcome == "" {
			return t, ref[i+1:]
		}
	}
	return v.lookup(ref, false), nil
}

// lookup resolves a whole reference, or what stands before its fragment.
func (v *resolver) lookup(ref []byte, beforeFragment bool) target {
	if len(ref) == 0 && beforeFragment {
		return target{url: v.base.Key()}
	}
	if len(ref) > maxCached || len(ref) == 0 || !ofDirectory(ref) {
		return v.compute(string(ref))
	}
	t, ok := v.seen[string(ref)]
	if !ok {
		if len(v.seen) >= maxSeen {
			clear(v.seen)
		}
		key := string(ref)
		t = v.compute(key)
		v.seen[key] = t
	}
	return t
}

// ofDirectory reports whether a trimmed reference leads to the same from all
// pages of a directory: not if it keeps the page's own path, as "?q", "#f" and
// "http:" do.
func ofDirectory(ref []byte) bool {
	// The parser drops line breaks and tabs, so they may hide one of these.
	for _, c := range ref[:min(len(ref), 16)] {
		if c < ' ' {
			return false
		}
	}
	switch ref[0] {
	case '?', '#':
		return false
	case 'h', 'H':
		i := bytes.IndexByte(ref[:min(len(ref), len("https:"))], ':')
		return i < 0 || i+2 < len(ref) && ref[i+1] == '/' && ref[i+2] == '/'
	}
	return true
}

func (v *resolver) compute(ref string) target {
	if key := weburl.Classify(ref); key != "" {
		return target{url: asWritten(ref), outcome: key, kind: result.KindOther}
	}
	u, err := v.base.ResolveIn(ref, v.enc)
	if err != nil {
		return target{url: asWritten(ref), outcome: weburl.OutcomeOf(err), kind: result.KindOther}
	}
	fragment, _ := u.Fragment()
	return target{url: u.Key(), fragment: fragment, kind: kindByPath(u.Path())}
}

// asWritten shortens what is kept of a text that is no address: an image in a
// data: address may have megabytes. A hash keeps two of them apart.
func asWritten(ref string) string {
	limit := 2 << 10
	if len(ref) > 5 && strings.EqualFold(ref[:5], "data:") {
		limit = 64
	}
	if len(ref) <= limit {
		return ref
	}
	h := AnchorHash(ref)
	for !utf8.RuneStart(ref[limit]) {
		limit--
	}
	const digits = "0123456789abcdef"
	tail := []byte("…")
	for shift := 60; shift >= 0; shift -= 4 {
		tail = append(tail, digits[h>>shift&15])
	}
	return ref[:limit] + string(tail)
}

// plainFragment reports whether a fragment stands as it is in a normalised
// address and can't be anything that Classify would notice.
func plainFragment(s []byte) bool {
	for _, c := range s {
		if !plainInFragment[c] {
			return false
		}
	}
	return true
}

var plainInFragment = func() (t [256]bool) {
	for _, c := range "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:,;()~+=/!@$*?&'" {
		t[c] = true
	}
	return
}()
