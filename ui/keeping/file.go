// Package keeping is about the file of the history as a whole: it backs it up, compacts
// and checks it, adds scans that were saved on other computers, and asks which scans
// of a site are kept. It must not know what is in the file.
package keeping

import (
	"context"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/words"
)

// Store is the history. Its methods are called off the window's thread; progress may be
// called from any goroutine.
type Store interface {
	File() (path string, size int64)
	// Backup copies the history to a file, in place of one that is there.
	Backup(ctx context.Context, path string, progress func(done, total int64)) error
	Compact(ctx context.Context, progress func(done, total int64)) (before, after int64, err error)
	Check(ctx context.Context, progress func(done, steps int)) (storage.DatabaseCheck, error)

	Replacer
	Mover

	// Import adds a scan that was saved as a file.
	Import(ctx context.Context, path string, progress func(done, total int)) (storage.Scan, error)

	// KeepRule returns the rule of a site, and whether it is its own; see SetKeepRule.
	KeepRule(ctx context.Context, site storage.SiteID) (r storage.KeepRule, own bool, err error)
	// SetKeepRule stores the rule of a site; the site 0 stands for all that have none, which a
	// site has for nil.
	SetKeepRule(ctx context.Context, site storage.SiteID, r *storage.KeepRule) error
	// Surplus returns the scans of a site that a rule does not keep.
	Surplus(ctx context.Context, site storage.SiteID, r storage.KeepRule) ([]storage.Scan, error)
}

// Options are what the dialogs need.
type Options struct {
	Run     *background.Runner
	Dialogs *ask.Host
	Store   Store
	// Pick lets the person choose a folder and calls chosen with it, or not at all.
	Pick func(chosen func(folder string))
	// PickFile does so with a file that ends in .db.
	PickFile func(chosen func(path string))
	// Leave ends what uses the history, off the window's thread, and Restart starts Sitewell
	// again; see ReplaceOptions.
	Leave   func(ctx context.Context) error
	Restart func()
	// FreeName returns the path of a file in a folder that does not exist yet. It is called
	// off the window's thread.
	FreeName func(folder string) string
	Sentence func(error) string
}

func (o Options) replacing() ReplaceOptions {
	return ReplaceOptions{Run: o.Run, Dialogs: o.Dialogs, Replacer: o.Store, Leave: o.Leave, PickFile: o.PickFile, Restart: o.Restart, Sentence: o.Sentence}
}

// file is the dialog about the file.
type file struct {
	o       Options
	dialog  *ask.Dialog
	where   *widget.Label
	size    *widget.Label
	buttons []*control.Button
	bar     *widget.ProgressBar
	said    *widget.Label
	about   background.Loader[about]
	work    background.Loader[string]
}

// buttonsInARow is how many buttons are beside each other.
const buttonsInARow = 3

// about is what is told of the file.
type about struct {
	path string
	size int64
}

// ShowFile shows where the history is and how large, and what can be done with it.
func ShowFile(o Options) {
	f := &file{o: o, where: badge.Body(""), size: badge.Caption(""), bar: widget.NewProgressBar(), said: badge.Body("")}
	f.where.Wrapping, f.said.Wrapping = fyne.TextWrapBreak, fyne.TextWrapWord
	f.bar.Hide()
	f.said.Hide()
	f.buttons = []*control.Button{
		{Button: widget.Button{Text: lang.L("Back up …"), Icon: fynetheme.DocumentSaveIcon(), OnTapped: func() { o.Pick(f.backUp) }}},
		{Button: widget.Button{Text: lang.L("Compact"), Icon: fynetheme.ContentRemoveIcon(), OnTapped: f.compact}},
		{Button: widget.Button{Text: lang.L("Check"), Icon: fynetheme.ConfirmIcon(), OnTapped: f.check}},
		{Button: widget.Button{Text: lang.L("Restore …"), Icon: fynetheme.HistoryIcon(), OnTapped: func() { AskRestore(o.replacing()) }}},
		{Button: widget.Button{Text: lang.L("Repair …"), Icon: fynetheme.ViewRefreshIcon(), OnTapped: func() { AskSalvage(o.replacing()) }}},
	}
	row := container.NewGridWithColumns(buttonsInARow)
	for _, b := range f.buttons {
		row.Add(b)
	}
	explain := badge.Caption(lang.L("A back-up contains all sites and scans; Restore brings it back. Compact frees the room that deleted scans left; scans that run wait meanwhile. Check says whether the file is damaged, and Repair saves what can be read of a damaged one."))
	explain.Wrapping = fyne.TextWrapWord
	f.dialog = &ask.Dialog{
		Title: lang.L("The history file"), Width: 560,
		Content: container.NewVBox(f.where, f.size, column.Inset(row), explain, column.Inset(f.bar), f.said),
		Cancel:  ask.Button{Text: lang.L("Close"), Do: func() { f.work.Cancel(); f.about.Cancel() }},
	}
	o.Dialogs.Show(f.dialog)
	f.read()
}

// read shows where the file is and how large.
func (f *file) read() {
	f.about.Load(f.o.Run, func(context.Context) (a about, err error) {
		a.path, a.size = f.o.Store.File()
		return a, nil
	}, func(a about, _ error) {
		f.where.SetText(a.path)
		f.size.SetText(words.Size(a.size))
		f.dialog.Fit()
	})
}

// do runs work that says in the end what it did.
func (f *file) do(work func(ctx context.Context) (string, error)) {
	for _, b := range f.buttons {
		b.Disable()
	}
	f.said.Hide()
	f.bar.SetValue(0)
	f.bar.Show()
	f.dialog.Fit()
	f.work.Load(f.o.Run, work, func(said string, err error) {
		for _, b := range f.buttons {
			b.Enable()
		}
		f.bar.Hide()
		if err != nil {
			said = f.o.Sentence(err)
		}
		f.said.SetText(said)
		f.said.Show()
		f.dialog.Fit()
		f.read()
	})
}

func (f *file) backUp(folder string) {
	f.do(func(ctx context.Context) (string, error) {
		path := f.o.FreeName(folder)
		if err := f.o.Store.Backup(ctx, path, bytesOn(f.o.Run, f.bar)); err != nil {
			return "", err
		}
		return lang.L("The history is copied to {{.File}}.", map[string]any{"File": path}), nil
	})
}

func (f *file) compact() {
	f.do(func(ctx context.Context) (string, error) {
		before, after, err := f.o.Store.Compact(ctx, bytesOn(f.o.Run, f.bar))
		if err != nil {
			return "", err
		}
		if after >= before {
			return lang.L("There was no room to save."), nil
		}
		return lang.L("The history takes {{.Saved}} less than before.", map[string]any{"Saved": words.Size(before - after)}), nil
	})
}

func (f *file) check() {
	f.do(func(ctx context.Context) (string, error) {
		check, err := f.o.Store.Check(ctx, stepsOn(f.o.Run, f.bar))
		switch {
		case err != nil:
			return "", err
		case check.IsSound():
			return lang.N("Nothing is damaged: {{.Count}} scans can be read.", len(check.Scans), map[string]any{"Count": words.Number(len(check.Scans))}), nil
		default:
			return lang.L("The history file is damaged. Restore a back-up, or press Repair to save what can be read. The damaged file is kept."), nil
		}
	})
}

// stepsOn returns what shows progress on a bar, at most a hundred times.
func stepsOn(run *background.Runner, bar *widget.ProgressBar) func(done, total int) {
	var last atomic.Int64
	return func(done, total int) {
		if total <= 0 {
			return
		}
		percent := int64(done) * 100 / int64(total)
		if last.Swap(percent) == percent {
			return
		}
		run.Do(func() { bar.SetValue(float64(percent) / 100) })
	}
}

func bytesOn(run *background.Runner, bar *widget.ProgressBar) func(done, total int64) {
	steps := stepsOn(run, bar)
	return func(done, total int64) { steps(int(done>>10), int(total>>10)) }
}
