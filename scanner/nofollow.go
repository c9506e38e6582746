package scanner

import (
	"strings"

	"sitewell/scanner/result"
	"sitewell/scanner/urltable"
)

// nofollowPages are pages of the site that so far only nofollow links lead to.
//
// Links with nofollow are checked like all others, and by default the links of
// their pages are followed, because visitors follow them as well (check 85). With
// Options.ObeyNofollow they are not, unless another link leads to the page. So
// such a page is set aside until nothing else is left to be requested. By then
// every link was seen.
type nofollowPages struct {
	obey     bool // Options.ObeyNofollow
	table    *urltable.Table
	hosts    *hosts
	setAside []result.ID
}

// applies reports whether a link is not followed.
func (n *nofollowPages) applies(l *result.Link) bool { return l.Nofollow && n.obey }

// add sets a page aside until a link that is followed leads to it.
func (n *nofollowPages) add(id result.ID) {
	n.table.At(id).Set(urltable.SetAside)
	n.setAside = append(n.setAside, id)
}

// follow notes that a link leads to an address and is followed.
func (n *nofollowPages) follow(id result.ID) {
	e := n.table.At(id)
	if e.Is(urltable.Followed) || e.Host == 0 {
		return
	}
	e.Set(urltable.Followed)
	if e.Is(urltable.SetAside) {
		e.Clear(urltable.SetAside)
		n.hosts.push(id, e)
	}
}

// release queues the pages that are still set aside: they are checked, but their
// links are not followed. It reports whether there are any.
func (n *nofollowPages) release() bool {
	released := false
	for _, id := range n.setAside {
		if e := n.table.At(id); e.Is(urltable.SetAside) {
			e.Clear(urltable.SetAside)
			n.hosts.push(id, e)
			released = true
		}
	}
	n.setAside = nil
	return released
}

// forbidsFollowing reports whether a page asks, with a meta element or its header,
// that none of its links be followed. A header field that begins with a name
// ("googlebot: nofollow") is for that crawler only.
func forbidsFollowing(v *visit) bool {
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
