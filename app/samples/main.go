// Command samples makes the reports of docs/samples: those that an agency would send to
// the owner of the demo site's bakery, which is scanned as if once a week.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/report"
	"sitewell/app/report/pdf"
	"sitewell/app/report/webpage"
	"sitewell/assets/demo"
	"sitewell/scanner"
	"sitewell/scanner/fix"
	"sitewell/storage"
)

// made is when the reports were made, as far as they say.
var made = time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)

// week is how long after each other the scans are, as far as the reports say.
const week = 7 * 24 * time.Hour

// logo is that of the agency, which is made up as the bakery is.
const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><path d="M6 34 L20 6 L34 34 Z" fill="#0f766e"/><circle cx="52" cy="20" r="14" fill="#0f766e"/><rect x="74" y="6" width="28" height="28" fill="#0f766e"/></svg>`

// files are the reports. Each has a line of its own.
var files = map[string]report.Writer{
	"client.pdf":    pdf.Write,
	"client.html":   webpage.Write,
	"workbook.xlsx": report.Excel,
}

func main() {
	o := options{}
	flag.StringVar(&o.out, "out", "docs/samples", "folder of the reports")
	flag.StringVar(&o.language, "lang", "en", "language of the reports: en or de")
	flag.StringVar(&o.audience, "for", string(report.ForClient), "for whom they are: client, developer, editor, host or all")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "samples:", err)
		os.Exit(1)
	}
}

// options are those of the command line.
type options struct{ out, language, audience string }

func run(ctx context.Context, o options) error {
	dir, err := os.MkdirTemp("", "sitewell-samples-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var network network
	c, err := core.Open(ctx, core.Config{DB: filepath.Join(dir, "history.db"), Version: "1.0", Prepare: func(s *scanner.Options) {
		s.Resolver, s.Dial, s.NoDelay = &network, network.dial, true
	}})
	if err != nil {
		return err
	}
	defer c.Close()
	var scan storage.ScanID
	for n := range len(weeks) {
		if scan, err = scanOnce(ctx, c, &network, n); err != nil {
			return err
		}
	}
	e := export.New(export.Options{Core: c, Version: "1.0"})
	src, err := e.Requested(ctx, scan, export.Request{Audience: report.Audience(o.audience), Language: o.language})
	if err != nil {
		return err
	}
	dress(&src)
	for name, write := range files {
		if err := e.Save(ctx, src, filepath.Join(o.out, name), write); err != nil {
			return err
		}
	}
	return nil
}

// weeks are the files that were missing in each week, and are there in the last; and
// those that worked then, and do not any more.
var weeks = []struct{ missing, fixed []string }{
	{missing: []string{"/images/cake.svg", "/images/loaf.svg", "/images/oven.svg", "/images/pretzel.svg", "/images/hero-800.svg", "/images/sunflower.svg", "/downloads/price-list.pdf", "/imprint.html", "/jobs.html"}},
	{missing: []string{"/images/cake.svg", "/images/loaf.svg", "/images/oven.svg", "/images/pretzel.svg", "/downloads/price-list.pdf", "/imprint.html"}, fixed: []string{"/order/basket"}},
	{missing: []string{"/images/cake.svg", "/images/loaf.svg", "/downloads/price-list.pdf", "/imprint.html"}, fixed: []string{"/order/basket"}},
	{},
}

// scanOnce scans the bakery as it was in a week.
func scanOnce(ctx context.Context, c *core.Core, to *network, n int) (storage.ScanID, error) {
	site, err := demo.StartNamed(ctx, func(bakery http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case slices.Contains(weeks[n].missing, r.URL.Path):
				http.NotFound(w, r)
			case slices.Contains(weeks[n].fixed, r.URL.Path):
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				fmt.Fprint(w, "<!doctype html><title>Basket</title><h1>Your basket</h1><p>Nothing is in it yet.</p>")
			default:
				bakery.ServeHTTP(w, r)
			}
		})
	})
	if err != nil {
		return 0, err
	}
	defer site.Close()
	to.bakery, to.mill = site.Bakery, site.Mill
	r, err := c.Runner.ScanAddress(ctx, site.URL())
	if err != nil {
		return 0, err
	}
	<-r.Done()
	return r.ScanID(), r.Err()
}

// dress puts the agency on the report, and the scans a week apart.
func dress(src *report.Source) {
	src.Now, src.Zone = made, time.UTC
	src.Site.Client = "Sunflower Bakery"
	src.Brand = report.Brand{
		Name: "Three Shapes Web Care", Footer: "Three Shapes Web Care, 3 Mill Lane · hello@three-shapes.example", Accent: "#0f766e",
		Logo: []byte(logo), LogoType: "image/svg+xml", Promise: 30,
	}
	began := func(n int) time.Time { return made.Add(-time.Hour).Add(-time.Duration(len(weeks)-1-n) * week) }
	first := src.Past[0].Began
	for i := range src.Past {
		for j := range src.Fixes {
			if p := &src.Fixes[j].Progress; p.Since.Equal(src.Past[i].Began) {
				*p = fix.Progress{Scans: p.Scans, Since: began(i), Problems: p.Problems, Gone: p.Gone}
			}
		}
		src.Past[i].Began = began(i)
	}
	now := len(weeks) - 1
	src.Scan.Began, src.Scan.Ended, src.Scan.Worked = began(now), began(now).Add(9*time.Second), 9*time.Second
	src.Changes.Comparison.From.Began, src.Changes.Comparison.To.Began = began(now-1), began(now)
	if src.Oldest.ID != 0 && !src.Oldest.Since.After(first) {
		src.Oldest.Since = began(0)
	}
	for i, w := range []report.Work{{Owner: "Three Shapes", Due: "2026-12-04"}, {Owner: "Three Shapes", Due: "2026-12-04"}, {Owner: "Rosa", Due: "2026-12-11"}} {
		if i < len(src.Fixes) {
			src.Fixes[i].Work = w
		}
	}
}

// network is one on which only the bakery and the mill exist.
type network struct{ bakery, mill string }

// The addresses of both are loopback ones, told apart by their last number.
var bakeryIP, millIP = netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("127.0.0.2")

// LookupNetIP resolves the names of both sites.
func (n *network) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	switch strings.TrimSuffix(host, ".") {
	case "sunflower-bakery.example":
		return []netip.Addr{bakeryIP}, nil
	case "hofmuehle.example":
		return []netip.Addr{millIP}, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
}

func (n *network) dial(ctx context.Context, kind, address string) (net.Conn, error) {
	to := map[string]string{bakeryIP.String() + ":80": n.bakery, millIP.String() + ":80": n.mill}[address]
	if to == "" {
		return nil, &net.OpError{Op: "dial", Net: kind, Err: errors.New("connection refused")}
	}
	return (&net.Dialer{}).DialContext(ctx, kind, to)
}
