package fix

import (
	"path"
	"strings"

	"sitewell/scanner/outcome"
)

// WorkingURLs records which hosts, folders and extensions have an address that works, as
// far as causes depend on it: a host is not dead if one of its addresses works,
// and a folder is not gone if anything in it is left. Create one with NewWorkingURLs
// and call Add for every address that works.
type WorkingURLs struct {
	// Each contains the keys that causes depend on, true if something works.
	hosts   map[string]bool
	folders map[string]bool // including the folders below them
	endings map[string]int  // origin and extension: number of addresses that work
}

// NewWorkingURLs returns WorkingURLs for the given problems, without any address that
// works.
func NewWorkingURLs(problems []Problem) *WorkingURLs {
	a := &WorkingURLs{hosts: map[string]bool{}, folders: map[string]bool{}, endings: map[string]int{}}
	for i := range problems {
		p := &problems[i]
		at, ok := locate(p.URL)
		switch {
		case !ok:
		case !p.Internal && hostFails(p):
			a.hosts[at.origin] = false
		case p.MayHaveMoved() || isClosed(p):
			for _, f := range at.folders() {
				a.folders[f] = false
			}
			if at.ext != "" {
				a.endings[at.ending()] = 0
			}
		}
	}
	return a
}

// IsNeeded reports whether any cause depends on the addresses that work.
func (a *WorkingURLs) IsNeeded() bool { return len(a.hosts)+len(a.folders)+len(a.endings) > 0 }

// Add records an address that works.
func (a *WorkingURLs) Add(url string) {
	at, ok := locate(url)
	if !ok {
		return
	}
	mark(a.hosts, at.origin)
	if n, wanted := a.endings[at.ending()]; wanted && at.ext != "" {
		a.endings[at.ending()] = n + 1
	}
	for _, f := range at.folders() {
		if _, wanted := a.folders[f]; !wanted {
			return // nor is any below it
		}
		a.folders[f] = true
	}
	if strings.HasSuffix(at.path, "/") { // the folder itself works
		mark(a.folders, at.origin+at.path)
	}
}

func mark(in map[string]bool, key string) {
	if _, wanted := in[key]; wanted {
		in[key] = true
	}
}

// deadFolder returns the highest folder of an address, below the root, in which
// nothing works.
func (a *WorkingURLs) deadFolder(at location) (string, bool) {
	for _, f := range at.folders() {
		if !a.folders[f] {
			return f, true
		}
	}
	return "", false
}

// location is an address split into parts, without its query.
type location struct {
	origin string // "https://www.example.com"
	path   string // "/a/b.html"
	ext    string // ".html" in lower case, "" for none
}

// ending returns the key of the extension on its origin.
func (l location) ending() string { return l.origin + " " + l.ext }

// ofPages reports whether an extension depends on the technology that a site's
// pages are made with, which is replaced for all pages at once. Three missing PDF
// files are not related; many of which almost none is left were lost together.
func ofPages(ext string) bool {
	switch ext {
	case ".html", ".htm", ".xhtml", ".shtml", ".php", ".php3", ".php4", ".php5", ".phtml", ".asp", ".aspx", ".jsp", ".do", ".cfm", ".cgi", ".pl":
		return true
	}
	return false
}

// locate splits a web address. Addresses are in their normalised form, so this
// needs no parser.
func locate(url string) (location, bool) {
	scheme, rest, ok := strings.Cut(url, "://")
	if !ok || scheme != "http" && scheme != "https" {
		return location{}, false
	}
	if end := strings.IndexAny(rest, "?#"); end >= 0 {
		rest = rest[:end]
	}
	slash := strings.IndexByte(rest, '/')
	if slash < 0 {
		return location{}, false
	}
	at := location{origin: url[:len(scheme)+3+slash], path: rest[slash:]}
	if ext := strings.ToLower(path.Ext(at.path)); len(ext) > 1 && len(ext) <= 6 {
		at.ext = ext
	}
	return at, true
}

// folders returns the folders that contain an address, from the top, without the
// root. "/a/b/" is in "/a/".
func (l location) folders() []string {
	var all []string
	p := strings.TrimSuffix(l.path, "/")
	for i := 1; i < len(p); i++ {
		if p[i] == '/' {
			all = append(all, l.origin+p[:i+1])
		}
	}
	return all
}

// host returns the host of the origin.
func (l location) host() string {
	_, host, _ := strings.Cut(l.origin, "://")
	return host
}

// MayHaveMoved reports whether the address may be missing because the site was
// restructured.
func (p *Problem) MayHaveMoved() bool {
	switch p.Outcome {
	case "404", "410", outcome.Soft404:
		return p.Verdict != outcome.CantVerify
	}
	return false
}

// isClosed reports whether the site itself does not let visitors in.
func isClosed(p *Problem) bool {
	if !p.Internal {
		return false
	}
	switch p.Outcome {
	case "401", "403", outcome.LoginWall, outcome.RedirectLogin:
		return true
	}
	return false
}
