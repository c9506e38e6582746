package fix

import (
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// followers takes out what is mended with another problem: places on a page
// that is a problem itself, and redirects to one. led gives them by what they
// follow.
func followers(problems []*Problem) (left []*Problem, led map[result.ID][]*Problem) {
	byURL := make(map[string]*Problem)
	byID := make(map[result.ID]bool, len(problems))
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
	led = make(map[result.ID][]*Problem)
	for _, p := range problems {
		leader := result.ID(0)
		if p.Base != 0 && byID[p.Base] {
			leader = p.Base
		}
		// What it follows must not follow itself, or both would be lost.
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

// lead puts followers into the groups of what they follow, and followers of
// followers after them: a place on a page that redirects to something broken.
func lead(groups []group, led map[result.ID][]*Problem) {
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

// sameTarget: redirects to the same thing, which is broken and which nothing
// links to directly.
func sameTarget(p *Problem) (key, bool) {
	if p.Outcome != outcome.RedirectBroken || p.Final == "" {
		return key{}, false
	}
	return key{subject: p.Final}, true
}

// sameAnchors: places that one page has lost.
func sameAnchors(p *Problem) (key, bool) {
	if p.Outcome != outcome.MissingFragment {
		return key{}, false
	}
	page, _, _ := strings.Cut(p.URL, "#")
	return key{subject: page, verdict: p.Verdict}, true
}
