package export

import (
	"context"
	"fmt"
	"slices"

	"sitewell/app/report"
	"sitewell/app/report/csvfile"
	"sitewell/app/report/redirects"
	"sitewell/app/speech"
	"sitewell/storage"
)

// Request says what a report is to be like. The zero value is everything about the scan,
// with the brand of its site, in that brand's language.
type Request struct {
	// Audience is for whom it is; "" has all fixes and problems.
	Audience report.Audience
	// View: only the problems of Only are in it, which a person sees in a table.
	View bool
	Only []storage.URLID
	// Brand is whose it is; nil for that of the site.
	Brand *storage.Brand
	// Without are the parts that are left out; nil for those that the brand leaves out.
	Without []string
	// CSV says how a CSV file looks; its format says of what kind the rows are.
	CSV csvfile.Options
	// Language of the report; "" for that of the brand, else of the program.
	Language string
}

// whole reports whether a report has all addresses and links, and not only problems.
func (r *Request) whole() bool {
	return !r.View && r.Audience == report.Everything
}

// Parts of a report that a brand can leave out.
const (
	PartSince    = "since"    // what changed since the scan before, and the scans over time
	PartWork     = "work"     // who fixes what, by when, and notes
	PartSettings = "settings" // what the scan ran under
)

// Parts returns all of them.
func Parts() []string { return []string{PartSince, PartWork, PartSettings} }

// SaveReport saves a report as a file at path, whole or not at all, as Export does.
func (e *Exporter) SaveReport(ctx context.Context, scan storage.ScanID, as Format, r Request, path string, progress func(done, total int)) error {
	if server, ok := as.Redirects(); ok {
		return e.SaveRedirects(ctx, scan, redirects.Format(server), path)
	}
	write := r.writer(as)
	if write == nil {
		return e.Export(ctx, scan, as, path, progress)
	}
	src, err := e.Requested(ctx, scan, r)
	if err != nil {
		return err
	}
	src.Progress = progress
	return e.Save(ctx, src, path, write)
}

// Requested returns a scan as a report asks for it.
func (e *Exporter) Requested(ctx context.Context, scan storage.ScanID, r Request) (report.Source, error) {
	brand, err := e.brandOf(ctx, scan, r)
	if err != nil {
		return report.Source{}, err
	}
	language := r.Language
	if language == "" {
		language = brand.Language
	}
	in, err := e.speaking(language)
	if err != nil {
		return report.Source{}, err
	}
	src, err := in.Report(ctx, scan)
	if err != nil {
		return src, err
	}
	src.Brand = report.Brand{
		Name: brand.Name, Footer: brand.Footer, Logo: brand.Logo, LogoType: brand.LogoType, Accent: brand.Accent, Promise: brand.Promise,
	}
	without := brand.Without
	if r.Without != nil {
		without = r.Without
	}
	leaveOut(&src, without)
	src.Whole = r.whole()
	if src = src.For(r.Audience); r.View {
		src = src.Only(r.Only)
	}
	return src, nil
}

// brandOf returns the brand that a report has.
func (e *Exporter) brandOf(ctx context.Context, scan storage.ScanID, r Request) (storage.Brand, error) {
	if r.Brand != nil {
		return *r.Brand, nil
	}
	s, err := e.o().Core.Store.ScanByID(ctx, scan)
	if err != nil {
		return storage.Brand{}, fmt.Errorf("find scan: %w", err)
	}
	return e.o().Core.Brands.Of(ctx, s.Site)
}

// speaking returns an exporter of the same history that speaks a language, "" for its own.
func (e *Exporter) speaking(language string) (*Exporter, error) {
	if language == "" || language == e.language() {
		return e, nil
	}
	o := *e.o()
	var err error
	if o.Speech, err = speech.Of(language); err != nil {
		return nil, err
	}
	o.Language = language
	return of(o), nil
}

// language is that of the exporter.
func (e *Exporter) language() string {
	if e.o().Language == "" {
		return english
	}
	return e.o().Language
}

const english = "en"

// leaveOut takes parts out of a report.
func leaveOut(src *report.Source, parts []string) {
	if slices.Contains(parts, PartSince) {
		src.Changes, src.Past = nil, nil
	}
	if slices.Contains(parts, PartWork) {
		for i := range src.Fixes {
			src.Fixes[i].Work = report.Work{}
		}
	}
	if slices.Contains(parts, PartSettings) {
		src.Settings = nil
	}
}

// Content is how much a report has.
type Content struct {
	Fixes, Problems int
	// Rows and Links are all of the scan, where they are in it, else 0.
	Rows, Links int
}

// Contents returns how much the reports of a scan for everybody have.
func (e *Exporter) Contents(ctx context.Context, scan storage.ScanID) (map[report.Audience]Content, error) {
	s, err := e.o().Core.Store.ScanByID(ctx, scan)
	if err != nil {
		return nil, fmt.Errorf("find scan: %w", err)
	}
	defer e.o().Core.LimitMemory(s.Counts.Found)()
	fixes, err := e.o().Core.FixLister.Fixes(ctx, scan)
	if err != nil {
		return nil, err
	}
	counts, err := e.o().Core.Store.Counts(ctx, scan)
	if err != nil {
		return nil, fmt.Errorf("count rows: %w", err)
	}
	all := make(map[report.Audience]Content)
	for _, f := range fixes {
		for _, a := range []report.Audience{report.ForClient, report.Everything, report.Actor(f)} {
			c := all[a]
			c.Fixes++
			c.Problems += len(f.Problems)
			all[a] = c
		}
	}
	whole := all[report.Everything]
	whole.Rows, whole.Links = counts.Rows(), counts.Links
	all[report.Everything] = whole
	return all, nil
}
