package fix

import (
	"path"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// deadHost: a failure that is the host's and not the single address's.
func deadHost(p *Problem) (key, bool) {
	u, ok := parse(p.URL)
	if !ok || p.Internal {
		return key{}, false
	}
	info, _ := outcome.Lookup(p.Outcome)
	switch info.Class {
	case outcome.NameLookup, outcome.Connection, outcome.TLS:
	default:
		// A wall or a limit before everything that a host has.
		switch p.Outcome {
		case outcome.BotChallenge, outcome.RateLimited, outcome.LoginWall, outcome.Parked, "401", "403", "429", "503", "999":
		default:
			return key{}, false
		}
	}
	return key{subject: u.Host(), outcome: p.Outcome, verdict: p.Verdict}, true
}

// sameServer: the site's own server fails, whatever it is asked for.
func sameServer(p *Problem) (key, bool) {
	if !p.Internal {
		return key{}, false
	}
	info, _ := outcome.Lookup(p.Outcome)
	switch {
	case info.Class == outcome.ServerError, info.Class == outcome.NameLookup, info.Class == outcome.Connection,
		info.Class == outcome.TLS, info.Class == outcome.Exchange && p.Verdict != outcome.Warning,
		p.Outcome == outcome.RateLimited, p.Outcome == "429", p.Outcome == outcome.RobotsUnreachable:
		return key{subject: string(p.Outcome), outcome: p.Outcome, verdict: p.Verdict}, true
	case p.Outcome == outcome.Soft404, p.Outcome == outcome.MixedContent, p.Outcome == outcome.ErrorLeak,
		p.Outcome == outcome.TLSExpiresSoon, p.Outcome == outcome.BadCompression:
		return key{subject: string(p.Outcome), outcome: p.Outcome, verdict: p.Verdict}, true
	}
	return key{}, false
}

// sameElement: an element that a template writes into the head of every page
// with an address of its own each time (canonical, icons, previews).
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

// sameRule: a redirect that changes the same thing of many addresses.
func sameRule(p *Problem) (key, bool) {
	if p.Verdict != outcome.Warning || p.Final == "" {
		return key{}, false
	}
	switch p.Outcome {
	case "301", "308", outcome.RedirectChain, outcome.RedirectOtherSite, outcome.RedirectDowngrade, outcome.RedirectHome:
	default:
		return key{}, false
	}
	from, ok := parse(p.URL)
	to, ok2 := parse(p.Final)
	if !ok || !ok2 {
		return key{}, false
	}
	if p.Outcome == outcome.RedirectHome {
		return key{subject: string(p.Outcome), from: from.Host(), to: to.Origin() + "/"}, true
	}
	if from.Query() != to.Query() {
		return key{}, false
	}
	what, a, b := changed(from, to)
	return key{subject: what, from: a, to: b}, what != ""
}

// changed says what is different between two addresses, if it is one thing.
func changed(from, to weburl.URL) (what, a, b string) {
	samePath := from.Path() == to.Path()
	switch {
	case from.Hostname() != to.Hostname() && samePath:
		return RuleHost, from.Host(), to.Host()
	case from.Hostname() != to.Hostname():
		return "", "", ""
	case from.Scheme() != to.Scheme() && samePath:
		return RuleScheme, from.Scheme() + "://" + from.Host(), to.Scheme() + "://" + to.Host()
	case from.Scheme() != to.Scheme():
		return "", "", ""
	case strings.TrimSuffix(from.Path(), "/") == strings.TrimSuffix(to.Path(), "/"):
		return RuleSlash, from.Host(), ""
	case isIndex(path.Base(from.Path())) && strings.TrimSuffix(path.Dir(from.Path()), "/")+"/" == to.Path():
		return RuleIndex, from.Host(), ""
	case path.Base(from.Path()) == path.Base(to.Path()):
		return RuleFolder, from.Origin() + folder(from.Path()), to.Origin() + folder(to.Path())
	case path.Ext(from.Path()) != path.Ext(to.Path()) && stem(from.Path()) == stem(to.Path()):
		return string(Extension), path.Ext(from.Path()), path.Ext(to.Path())
	}
	return "", "", ""
}

func isIndex(name string) bool {
	return strings.HasPrefix(name, "index.") || strings.HasPrefix(name, "default.")
}

func stem(p string) string { return strings.TrimSuffix(strings.TrimSuffix(p, path.Ext(p)), "/") }

// folder is the path up to and with the last slash.
func folder(p string) string { return p[:strings.LastIndexByte(p, '/')+1] }

// template: a link in a part that many pages share.
func template(p *Problem, s Site) (key, bool) {
	best := Use{}
	for _, u := range p.Uses {
		switch u.Place {
		case result.PlaceHeader, result.PlaceNavigation, result.PlaceFooter, result.PlaceAside:
			if u.Pages > best.Pages {
				best = u
			}
		}
	}
	if best.Pages < leastTemplate || best.Pages*templateShare < s.Pages || 2*best.Pages < p.Pages {
		return key{}, false
	}
	return key{subject: best.Place.String()}, true
}

// gone: an address that a change of structure may have left behind.
func gone(p *Problem) (weburl.URL, bool) {
	if p.Outcome != "404" && p.Outcome != "410" && p.Outcome != outcome.Soft404 && p.Outcome != outcome.RedirectBroken {
		return weburl.URL{}, false
	}
	return parseGone(p.URL)
}

func parseGone(address string) (weburl.URL, bool) {
	u, ok := parse(address)
	return u, ok && u.Path() != "/"
}

// sameExtension: pages of an extension that says how a site was once made.
func sameExtension(p *Problem) (key, bool) {
	u, ok := gone(p)
	if !ok {
		return key{}, false
	}
	switch ext := strings.ToLower(path.Ext(u.Path())); ext {
	case ".htm", ".shtml", ".asp", ".aspx", ".jsp", ".do", ".cfm", ".php3", ".php4", ".php5", ".phtml", ".cgi", ".pl":
		return key{subject: ext, from: u.Host(), outcome: p.Outcome}, true
	}
	return key{}, false
}

// sameFolder: what stood in one folder, of which nothing is left.
func sameFolder(p *Problem, s Site) (key, bool) {
	u, ok := gone(p)
	if !ok {
		return key{}, false
	}
	dir := FolderOf(u)
	if dir == u.Origin()+"/" || s.Alive != nil && s.Alive(dir) {
		return key{}, false
	}
	return key{subject: dir, outcome: p.Outcome}, true
}

// FolderOf gives the address of the folder that an address stands in.
func FolderOf(u weburl.URL) string { return u.Origin() + folder(strings.TrimSuffix(u.Path(), "/")) }
