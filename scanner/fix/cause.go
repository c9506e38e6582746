package fix

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// hostFails reports whether an outcome is a failure of the whole host.
func hostFails(p *Problem) bool {
	info, _ := outcome.Lookup(p.Outcome)
	switch info.Class {
	case outcome.NameLookup, outcome.Connection, outcome.TLS:
		return true
	}
	return p.Outcome == outcome.Parked
}

// wall reports whether an outcome means that the host refuses all requests.
func wall(p *Problem) bool {
	switch p.Outcome {
	case outcome.BotChallenge, outcome.RateLimited, outcome.LoginWall, "401", "403", "429", "503", "999":
		return p.Verdict == outcome.CantVerify
	}
	return false
}

// hosts groups the problems that one host of another site causes.
func hosts(problems []*Problem, alive *WorkingURLs) []group {
	return groupBy(leastStrong, func(p *Problem) (key, bool) {
		at, ok := locate(p.URL)
		switch {
		case !ok || p.Internal:
			return key{}, false
		case wall(p):
			return key{subject: at.host(), verdict: p.Verdict}, true
		case p.Outcome == outcome.AddressLocalhost || p.Outcome == outcome.AddressPrivate:
			return key{subject: at.host(), outcome: p.Outcome}, true
		case !hostFails(p) || alive.hosts[at.origin]:
			return key{}, false
		}
		k := key{subject: at.host(), verdict: p.Verdict}
		// If a name does not exist, usually its whole domain does not.
		if info, _ := outcome.Lookup(p.Outcome); info.Class == outcome.NameLookup {
			if domain, err := publicsuffix.EffectiveTLDPlusOne(k.subject); err == nil {
				k.subject = domain
			}
		}
		return k, true
	})(problems)
}

// sameServer returns the key of a failure of the site's own server.
func sameServer(p *Problem) (key, bool) {
	if !p.Internal {
		return key{}, false
	}
	at, _ := locate(p.URL)
	k := key{subject: string(p.Outcome), outcome: p.Outcome, verdict: p.Verdict, from: at.origin}
	info, _ := outcome.Lookup(p.Outcome)
	switch {
	case info.Class == outcome.ServerError, info.Class == outcome.NameLookup, info.Class == outcome.Connection,
		info.Class == outcome.TLS, info.Class == outcome.Exchange && p.Verdict != outcome.Warning:
		return k, true
	}
	switch p.Outcome {
	case outcome.RateLimited, "429", outcome.RobotsUnreachable, outcome.Soft404, outcome.MixedContent, outcome.ErrorLeak,
		outcome.BadCompression, outcome.BodyTruncated, outcome.SessionID:
		return k, true
	case outcome.WrongType: // by extension, as servers decide it
		k.to = at.ext
		return k, true
	}
	return key{}, false
}

// sameElement returns the key of an element that a template writes into the head
// of every page, each time with another address (canonical, icons, previews).
func sameElement(p *Problem) (key, bool) {
	if len(p.Uses) == 0 {
		return key{}, false
	}
	element := p.Uses[0].Element
	for _, u := range p.Uses {
		if u.Element != element || u.Place != result.PlaceHead {
			return key{}, false
		}
	}
	return key{subject: element, outcome: p.Outcome, verdict: p.Verdict}, true
}

// sameRelative returns the key of a relative link without a folder. It leads to
// the folder of its page, which differs for pages elsewhere.
func sameRelative(p *Problem) (key, bool) {
	if !p.MayHaveMoved() || !p.Internal || p.PageURL == "" {
		return key{}, false
	}
	page, ok := locate(p.PageURL)
	at, ok2 := locate(p.URL)
	if !ok || !ok2 || page.origin != at.origin {
		return key{}, false
	}
	rest, below := strings.CutPrefix(at.path, folder(page.path))
	if !below || rest == "" {
		return key{}, false
	}
	return key{subject: rest, outcome: p.Outcome}, true
}

// closed returns the key of a folder that is closed to visitors.
func closed(p *Problem, alive *WorkingURLs) (key, bool) {
	at, ok := locate(p.URL)
	if !ok || !isClosed(p) {
		return key{}, false
	}
	dir, dead := alive.deadFolder(at)
	return key{subject: dir, verdict: p.Verdict}, dead
}

// moved groups the problems that are gone for one reason: a folder or all
// addresses of an extension of which nothing is left, or many files of a kind of
// which almost nothing is left. A problem that could be in several groups is in
// the largest.
func moved(problems []*Problem, alive *WorkingURLs) []group {
	gone := func(keyOf func(*Problem, location) (key, bool)) func(*Problem) (key, bool) {
		return func(p *Problem) (key, bool) {
			at, ok := locate(p.URL)
			if !ok || !p.MayHaveMoved() {
				return key{}, false
			}
			return keyOf(p, at)
		}
	}
	folders := gather(problems, gone(func(_ *Problem, at location) (key, bool) {
		dir, dead := alive.deadFolder(at)
		return key{subject: dir}, dead
	}))
	endings := gather(problems, gone(func(_ *Problem, at location) (key, bool) {
		return key{subject: at.ext, from: at.origin}, ofPages(at.ext) && alive.endings[at.ending()] == 0
	}))
	files := gather(problems, gone(func(p *Problem, at location) (key, bool) {
		return key{subject: at.ext, from: at.origin}, p.Internal && at.ext != "" && !ofPages(at.ext)
	}))
	files = slices.DeleteFunc(files, func(g group) bool {
		return len(g.problems) < leastFiles || alive.endings[g.from+" "+g.subject]*fewFiles > len(g.problems)
	})
	for i := range folders {
		folders[i].cause = Folder
	}
	for i := range files {
		files[i].cause = Files
	}
	for i := range endings {
		endings[i].cause = Extension
	}
	all := slices.Concat(folders, endings, files)
	slices.SortStableFunc(all, func(a, b group) int { return cmp.Compare(len(b.problems), len(a.problems)) })
	taken := make(map[result.URLID]bool)
	var groups []group
	for _, g := range all {
		g.problems = slices.DeleteFunc(slices.Clone(g.problems), func(p *Problem) bool { return taken[p.ID] })
		if len(g.problems) < leastAlike || g.cause == Files && len(g.problems) < leastFiles {
			continue
		}
		for _, p := range g.problems {
			taken[p.ID] = true
		}
		groups = append(groups, g)
	}
	return groups
}
