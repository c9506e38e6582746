// Command samples makes the reports in docs/samples: of the demo site, as an agency would
// send them. The site is served on loopback under the names that its files have, and was
// a little different when it was scanned before, so that the reports have something to
// compare.
//
//	go run -tags headless ./app/samples -out docs/samples
//
// "make samples" does that.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"

	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/report"
	"sitewell/storage"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "samples:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) (err error) {
	flags := flag.NewFlagSet("samples", flag.ContinueOnError)
	out := flags.String("out", "docs/samples", "folder that the reports are written to")
	if err := flags.Parse(args); err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "sitewell-samples-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	return makeSamples(ctx, filepath.Join(folder, "history.db"), *out)
}

// makeSamples scans the demo site twice into a new history and writes the reports.
func makeSamples(ctx context.Context, db, out string) (err error) {
	site, err := open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, site.Close()) }()
	c, err := core.Open(ctx, core.Config{DB: db, Prepare: site.prepare})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	if _, err := scan(ctx, c); err != nil {
		return err
	}
	site.changed.Store(true)
	last, err := scan(ctx, c)
	if err != nil {
		return err
	}
	if err := assign(ctx, c, last); err != nil {
		return err
	}
	files := export.New(export.Options{Core: c, DB: db, Version: "sample"})
	src, err := files.Report(ctx, last.ID)
	if err != nil {
		return err
	}
	src.Brand = brand()
	src.Site.Name, src.Site.Client = "Sunflower Bakery", "Sunflower Bakery Ltd"
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	for name, write := range map[string]report.Writer{"workbook.xlsx": report.Excel} {
		if err := files.Save(ctx, src, filepath.Join(out, name), write); err != nil {
			return err
		}
	}
	return nil
}

// scan scans the site to its end.
func scan(ctx context.Context, c *core.Core) (storage.Scan, error) {
	r, err := c.Runner.ScanAddress(ctx, start)
	if err != nil {
		return storage.Scan{}, err
	}
	<-r.Done()
	if err := r.Err(); err != nil {
		return storage.Scan{}, err
	}
	return c.Store.ScanByID(ctx, r.ScanID())
}

// assign says who fixes the first things.
func assign(ctx context.Context, c *core.Core, scan storage.Scan) error {
	fixes, err := c.FixLister.Fixes(ctx, scan.ID)
	if err != nil {
		return err
	}
	change := storage.MarkChange{Site: scan.Site}
	for i, m := range []storage.Mark{
		{Kind: storage.Assigned, Assignee: "Anna", Due: scan.Began.AddDate(0, 0, 7).Format("2006-01-02")},
		{Kind: storage.Assigned, Assignee: "Anna", Due: scan.Began.AddDate(0, 0, 14).Format("2006-01-02")},
		{Kind: storage.Noted, Text: "The shop system is replaced in spring; ask Ben first."},
	} {
		m.Scope, m.Subject = storage.OnFix, fixes[i].Key()
		change.Save = append(change.Save, m)
	}
	_, err = c.Marks.Change(ctx, change)
	return err
}
