package ui

import (
	"fyne.io/fyne/v2/lang"

	"sitewell/ui/ask"
	"sitewell/ui/chooser"
	"sitewell/ui/router"
	"sitewell/ui/toast"
	"sitewell/ui/trash"
)

// connect makes the parts of the window and tells each which others it needs.
func (w *Window) connect() {
	o, canvas, prefs := w.o, w.window.Canvas(), w.o.App.Preferences()
	w.dialogs = ask.NewHost(canvas)
	w.dialogs.Timer = w.after
	w.toasts = toast.NewHost(w.after)
	w.around = around{app: o.App, toasts: w.toasts, log: o.Logger}
	w.bin = trash.New(w.run, w.toasts, w.trashChanged)
	w.folders = folders{own: o.AppSettings, prefs: prefs}
	w.router = router.New(router.Options{Build: w.page, Show: w.showPage, Hold: w.closing.holdUnsaved})
	w.subject = &subject{run: w.run, lookup: o.Lookup, sites: o.History, log: o.Logger, now: o.Now, read: func() {
		w.showPlace()
		w.menu.refresh()
	}}
	w.chooser = chooser.New(chooser.Options{
		Window: w.window, Run: w.run, Desktop: o.Desktop, Logger: o.Logger, Usual: w.folders.Last,
		IsFolderWanted: func() bool { return w.dialogs.Open() || w.router.Route().Name == router.AppSettings }, // else the person has closed what asked
	})
	w.preferences = &preferences{store: o.AppSettings, run: w.run, dialogs: w.dialogs, log: o.Logger, sentence: o.Sentence, changed: w.follow}

	navigator := &navigator{router: w.router, log: o.Logger}
	isFocused := func() bool { return w.focused }
	w.scans = &scans{
		store: o.Scans, sites: o.History, run: w.run, jobs: w.jobs, going: navigator, dialogs: w.dialogs, canvas: canvas,
		sentence: o.Sentence, tick: w.tick, ended: w.ended,
	}
	w.endings = &endings{
		run: w.run, marks: o.Results.Marks, changes: o.Sites, toasts: w.toasts, going: navigator, app: o.App, log: o.Logger,
		now: o.Now, show: o.Notify, isFocused: isFocused, comeForward: w.comeForward,
	}
	w.several = &severalSites{
		scans: w.scans, lookup: o.Lookup, run: w.run, toasts: w.toasts, app: o.App, prefs: prefs, log: o.Logger, sentence: o.Sentence,
		isFocused: isFocused, changed: w.showSeveral, reload: w.reload,
	}
	w.several.queue = w.several.newQueue()
	w.saver = &saver{
		run: w.run, dialogs: w.dialogs, chooser: w.chooser, exporter: o.Exporter, reports: o.Reports, views: o.Views,
		comparisons: o.Compare.Save, rows: o.Results.SaveRows, pictures: o.Results.SavePicture, folders: w.folders, desktop: o.Desktop, router: w.router,
		subject: w.subject, log: o.Logger, sentence: o.Sentence, now: o.Now,
	}
	w.keeper = &keeper{
		run: w.run, dialogs: w.dialogs, toasts: w.toasts, chooser: w.chooser, store: o.Keeping, folders: w.folders, jobs: w.jobs,
		going: navigator, log: o.Logger, sentence: o.Sentence, now: o.Now, reload: w.reload, restart: w.closing.restart,
	}
	w.inputs = &inputs{
		run: w.run, dialogs: w.dialogs, toasts: w.toasts, chooser: w.chooser, lists: o.Lists, returned: o.Returned,
		manySites: o.ManySites, scans: w.scans, keeper: w.keeper, sentence: o.Sentence, now: o.Now, offer: w.offer, reload: w.reload,
	}
	w.going = going{navigator: navigator, scans: w.scans, saver: w.saver, keeper: w.keeper, browserHint: w.hint}
	w.present = &present{router: w.router, subject: w.subject, jobs: w.jobs, dialogs: w.dialogs, canvas: canvas, going: w.going}
	w.finder = &finder{sites: o.Sites, lookup: o.Lookup, codes: o.Codes, jobs: w.jobs, going: w.going, log: o.Logger, now: o.Now}

	c := w.closing // which the router and the runner have already
	c.app, c.look, c.run, c.dialogs, c.jobs, c.several = o.App, w.look, w.run, w.dialogs, w.jobs, w.several
	c.router, c.bin, c.log = w.router, w.bin, o.Logger
}

// ask asks before something is done.
func (w *Window) ask(title, text, confirm string, do func()) {
	w.dialogs.Show(&ask.Dialog{
		Title: title, Text: text, Cancel: ask.Button{Text: lang.L("Cancel")}, Confirm: ask.Button{Text: confirm, Do: do},
	})
}

// offer shows a short message with what takes back what it says, "" for nothing. Ctrl+Z
// does that as well.
func (w *Window) offer(message, action string, do func()) {
	w.toasts.Show(toast.Message{Text: message, Action: action, Do: do, Undoes: action != ""})
}
