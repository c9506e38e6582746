package fix

import (
	"path"
	"strings"

	"sitewell/scanner/outcome"
)

// Alive says where something works, as far as that decides about causes: a
// host of which one address works is not dead, nor is a folder gone in which
// something is left. Make it with NewAlive and Add every address that works.
type Alive struct {
	// Each holds what problems make us ask for, true where something works.
	hosts   map[string]bool
	folders map[string]bool // and all that lies below them
	endings map[string]int  // origin and extension: how many work
}

// NewAlive makes one that knows of nothing that works, for some problems.
func NewAlive(problems []Problem) *Alive {
	a := &Alive{hosts: map[string]bool{}, folders: map[string]bool{}, endings: map[string]int{}}
	for i := range problems {
		p := &problems[i]
		at, ok := locate(p.URL)
		switch {
		case !ok:
		case !p.Internal && hostFails(p):
			a.hosts[at.origin] = false
		case p.Gone() || isClosed(p):
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

// Wanted reports whether anything depends on what works.
func (a *Alive) Wanted() bool { return len(a.hosts)+len(a.folders)+len(a.endings) > 0 }

// Add notes an address that works.
func (a *Alive) Add(url string) {
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
	if strings.HasSuffix(at.path, "/") { // the folder answers itself
		mark(a.folders, at.origin+at.path)
	}
}

func mark(in map[string]bool, key string) {
	if _, wanted := in[key]; wanted {
		in[key] = true
	}
}

// deadFolder gives the highest folder above an address, below the root, in
// which nothing works.
func (a *Alive) deadFolder(at location) (string, bool) {
	for _, f := range at.folders() {
		if !a.folders[f] {
			return f, true
		}
	}
	return "", false
}

// location is an address in parts, without its query.
type location struct {
	origin string // "https://www.example.com"
	path   string // "/a/b.html"
	ext    string // ".html" in lower case, "" where there is none
}

// ending is the extension as one of its origin.
func (l location) ending() string { return l.origin + " " + l.ext }

// ofPages reports whether pages have an extension by how they are made, which
// a site gives up as a whole. That three PDF files are missing says nothing of
// the kind; that many are, and next to none is left, says that they were lost
// together.
func ofPages(ext string) bool {
	switch ext {
	case ".html", ".htm", ".xhtml", ".shtml", ".php", ".php3", ".php4", ".php5", ".phtml", ".asp", ".aspx", ".jsp", ".do", ".cfm", ".cgi", ".pl":
		return true
	}
	return false
}

// locate takes a web address apart. Addresses are in their normalised form, so
// this needs no parser.
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

// folders gives the folders that an address stands in, from the top, without
// the root. "/a/b/" stands in "/a/".
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

// host of the origin.
func (l location) host() string {
	_, host, _ := strings.Cut(l.origin, "://")
	return host
}

// Gone reports whether the address may be what a change of structure left
// behind.
func (p *Problem) Gone() bool {
	switch p.Outcome {
	case "404", "410", outcome.Soft404:
		return p.Verdict != outcome.CantVerify
	}
	return false
}

// isClosed: the site itself does not let visitors in.
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
