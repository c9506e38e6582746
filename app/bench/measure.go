package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"sitewell/storage"
	"sitewell/storage/sqlite"
)

// subject is a site that is scanned, and the programs that are measured on it
// besides Sitewell.
type subject struct {
	name, target         string
	floor, peers, repeat bool
}

// runner is a program that is measured.
type runner struct {
	name string
	args func(address, scratch string) []string
	// exitCodes are those of a run that finished.
	exitCodes []int
	peer      bool
}

// sample is one run of a program, as the operating system accounts for it.
type sample struct {
	cpu, wall time.Duration
	memory    int64 // peak resident memory in bytes
}

// measured is the result of measuring a subject.
type measured struct {
	subject
	samples map[string][]sample // by program
	order   []string
	counts  storage.Counts
	first   int64 // bytes of the database after the first scan
	second  int64 // after a second scan with 1 % of the pages changed
}

const (
	sitewell = "sitewell"
	bare     = "floor"
)

func (o options) measure(ctx context.Context, s subject) (*measured, error) {
	address, stop, err := startServer(ctx, s.target)
	if err != nil {
		return nil, err
	}
	defer stop()
	scratch, err := os.MkdirTemp("", "sitewell-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(scratch)
	runners, err := o.runners(s)
	if err != nil {
		return nil, err
	}
	m := &measured{subject: s, samples: make(map[string][]sample)}
	for _, r := range runners {
		m.order = append(m.order, r.name)
	}
	for turn := range o.runs {
		for _, r := range runners {
			if r.peer && turn >= o.peerRuns {
				continue
			}
			of := o.runs
			if r.peer {
				of = min(of, o.peerRuns)
			}
			fmt.Fprintf(os.Stderr, "%s: run %d of %d: %s\n", s.name, turn+1, of, r.name)
			if err := os.RemoveAll(filepath.Join(scratch, "history.db")); err != nil {
				return nil, err
			}
			one, err := r.run(ctx, address, scratch)
			if err != nil {
				return nil, err
			}
			m.samples[r.name] = append(m.samples[r.name], one)
			if r.name == sitewell && turn == o.runs-1 {
				if err := m.storage(ctx, r, address, scratch); err != nil {
					return nil, err
				}
			}
		}
	}
	return m, nil
}

// storage measures the database after a scan and how much a second scan adds.
func (m *measured) storage(ctx context.Context, r runner, address, scratch string) (err error) {
	file := filepath.Join(scratch, "history.db")
	if m.first, m.counts, err = sizeOf(ctx, file); err != nil || !m.repeat {
		return err
	}
	response, err := http.Get(strings.TrimSuffix(address, "/") + changePath)
	if err != nil {
		return err
	}
	response.Body.Close()
	if _, err := r.run(ctx, address, scratch); err != nil {
		return err
	}
	m.second, _, err = sizeOf(ctx, file)
	return err
}

// sizeOf returns the size of a database and the counts of its newest scan.
func sizeOf(ctx context.Context, file string) (size int64, c storage.Counts, err error) {
	db, err := sqlite.Open(ctx, file, sqlite.Options{})
	if err != nil {
		return 0, c, err
	}
	sites, err := db.Sites(ctx)
	if err == nil && (len(sites) == 0 || sites[0].Last == nil) {
		err = errors.New("no scan was stored")
	}
	if err == nil {
		c, err = db.Counts(ctx, sites[0].Last.ID)
	}
	if err = errors.Join(err, db.Close()); err != nil {
		return 0, c, err
	}
	info, err := os.Stat(file)
	if err != nil {
		return 0, c, err
	}
	return info.Size(), c, nil
}

// runners returns the programs that take turns.
func (o options) runners(s subject) ([]runner, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	program, err := filepath.Abs(o.program)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(program); err != nil {
		return nil, fmt.Errorf("build it first (make headless): %w", err)
	}
	var all []runner
	if s.floor {
		all = append(all, runner{name: bare, args: func(address, _ string) []string { return []string{self, "floor", address} }, exitCodes: []int{0}})
	}
	all = append(all, runner{name: sitewell, exitCodes: []int{0, 1}, args: func(address, scratch string) []string {
		return []string{program, "scan", address, "--no-external", "--no-delay", "--concurrency", fmt.Sprint(floorWorkers), "--db", filepath.Join(scratch, "history.db")}
	}})
	if !s.peers {
		return all, nil
	}
	if path, err := exec.LookPath("linkchecker"); err == nil {
		all = append(all, runner{name: "linkchecker", peer: true, exitCodes: []int{0, 1}, args: func(address, _ string) []string {
			return []string{path, "--no-status", "-o", "none", "-t", fmt.Sprint(floorWorkers), address}
		}})
	}
	if path, err := exec.LookPath("linkinator"); err == nil {
		all = append(all, runner{name: "linkinator", peer: true, exitCodes: []int{0, 1}, args: func(address, _ string) []string {
			return []string{path, address, "--recurse", "--silent", "--concurrency", fmt.Sprint(floorWorkers), "--skip", "^(?!" + address + ")"}
		}})
	}
	return all, nil
}

// run runs the program and returns what it used.
func (r runner) run(ctx context.Context, address, scratch string) (sample, error) {
	args := r.args(address, scratch)
	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Stderr = &stderr
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+scratch)
	began := time.Now()
	err := cmd.Run()
	wall := time.Since(began)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) || cmd.ProcessState == nil {
		return sample{}, fmt.Errorf("%s: %w", r.name, err)
	}
	if code := cmd.ProcessState.ExitCode(); !slices.Contains(r.exitCodes, code) {
		return sample{}, fmt.Errorf("%s exited with %d: %s", r.name, code, stderr.Bytes())
	}
	s := sample{cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), wall: wall}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		s.memory = usage.Maxrss << 10 // Linux counts it in KiB (getrusage(2))
	}
	return s, nil
}
