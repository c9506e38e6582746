package scanner

import (
	"fmt"
	"time"

	"sitewell/scanner/cloaking"
	"sitewell/scanner/outcome"
)

// maxCloaked is how many addresses wait at most until it is known whether their
// hosts hide pages from programs. All others are judged at once.
const maxCloaked = 1000

// cloaked are the addresses of other sites that wait until the end, because their
// hosts may hide pages from programs; see package cloaking.
type cloaked struct {
	waiting int
	// requestHome sends a request for the home page of an address's host.
	requestHome func(v *visit)
	// conclude is called with each address at the end.
	conclude func(v *visit, now time.Time)
	disabled bool // Options.NoProbes
}

// await takes the answer of another site into account, and reports whether the
// address waits.
func (c *cloaked) await(h *host, v *visit, now time.Time) bool {
	a := v.answer
	switch {
	case c.disabled || v.internal || v.isUncloaked || v.parkedSign != "":
		return false
	case a.Status/100 == 2 && a.Wall == "" && a.Final.Hostname() == v.url.Hostname():
		c.concludeAll(h.cloaking.HandleWorking(a.Final.Path() == "/"), now)
		return false
	case cloaking.Mark(a) == "" || c.waiting >= maxCloaked:
		return false
	}
	isDeferred, needsHome := h.cloaking.Defer(a, v)
	if isDeferred {
		c.waiting++
		a.Release()
	}
	if needsHome {
		c.requestHome(v)
	}
	return isDeferred
}

// handleHome takes the answer of a home page into account.
func (c *cloaked) handleHome(h *host, v *visit) {
	if v.answer.Status/100 == 2 && v.answer.Wall == "" {
		h.cloaking.HandleWorking(true)
	}
}

// settle concludes everything that waits. It reports whether there was anything.
func (c *cloaked) settle(all []*host, now time.Time) bool {
	if c.waiting == 0 {
		return false
	}
	for _, h := range all {
		hidden, plain := h.cloaking.Settle()
		for _, v := range hidden {
			v.answer.WallClue = fmt.Sprintf("this site may hide its pages from programs: none of %d addresses works, but its home page does (%s)",
				len(hidden), cloaking.Mark(v.answer))
			v.answer.Wall = outcome.BotChallenge
		}
		c.concludeAll(hidden, now)
		c.concludeAll(plain, now)
	}
	return true
}

func (c *cloaked) concludeAll(visits []*visit, now time.Time) {
	for _, v := range visits {
		c.waiting--
		v.isUncloaked = true
		c.conclude(v, now)
	}
}
