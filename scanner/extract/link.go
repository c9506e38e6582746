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

// resolver resolves the references of one page, each distinct one once.
type resolver struct {
	base weburl.URL
	enc  encoding.Encoding
	seen map[string]target
}

// maxCached is the longest reference that is remembered, in bytes.
const maxCached = 2 << 10

// use settles the base for what comes next.
func (v *resolver) use(base weburl.URL, enc encoding.Encoding) {
	if v.seen == nil {
		v.seen = make(map[string]target)
	}
	clear(v.seen)
	v.base, v.enc = base, enc
}

func (v *resolver) forget() {
	if len(v.seen) > 1<<14 {
		v.seen = nil
	}
	clear(v.seen)
	v.base, v.enc = weburl.URL{}, nil
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
	if len(ref) > maxCached {
		return v.compute(string(ref))
	}
	t, ok := v.seen[string(ref)]
	if !ok {
		key := string(ref)
		t = v.compute(key)
		v.seen[key] = t
	}
	return t
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
