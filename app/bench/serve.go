package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path"
	"strings"
	"sync/atomic"

	"sitewell/scanner/sitetest"
)

// madeSite is the target that stands for a site without files.
const madeSite = "made:"

// made is as large as the budget for memory names: 30,000 pages with about 2.5
// million links.
func made() sitetest.Generated {
	return sitetest.Generated{Pages: 30_000, Nav: 60, Across: 22, Children: 10, MissingEvery: 100, MovedEvery: 150, FileEvery: 200, Padding: 2_000}
}

// changePath makes the server change one page in a hundred from then on.
const changePath = "/.bench/change"

// serve answers with the files of a folder, or with the made site, on a port
// of loopback that it prints, until ctx ends.
func serve(ctx context.Context, target string) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	var handler http.Handler
	switch target {
	case madeSite:
		handler = made()
	case millions:
		handler = madeMillions()
	default:
		handler = http.FileServer(http.Dir(target))
	}
	c := &changing{handler: handler}
	server := &http.Server{Handler: c}
	context.AfterFunc(ctx, func() { server.Close() })
	fmt.Println("http://" + listener.Addr().String() + "/")
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return nil
}

// changing serves a site of which some pages change when it is told so.
type changing struct {
	handler http.Handler
	changed atomic.Bool
}

func (c *changing) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == changePath {
		c.changed.Store(true)
		return
	}
	if !c.changed.Load() || !chosen(r.URL.Path) {
		c.handler.ServeHTTP(w, r)
		return
	}
	r.Header.Del("If-Modified-Since")
	c.handler.ServeHTTP(&adder{ResponseWriter: w}, r)
}

// chosen reports whether a page is one of the hundredth part that changes.
func chosen(p string) bool {
	if ext := path.Ext(p); ext != "" && ext != ".html" {
		return false
	}
	h := fnv.New32a()
	io.WriteString(h, p)
	return h.Sum32()%100 == 0
}

// adder puts a new paragraph with a link behind a page.
type adder struct {
	http.ResponseWriter
	done bool
}

func (a *adder) WriteHeader(status int) {
	a.Header().Del("Content-Length")
	a.ResponseWriter.WriteHeader(status)
}

func (a *adder) Write(b []byte) (int, error) {
	if i := bytes.LastIndex(b, []byte("</body>")); i >= 0 && !a.done {
		a.done = true
		changed := append(bytes.Clone(b[:i]), `<p>News of today: <a href="/">home</a></p>`...)
		_, err := a.ResponseWriter.Write(append(changed, b[i:]...))
		return len(b), err
	}
	return a.ResponseWriter.Write(b)
}

// startServer runs serve as a process of its own.
func startServer(ctx context.Context, target string) (address string, stop func(), err error) {
	self, err := os.Executable()
	if err != nil {
		return "", nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	cmd := exec.CommandContext(ctx, self, "serve", target)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		cancel()
		return "", nil, err
	}
	stop = func() { cancel(); _ = cmd.Wait() }
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		stop()
		return "", nil, fmt.Errorf("start server: %w", err)
	}
	return strings.TrimSpace(line), stop, nil
}
