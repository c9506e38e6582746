package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/scanning"
	"sitewell/ui/words"
)

// longScan is how long a scan lasts from which on a person has probably turned to
// something else.
const longScan = 30 * time.Second

// notify sends a desktop notification at the end of a long scan to a person who uses
// another program: the first words say what came of it.
func (w *Window) notify(job scanning.Job, problem string) {
	if w.focused || w.o.Now().Sub(job.Progress().Started) < longScan {
		return
	}
	site, found := job.Title(), job.Progress().Problems
	w.run.Go(func(ctx context.Context) {
		text := lang.L("{{.Site}}: {{.Text}}", map[string]any{"Site": site, "Text": problem})
		if problem == "" {
			text = w.resultText(ctx, job.Scan, site, found)
		}
		w.showNotification(ctx, text, job.Scan)
	})
}

// showNotification waits for a click where the desktop has clicks, and shows the results
// then. It is called off the window's thread.
func (w *Window) showNotification(ctx context.Context, text string, scan storage.ScanID) {
	title := lang.L("The scan has ended")
	if w.o.Notify == nil {
		w.run.Do(func() { w.o.App.SendNotification(fyne.NewNotification(title, text)) })
		return
	}
	clicked, err := w.o.Notify(ctx, title, text)
	if err != nil {
		w.o.Logger.Info("no notification", "err", err)
		return
	}
	if clicked {
		w.run.Do(func() { w.comeForward(scan) })
	}
}

// comeForward brings the window to the front with the results of a scan. An open question
// stays: it waits for its answer.
func (w *Window) comeForward(scan storage.ScanID) {
	w.window.Show()
	w.window.RequestFocus()
	w.palette.Close()
	if !w.dialogs.Open() && !w.chooser.IsOpen() {
		w.Results(scan)
	}
}

// resultText says what a scan found, in a few words: "example.com: 3 new problems, 12 in
// all". Ignored problems are left out, as they are on the screens.
func (w *Window) resultText(ctx context.Context, scan storage.ScanID, site string, found int) string {
	if w.o.Results.Marks != nil {
		if counts, err := w.o.Results.Marks.MarkCounts(ctx, scan); err == nil {
			found -= min(counts.Ignored.Problems(), found)
		}
	}
	all := lang.N("{{.Count}} problems", found, map[string]any{"Count": words.Number(found)})
	if found == 0 {
		all = lang.L("no problems")
	}
	changes, err := w.o.Sites.CompareToPrevious(ctx, scan)
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
