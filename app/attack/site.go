package main

import (
	"context"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"sitewell/app/crashtest"
	"sitewell/scanner/sitetest"
)

// site is a website on loopback whose pages can be held back.
type site struct {
	server  *http.Server
	address string
	pages   atomic.Pointer[sitetest.Generated]
	held    atomic.Pointer[held]
}

// held is a path that gets no answer.
type held struct {
	path  string // "" for none
	asked func() // is called when somebody asks for it
}

// serve serves a site on a free port until it is closed. wrap changes all answers, and may
// be nil.
func serve(pages sitetest.Generated, wrap func(http.Handler) http.Handler) (*site, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &site{address: "http://" + listener.Addr().String() + "/"}
	s.change(pages)
	s.hold("")
	var handler http.Handler = s
	if wrap != nil {
		handler = wrap(s)
	}
	s.server = &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	go s.server.Serve(listener) // ends with close
	return s, nil
}

func (s *site) close() {
	if s != nil {
		_ = s.server.Close()
	}
}

// change replaces all pages.
func (s *site) change(pages sitetest.Generated) { s.pages.Store(&pages) }

// hold keeps back the answer to a path, "" for none. It returns what is closed when
// somebody asks for it.
func (s *site) hold(path string) (asked <-chan struct{}) {
	c := make(chan struct{})
	s.held.Store(&held{path, sync.OnceFunc(func() { close(c) })})
	return c
}

// ServeHTTP implements http.Handler.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h := s.held.Load(); r.URL.Path == h.path {
		h.asked()
		<-r.Context().Done()
		return
	}
	s.pages.Load().ServeHTTP(w, r)
}

// largeSite is a site whose scan and export take long enough to be disturbed in the
// middle.
type largeSite struct {
	*site
	want    []string      // what a scan of it finds
	took    time.Duration // how long that takes
	history string        // a history with a scan of it

	exports    map[string]string // hashes of that scan as a file, by format
	lines      string            // the file in JSON Lines
	exportTook time.Duration     // how long the slowest of them takes
}

func newLargeSite(ctx context.Context, p *crashtest.Program, dir string, pages sitetest.Generated) (*largeSite, error) {
	l := &largeSite{}
	var err error
	if l.site, err = serve(pages, nil); err != nil {
		return nil, err
	}
	t := &crashtest.Tester{Program: p, Dir: dir, Address: l.address}
	if err = makeFolder(dir); err == nil {
		l.history, err = t.ScanUndisturbed(ctx)
	}
	if err != nil {
		l.close()
		return nil, err
	}
	l.want, l.took = t.Want, t.Took
	if err := l.export(ctx, p, dir); err != nil {
		l.close()
		return nil, err
	}
	return l, nil
}

// export saves the scan in every format.
func (l *largeSite) export(ctx context.Context, p *crashtest.Program, dir string) error {
	l.exports = make(map[string]string)
	for _, format := range []string{"jsonl", "xlsx", "sqlite"} {
		file := filepath.Join(dir, "export."+format)
		e, err := p.Run(ctx, crashtest.Order{Args: []string{"export", "1", "--db", l.history, "--format", format, "-o", file}})
		if err := expect(0)(e, err); err != nil {
			return err
		}
		l.exportTook = max(l.exportTook, e.Took)
		if l.exports[format], err = hash(file, format); err != nil {
			return err
		}
	}
	l.lines = filepath.Join(dir, "export.jsonl")
	return nil
}

func (l *largeSite) close() {
	if l != nil {
		l.site.close()
	}
}
