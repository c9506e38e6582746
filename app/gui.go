//go:build !headless

package app

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/lang"

	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/message"
	"sitewell/app/report"
	"sitewell/assets"
	"sitewell/assets/knowledge"
	"sitewell/scanner/fix"
	"sitewell/storage"
	"sitewell/ui"
	uiexport "sitewell/ui/export"
	"sitewell/ui/results"
	"sitewell/ui/scanning"
	"sitewell/ui/words"
)

// appID names Sitewell to the desktop; FyneApp.toml says the same.
const appID = "org.sitewell.Sitewell"

// runWindow shows the window until the person closes it or ctx ends. It must
// be called from the main goroutine. h stays open; no scan of the window runs
// any more when it returns.
func runWindow(ctx context.Context, h opened, o windowOptions) error {
	c := h.Core
	return ui.New(ctx, ui.Options{
		App: newApp(), Scans: scans{c.Runner, c.SignIns}, Lookup: c.Store, Sites: history{c.Store, c.History}, History: history{c.Store, c.History}, Exporter: exporter{h.files},
		Keeping:  keeping{c.History, h.files},
		Settings: siteSettings{c.SiteSettings},
		Results:  ui.ResultsOptions{Read: c.Store, Statuses: c.Store, Changes: comparisons{c.History, c.Store, h.files}, Fixes: fixes{c.FixLister}, Problem: problems{c.Store, c.Explainer, c.Suggester, c.Rechecker, c.History}, Marks: marks{c.Store, c.Marks}, Book: c.Explainer, Again: c.Rechecker},
		Codes:    c.Explainer,
		Compare:  ui.CompareOptions{Read: comparisons{c.History, c.Store, h.files}, Save: comparisons{c.History, c.Store, h.files}},
		Sentence: sentence, Logger: h.log, Version: o.Version, Now: time.Now,
		Notices: c.Notices(), Address: o.Address,

		Redirects: redirectStore{c, h.files},
	}).Run(ctx)
}

// showFailure shows a person in a window why Sitewell can't start, and returns
// when they have read it.
func showFailure(err error) error {
	ui.ShowFailure(newApp(), sentence(err))
	return nil
}

// windowReader loads the window's texts, and says in which language this person
// will read them. It comes before everything else that shows something.
func windowReader() (reader, error) {
	if err := lang.AddTranslationsFS(assets.Translations(), assets.TranslationsDir); err != nil {
		return reader{}, fmt.Errorf("load translations: %w", err)
	}
	language := words.Language()
	if language == knowledge.English {
		if err := speakEnglishElsewhere(lang.SystemLocale()); err != nil {
			return reader{}, err
		}
		return reader{language: language}, nil // spreadsheets as from the command line
	}
	return reader{language: language, speech: speech()}, nil
}

// speakEnglishElsewhere makes our English texts those of a language that Fyne
// knows and we do not: it would complain on standard error about each of them.
func speakEnglishElsewhere(system fyne.Locale) error {
	base, _, _ := strings.Cut(system.LanguageString(), "-")
	files := assets.Translations()
	if _, err := files.ReadFile(assets.TranslationsDir + "/" + base + ".json"); err == nil {
		return nil
	}
	english, err := files.ReadFile(assets.TranslationsDir + "/" + knowledge.English + ".json")
	if err == nil {
		err = lang.AddTranslationsForLocale(english, system)
	}
	if err != nil {
		return fmt.Errorf("speak English: %w", err)
	}
	return nil
}

// speech returns spreadsheets the words of the window.
func speech() report.Speech {
	return report.Speech{
		Say: func(text string, data map[string]any) string { return lang.L(text, data) },
		Plural: func(n int, _, other string) string {
			return lang.N(other, n, map[string]any{"Count": words.Number(n)})
		},
		Number: words.Number, Moment: words.DateTime, Duration: words.Duration,
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
	return scanning.Job{Scan: r.ScanID(), Site: r.SiteID(), Start: r.Start(), Run: r}, nil
}

// exporter adapts package export to the window: both name formats as the command
// line does.
type exporter struct{ *export.Exporter }

func (e exporter) Export(ctx context.Context, scan storage.ScanID, as uiexport.Format, path string, progress func(done, total int)) error {
	return e.Exporter.Export(ctx, scan, export.Format(as), path, progress)
}

// keeping is the history as a file.
type keeping struct {
	*core.History
	files *export.Exporter
}

func (k keeping) Backup(ctx context.Context, path string, progress func(done, total int64)) error {
	return k.files.Backup(ctx, path, progress)
}

// history is the history as the lists of sites and of scans need it.
type history struct {
	core.Store
	*core.History
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
