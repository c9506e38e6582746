// Command limits scans a small site behind real servers that limit how much they
// answer: nginx with limit_req, Apache with mod_evasive and with mod_qos. Every address
// of the site exists, so none of them may be broken or left unverified. It is a
// command, not a test, because the slowest server needs three minutes.
//
//	go run ./app/limits                all servers that are installed, at once
//	go run ./app/limits -only evasive  those whose names contain that
//
// It installs nothing, and says which servers are missing. On Debian they are the
// packages nginx-light, apache2, libapache2-mod-evasive and libapache2-mod-qos. The
// exit code is 1 if an address is not found to work.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "limits:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("limits", flag.ContinueOnError)
	program := flags.String("sitewell", "./sitewell-headless", "the program to test")
	only := flags.String("only", "", "only servers whose names contain `TEXT`")
	if err := flags.Parse(args); err != nil {
		return err
	}
	path, err := filepath.Abs(*program)
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("build it first (make headless): %w", err)
	}
	dir, err := os.MkdirTemp("", "sitewell-limits-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := makePages(dir); err != nil {
		return err
	}
	var scans []*scan
	done := make(chan *scan)
	for _, s := range servers() {
		if !strings.Contains(s.name, *only) {
			continue
		}
		if missing := s.missing(); missing != "" {
			fmt.Printf("%-50s not tried: %s is not installed\n", s.name, missing)
			continue
		}
		one := &scan{server: s, program: path, dir: filepath.Join(dir, fmt.Sprint(len(scans)))}
		scans = append(scans, one)
		go func() {
			one.run(ctx)
			done <- one
		}()
	}
	failed := 0
	for range scans {
		s := <-done
		fmt.Println(s.line())
		if s.err != nil || s.works != pages || s.refused == 0 {
			failed++
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d servers", failed, len(scans))
	}
	return nil
}

// pages is how many pages the site has.
const pages = 143

// makePages makes the site in the folder site of dir: a start page with links to all
// others, which link back.
func makePages(dir string) error {
	site := filepath.Join(dir, "site")
	if err := os.MkdirAll(site, 0o755); err != nil {
		return err
	}
	if err := os.Chmod(dir, 0o755); err != nil { // servers read it as another user
		return err
	}
	var start bytes.Buffer
	start.WriteString("<!doctype html><title>Start</title><p>All pages.\n")
	for i := 1; i < pages; i++ {
		fmt.Fprintf(&start, "<a href=\"page-%d.html\">Page %d</a>\n", i, i)
		page := fmt.Sprintf("<!doctype html><title>Page %d</title><p>This is page %d. <a href=\"./\">Back</a>\n", i, i)
		if err := os.WriteFile(filepath.Join(site, fmt.Sprintf("page-%d.html", i)), []byte(page), 0o644); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(site, "index.html"), start.Bytes(), 0o644)
}

// scan is a scan of the site behind one server.
type scan struct {
	server  server
	program string
	dir     string // of this scan, beside the folder of the site

	works   int
	other   []string // addresses with another verdict
	refused int      // requests
	took    time.Duration
	err     error
}

func (s *scan) run(ctx context.Context) {
	if s.err = os.MkdirAll(s.dir, 0o755); s.err != nil {
		return
	}
	port, stop, err := s.server.start(ctx, s.dir)
	if err != nil {
		s.err = err
		return
	}
	defer stop()
	began := time.Now()
	command := exec.CommandContext(ctx, s.program, "scan", fmt.Sprintf("http://127.0.0.1:%d/", port),
		"--jsonl", "-", "--db", filepath.Join(s.dir, "history.db"))
	command.Env = append(os.Environ(), "XDG_STATE_HOME="+s.dir)
	out, err := command.Output()
	s.took = time.Since(began)
	if len(out) == 0 {
		s.err = fmt.Errorf("the scan told nothing: %w", err)
		return
	}
	s.err = s.read(out)
	s.refused, err = countRefused(s.dir)
	if s.err == nil {
		s.err = err
	}
}

// read counts what a scan found.
func (s *scan) read(out []byte) error {
	for line := range bytes.Lines(out) {
		var row struct{ Address, Verdict, Outcome, Reason string }
		if err := json.Unmarshal(line, &row); err != nil {
			return err
		}
		switch {
		case row.Address == "": // a fix
		case row.Outcome == "no-error-page": // of the whole site
		case row.Verdict == "works":
			s.works++
		default:
			s.other = append(s.other, fmt.Sprintf("%s is %s: %s", row.Address, row.Verdict, row.Reason))
		}
	}
	return nil
}

// line says what came of a scan.
func (s *scan) line() string {
	if s.err != nil {
		return fmt.Sprintf("%-50s FAILED: %v", s.server.name, s.err)
	}
	line := fmt.Sprintf("%-50s %d of %d work, %d requests refused, %.0f s", s.server.name, s.works, pages, s.refused, s.took.Seconds())
	if s.refused == 0 {
		line += "\n    nothing was refused: this proves nothing"
	}
	for _, other := range s.other[:min(len(s.other), 5)] {
		line += "\n    " + other
	}
	return line
}

// countRefused counts the responses that are neither success nor 404, and the
// connections that were closed without a response, by the logs in a folder.
func countRefused(dir string) (n int, err error) {
	responses, err := os.ReadFile(filepath.Join(dir, "access.log"))
	if err != nil {
		return 0, err
	}
	for status := range bytes.Lines(responses) {
		if s := string(bytes.TrimSpace(status)); s != "200" && s != "404" {
			n++
		}
	}
	errors, err := os.ReadFile(filepath.Join(dir, "error.log"))
	return n + bytes.Count(errors, []byte("QS_SrvMaxConnPerIP rule")), err
}
