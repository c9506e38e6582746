package ui

import (
	"context"
	"log/slog"
	"net/url"
	"strings"

	"fyne.io/fyne/v2/lang"

	"sitewell/assets/knowledge"
	"sitewell/scanner/fix"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/problem"
	"sitewell/ui/results"
	"sitewell/ui/router"
	"sitewell/ui/toast"
)

// ResultsOptions are what the screen of results asks of the history.
type ResultsOptions struct {
	Read     results.Reader
	Statuses results.Statuses // nil: no chart
	Changes  results.Comparer // nil: nothing is said of the scan before
	Fixes    results.FixReader
	Problem  problem.Source
	Marks    results.Marks
	Book     results.Book
	Hosting  results.Hosting   // nil: no site is at a website builder
	Again    results.Rechecker // nil: only single addresses are checked again
	Try      problem.TryFunc   // nil: nothing is opened in the browser of this computer
	Pictures problem.Pictures  // nil: problems have no pictures
	// SavePicture saves a picture as a file; nil: pictures are not saved.
	SavePicture PictureSaver
	SaveRows    RowSaver // nil: chosen addresses are not saved
}

func (w *Window) resultsPage(scan storage.ScanID) router.Page {
	o := w.o.Results
	save := w.saveRows
	if o.SaveRows == nil {
		save = nil
	}
	savePicture := w.savePicture
	if o.SavePicture == nil {
		savePicture = nil
	}
	return results.New(results.Options{
		Pictures: o.Pictures, SavePicture: savePicture,
		Run: w.run, Scan: scan, Read: o.Read, Statuses: o.Statuses, Changes: o.Changes, Fixes: loggedFixes{o.Fixes, w.o.Logger}, Problem: logged{o.Problem, w.o.Logger}, Book: o.Book, Hosting: o.Hosting, Try: o.Try, Plans: w.o.Schedules,
		Marks: o.Marks, Dialogs: w.dialogs, Offer: w.offer, Now: w.o.Now,
		Going: w, Desktop: around{w}, Prefs: w.o.App.Preferences(), Running: w.scanning,
		Unread: w.unreadPages, Sentence: w.o.Sentence, Tick: results.Every, Keys: w.key, Again: o.Again, Rechecks: &w.rechecks, Ask: w.ask, SaveRows: save,
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

// ask asks before something is done.
func (w *Window) ask(title, text, confirm string, do func()) {
	w.dialogs.Show(&ask.Dialog{
		Title: title, Text: text, Cancel: ask.Button{Text: lang.L("Cancel")}, Confirm: ask.Button{Text: confirm, Do: do},
	})
}

func (w *Window) scanning(scan storage.ScanID) bool {
	_, ok := w.jobs.scan(scan)
	return ok
}

// Export saves a scan as a file; screens call it.
func (w *Window) Export(scan storage.Scan) { w.exportScan(scan) }

// around is what lies around the window, for the panel of a problem.
type around struct{ w *Window }

func (d around) Copy(text string) { d.w.o.App.Clipboard().SetContent(text) }

// Browse opens web addresses only: a site must not be able to make the desktop
// open a file or start a program.
func (d around) Browse(address string) {
	u, err := url.Parse(address)
	if err == nil && (u.Scheme == "http" || u.Scheme == "https") {
		err = d.w.o.App.OpenURL(u)
	}
	if err != nil {
		d.w.o.Logger.Warn("address did not open", "err", err)
		d.Tell(lang.L("No browser on this computer offered to open it."))
	}
}

// offer shows a short message with what takes back what it says, "" for nothing. Ctrl+Z
// does that as well.
func (w *Window) offer(message, action string, do func()) {
	w.toasts.Show(toast.Message{Text: message, Action: action, Do: do, Undoes: action != ""})
}

// mostMail is how long the text of a message is at most that is handed over: Windows
// takes addresses of some 2,000 characters.
const mostMail = 1800

// Mail opens a message in the mail program of the desktop.
func (d around) Mail(subject, text string) {
	// Mail programs read "+" as it is, so a space is %20 (RFC 6068), and line ends are CRLF.
	coded := func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
	text = strings.ReplaceAll(text, "\n", "\r\n")
	if len(coded(text)) > mostMail {
		d.Copy(text)
		d.Tell(lang.L("The message is too long to be handed over. It is copied: paste it into the mail."))
		text = ""
	}
	if err := d.w.o.App.OpenURL(&url.URL{Scheme: "mailto", RawQuery: "subject=" + coded(subject) + "&body=" + coded(text)}); err != nil {
		d.w.o.Logger.Warn("message did not open", "err", err)
		d.Tell(lang.L("No mail program on this computer offered to open it. Copy the message instead."))
	}
}

func (d around) Tell(message string) { d.w.toasts.Show(toast.Message{Text: message}) }
