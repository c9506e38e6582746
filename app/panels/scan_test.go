//go:build !headless

package panels

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sitewell/app/core"
	"sitewell/scanner"
	"sitewell/scanner/profile"
	"sitewell/scanner/render"
	"sitewell/scanner/sitetest"
	"sitewell/scanner/sitetest/hostile"
	"sitewell/storage"
)

// today is the day of the last scan of the hostile site.
func today() time.Time { return time.Date(2026, 11, 25, 9, 30, 0, 0, time.UTC) }

// others are sites with what the hostile site lacks: addresses that are left
// out for each reason that a person can set, addresses that are wrong as they
// are written, and a status outside of HTTP.
const others = `
-- host https://limits.example --
-- GET / --
Server: Apache/2.4.62 (Debian)

<title>Limits</title><a href=/print/menu>Print</a><a href=/a>In</a>
<img src="" alt="no address"><a href="http://xn--a.example/">no such name</a>
<img src="data:image/png;base64" alt="cut off"><a href=https://profile.example/>profile</a>
-- GET /a --

<title>A</title><a href=/a/b>Deeper</a>
-- GET /a/b --

<title>B</title><a href=/a/b/c>Deepest</a>
-- host https://profile.example --
default: 999
-- host https://border.example --
-- GET / --

<title>Border</title><a href=/shop>Shop</a>
-- GET /shop --
301
Location: https://profile.example/shop

-- host https://full.example --
-- GET / --

<title>Full</title><a href=/1>1</a><a href=/2>2</a><a href=/3>3</a>
`

// scanInto fills a history in virtual time: two scans of the hostile site a
// week apart, and small ones of sites whose settings leave something out or
// that can't be reached through the proxy. The file must not exist.
func scanInto(t *testing.T, file string) {
	t.Helper()
	site := hostile.Read(t, "../../scanner/testdata/hostile", false)
	identify(t, site)
	synctest.Test(t, func(t *testing.T) {
		// A bubble begins in the year 2000.
		time.Sleep(time.Until(today().AddDate(0, 0, -7)))
		var change func(*scanner.Options)
		c, err := core.Open(t.Context(), core.Config{DB: file, Version: "test", Prepare: func(o *scanner.Options) { change(o) }})
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		}()
		through := func(s *sitetest.Site) func(*scanner.Options) {
			return func(o *scanner.Options) {
				o.Resolver, o.Roots, o.Dial = s.Resolver(), s.Roots(), s.Dial
			}
		}
		for range 2 {
			served := through(site.Serve(t, sitetest.InMemory()))
			change = func(o *scanner.Options) {
				served(o)
				o.Credential = scanner.Credential{User: "owner", Password: "Kuchen-4711"}
			}
			await(t, c, hostile.Start, func(s *profile.Settings) { s.Subdomains, s.MaxBody = true, 1<<20 })
			time.Sleep(7 * 24 * time.Hour)
		}
		change = through(sitetest.New(t, others, sitetest.InMemory()))
		await(t, c, "https://limits.example/", func(s *profile.Settings) { s.MaxDepth, s.Exclude = 2, []string{"/print/"} })
		await(t, c, "https://border.example/", func(s *profile.Settings) { s.NoExternal = true })
		last := await(t, c, "https://full.example/", func(s *profile.Settings) { s.MaxAddresses = 3 })
		direct := change
		change = func(o *scanner.Options) {
			direct(o)
			o.Proxy = "http://proxy.example:3128"
		}
		again, err := c.Runner.StartScan(t.Context(), last.SiteID())
		if err != nil {
			t.Fatal(err)
		}
		<-again.Done()
	})
	scanScripts(t, file)
}

// scanScripts scans a page whose script asks for what is not there, in real time: no
// browser lives in a bubble.
func scanScripts(t *testing.T, file string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, `<title>Menu</title><div id=menu></div><script>fetch('/menu.json')</script>`)
	}))
	defer server.Close()
	c, err := core.Open(t.Context(), core.Config{DB: file, Version: "test", FindBrowser: render.Find})
	if err != nil {
		t.Fatal(err)
	}
	await(t, c, server.URL, func(s *profile.Settings) { s.Render = profile.RenderAlways })
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

// await scans an address to the end.
func await(t *testing.T, c *core.Core, address string, settings func(*profile.Settings)) *core.Running {
	t.Helper()
	r, err := c.Runner.ScanAddressWith(t.Context(), address, core.ScanOverrides{Change: settings})
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	<-r.Done()
	if err := r.Err(); err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	return r
}

// identify makes the start page say that the site runs on nginx and WordPress,
// so that the steps for these are shown as well.
func identify(t *testing.T, site hostile.Site) {
	t.Helper()
	headers := "Server: nginx/1.26.2\nX-Powered-By: PHP/8.3\nLink: <https://site.test/wp-json/>; rel=\"https://api.w.org/\"\n"
	for i, f := range site.Archive.Files {
		if f.Name == "GET /" && strings.Contains(string(f.Data), "Everything that goes wrong") {
			site.Archive.Files[i].Data = slices.Concat([]byte(headers), f.Data)
			return
		}
	}
	t.Fatal("the hostile site has no start page")
}

// open opens the history that scanInto has filled.
func open(t *testing.T, file string) *core.Core {
	t.Helper()
	c, err := core.Open(context.Background(), core.Config{DB: file, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// found is an address of the history with the result of its scan.
type found struct {
	scan storage.ScanID
	row  storage.Row
}

// everything returns the newest result of every address of the history.
func everything(t *testing.T, c *core.Core) []found {
	t.Helper()
	ctx := t.Context()
	sites, err := c.Store.Sites(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var all []found
	for _, s := range sites {
		scans, err := c.Store.Scans(ctx, s.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, scan := range scans {
			if scan.Site == sites[0].ID && scan.ID == 1 {
				continue
			}
			ids, err := c.Store.RowIDs(ctx, scan.ID, storage.Filter{}, storage.Order{})
			if err != nil {
				t.Fatal(err)
			}
			rows, err := c.Store.Rows(ctx, scan.ID, ids)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				all = append(all, found{scan.ID, r})
			}
		}
	}
	return all
}
