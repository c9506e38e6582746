package demo

import (
	"bytes"
	"embed"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

// site is the bakery as its visitors see it, mill the other site, and answers
// holds what is sent in place of a page.
//
//go:embed site mill answers
var files embed.FS

// types are set by ending, so that no registry of the machine changes them.
var types = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".svg":  "image/svg+xml",
	".xml":  "application/xml",
	".txt":  "text/plain; charset=utf-8",
	".pdf":  "application/pdf",
}

// folder serves the files below one folder of the embedded ones.
type folder struct {
	dir     string
	hosts   *strings.Replacer
	missing http.Handler
}

// ServeHTTP sends the file that the path names; a path that ends with a slash
// names its index.html.
func (f folder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Path
	if strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	body, err := fs.ReadFile(files, path.Join(f.dir, path.Clean("/"+name)))
	if err != nil {
		f.missing.ServeHTTP(w, r)
		return
	}
	w.Header().Set("Content-Type", types[path.Ext(name)])
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader([]byte(f.hosts.Replace(string(body)))))
}

// answer returns one of the files that replace a page. Only this package names
// them, and its test requests all of them.
func answer(name string) []byte {
	body, err := files.ReadFile("answers/" + name)
	if err != nil {
		return []byte(err.Error())
	}
	return body
}

// send answers with a status and one of the files.
func send(status int, name string) http.HandlerFunc {
	body := answer(name)
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		_, _ = w.Write(body)
	}
}

// redirect answers with a status and a Location as it stands.
func redirect(status int, location string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", location)
		w.WriteHeader(status)
	}
}
