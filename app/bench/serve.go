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

// generatedSite is the target name of the site that generated returns.
const generatedSite = "generated:"

// generated returns a site of the size that the memory budget is set for: 30,000
// pages with about 2.5 million links.
func generated() sitetest.Generated {
	return sitetest.Generated{Pages: 30_000, Nav: 60, Across: 22, Children: 10, MissingEvery: 100, MovedEvery: 150, FileEvery: 200, Padding: 2_000}
}

// changePath is the path that tells the server to change one page in a hundred
// from then on.
const changePath = "/.bench/change"

// serve serves the files of a folder or a generated site on a loopback port
// until ctx ends. It prints the address.
func serve(ctx context.Context, target string) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	var handler http.Handler
	switch target {
	case generatedSite:
		handler = generated()
	case plainSite, scriptedSite:
		handler = applications(target)
	case millions:
		handler = generatedMillions()
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

// changing serves a site of which some pages change after a request for
// changePath.
type changing struct {
	handler http.Handler
	changed atomic.Bool
}

func (c *changing) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == changePath {
		c.changed.Store(true)
		return
	}
	if !c.changed.Load() || !changes(r.URL.Path) {
		c.handler.ServeHTTP(w, r)
		return
	}
	r.Header.Del("If-Modified-Since")
	c.handler.ServeHTTP(&adder{ResponseWriter: w}, r)
}

// changes reports whether a page is one of the 1 % that change.
func changes(p string) bool {
	if ext := path.Ext(p); ext != "" && ext != ".html" {
		return false
	}
	h := fnv.New32a()
	io.WriteString(h, p)
	return h.Sum32()%100 == 0
}

// adder appends a new paragraph with a link to a page.
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

// startServer runs serve in a separate process.
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
