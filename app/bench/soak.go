package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"sitewell/scanner/sitetest"
)

// soakSite is a website that is another one in each scan: one page in a hundred is gone
// and another one in fifty has other links.
type soakSite struct {
	pages sitetest.Generated
	scan  atomic.Int64
}

// ServeHTTP implements http.Handler.
func (s *soakSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var n int64
	if _, err := fmt.Sscanf(r.URL.Path, "/p/%d.html", &n); err != nil || n == 0 {
		s.pages.ServeHTTP(w, r)
		return
	}
	scan := s.scan.Load()
	switch {
	case n%100 == scan%100:
		http.NotFound(w, r)
	case n%50 == scan%50:
		other := s.pages
		other.Across++
		other.ServeHTTP(w, r)
	default:
		s.pages.ServeHTTP(w, r)
	}
}

// soak scans a site that changes many times, and says what becomes of the history.
func (o options) soak(ctx context.Context, scans int) error {
	s := &soakSite{pages: sitetest.Generated{Pages: 2000, Children: 10, Nav: 10, Across: 5, MissingEvery: 20, MovedEvery: 40, FileEvery: 40, Padding: 500}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: s, ReadHeaderTimeout: time.Minute}
	go server.Serve(listener) // ends with Close
	defer server.Close()
	dir, err := os.MkdirTemp("", "sitewell-soak-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	h := soaked{program: o.program, dir: dir, address: "http://" + listener.Addr().String() + "/"}
	if h.program, err = filepath.Abs(h.program); err != nil {
		return err
	}
	fmt.Printf("%d scans of a site with %d addresses, of which 3 %% are other ones each time\n", scans, s.pages.Counts().Addresses())
	for n := 1; n <= scans; n++ {
		s.scan.Store(int64(n))
		if err := h.time(ctx, 1, fmt.Sprintf("scan %d", n), h.scan()...); err != nil {
			return err
		}
	}
	newest := fmt.Sprint(scans)
	for _, step := range []struct {
		name string
		code int
		args []string
	}{
		{"list the sites", 0, []string{"history"}},
		{"list the scans", 0, []string{"history", h.address}},
		{"compare with the scan before", 1, []string{"compare", h.address}},
		{"compare the first with the last", 1, []string{"compare", h.address, "--from", "1", "--to", newest}},
		{"save the last as JSON Lines", 0, []string{"export", newest, "-o", "scan.jsonl"}},
		{"check", 0, []string{"db", "check"}},
		{"back up", 0, []string{"db", "backup", "copy.db"}},
		{"keep the newest 10", 0, []string{"history", h.address, "--keep", "last=10"}},
		{"scan, which deletes the others", 1, h.scan()},
		{"compact", 0, []string{"db", "compact"}},
		{"check", 0, []string{"db", "check"}},
		{"list the scans", 0, []string{"history", h.address}},
	} {
		if err := h.time(ctx, step.code, step.name, step.args...); err != nil {
			return err
		}
	}
	return nil
}

// soaked is a history that is scanned into.
type soaked struct{ program, dir, address string }

func (h soaked) scan() []string {
	return []string{"scan", h.address, "--no-delay", "--concurrency", "8"}
}

// time runs the program, which must end with the given code, and prints how long it took
// and how large the history is then.
func (h soaked) time(ctx context.Context, code int, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, h.program, append(args, "--db", "history.db")...)
	cmd.Dir = h.dir
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+h.dir)
	began := time.Now()
	said, err := cmd.CombinedOutput()
	took := time.Since(began)
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		return err
	}
	if got := cmd.ProcessState.ExitCode(); got != code {
		return fmt.Errorf("%s ended with %d, not with %d: %s", name, got, code, strings.TrimSpace(string(said)))
	}
	info, err := os.Stat(filepath.Join(h.dir, "history.db"))
	if err != nil {
		return err
	}
	cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	fmt.Printf("%-34s %6.2f s  %6.2f s of processor time  %7.2f MB\n", name, took.Seconds(), cpu.Seconds(), float64(info.Size())/1e6)
	return nil
}
