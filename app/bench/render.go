package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The target names of the sites that applications returns.
const (
	plainSite    = "plain:"    // 1,000 pages as they are sent
	scriptedSite = "scripted:" // the same, of which scripts make one in twenty
)

const (
	renderPages  = 1000
	renderAnswer = 100 * time.Millisecond // that a page takes, as on a small site
)

// applications returns a site of 1,000 pages, each of which answers after a while.
func applications(target string) http.Handler {
	text := "<p>" + strings.Repeat("Bread and cakes from our own oven, every day. ", 40)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(renderAnswer)
		name, file := filepath.Split(r.URL.Path)
		n, _ := strconv.Atoi(file)
		switch {
		case r.URL.Path == "/app.js":
			w.Header().Set("Content-Type", "text/javascript")
			fmt.Fprint(w, `fetch('/data/' + location.pathname.split('/').pop()).then(r => r.json()).then(all => {
				document.getElementById('root').innerHTML = '<h1>Shop</h1>' + all.map(u => '<a href="' + u + '">' + u + '</a>').join(' '); });`)
		case name == "/data/":
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `["/page/%d", "/page/%d", "/"]`, n+1, n+2)
		case name == "/app/" && target == scriptedSite:
			fmt.Fprint(w, `<!doctype html><title>Shop</title><div id=root></div><noscript>Please enable JavaScript.</noscript><script src=/app.js></script>`)
		case r.URL.Path == "/" || n > 0 && n < renderPages:
			fmt.Fprintf(w, "<!doctype html><title>Page %d</title><h1>Page %d</h1>%s", n, n, text)
			for child := n*10 + 1; child <= n*10+10 && child < renderPages; child++ {
				if child%20 == 0 {
					fmt.Fprintf(w, " <a href=/app/%d>app %d</a>", child, child)
					continue
				}
				fmt.Fprintf(w, " <a href=/page/%d>page %d</a>", child, child)
			}
			for next := n + 1; next <= n+3 && next < renderPages; next++ {
				fmt.Fprintf(w, " <a href=/page/%d>next</a>", next)
			}
		default:
			http.NotFound(w, r)
		}
	})
}

// rendering scans both sites with and without a browser, in turns.
func (o options) rendering(ctx context.Context) error {
	isOver := false
	for _, site := range []struct {
		target, name string
		most         float64
	}{{plainSite, "1,000 pages as they are sent", 1.03}, {scriptedSite, "1,000 pages, scripts make one in twenty", 2}} {
		took := map[string][]time.Duration{}
		for range o.runs {
			for _, which := range []string{"never", "auto"} {
				d, err := o.scanOnce(ctx, site.target, which)
				if err != nil {
					return err
				}
				took[which] = append(took[which], d)
			}
		}
		without, with := medianOf(took["never"]), medianOf(took["auto"])
		ratio := with.Seconds() / without.Seconds()
		fmt.Printf("%s: %.1f s without a browser, %.1f s with, %.2f times as long (at most %.2f)\n", site.name, without.Seconds(), with.Seconds(), ratio, site.most)
		isOver = isOver || ratio > site.most
	}
	if isOver {
		return errBudget
	}
	return nil
}

// scanOnce scans a site into a new history, and returns how long that took.
func (o options) scanOnce(ctx context.Context, target, which string) (time.Duration, error) {
	address, stop, err := startServer(ctx, target)
	if err != nil {
		return 0, err
	}
	defer stop()
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	began := time.Now()
	cmd := exec.CommandContext(ctx, o.program, "scan", address, "--db", filepath.Join(dir, "history.db"), "--render", which, "--fail-on", "none")
	if out, err := cmd.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("scan: %w: %s", err, out)
	}
	return time.Since(began), nil
}

func medianOf(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}
