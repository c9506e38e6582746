package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"syscall"

	"sitewell/app/core"
	"sitewell/app/message"
	"sitewell/app/report"
	"sitewell/storage"
)

// scan scans a site in the terminal.
func (p *program) scan(ctx context.Context, site string, s settingFlags, in signInFlags, o outputs) error {
	if err := s.check(); err != nil {
		return err
	}
	if err := o.check(in.cookieFile, in.headerFile); err != nil {
		return err
	}
	given, err := p.given(ctx, in)
	if err != nil {
		return &exitError{exitUsage, err}
	}
	if given != nil {
		if err := given.Check(site); err != nil {
			return fmt.Errorf("%s: %s", in.flag(), message.ForError(err))
		}
	}
	return p.inTerminal(ctx, o, func(ctx context.Context, c *core.Core) (*core.Running, error) {
		return c.Runner.ScanAddressWith(ctx, site, core.ScanOverrides{Change: s.change, SignIn: given})
	})
}

// demo scans the demo site in the terminal.
func (p *program) demo(ctx context.Context, o outputs) error {
	if err := o.check(); err != nil {
		return err
	}
	return p.inTerminal(ctx, o, func(ctx context.Context, c *core.Core) (*core.Running, error) {
		return c.Runner.ScanDemo(ctx)
	})
}

// resume goes on with a scan in the terminal.
func (p *program) resume(ctx context.Context, args []string, o outputs) error {
	if err := o.check(); err != nil {
		return err
	}
	return p.inTerminal(ctx, o, func(ctx context.Context, c *core.Core) (*core.Running, error) {
		if len(args) == 0 {
			scan, err := c.Runner.Unfinished(ctx)
			if err != nil {
				return nil, err
			}
			return c.Runner.ResumeScan(ctx, scan.ID)
		}
		scan, err := scanTyped(ctx, c.Store, args[0])
		if err != nil {
			return nil, err
		}
		return c.Runner.ResumeScan(ctx, scan.ID)
	})
}

// inTerminal starts a scan, shows how it goes, and ends with its table and
// files. What goes wrong before the scan begins is about usage.
func (p *program) inTerminal(ctx context.Context, o outputs, start func(context.Context, *core.Core) (*core.Running, error)) error {
	return p.withHistory(ctx, o, func(h opened) error {
		r, err := p.signedIn(ctx, h.Core, start)
		if err != nil {
			h.log.Warn("no scan", "error", err)
			return &exitError{exitUsage, err}
		}
		screen := newScreen(p.stdio, o)
		screen.watch(ctx, r)
		// The results are shown and saved also after Ctrl+C; another one ends
		// that, and leaves no half of a file. One more ends the program at once.
		ctx, stop := signal.NotifyContext(context.WithoutCancel(ctx), os.Interrupt, syscall.SIGTERM)
		defer stop()
		defer context.AfterFunc(ctx, stop)()
		if err := p.finish(ctx, h, r, screen, o); err != nil {
			return &exitError{exitFailed, err}
		}
		return p.verdict(ctx, h.Core, r)
	})
}

// withHistory opens the log and the history for as long as use takes.
func (p *program) withHistory(ctx context.Context, o outputs, use func(opened) error) (err error) {
	log, closeLog := p.openLog()
	defer func() { err = errors.Join(err, closeLog()) }()
	h, err := p.openHistory(ctx, o, reader{}, log)
	if err != nil {
		return &exitError{exitUsage, err}
	}
	if old := h.OldHistory(); old != nil {
		fmt.Fprintln(p.stdio.Err, "sitewell: "+told(old))
	}
	defer func() {
		if closeErr := h.Close(); closeErr != nil && err == nil {
			err = &exitError{exitFailed, closeErr}
		}
	}()
	return use(h)
}

// finish shows the table and saves the files.
func (p *program) finish(ctx context.Context, h opened, r *core.Running, s *screen, o outputs) error {
	src, err := h.files.Source(ctx, r.ScanID())
	if err != nil {
		return err
	}
	if err := report.Text(s.table())(ctx, s.out, src); err != nil {
		return err
	}
	s.say("")
	if o.xlsx != "" {
		if err := h.files.Save(ctx, src, o.xlsx, report.Excel); err != nil {
			return err
		}
		s.say("Spreadsheet saved: " + o.xlsx)
	}
	switch {
	case o.jsonl == "-":
		if err := h.files.WriteJSONLines(ctx, src, p.stdio.Out); err != nil {
			return err
		}
	case o.jsonl != "":
		if err := h.files.Save(ctx, src, o.jsonl, report.JSONLines); err != nil {
			return err
		}
		s.say("JSON Lines saved: " + o.jsonl)
	}
	s.say("Kept in your history as scan " + strconv.FormatInt(int64(r.ScanID()), 10) + ".")
	return r.Err()
}

// verdict is the exit code that a scan ends with.
func (p *program) verdict(ctx context.Context, c *core.Core, r *core.Running) error {
	scan, err := c.Store.ScanByID(ctx, r.ScanID())
	switch {
	case err != nil:
		return &exitError{exitFailed, err}
	case scan.State != storage.Complete:
		fmt.Fprintf(p.stdio.Err, "Stopped. Go on with: sitewell resume %d\n", scan.ID)
		return &exitError{code: exitFailed}
	case scan.Counts.Broken > 0:
		return &exitError{code: exitBroken}
	default:
		return nil
	}
}
