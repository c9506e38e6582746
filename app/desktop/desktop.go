//go:build !headless

package desktop

import (
	"context"
	"errors"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/lang"

	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/message"
	"sitewell/app/notify"
	"sitewell/app/report"
	"sitewell/app/returned"
	"sitewell/app/session"
	"sitewell/app/settings"
	"sitewell/assets/texts"
	"sitewell/scanner/fix"
	"sitewell/storage"
	"sitewell/ui"
	uiexport "sitewell/ui/export"
	"sitewell/ui/failure"
	"sitewell/ui/language"
	"sitewell/ui/results"
	"sitewell/ui/scanning"
	"sitewell/ui/words"
)

// appID names Sitewell to the desktop; FyneApp.toml says the same.
const appID = "org.sitewell.Sitewell"

// Run shows the window until the person closes it or ctx ends. It must
// be called from the main goroutine. No scan of the window runs any more when it
// returns. h stays open, unless the history was replaced: then it is closed, and
// again is true where the program is to start again.
func Run(ctx context.Context, h session.Opened, o Options) (again bool, err error) {
	c, a := h.Core, newApp()
	own, err := newOwnStore(h, o, a.Preferences())
	if err != nil {
		return false, err
	}
	path, _ := c.History.File()
	past := history{c.Store, c.History, c.FixLister, c.Marks}
	w := ui.New(ctx, ui.Options{
		App: a, AppSettings: own, Scans: scans{c.Runner, c.SignIns}, Lookup: c.Store, Sites: past, History: past, Exporter: exporter{h.Files}, Reports: reports{c, h.Files}, Views: views{h.Files}, Brands: brands{c.Brands},
		Schedules: schedules{c.Schedules, c.Alerts},
		Messages:  sender{c.Alerts, o.SendTest},
		Keeping:   keeping{c.History, h.Files, mover{replacer{path, h.Close}, own.file}},
		Returned:  workbooks{c.Marks, returned.New(c)},
		Settings:  siteSettings{c.SiteSettings, c.Brands, c.Browser},
		Results:   ui.ResultsOptions{Read: c.Store, Statuses: c.Store, Changes: comparisons{c.History, c.Store, h.Files}, Fixes: fixes{c.FixLister}, Problem: problems{c.Store, c.Explainer, c.Suggester, c.Rechecker, c.History}, Marks: marks{c.Store, c.Marks}, Book: c.Explainer, Hosting: c.Explainer, Try: tryInBrowser(c.Browser), Pictures: pictures{c.Pictures, c.Browser}, SavePicture: h.Files, Again: c.Rechecker, SaveRows: h.Files},
		Codes:     c.Explainer,
		Compare:   ui.CompareOptions{Read: comparisons{c.History, c.Store, h.Files}, Save: comparisons{c.History, c.Store, h.Files}},
		Redirects: redirectStore{c, h.Files}, DeletePictures: c.Pictures.DeleteOfScan,
		Lists:     lists{},
		ManySites: manySites{c.Portfolio},
		Overview:  overviews{c.Portfolio},
		Sentence:  sentence, Meant: message.Meant, Logger: h.Log, Program: report.Program(o.Version), Now: time.Now,
		Notices: c.Notices(), Address: o.Address, Site: o.Site, Compared: o.Compare, Notify: clickable(),
	})
	err = w.Run(ctx)
	return w.Restarts(), err
}

// clickable returns what shows notifications that bring the window back when they are
// clicked. That is package notify where there is a message bus: Fyne says there neither who
// was clicked nor how long the desktop is to show it (it asks for ever), and takes "<" in a
// text for markup. On Windows and macOS it is nil, for Fyne: there a notification of package
// notify would come from PowerShell or the Script Editor, and a click would open these.
func clickable() func(ctx context.Context, title, text string) (bool, error) {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return nil
	}
	return func(ctx context.Context, title, text string) (clicked bool, err error) {
		err = notify.Show(ctx, notify.Notification{Title: title, Text: text, Action: lang.L("Show"), Open: func(context.Context) error {
			clicked = true
			return nil
		}})
		return clicked, err
	}
}

// ShowFailure shows a person in a window why Sitewell can't start with the history in a
// file, and returns when they have read it: true where it is to start again.
func ShowFailure(ctx context.Context, err error, file string) (again bool) {
	o := failure.Options{Sentence: sentence(err), Say: sentence, CanSalvage: errors.Is(err, storage.ErrCorrupt)}
	if o.CanSalvage || errors.Is(err, storage.ErrNotDatabase) {
		o.Replacer = replacer{file, func() error { return nil }}
	}
	if gone := (*settings.NoFolderError)(nil); errors.As(err, &gone) {
		o.UseUsual = func() error {
			own, err := session.SettingsFile()
			if err == nil {
				_, err = own.Set(settings.DataFolder, settings.System)
			}
			return err
		}
	}
	return failure.Show(ctx, newApp(), o)
}

// UseLanguage chooses the language of the window's texts, "" for the one that suits the
// system best, and says in which language this person will read them. It comes before
// everything else that shows something.
func UseLanguage(chosen string) (session.Reader, error) {
	if err := language.Use(chosen); err != nil {
		return session.Reader{}, err
	}
	if words.Language() == texts.English {
		return session.Reader{Language: texts.English, Speech: report.English()}, nil // spreadsheets as from the command line
	}
	return session.Reader{Language: words.Language(), Speech: speech()}, nil
}

// speech returns spreadsheets the words of the window.
func speech() report.Speech {
	return report.Speech{
		Say: func(text string, data map[string]any) string { return lang.L(text, data) },
		Plural: func(n int, _, other string) string {
			return lang.N(other, n, map[string]any{"Count": words.Number(n)})
		},
		Number: words.Number, Moment: words.DateTime, Day: words.Date, Duration: words.Duration,
		Verdict: words.Verdict, Severity: words.Severity, Kind: words.Kind, Place: words.Place, Side: words.Side, Reason: words.Reason,
		Ledger: results.Account,
	}
}

func newApp() fyne.App {
	// Fyne makes its folder in that for caches, which a new user may not have.
	if cache, err := os.UserCacheDir(); err == nil {
		_ = os.MkdirAll(cache, 0o700) // without it Fyne goes on, too
	}
	a := fyneapp.NewWithID(appID)
	serveOutline(a)
	return a
}

// sentence says in the reader's language what went wrong and what to do.
func sentence(err error) string {
	text, next := said(message.ForError(err))
	return strings.TrimSpace(text + " " + next)
}

// said translates both parts of a sentence; one that is empty stays so.
func said(s message.Sentence) (text, next string) {
	if s.Text != "" {
		text = lang.L(s.Text, s.Data)
	}
	if s.Next != "" {
		next = lang.L(s.Next, s.Data)
	}
	return text, next
}

// fixes adapts core's fixes to the window's, in the reader's language.
type fixes struct{ *core.FixLister }

func (fixes) FixWords(f fix.Fix, site string) (title, why string) {
	return said(message.ForFix(f, site))
}

// scans adapts core's scans to the window's.
type scans struct {
	runner  *core.Runner
	signIns *core.SignIns
}

func (s scans) ScanAddress(ctx context.Context, typed string) (scanning.Job, error) {
	return job(s.runner.ScanAddress(ctx, typed))
}

func (s scans) ScanDemo(ctx context.Context) (scanning.Job, error) {
	return job(s.runner.ScanDemo(ctx))
}

func (s scans) ScanList(ctx context.Context, name string, addresses []string) (scanning.Job, error) {
	return job(s.runner.ScanList(ctx, name, addresses, core.ScanOverrides{}))
}

func (s scans) ScanProblems(ctx context.Context, site storage.SiteID, name string) (scanning.Job, error) {
	return job(s.runner.ScanProblems(ctx, site, name, core.ScanOverrides{}))
}

func (s scans) StartScan(ctx context.Context, site storage.SiteID) (scanning.Job, error) {
	return job(s.runner.StartScan(ctx, site))
}

func (s scans) ScanIgnoringRobots(ctx context.Context, site storage.SiteID) (scanning.Job, error) {
	return job(s.runner.ScanIgnoringRobots(ctx, site))
}

func (s scans) ResumeScan(ctx context.Context, scan storage.ScanID) (scanning.Job, error) {
	return job(s.runner.ResumeScan(ctx, scan))
}

func job(r *core.Running, err error) (scanning.Job, error) {
	if err != nil {
		return scanning.Job{}, lacking(err)
	}
	return scanning.Job{Scan: r.ScanID(), Site: r.SiteID(), Start: r.Start(), Name: r.ListName(), Run: r}, nil
}

// exporter adapts package export to the window: both name formats as the command
// line does.
type exporter struct{ *export.Exporter }

func (e exporter) Export(ctx context.Context, scan storage.ScanID, as uiexport.Format, path string, progress func(done, total int)) error {
	return e.Exporter.Export(ctx, scan, export.Format(as), path, progress)
}

// reports adapts package export's reports to the window's.
type reports struct {
	core  *core.Core
	files *export.Exporter
}

func (r reports) Contents(ctx context.Context, scan storage.ScanID) (map[uiexport.Audience]uiexport.Content, error) {
	contents, err := r.files.Contents(ctx, scan)
	if err != nil {
		return nil, err
	}
	all := make(map[uiexport.Audience]uiexport.Content, len(contents))
	for a, c := range contents {
		all[uiexport.Audience(a)] = uiexport.Content(c)
	}
	return all, nil
}

func (r reports) Brands(ctx context.Context, scan storage.ScanID) (uiexport.Brands, error) {
	all, err := r.core.Brands.List(ctx)
	if err != nil {
		return uiexport.Brands{}, err
	}
	b := uiexport.Brands{Without: make(map[string][]string)}
	for _, brand := range all {
		b.Names = append(b.Names, brand.Name)
		b.Without[brand.Name] = brand.Without
	}
	s, err := r.core.Store.ScanByID(ctx, scan)
	if err != nil {
		return uiexport.Brands{}, err
	}
	own, err := r.core.Brands.Of(ctx, s.Site)
	b.Own = own.Name
	return b, err
}

func (r reports) Save(ctx context.Context, scan storage.ScanID, as uiexport.Format, q uiexport.Request, path string, progress func(done, total int)) error {
	request := export.Request{Audience: report.Audience(q.Audience), Language: q.Language, CSV: csvOptions(q.CSV), Without: q.Without}
	if q.Audience == uiexport.View {
		request.Audience, request.View, request.Only = "", true, q.Only
	}
	if q.Brand != "" {
		request.Brand = &storage.Brand{}
		if q.Brand != uiexport.NoBrand {
			brand, err := r.core.Brands.Find(ctx, q.Brand)
			if err != nil {
				return err
			}
			request.Brand = &brand
		}
	}
	if err := r.files.SaveReport(ctx, scan, withRows(as, q.CSV), request, path, progress); err != nil || q.Brand == uiexport.NoBrand || q.Without == nil {
		return err
	}
	return r.remember(ctx, scan, request)
}

// remember keeps with the brand of a report which parts were left out.
func (r reports) remember(ctx context.Context, scan storage.ScanID, request export.Request) error {
	brand := request.Brand
	if brand == nil {
		s, err := r.core.Store.ScanByID(ctx, scan)
		if err != nil {
			return err
		}
		own, err := r.core.Brands.Of(ctx, s.Site)
		if err != nil {
			return err
		}
		brand = &own
	}
	if brand.ID == 0 || slices.Equal(brand.Without, request.Without) {
		return nil
	}
	brand.Without = request.Without
	_, err := r.core.Brands.Save(ctx, *brand)
	return err
}

// brands adapts core's brands to the window's.
type brands struct{ *core.Brands }

func (brands) Check(b storage.Brand) (storage.Brand, error) { return core.CheckBrand(b) }

func (brands) ReadLogo(path string) ([]byte, error) { return core.ReadLogo(path) }

// keeping is the history as a file.
type keeping struct {
	*core.History
	files *export.Exporter
	mover
}

func (k keeping) Backup(ctx context.Context, path string, progress func(done, total int64)) error {
	return k.files.Backup(ctx, path, progress)
}

// replacer puts another history in the place of one in a file.
type replacer struct {
	file  string
	close func() error // the history, where it is open
}

// Restore implements keeping.Replacer.
func (r replacer) Restore(ctx context.Context, from string, progress func(done, total int64)) (kept string, err error) {
	if err := r.close(); err != nil {
		return "", err
	}
	return core.Restore(ctx, r.file, from, progress)
}

// Salvage implements keeping.Replacer.
func (r replacer) Salvage(ctx context.Context, progress func(done, steps int)) (storage.Salvaged, error) {
	if err := r.close(); err != nil {
		return storage.Salvaged{}, err
	}
	return core.Salvage(ctx, r.file, progress)
}

// history is the history as the lists of sites and of scans need it.
type history struct {
	core.Store
	*core.History
	*core.FixLister
	marks *core.Marks
}

// Scans returns the scans of a site with the numbers of what is not ignored.
func (h history) Scans(ctx context.Context, site storage.SiteID) ([]storage.Scan, error) {
	return h.marks.Scans(ctx, site)
}

// marks are what people said, as the results need it.
type marks struct {
	core.Store
	*core.Marks
}

// problems are the problems of a scan as the panel beside their list needs them.
type problems struct {
	core.Store
	*core.Explainer
	*core.Suggester
	*core.Rechecker
	*core.History
}
