package export

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/scanner"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/scanner/sitetest"
	"sitewell/storage"
)

// echoSite repeats what it is sent wherever a site can: each {word} is a secret,
// spelled in one way.
const echoSite = `
-- host https://echo.example --
-- GET /robots.txt --
404

-- GET / --
401
!unless {header}

-- GET / --

<title>Welcome {html}, {base64}</title>
<h1>{html}</h1> <h2 id="{html}">x</h2>
<a href="/path/{path}">in a path {html}</a>
<a href="/query?t={query}&u=1">in a query {base64}</a>
<a href="/query?t={base64query}">in base64</a>
<a href="/query?t={all}">with every byte encoded</a>
<a href="/query?t={lower}">with every byte encoded in lower case</a>
<a href="/marker/(hidden-1)/(hidden-0)(hidden-x(hidden-">what looks as if a secret was hidden</a>
<a href="/#{path}">a place that is there or not</a>
<a href="/other#x{path}">a place that is missing</a>
<a href="/redirect">a redirect</a> <a href="/loop/{path}">a loop</a> <a href="/refresh">a refresh</a>
<a href="/gone">an error page</a> <a href="/type">a type</a> <a href="/broken-header">a header</a>
<a href="mailto:{path}@echo.example">mail</a> <a href="tel:{path}">telephone</a> <a href="http://exa mple.test/{path}">no address</a>
<a href="/long">{padding} {html}</a> <img src="/{path}.png" alt="{html}"> <form action="/search/{path}"></form>
<a href="https://{host}.example/{path}">another site</a> <a href="/{path}/logout">bye</a>
<meta name="robots" content="noindex, {html}"><meta property="og:image" content="/og/{path}">
-- GET /marker/* --

<title>Marked</title>
-- GET /query* --

<title>{html}</title>
-- GET /path/* --
404

-- GET /redirect --
302
Location: /target/{path}?x={query}#{path}

-- GET /target/* --

<title>Target</title>
-- GET /loop/* --
302
Location: /loop/{path}

-- GET /refresh --
Refresh: 0; url=/refreshed/{path}

<title>Refresh</title>
-- GET /gone --
500
X-Echo: {raw}
X-{host}: {base64}
Server: {raw}
Set-Cookie: a={raw}; Path=/{path}
Content-Type: text/html; charset={host}

<h1>Fatal error: {html} {base64} {query} in /var/www/{path}/index.php on line 7</h1>
-- GET /type --
Content-Type: text/{host}

<title>Type</title>
-- GET /broken-header --
!raw
HTTP/1.1 200 OK\nContent-Length: {host}\n\nx
-- GET /other --

<title>Other</title>
-- GET /long --

<title>{padding} {html}</title>
-- GET /* --
404

<title>Not found</title>{html}
-- host https://{host}.example --
certificate: expired
-- GET /* --
`

// spellings of a secret in echoSite.
func echoed(header, secret string) (site string, all []string) {
	encoded := base64.StdEncoding.EncodeToString([]byte(secret))
	every := ""
	for i := range len(secret) {
		every += fmt.Sprintf("%%%02X", secret[i])
	}
	host := strings.ToLower(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return -1
	}, secret))
	if host != strings.ToLower(secret) {
		host = "host" // no host can have the secret in its name
	} else {
		all = append(all, host)
	}
	spelled := map[string]string{
		"{raw}": secret, "{html}": html.EscapeString(secret), "{path}": url.PathEscape(secret), "{query}": url.QueryEscape(secret),
		"{base64}": encoded, "{base64query}": url.QueryEscape(encoded), "{all}": every, "{lower}": strings.ToLower(every),
	}
	pairs := []string{"{header}", header, "{host}", host, "{padding}", strings.Repeat("-", 196-len(secret)/2)}
	for word, text := range spelled {
		pairs = append(pairs, word, text)
		all = append(all, strings.TrimRight(text, "="))
	}
	return strings.NewReplacer(pairs...).Replace(echoSite), all
}

// buffer is a log that is safe for concurrent use.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// What a site was signed in to with is nowhere to be found after a scan, however the
// site repeats it: not in the history while it is written nor when it is closed, nor
// in the log, in any export, or in what the terminal shows.
func TestEchoedSecretsAreHidden(t *testing.T) { // check 90; truth 5
	tests := []struct {
		name, header, secret string
		given                core.SecretInput
	}{
		{"password", "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("anna:p&ss/w'0rd ü+")), "p&ss/w'0rd ü+", core.SecretInput{Kind: profile.Password, User: "anna", Text: "p&ss/w'0rd ü+"}},
		{"token", "Authorization: Bearer t0k.en~_X", "t0k.en~_X", core.SecretInput{Kind: profile.Header, Text: "Authorization: Bearer t0k.en~_X"}},
		{"header", "X-Door: open-Sesame-7", "open-Sesame-7", core.SecretInput{Kind: profile.Header, Text: "X-Door: open-Sesame-7"}},
		{"cookie", "Cookie: k33p-m3-5afe", "k33p-m3-5afe", core.SecretInput{Kind: profile.Cookie, Text: "lang=de; session=k33p-m3-5afe"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, spellings := echoed(strings.Replace(tt.header, "Cookie: ", "Cookie: lang=de; session=", 1), tt.secret)
			site, dir := sitetest.New(t, text), t.TempDir()
			var log buffer
			c, err := core.Open(t.Context(), core.Config{
				DB: filepath.Join(dir, "history.db"), Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
				Prepare: func(o *scanner.Options) {
					o.Resolver, o.Dial, o.Roots, o.NoDelay = site.Resolver(), site.Dial, site.Roots(), true
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			r, err := c.Runner.ScanAddressWith(t.Context(), "https://echo.example/", core.ScanOverrides{SignIn: &tt.given})
			if err != nil {
				t.Fatal(err)
			}
			<-r.Done()
			if err := r.Err(); err != nil {
				t.Fatal(err)
			}
			requested := requestsOf(site)
			for _, want := range []string{"/path/" + url.PathEscape(tt.secret), "/target/" + url.PathEscape(tt.secret), "/marker/(hidden-1)/(hidden-0)(hidden-x(hidden-"} {
				if !strings.Contains(requested, want) {
					t.Errorf("%s was not requested as it is:\n%s", want, requested)
				}
			}

			files := New(Options{Core: c})
			src, err := files.Source(t.Context(), r.ScanID())
			if err != nil {
				t.Fatal(err)
			}
			for format, ending := range map[Format]string{Database: "db", Spreadsheet: "xlsx", JSONLines: "jsonl"} {
				if err := files.Export(t.Context(), r.ScanID(), format, filepath.Join(dir, "export."+ending), nil); err != nil {
					t.Fatal(err)
				}
			}
			var terminal bytes.Buffer
			if err := report.Text(report.TextOptions{Width: 400, Problems: true})(t.Context(), &terminal, src); err != nil {
				t.Fatal(err)
			}
			stored := everything(t, c, r.ScanID())
			search := func(name string, content []byte) {
				for _, s := range spellings {
					if bytes.Contains(content, []byte(s)) {
						t.Errorf("%s has %q%s", name, s, around(content, s))
					}
				}
			}
			search("the history", stored)
			search("the terminal", terminal.Bytes())
			search("the log", []byte(log.String()))
			progress, err := json.Marshal(r.Progress())
			if err != nil {
				t.Fatal(err)
			}
			search("progress", progress)
			searchFiles(t, dir, search) // the history is open, so its WAL is there
			if err := c.Close(); err != nil {
				t.Fatal(err)
			}
			searchFiles(t, dir, search)
			if n := bytes.Count(stored, []byte("(hidden")); n < 60 {
				t.Errorf("only %d secrets are hidden: the test proves little", n)
			}
			search("the log", []byte(log.String()))
		})
	}
}

func requestsOf(site *sitetest.Site) string {
	var b strings.Builder
	for _, q := range site.Requests() {
		fmt.Fprintln(&b, q)
	}
	return b.String()
}

// around shows where a text was found.
func around(content []byte, s string) string {
	i := bytes.Index(content, []byte(s))
	return fmt.Sprintf(" in %q", content[max(0, i-80):min(len(content), i+len(s)+20)])
}

// everything returns all that the history has of a scan, unpacked.
func everything(t *testing.T, c *core.Core, scan storage.ScanID) []byte {
	t.Helper()
	s, err := c.Store.ScanByID(t.Context(), scan)
	if err != nil {
		t.Fatal(err)
	}
	all := []any{s}
	seen := map[string]bool{}
	for row, err := range c.Store.EachRow(t.Context(), scan, storage.Filter{}, storage.Order{}) {
		if err != nil {
			t.Fatal(err)
		}
		if seen[row.URL] || row.Verdict == outcome.Unchecked {
			t.Errorf("%s is there twice, or has no verdict", row.URL)
		}
		seen[row.URL] = true
		d, err := c.Store.Detail(t.Context(), scan, row.ID)
		if err != nil {
			t.Fatal(err)
		}
		links, _, _, err := c.Store.Sources(t.Context(), scan, row.ID, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, d, links)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(all); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// searchFiles calls search with every file of a folder, those within archives
// included.
func searchFiles(t *testing.T, dir string, search func(name string, content []byte)) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		search(d.Name(), content)
		if filepath.Ext(path) != ".xlsx" {
			return nil
		}
		archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			return err
		}
		for _, f := range archive.File {
			r, err := f.Open()
			if err != nil {
				return err
			}
			part, err := io.ReadAll(r)
			if err != nil {
				return err
			}
			search(f.Name, part)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
