package fetch

import (
	"strings"
	"sync"
)

const (
	// platformTries is how many pages of a host are searched for its platform.
	platformTries = 5
	maxPlatforms  = 10_000
)

// platforms remembers what runs each host: an error page seldom shows it, and
// searching every page would cost more than it tells.
type platforms struct {
	mu    sync.Mutex
	hosts map[string]*platform
}

type platform struct {
	name, clue string
	tries      int
}

// describe fills in server and platform of an answer.
func (p *platforms) describe(a *Answer) {
	host := a.Final.PaceHost()
	known := p.get(host)
	body := a.Body
	if a.Status < 400 && (known.name != "" || known.tries >= platformTries) {
		body = nil
	}
	e := &a.Evidence
	e.Server, e.Platform, e.Clue = DetectSoftware(a.Header, body)
	switch {
	case e.Platform == "" && known.name != "":
		e.Platform = known.name
		if e.Clue != "" {
			e.Clue += "; "
		}
		e.Clue += known.clue + " on another page"
	case e.Platform != "" && known.name != e.Platform:
		known.name = e.Platform
		known.clue, _, _ = strings.Cut(e.Clue, "; ")
		p.put(host, known)
	case e.Platform == "" && len(body) > 0:
		known.tries++
		p.put(host, known)
	}
}

func (p *platforms) get(host string) platform {
	p.mu.Lock()
	defer p.mu.Unlock()
	if known := p.hosts[host]; known != nil {
		return *known
	}
	return platform{}
}

func (p *platforms) put(host string, known platform) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.hosts == nil || len(p.hosts) >= maxPlatforms {
		p.hosts = make(map[string]*platform)
	}
	p.hosts[host] = &known
}
