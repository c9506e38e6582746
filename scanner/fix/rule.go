package fix

import (
	"path"
	"slices"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/weburl"
)

// rules groups the addresses that one rule redirects.
func rules(problems []*Problem) []group {
	return slices.DeleteFunc(gather(problems, sameRule), func(g group) bool {
		least := leastAlike
		if g.subject == RuleScheme || g.subject == RuleHost {
			least = leastStrong
		}
		return len(g.problems) < least
	})
}

// sameRule returns the key of a redirect that changes the same part of many
// addresses.
func sameRule(p *Problem) (key, bool) {
	if p.Verdict != outcome.Warning || p.Final == "" {
		return key{}, false
	}
	switch p.Outcome {
	case "301", "308", outcome.RedirectChain, outcome.RedirectOtherSite, outcome.RedirectDowngrade, outcome.RedirectHome:
	default:
		return key{}, false
	}
	from, err := weburl.Parse(p.URL)
	if err != nil {
		return key{}, false
	}
	to, err := weburl.Parse(p.Final)
	if err != nil {
		return key{}, false
	}
	if p.Outcome == outcome.RedirectHome {
		return key{subject: RuleHome, from: from.Host(), to: to.Origin() + "/"}, true
	}
	if from.Query() != to.Query() {
		return key{}, false
	}
	what, a, b := changed(from, to)
	return key{subject: what, from: a, to: b}, what != ""
}

// changed returns what differs between two addresses, if it is one thing. A final
// slash may differ in addition to the host or the scheme.
func changed(from, to weburl.URL) (what, a, b string) {
	samePath := strings.TrimSuffix(from.Path(), "/") == strings.TrimSuffix(to.Path(), "/")
	switch {
	case from.Hostname() != to.Hostname() && samePath:
		return RuleHost, from.Host(), to.Host()
	case from.Hostname() != to.Hostname():
		return "", "", ""
	case from.Scheme() != to.Scheme() && samePath:
		return RuleScheme, from.Scheme() + "://" + from.Host(), to.Scheme() + "://" + to.Host()
	case from.Scheme() != to.Scheme():
		return "", "", ""
	case samePath && strings.HasSuffix(to.Path(), "/"):
		return RuleSlash, from.Host(), "/"
	case samePath:
		return RuleSlash, from.Host(), ""
	case isIndex(path.Base(from.Path())) && strings.TrimSuffix(path.Dir(from.Path()), "/")+"/" == to.Path():
		return RuleIndex, from.Host(), ""
	case path.Base(from.Path()) == path.Base(to.Path()):
		return RuleFolder, from.Origin() + folder(from.Path()), to.Origin() + folder(to.Path())
	case path.Ext(from.Path()) != path.Ext(to.Path()) && stem(from.Path()) == stem(to.Path()):
		return RuleExtension, path.Ext(from.Path()), path.Ext(to.Path())
	}
	return "", "", ""
}

func isIndex(name string) bool {
	return strings.HasPrefix(name, "index.") || strings.HasPrefix(name, "default.")
}

func stem(p string) string { return strings.TrimSuffix(strings.TrimSuffix(p, path.Ext(p)), "/") }

// folder returns the path up to and including the last slash.
func folder(p string) string { return p[:strings.LastIndexByte(p, '/')+1] }
