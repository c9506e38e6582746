package extract

import (
	"bytes"
	"fmt"
	"hash/maphash"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// target is what a reference leads to.
type target struct {
	url      string
	fragment string
	outcome  outcome.Key
	reason   string      // of the outcome
	kind     result.Kind // by its path
}

// resolver resolves references, and remembers what came of them for all pages
// that a Reader reads one after another: they repeat their navigation.
type resolver struct {
	base weburl.URL
	enc  encoding.Encoding
	// site and folder are what a reference may depend on besides itself: the
	// base's origin or all of it up to the last '/', and the encoding's name.
	site, folder scope

	used   bool
	seed   maphash.Seed
	memory []cacheEntry // nil for the first document, which may be the only one
	turn   uint64       // which of two places is taken next
	last   target       // of a reference that is not remembered
}

// scope is a part of a base; its hash tells references of different scopes apart
// at once.
type scope struct {
	text string
	hash uint64
}

// cacheEntry is what came of a reference. Each has two places, by its hash,
// which the next ones take that belong there, too: nothing is ever cleared.
type cacheEntry struct {
	hash   uint64
	scope  string
	ref    string
	target target
}

const (
	maxCached  = 512     // bytes of a reference that is remembered
	memorySize = 1 << 11 // references, 200 KB without their texts
)

// use settles the base for what comes next. The charset names enc.
func (v *resolver) use(base weburl.URL, enc encoding.Encoding, charset string) {
	v.base, v.enc = base, enc
	if !v.used {
		v.used = true
		return
	}
	if v.memory == nil {
		v.memory, v.seed = make([]cacheEntry, memorySize), maphash.MakeSeed()
	}
	origin, folder := "", ""
	if !base.IsZero() {
		path := base.Path()
		origin = base.Origin()
		folder = base.String()[:len(origin)+strings.LastIndexByte(path, '/')+1]
	}
	v.scope(&v.site, origin, charset)
	v.scope(&v.folder, folder, charset)
}

// scope sets s. Most pages have what the one before had.
func (v *resolver) scope(s *scope, base, charset string) {
	if n := len(charset); len(s.text) == n+1+len(base) && s.text[:n] == charset && s.text[n+1:] == base {
		return
	}
	s.text = charset + " " + base
	s.hash = maphash.String(v.seed, s.text)
}

// resolve returns what a reference leads to, good until the next call. Where its
// fragment needs no rewriting the target is that of what stands before it, and
// the fragment is given beside it, as a part of ref. White space before '#' belongs
// to the address, and would be trimmed off if it stood at its end (check 109).
func (v *resolver) resolve(ref []byte) (t *target, fragment []byte) {
	ref = trim(ref)
	if i := bytes.IndexByte(ref, '#'); i >= 0 && len(ref) <= maxAddress && (i == 0 || ref[i-1] > ' ') && plainFragment(ref[i+1:]) {
		if t := v.lookup(ref[:i], true); t.outcome == "" {
			return t, ref[i+1:]
		}
	}
	return v.lookup(ref, false), nil
}

// lookup resolves a whole reference, or what stands before its fragment.
func (v *resolver) lookup(ref []byte, beforeFragment bool) *target {
	var s *scope
	switch {
	case len(ref) > maxAddress && !equalFold(ref[:5], "data:"):
		v.last = tooLong(ref)
		return &v.last
	case len(ref) == 0 && beforeFragment:
		v.last = target{url: v.base.Key()}
		return &v.last
	case len(ref) > 0 && len(ref) <= maxCached && v.memory != nil:
		s = v.dependsOn(ref)
	}
	if s == nil {
		v.last = v.compute(string(ref))
		return &v.last
	}
	hash := maphash.Bytes(v.seed, ref) ^ s.hash
	i := hash % memorySize
	m := &v.memory[i]
	if m.is(hash, s, ref) {
		return &m.target
	}
	if m := &v.memory[i^1]; m.is(hash, s, ref) {
		return &m.target
	}
	// Two places and turns, or two references of one navigation that belong to the
	// same place would take it from one another on every page.
	v.turn ^= 1
	m = &v.memory[i^v.turn]
	key := string(ref)
	*m = cacheEntry{hash: hash, scope: s.text, ref: key, target: v.compute(key)}
	return &m.target
}

func (m *cacheEntry) is(hash uint64, s *scope, ref []byte) bool {
	return m.hash == hash && m.ref == string(ref) && m.scope == s.text
}

// dependsOn returns the part of the base that a trimmed reference depends on, nil
// where that is more than the folder: "?q", "#f" and "http:" keep the page's own
// path.
func (v *resolver) dependsOn(ref []byte) *scope {
	// The parser drops line breaks and tabs, so they may hide one of these.
	for _, c := range ref[:min(len(ref), 16)] {
		if c < ' ' {
			return nil
		}
	}
	switch ref[0] {
	case '?', '#':
		return nil
	case '/':
		return &v.site
	case 'h', 'H':
		i := bytes.IndexByte(ref[:min(len(ref), len("https:"))], ':')
		switch {
		case i < 0:
		case i+2 < len(ref) && ref[i+1] == '/' && ref[i+2] == '/':
			return &v.site
		default:
			return nil
		}
	}
	return &v.folder
}

func (v *resolver) compute(ref string) target {
	if key, reason := weburl.Inspect(ref); key != "" {
		return target{url: shortenText(ref), outcome: key, reason: reason, kind: result.KindOther}
	}
	u, err := v.base.ResolveIn(ref, v.enc)
	if err != nil {
		return target{url: shortenText(ref), outcome: weburl.OutcomeOf(err), kind: result.KindOther}
	}
	fragment, _ := u.Fragment()
	if u.Path() == protectedMail {
		return mailTarget(u, fragment)
	}
	return target{url: u.Key(), fragment: fragment, kind: kindOfLinked(u.Path())}
}

// tooLong returns what comes of an address past maxAddress, without a copy of it.
// What is no web address stays what its beginning says.
func tooLong(ref []byte) target {
	key, reason := weburl.Inspect(string(ref[:maxAddress]))
	if key == "" {
		key, reason = outcome.AddressMalformed, fmt.Sprintf("longer than %d bytes", maxAddress)
	}
	return target{url: shortened(string(ref[:maxAddress]), anchorHash(ref)), outcome: key, reason: reason, kind: result.KindOther}
}

// shortenText shortens what is kept of a text that is no address: an image in a
// data: address may have megabytes. A hash keeps two of them apart.
func shortenText(ref string) string {
	if len(ref) <= maxKept(ref) {
		return ref
	}
	return shortened(ref, AnchorHash(ref))
}

// maxKept is how many bytes are kept of a text that is no address.
func maxKept(ref string) int {
	if len(ref) > 5 && strings.EqualFold(ref[:5], "data:") {
		return 64
	}
	return 2 << 10
}

// shortened returns the beginning of a text that is no address, and the hash of
// all of it.
func shortened(ref string, h uint64) string {
	limit := maxKept(ref)
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
