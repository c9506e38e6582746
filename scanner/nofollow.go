package scanner

import (
	"strings"

	"sitewell/scanner/result"
)

// Links that say nofollow are checked like all others, and by default pages
// behind them are read for further links, since visitors follow them, too
// (check 85). With Options.ObeyNofollow they are not, unless another link leads
// there: so such pages wait until nothing else does. By then every link that
// there is has been seen.

// unfollowed reports whether a link does not count as one that is followed.
func (r *run) unfollowed(l *result.Link) bool { return l.Nofollow && r.e.opts.ObeyNofollow }

// putAside lets a page wait for a link that is followed.
func (r *run) putAside(id result.ID) {
	r.book.at(id).flags |= aside
	r.aside = append(r.aside, id)
}

// follow takes in that a link leads to an address and may be followed.
func (r *run) follow(id result.ID) {
	e := r.book.at(id)
	if e.is(followed) || e.host == nil {
		return
	}
	e.flags |= followed
	if e.is(aside) {
		e.flags &^= aside
		e.host.front.Push(e.host.queue, id)
	}
}

// takeUp queues the pages that waited in vain, to be checked and not read. It
// reports whether there are any.
func (r *run) takeUp() bool {
	some := false
	for _, id := range r.aside {
		if e := r.book.at(id); e.is(aside) {
			e.flags &^= aside
			e.host.front.Push(e.host.queue, id)
			some = true
		}
	}
	r.aside = nil
	return some
}

// leadsNowhere reports whether a page asks that none of its links be followed,
// by a meta element or by its header. A header field that begins with a name
// ("googlebot: nofollow") speaks to somebody else.
func leadsNowhere(v *visit) bool {
	if v.document != nil && v.document.NoFollow() {
		return true
	}
	for _, field := range v.answer.Header.Values("X-Robots-Tag") {
		for directive := range strings.SplitSeq(strings.ToLower(field), ",") {
			if d := strings.TrimSpace(directive); d == "nofollow" || d == "none" {
				return true
			}
		}
	}
	return false
}
