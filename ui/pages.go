package ui

import (
	"context"
	"log/slog"

	"sitewell/assets/knowledge"
	"sitewell/assets/texts"
	"sitewell/scanner/fix"
	"sitewell/storage"
	"sitewell/ui/appsettings"
	"sitewell/ui/brands"
	"sitewell/ui/codes"
	"sitewell/ui/compare"
	"sitewell/ui/history"
	"sitewell/ui/overview"
	"sitewell/ui/problem"
	"sitewell/ui/redirects"
	"sitewell/ui/results"
	"sitewell/ui/router"
	"sitewell/ui/scanning"
	"sitewell/ui/shortcuts"
	"sitewell/ui/sitesettings"
	"sitewell/ui/toast"
)

// page makes the screen that a route leads to.
func (w *Window) page(r router.Route) router.Page {
	switch r.Name {
	case router.Scanning:
		if job, ok := w.jobs.scan(r.Scan); ok {
			return scanning.New(scanning.Options{Run: w.run, Job: job, Going: w.going, Now: w.o.Now, Tick: scanning.Every})
		}
		return w.resultsPage(r.Scan) // it has ended since
	case router.Results:
		return w.resultsPage(r.Scan)
	case router.History:
		return history.New(history.Options{
			Run: w.run, Site: r.Site, Store: w.o.History, Going: w.going, Bin: w.bin, Dialogs: w.dialogs,
			Running: w.scans.scanning, Sentence: w.o.Sentence, Now: w.o.Now, Canvas: w.window.Canvas(), Keys: w.key, Copy: w.around.Copy,
			DeletePictures: w.o.DeletePictures,
		})
	case router.Compare:
		return w.comparePage(r)
	case router.Redirects:
		return w.redirectsPage(r.Scan)
	case router.Codes:
		return codes.New(codes.Options{Run: w.run, Book: w.o.Codes, Occurring: w.o.Codes.Occurring, Browse: w.around.Browse, Copy: w.around.Copy, Sentence: w.o.Sentence, Keys: w.key})
	case router.Help:
		return shortcuts.New(shortcuts.Options{Groups: w.menu.groups, Codes: w.going.showCodes})
	case router.Settings:
		return w.settingsPage(r.Site)
	case router.AppSettings:
		return w.appSettingsPage()
	case router.Overview:
		return overview.New(overview.Options{Run: w.run, Store: w.o.Overview, Going: w.going, Dialogs: w.dialogs, Sentence: w.o.Sentence, Copy: w.o.App.Clipboard().SetContent, Now: w.o.Now})
	default:
		return w.sites
	}
}

func (w *Window) resultsPage(scan storage.ScanID) router.Page {
	o := w.o.Results
	save := w.saver.saveRows
	if o.SaveRows == nil {
		save = nil
	}
	savePicture := w.saver.savePicture
	if o.SavePicture == nil {
		savePicture = nil
	}
	return results.New(results.Options{
		Pictures: o.Pictures, SavePicture: savePicture,
		Run: w.run, Scan: scan, Read: o.Read, Statuses: o.Statuses, Changes: o.Changes, Fixes: loggedFixes{o.Fixes, w.o.Logger}, Problem: logged{o.Problem, w.o.Logger}, Book: o.Book, Hosting: o.Hosting, Try: o.Try, Plans: w.o.Schedules,
		Marks: o.Marks, Dialogs: w.dialogs, Offer: w.offer, Now: w.o.Now,
		Going: w.going, Desktop: w.around, Prefs: w.o.App.Preferences(), Running: w.scans.scanning,
		Unread: w.unreadPages, Sentence: w.o.Sentence, Tick: results.Every, Keys: w.key, Again: o.Again, Rechecks: &w.rechecks, Ask: w.ask, SaveRows: save,
	})
}

func (w *Window) comparePage(r router.Route) router.Page {
	return compare.New(compare.Options{
		Run: w.run, Site: r.Site, From: r.From, To: r.Scan, Read: w.o.Compare.Read, Book: w.o.Results.Book, Going: w.going, Desktop: w.around,
		Prefs: w.o.App.Preferences(), Dialogs: w.dialogs, Sentence: w.o.Sentence, Now: w.o.Now, Keys: w.key,
	})
}

func (w *Window) redirectsPage(scan storage.ScanID) router.Page {
	return redirects.New(redirects.Options{
		Run: w.run, Scan: scan, Store: w.o.Redirects, Dialogs: w.dialogs, Folders: w.folders, Desktop: w.around,
		Pick: w.chooser.Folder, Offer: w.offer, Prefs: w.o.App.Preferences(), Sentence: w.o.Sentence, Keys: w.key,
	})
}

func (w *Window) settingsPage(site storage.SiteID) router.Page {
	return sitesettings.New(sitesettings.Options{
		Run: w.run, Site: site, Store: w.o.Settings, Words: w.o.Results.Book, Dialogs: w.dialogs, Sentence: w.o.Sentence,
		Done: w.going.leaveSettings, Tell: func(text string) { w.toasts.Show(toast.Message{Text: text}) },
		Canvas: w.window.Canvas(), Keys: w.key,
	})
}

func (w *Window) appSettingsPage() router.Page {
	var languages []appsettings.Choice
	for _, l := range texts.Languages() {
		languages = append(languages, appsettings.Choice{Value: l.Tag, Name: l.Name})
	}
	return appsettings.New(appsettings.Options{
		Run: w.run, Store: w.o.AppSettings, Messages: w.o.Messages, Languages: languages, TextSizes: textSizes(), Set: w.preferences.set,
		Keeping: w.keeper.options(), Brands: w.brands, Sentence: w.o.Sentence, Keys: w.key,
		PickFolder: func(from string, chosen func(folder string)) {
			if from == "" {
				from = w.folders.Last()
			}
			w.chooser.Folder(from, chosen)
		},
		PickProgram: func(chosen func(path string)) { w.chooser.File("", chosen) },
		Reveal: func(path string) {
			w.run.Go(func(ctx context.Context) {
				if err := w.o.Desktop.Reveal(ctx, path); err != nil {
					w.run.Do(func() { w.preferences.tellRefused(err) })
				}
			})
		},
	})
}

// brands asks what reports look like.
func (w *Window) brands() {
	brands.Show(brands.Options{
		Run: w.run, Dialogs: w.dialogs, Store: w.o.Brands, Sentence: w.o.Sentence,
		Pick: func(chosen func(path string)) { w.chooser.File("", chosen) },
		Changed: func() {
			if page, ok := w.router.Page().(*sitesettings.Screen); ok {
				page.BrandsChanged()
			}
		},
	})
}

// logged notes which problems are looked at, so that a log shows what a person
// did before something went wrong.
type logged struct {
	problem.Source
	log *slog.Logger
}

func (l logged) Explain(ctx context.Context, scan storage.ScanID, id storage.URLID) (knowledge.Explanation, error) {
	l.log.Info("problem", "scan", scan, "id", int64(id))
	return l.Source.Explain(ctx, scan, id)
}

// loggedFixes does the same for fixes.
type loggedFixes struct {
	results.FixReader
	log *slog.Logger
}

func (l loggedFixes) FixPages(ctx context.Context, scan storage.ScanID, f fix.Fix) ([]storage.URLID, error) {
	l.log.Info("fix", "scan", scan, "cause", string(f.Cause))
	return l.FixReader.FixPages(ctx, scan, f)
}
