// Package folder serves the files of a folder on this computer as a web server would,
// so that a site can be scanned before it is published.
//
// It must not know the scanner: it answers as static hosts do. A path that ends with a
// slash is answered with index.html, one without an ending also with the file of this
// name and .html (as GitHub Pages, Netlify and Cloudflare Pages do), a folder's name
// with a redirect to the same with a slash, and what is not there with status 404 and
// 404.html where the folder has one. Folders are never listed.
package folder

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"log"
	"mime"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// ErrNoFolder: what was named is no folder.
var ErrNoFolder = errors.New("no such folder")

// Server serves a folder on loopback. It is safe for concurrent use.
type Server struct {
	url     string
	root    *os.Root
	server  *http.Server
	serving sync.WaitGroup
	stop    func() bool // ends waiting for the context

	mu     sync.Mutex
	failed error // of a server that ended by itself
}

// Start serves a folder until Close is called or ctx ends, at the address that it had
// before if that is free; before is "" for none. Without one it is at a port that comes
// from its name, so that the same folder has the same address as a rule. Files outside
// of the folder, to which symbolic links lead, are not served.
func Start(ctx context.Context, dir, before string) (*Server, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoFolder, err)
	}
	ports := []int{usualPort(dir), 0}
	if port := portOf(before); port != 0 {
		ports = append([]int{port}, ports...)
	}
	l, err := listen(ctx, ports)
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	s := &Server{url: "http://" + l.Addr().String() + "/", root: root}
	s.server = &http.Server{
		Handler:           onlyAt(l.Addr().String(), handler{root.FS()}),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       time.Minute,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	s.serving.Go(func() {
		if err := s.server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.failed = fmt.Errorf("serve folder: %w", err)
		}
	})
	s.stop = context.AfterFunc(ctx, func() { _ = s.server.Close() })
	return s, nil
}

// URL is the address of the folder's home page.
func (s *Server) URL() string { return s.url }

// Close ends the server, requests under way included, and waits for it.
func (s *Server) Close() error {
	s.stop()
	err := s.server.Close()
	s.serving.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(s.failed, err, s.root.Close())
}

// The ports that names of folders are spread over: below those that systems give to
// clients (32768 on Linux).
const firstPort, ports = 20_000, 10_000

// usualPort returns the port of a folder.
func usualPort(dir string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(filepath.ToSlash(dir)))
	return firstPort + int(h.Sum32()%ports)
}

// portOf returns the port of an address that Start gave, 0 for none.
func portOf(address string) int {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() != "127.0.0.1" {
		return 0
	}
	port, _ := strconv.Atoi(u.Port())
	return port
}

// listen listens at the first of some ports that is free.
func listen(ctx context.Context, at []int) (l net.Listener, err error) {
	for _, port := range at {
		if l, err = (&net.ListenConfig{}).Listen(ctx, "tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port))); err == nil {
			return l, nil
		}
	}
	return nil, fmt.Errorf("serve folder: %w", err)
}

// onlyAt answers requests to an address alone: a page in a browser can't read the files
// under a name of its own that leads to this computer (DNS rebinding).
func onlyAt(host string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host != host {
			w.WriteHeader(http.StatusMisdirectedRequest)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// handler serves files.
type handler struct{ files fs.FS }

func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if strings.HasSuffix(r.URL.Path, "/") {
		h.send(w, r, path.Join(name, "index.html"))
		return
	}
	switch info, err := fs.Stat(h.files, name); {
	case err == nil && info.IsDir():
		to := url.URL{Path: "/" + name + "/", RawQuery: r.URL.RawQuery}
		w.Header().Set("Location", to.String())
		w.WriteHeader(http.StatusMovedPermanently)
	case err != nil && path.Ext(name) == "":
		h.send(w, r, name+".html")
	default:
		h.send(w, r, name)
	}
}

// send answers with a file, or with the page for what is missing.
func (h handler) send(w http.ResponseWriter, r *http.Request, name string) {
	file, info, err := h.open(name)
	if err != nil {
		h.missing(w)
		return
	}
	defer func() { _ = file.Close() }()
	w.Header().Set("Content-Type", typeOf(name))
	http.ServeContent(w, r, "", info.ModTime(), file)
}

// open opens a regular file.
func (h handler) open(name string) (io.ReadSeekCloser, fs.FileInfo, error) {
	file, err := h.files.Open(name)
	if err != nil {
		return nil, nil, err
	}
	info, err := file.Stat()
	seeker, ok := file.(io.ReadSeekCloser)
	if err != nil || !info.Mode().IsRegular() || !ok {
		return nil, nil, errors.Join(fs.ErrNotExist, err, file.Close())
	}
	return seeker, info, nil
}

// missing answers with status 404.
func (h handler) missing(w http.ResponseWriter) {
	body, err := fs.ReadFile(h.files, "404.html")
	if err != nil {
		body = []byte("Not found")
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.Write(body)
}

// types are set by ending, so that no registry of the machine changes them.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".htm": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
	".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8", ".json": "application/json",
	".xml": "application/xml", ".txt": "text/plain; charset=utf-8", ".md": "text/markdown; charset=utf-8", ".pdf": "application/pdf",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
	".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon", ".woff": "font/woff", ".woff2": "font/woff2",
	".ttf": "font/ttf", ".mp4": "video/mp4", ".webm": "video/webm", ".mp3": "audio/mpeg", ".webmanifest": "application/manifest+json",
	".wasm": "application/wasm", ".zip": "application/zip",
}

// typeOf returns the media type of a file.
func typeOf(name string) string {
	ending := strings.ToLower(path.Ext(name))
	for _, known := range []string{types[ending], mime.TypeByExtension(ending)} {
		if known != "" {
			return known
		}
	}
	return "application/octet-stream"
}
