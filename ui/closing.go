package ui

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/router"
	"sitewell/ui/trash"
)

// patience is how long the end of the program waits for scans to store what
// they have.
const patience = 10 * time.Second

// closing ends the program, and asks before where something would be lost.
type closing struct {
	app      fyne.App
	look     *look
	run      *background.Runner
	dialogs  *ask.Host
	jobs     *jobs
	several  *severalSites
	router   *router.Router
	bin      *trash.Bin
	log      *slog.Logger
	closed   atomic.Bool // nothing may touch the window any more
	replaced bool        // the history was replaced: the program starts again
}

// ask closes the window, and asks before while a scan runs.
func (c *closing) ask() {
	if c.holdUnsaved(c.router.Page(), c.ask) {
		return
	}
	if len(c.jobs.all()) == 0 {
		c.quit()
		return
	}
	if c.dialogs.Open() {
		return
	}
	title, text := lang.L("Stop the scan and close?"), lang.L("What was found so far is kept; you can resume it.")
	if c.several.queue.Active() {
		title, text = lang.L("Stop the scans and close?"), lang.L("What was found so far is kept. When Sitewell is opened again, you can go on with all of them.")
	}
	c.dialogs.Show(&ask.Dialog{
		Title:   title,
		Text:    text,
		Cancel:  ask.Button{Text: lang.L("Keep scanning")},
		Confirm: ask.Button{Text: lang.L("Stop and close"), Do: c.stopAndQuit},
	})
}

// stopAndQuit lets the scans store what they have while the window still says
// what is going on.
func (c *closing) stopAndQuit() {
	if c.several.queue.Active() {
		c.several.queue.Pause() // so that it goes on from here
	}
	c.dialogs.Show(&ask.Dialog{Title: lang.L("Stopping the scan …"), Text: lang.L("Sitewell closes as soon as everything is stored.")})
	c.run.Go(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		if err := c.jobs.stop(ctx); err != nil {
			c.log.Warn("scan did not stop in time", "err", err)
		}
		c.run.Do(c.quit)
	})
}

// quit ends the program without asking.
func (c *closing) quit() {
	if c.closed.Load() {
		return
	}
	c.look.rememberSize()
	stopNow(c.app.Lifecycle())
	c.app.Quit()
}

// finish is called when the window has gone: scans stop, what was thrown away
// is deleted, and no goroutine is left.
func (c *closing) finish(ctx context.Context) error {
	c.closed.Store(true)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	var errs []error
	if err := c.jobs.stop(ctx); err != nil {
		errs = append(errs, fmt.Errorf("stop scans: %w", err))
	}
	if !c.replaced {
		if err := c.bin.Empty(ctx); err != nil {
			errs = append(errs, err)
		}
	}
	if err := closeWithin(ctx, c.run); err != nil {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// holdUnsaved asks what to do about what is typed and not saved before a page
// is left, and reports whether it did; leave goes on with that.
func (c *closing) holdUnsaved(from router.Page, leave func()) bool {
	k, ok := from.(router.Keeper)
	if !ok || !k.Unsaved() {
		return false
	}
	if c.dialogs.Open() {
		return true
	}
	c.dialogs.Show(&ask.Dialog{
		Title:   lang.L("Save what you changed?"),
		Text:    lang.L("Some settings of this site are changed and not saved yet."),
		Cancel:  ask.Button{Text: lang.L("Keep editing")},
		Others:  []ask.Button{{Text: lang.L("Do not save"), Do: func() { k.Discard(); leave() }}},
		Confirm: ask.Button{Text: lang.L("Save"), Do: func() { k.SaveThen(leave) }},
	})
	return true
}

// restart closes the window for a program that starts again, since the history was
// replaced. What was thrown away is not deleted: it is in the new history as well.
func (c *closing) restart() {
	c.replaced = true
	c.quit()
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
