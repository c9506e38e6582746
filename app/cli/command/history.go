package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"sitewell/app/session"
)

// MustExist returns an error if somebody named a history that does not exist: there is
// nothing to read in a new one.
func (p *Run) MustExist() error {
	if p.DB == "" {
		return nil
	}
	if _, err := os.Stat(p.DB); errors.Is(err, fs.ErrNotExist) {
		return Unusable(NoHistory(p.DB))
	}
	return nil
}

// FromHistory opens the history for something that only reads it. What goes
// wrong there is about usage, unless somebody has pressed Ctrl+C.
func (p *Run) FromHistory(ctx context.Context, read func(session.Opened) error) error {
	if err := p.MustExist(); err != nil {
		return err
	}
	return p.WithHistory(ctx, func(h session.Opened) error {
		err := read(h)
		code := (*ExitError)(nil)
		switch {
		case err == nil || errors.As(err, &code):
			return err
		case errors.Is(err, context.Canceled):
			return Failed(err)
		default:
			return Unusable(err)
		}
	})
}

// WithHistory opens the log and the history for as long as use takes.
func (p *Run) WithHistory(ctx context.Context, use func(session.Opened) error) (err error) {
	log, closeLog := p.Session.OpenLog()
	defer func() { err = errors.Join(err, closeLog()) }()
	h, err := p.Session.OpenHistory(ctx, session.HistoryOptions{DB: p.DB, Browser: p.Browser, Logger: log})
	if err != nil {
		return Unusable(err)
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
func (p *Run) tellNotices(h session.Opened) {
	for {
		select {
		case notice := <-h.Notices():
			fmt.Fprintln(p.Stdio.Err, "sitewell: "+p.Told(notice))
		default:
			return
		}
	}
}
