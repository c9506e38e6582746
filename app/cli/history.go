package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"sitewell/app/session"
)

// mustExist returns an error if somebody named a history that does not exist: there is
// nothing to read in a new one.
func (p *Program) mustExist() error {
	if p.db == "" {
		return nil
	}
	if _, err := os.Stat(p.db); errors.Is(err, fs.ErrNotExist) {
		return unusable(noHistory(p.db))
	}
	return nil
}

// fromHistory opens the history for something that only reads it. What goes
// wrong there is about usage, unless somebody has pressed Ctrl+C.
func (p *Program) fromHistory(ctx context.Context, read func(session.Opened) error) error {
	if err := p.mustExist(); err != nil {
		return err
	}
	return p.withHistory(ctx, func(h session.Opened) error {
		err := read(h)
		code := (*exitError)(nil)
		switch {
		case err == nil || errors.As(err, &code):
			return err
		case errors.Is(err, context.Canceled):
			return Failed(err)
		default:
			return unusable(err)
		}
	})
}

// withHistory opens the log and the history for as long as use takes.
func (p *Program) withHistory(ctx context.Context, use func(session.Opened) error) (err error) {
	log, closeLog := p.session.OpenLog()
	defer func() { err = errors.Join(err, closeLog()) }()
	h, err := p.session.OpenHistory(ctx, session.HistoryOptions{DB: p.db, Browser: p.browser, Logger: log})
	if err != nil {
		return unusable(err)
	}
	p.tellNotices(h)
	defer func() {
		p.tellNotices(h) // also what was found out meanwhile
		if closeErr := h.Close(); closeErr != nil && err == nil {
			err = Failed(closeErr)
		}
	}()
	return use(h)
}

// tellNotices says what is to be known about the history, each once.
func (p *Program) tellNotices(h session.Opened) {
	for {
		select {
		case notice := <-h.Notices():
			fmt.Fprintln(p.stdio.Err, "sitewell: "+p.told(notice))
		default:
			return
		}
	}
}
