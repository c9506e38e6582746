package app

import (
	"context"
	"errors"
	"log/slog"
	"os"

	"sitewell/app/cli/command"
	"sitewell/app/cli/scheduling"
	"sitewell/app/core"
	"sitewell/app/desktop"
	"sitewell/app/session"
	"sitewell/storage"
)

// window shows the window of the program, or says why there is none.
type window struct{ session *session.Session }

// IsBuilt implements Window.
func (window) IsBuilt() bool { return hasWindow }

// Missing implements Window.
func (window) Missing() string { return noWindow() }

// Show implements Window.
func (w window) Show(ctx context.Context, how command.WindowStart) error {
	log, closeLog := w.session.OpenLog()
	again, err := w.show(ctx, how, log)
	if again && ctx.Err() == nil {
		log.Info("starting again", "err", err)
		return errors.Join(closeLog(), startAgain(how.DB))
	}
	if err != nil {
		log.Error("window ended", "error", err)
		err = command.Failed(err)
	}
	if closeErr := closeLog(); closeErr != nil && err == nil {
		err = command.Failed(closeErr)
	}
	return err
}

// show opens the history and shows it. Where that fails, a window says why: a
// person who started Sitewell by its icon sees no terminal. again is true where the history
// was replaced, so that the program has to start again.
func (w window) show(ctx context.Context, how command.WindowStart, log *slog.Logger) (again bool, err error) {
	own, err := session.OwnSettings()
	if err != nil {
		log.Warn("settings of a new user are used", "error", err)
	}
	r, err := desktop.UseLanguage(own.Language)
	if err != nil && own.Language != "" {
		log.Warn("the system's language is used", "error", err)
		r, err = desktop.UseLanguage("")
	}
	if err != nil {
		return false, err
	}
	h, err := w.session.OpenHistory(ctx, session.HistoryOptions{DB: how.DB, Reader: r, Logger: log})
	if err != nil {
		file, _ := session.HistoryFile(how.DB)
		return desktop.ShowFailure(ctx, err, file), err
	}
	again, err = desktop.Run(ctx, h, desktop.Options{
		Address: how.Address, Version: w.session.Version, Proxies: w.session.Proxies, IsOwnHistory: how.DB == "", Site: how.Site, Compare: how.Compare, SendTest: w.sendTest,
	})
	return again, errors.Join(err, h.Close())
}

// sendTest sends a test message to recipients.
func (w window) sendTest(ctx context.Context, server func() (core.MailServer, error), to core.Recipients, site storage.Site) (all []desktop.Delivered) {
	for _, d := range scheduling.SendTest(ctx, w.session.Version, nil, server, to, site) {
		all = append(all, desktop.Delivered(d))
	}
	return all
}

// startAgain starts the program again with the same history. Where that works it does not return on
// most systems.
func startAgain(db string) error {
	program, err := os.Executable()
	if err != nil {
		return command.Failed(err)
	}
	args := []string{program}
	if db != "" {
		args = append(args, "--db", db)
	}
	if err := replaceProcess(program, args); err != nil {
		return command.Failed(err)
	}
	return nil
}
