package fix

import (
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// followers separates the problems that are fixed together with another problem:
// fragments on a page that is a problem itself, and redirects to one. led contains
// them by the problem that they follow.
func followers(problems []*Problem) (left []*Problem, led map[result.URLID][]*Problem) {
	byURL := make(map[string]*Problem)
	byID := make(map[result.URLID]bool, len(problems))
	redirected := false
	for _, p := range problems {
		byID[p.ID] = true
		redirected = redirected || p.Outcome == outcome.RedirectBroken
	}
	if redirected {
		for _, p := range problems {
			byURL[p.URL] = p
		}
	}
	led = make(map[result.URLID][]*Problem)
	for _, p := range problems {
		leader := result.URLID(0)
		if p.Base != 0 && byID[p.Base] {
			leader = p.Base
		}
		// The followed problem must not follow another itself, or both would be
		// lost.
		if p.Outcome == outcome.RedirectBroken {
			if to := byURL[p.Final]; to != nil && to != p && to.Outcome != outcome.RedirectBroken && to.Base == 0 {
				leader = to.ID
			}
		}
		if leader == 0 {
			left = append(left, p)
			continue
		}
		led[leader] = append(led[leader], p)
	}
	return left, led
}

// lead adds followers to the groups of the problems that they follow, and then the
// followers of followers: a fragment on a page that redirects to a broken address.
func lead(groups []group, led map[result.URLID][]*Problem) {
	for i := range groups {
		g := &groups[i]
		n := len(g.problems)
		for at := 0; at < len(g.problems); at++ {
			g.problems = append(g.problems, led[g.problems[at].ID]...)
		}
		if g.cause == Single && len(g.problems) > n {
			g.cause, g.key = Target, key{subject: g.problems[0].URL, to: g.to}
		}
	}
}

// sameTarget returns the key of redirects to the same broken address, which no page
// links to directly.
func sameTarget(p *Problem) (key, bool) {
	if p.Outcome != outcome.RedirectBroken || p.Final == "" {
		return key{}, false
	}
	return key{subject: p.Final}, true
}

// sameAnchors returns the key of the fragments that a page does not have.
func sameAnchors(p *Problem) (key, bool) {
	if p.Outcome != outcome.MissingFragment {
		return key{}, false
	}
	page, _, _ := strings.Cut(p.URL, "#")
	return key{subject: page, verdict: p.Verdict}, true
}
