package ui

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"sitewell/ui/ask"
	"sitewell/ui/background"
)

// patience is how long the end of the program waits for scans to store what
// they have.
const patience = 10 * time.Second

// askToClose closes the window, and asks before while a scan runs.
func (w *Window) askToClose() {
	if w.holdUnsaved(w.router.Page(), w.askToClose) {
		return
	}
	if len(w.jobs.all()) == 0 {
		w.quit()
		return
	}
	if w.dialogs.Open() {
		return
	}
	title, text := lang.L("Stop the scan and close?"), lang.L("What was found so far is kept; you can resume it.")
	if w.several.Active() {
		title, text = lang.L("Stop the scans and close?"), lang.L("What was found so far is kept. When Sitewell is opened again, you can go on with all of them.")
	}
	w.dialogs.Show(&ask.Dialog{
		Title:   title,
		Text:    text,
		Cancel:  ask.Button{Text: lang.L("Keep scanning")},
		Confirm: ask.Button{Text: lang.L("Stop and close"), Do: w.stopAndQuit},
	})
}

// stopAndQuit lets the scans store what they have while the window still says
// what is going on.
func (w *Window) stopAndQuit() {
	if w.several.Active() {
		w.several.Pause() // so that it goes on from here
	}
	w.dialogs.Show(&ask.Dialog{Title: lang.L("Stopping the scan …"), Text: lang.L("Sitewell closes as soon as everything is stored.")})
	w.run.Go(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		if err := w.jobs.stop(ctx); err != nil {
			w.o.Logger.Warn("scan did not stop in time", "err", err)
		}
		w.run.Do(w.quit)
	})
}

// quit ends the program without asking.
func (w *Window) quit() {
	if w.closed.Load() {
		return
	}
	w.rememberSize()
	stopNow(w.o.App.Lifecycle())
	w.o.App.Quit()
}

// stopNow does what Fyne has to do at the end of the program (it saves preferences),
// and takes that away from Fyne. Fyne 2.8 would do it once its loop has ended, through
// a queue that nobody may empty any more by then; now and then the program waited for
// that for ever, without a window. It runs on the window's thread.
func stopNow(l fyne.Lifecycle) {
	stopping, ok := l.(interface {
		OnStopped() func()
		SetOnStoppedHookExecuted(func())
	})
	if !ok {
		return
	}
	if stop := stopping.OnStopped(); stop != nil {
		stop()
	}
	l.SetOnStopped(nil)
	stopping.SetOnStoppedHookExecuted(nil)
}

// finish is called when the window has gone: scans stop, what was thrown away
// is deleted, and no goroutine is left.
func (w *Window) finish(ctx context.Context) error {
	w.closed.Store(true)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	var errs []error
	if err := w.jobs.stop(ctx); err != nil {
		errs = append(errs, fmt.Errorf("stop scans: %w", err))
	}
	if !w.replaced {
		if err := w.bin.Empty(ctx); err != nil {
			errs = append(errs, err)
		}
	}
	if err := closeWithin(ctx, w.run); err != nil {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// errStillWorking says that something did not end with the window.
var errStillWorking = errors.New("work of the window goes on")

// closeWithin ends all work of the window and waits for it, but not for ever:
// a program that can't be quit is worse than what it leaves behind.
func closeWithin(ctx context.Context, run *background.Runner) error {
	ended := make(chan struct{})
	go func() {
		run.Close()
		close(ended)
	}()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		return errStillWorking
	}
}
