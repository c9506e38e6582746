package ui

import (
	"context"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/background"
	"sitewell/ui/scanning"
	"sitewell/ui/toast"
	"sitewell/ui/words"
)

// longScan is how long a scan lasts from which on a person has probably turned to
// something else.
const longScan = 30 * time.Second

// endings says what came of a scan that nobody watched: in the window, and on the desktop.
type endings struct {
	run     *background.Runner
	marks   markCounter // nil: nothing is ignored
	changes changeReader
	toasts  *toast.Host
	going   *navigator
	app     fyne.App
	log     *slog.Logger
	now     func() time.Time
	// show is Options.Notify; nil has Fyne show notifications.
	show        func(ctx context.Context, title, text string) (clicked bool, err error)
	isFocused   func() bool
	comeForward func(scan storage.ScanID)
}

// markCounter counts what people said about the problems of a scan.
type markCounter interface {
	MarkCounts(ctx context.Context, scan storage.ScanID) (storage.MarkCounts, error)
}

// changeReader compares a scan to the complete one before.
type changeReader interface {
	CompareToPrevious(ctx context.Context, scan storage.ScanID) (storage.Comparison, error)
}

// tellEnd says that a scan has ended, in the window.
func (e *endings) tellEnd(job scanning.Job, problem string) {
	tell := func(text string) {
		e.toasts.Show(toast.Message{Text: text, Action: lang.L("Open results"), Do: func() { e.going.Results(job.Scan) }})
	}
	if problem != "" {
		tell(problem)
		return
	}
	e.endText(job, tell)
}

// endText calls tell with what came of a scan, without the problems that are ignored. If
// that can't be found out, they are counted with the others.
func (e *endings) endText(job scanning.Job, tell func(text string)) {
	site, n, marks := job.Title(), job.Progress().Problems, e.marks
	say := func(ignored int) {
		text := lang.N("The scan of {{.Site}} has ended: {{.Count}} problems.", n-ignored, map[string]any{"Site": site, "Count": words.Number(n - ignored)})
		if ignored > 0 {
			text += " " + lang.N("{{.Count}} problems are ignored.", ignored, map[string]any{"Count": words.Number(ignored)})
		}
		tell(text)
	}
	if marks == nil {
		say(0)
		return
	}
	e.run.Go(func(ctx context.Context) {
		counts, err := marks.MarkCounts(ctx, job.Scan)
		if err != nil {
			e.log.Error("ignored problems not counted", "scan", job.Scan, "err", err)
		}
		e.run.Do(func() { say(min(counts.Ignored.Problems(), n)) })
	})
}

// notify sends a desktop notification at the end of a long scan to a person who uses
// another program: the first words say what came of it.
func (e *endings) notify(job scanning.Job, problem string) {
	if e.isFocused() || e.now().Sub(job.Progress().Started) < longScan {
		return
	}
	site, found := job.Title(), job.Progress().Problems
	e.run.Go(func(ctx context.Context) {
		text := lang.L("{{.Site}}: {{.Text}}", map[string]any{"Site": site, "Text": problem})
		if problem == "" {
			text = e.resultText(ctx, job.Scan, site, found)
		}
		e.showNotification(ctx, text, job.Scan)
	})
}

// showNotification waits for a click where the desktop has clicks, and shows the results
// then. It is called off the window's thread.
func (e *endings) showNotification(ctx context.Context, text string, scan storage.ScanID) {
	title := lang.L("The scan has ended")
	if e.show == nil {
		e.run.Do(func() { e.app.SendNotification(fyne.NewNotification(title, text)) })
		return
	}
	clicked, err := e.show(ctx, title, text)
	if err != nil {
		e.log.Info("no notification", "err", err)
		return
	}
	if clicked {
		e.run.Do(func() { e.comeForward(scan) })
	}
}

// resultText says what a scan found, in a few words: "example.com: 3 new problems, 12 in
// all". Ignored problems are left out, as they are on the screens.
func (e *endings) resultText(ctx context.Context, scan storage.ScanID, site string, found int) string {
	if e.marks != nil {
		if counts, err := e.marks.MarkCounts(ctx, scan); err == nil {
			found -= min(counts.Ignored.Problems(), found)
		}
	}
	all := lang.N("{{.Count}} problems", found, map[string]any{"Count": words.Number(found)})
	if found == 0 {
		all = lang.L("no problems")
	}
	changes, err := e.changes.CompareToPrevious(ctx, scan)
	if isNew := changes.Counts.New + changes.Counts.CameBack; err == nil && changes.From.ID != 0 && found > 0 {
		all = lang.L("nothing new, {{.All}} in all", map[string]any{"All": words.Number(found)})
		if isNew > 0 {
			all = lang.L("{{.New}}, {{.All}} in all", map[string]any{
				"New": lang.N("{{.Count}} new problems", isNew, map[string]any{"Count": words.Number(isNew)}), "All": words.Number(found),
			})
		}
	}
	return lang.L("{{.Site}}: {{.Text}}", map[string]any{"Site": site, "Text": all})
}
