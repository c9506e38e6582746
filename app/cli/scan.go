package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/message"
	"sitewell/app/report"
	"sitewell/app/session"
	"sitewell/scanner/profile"
	"sitewell/storage"
)

// scan scans a site, or a list of addresses, in the terminal.
func (p *Program) scan(ctx context.Context, site string, s settingFlags, in signInFlags, o scanOutputs) error {
	if err := errors.Join(s.check(), o.fail.check(), o.list.check(in)); err != nil {
		return err
	}
	if _, err := core.CleanScanName(o.name); err != nil {
		return fmt.Errorf("--name: %s", message.ForError(err))
	}
	if err := p.checkScan(o, in.cookieFile, in.headerFile, o.list.file); err != nil {
		return err
	}
	if err := p.checkBrowser(s.render != "" && s.render != profile.RenderNever); err != nil {
		return err
	}
	given, err := p.given(ctx, in)
	if err != nil {
		return &exitError{ExitUsage, err}
	}
	if given != nil && o.list.file == "" {
		if err := given.Check(site); err != nil {
			return fmt.Errorf("%s: %s", in.flag(), message.ForError(err))
		}
	}
	begin, err := p.scanOf(ctx, site, &o, core.ScanOverrides{Change: s.change, SignIn: given})
	if err != nil {
		return err
	}
	return p.inTerminal(ctx, o, func(ctx context.Context, c *core.Core) (*core.Running, error) {
		known := site
		if o.list.file != "" {
			known = o.list.name
		}
		if err := o.fail.checkBaseline(ctx, c.History, known); err != nil {
			return nil, err
		}
		r, err := begin(ctx, c)
		if err == nil && o.name != "" {
			p.name(ctx, c, r.ScanID(), o)
		}
		return r, err
	})
}

// name names a scan that has just begun. A name that another scan has is told, and
// is no reason not to scan.
func (p *Program) name(ctx context.Context, c *core.Core, scan storage.ScanID, o scanOutputs) {
	if err := c.History.NameScan(ctx, scan, o.name, ""); err != nil {
		fmt.Fprintln(p.stdio.Err, "sitewell: The scan has no name. "+p.told(err))
	}
}

// demo scans the demo site in the terminal.
func (p *Program) demo(ctx context.Context, o scanOutputs) error {
	if err := p.checkScan(o); err != nil {
		return err
	}
	return p.inTerminal(ctx, o, func(ctx context.Context, c *core.Core) (*core.Running, error) {
		return c.Runner.ScanDemo(ctx)
	})
}

// resume goes on with a scan in the terminal.
func (p *Program) resume(ctx context.Context, args []string, o scanOutputs) error {
	if err := p.checkScan(o); err != nil {
		return err
	}
	if err := p.mustExist(); err != nil {
		return err
	}
	if err := p.checkBrowser(false); err != nil {
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
func (p *Program) inTerminal(ctx context.Context, o scanOutputs, start func(context.Context, *core.Core) (*core.Running, error)) error {
	return p.withHistory(ctx, func(h session.Opened) error {
		r, err := p.signedIn(ctx, h.Core, start)
		if err != nil {
			h.Log.Warn("no scan", "error", err)
			return &exitError{ExitUsage, err}
		}
		screen := p.screen(o.outputs)
		screen.watch(ctx, r)
		p.tellOfBrowser(r.Progress())
		// The results are shown and saved also after Ctrl+C; another one ends
		// that, and leaves no half of a file. One more ends the program at once.
		ctx, stop := signal.NotifyContext(context.WithoutCancel(ctx), os.Interrupt, syscall.SIGTERM)
		defer stop()
		defer context.AfterFunc(ctx, stop)()
		complete := p.finish(ctx, h, r.ScanID(), screen, o)
		if err := r.Err(); err != nil {
			return &exitError{ExitFailed, err}
		}
		err = p.verdict(context.WithoutCancel(ctx), h.Core, r, complete, o)
		if p.asJSON {
			return p.tellScanned(context.WithoutCancel(ctx), h.Core, r.ScanID(), err)
		}
		return err
	})
}

// withHistory opens the log and the history for as long as use takes.
func (p *Program) withHistory(ctx context.Context, use func(session.Opened) error) (err error) {
	log, closeLog := p.session.OpenLog()
	defer func() { err = errors.Join(err, closeLog()) }()
	h, err := p.session.OpenHistory(ctx, session.HistoryOptions{DB: p.db, Browser: p.browser, Logger: log})
	if err != nil {
		return &exitError{ExitUsage, err}
	}
	p.tellNotices(h)
	defer func() {
		p.tellNotices(h) // also what was found out meanwhile
		if closeErr := h.Close(); closeErr != nil && err == nil {
			err = &exitError{ExitFailed, closeErr}
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

// finish shows the table and saves the files. It reports whether all of that was
// written.
func (p *Program) finish(ctx context.Context, h session.Opened, scan storage.ScanID, s *screen, o scanOutputs) (complete bool) {
	src, err := h.Files.Source(ctx, scan)
	src.Progress = s.exported
	if err == nil && o.build != (buildOutputs{}) {
		err = p.compared(ctx, h, &src, o)
	}
	outputs := p.outputsOf(h.Files, src, scan, s, o)
	if p.asJSON {
		outputs = outputs[1:] // without the table
	}
	if err != nil { // then it is the same for all of them
		for i := range outputs {
			outputs[i].write = func(context.Context) error { return err }
		}
	}
	complete = s.writeAll(ctx, outputs)
	s.say("Kept in your history as scan " + fmt.Sprint(scan) + ".")
	return complete
}

// outputsOf returns the table and the files of a scan.
func (p *Program) outputsOf(files *export.Exporter, src report.Source, scan storage.ScanID, s *screen, o scanOutputs) []pending {
	again := func(what string, args ...string) string {
		return "Save " + what + " with: " + p.command(append([]string{"export", fmt.Sprint(scan)}, args...)...)
	}
	all := append([]pending{{
		write: func(ctx context.Context) error { return report.Text(s.table())(ctx, s.out, src) },
		again: again("the results"), table: true,
	}}, p.buildFiles(files, src, s, o)...)
	if o.xlsx != "" {
		all = append(all, pending{
			write: func(ctx context.Context) error {
				return files.Export(ctx, scan, export.Spreadsheet, o.xlsx, src.Progress)
			},
			said: "Spreadsheet saved: " + o.xlsx, again: again(o.xlsx, "--format", string(export.Spreadsheet), "-o", o.xlsx),
		})
	}
	lines := pending{again: again(o.jsonl, "--format", string(export.JSONLines), "-o", o.jsonl)}
	switch o.jsonl {
	case "":
		return all
	case "-":
		lines.write = func(ctx context.Context) error { return files.WriteJSONLines(ctx, src, p.stdio.Out) }
		lines.again = again("JSON Lines", "--format", string(export.JSONLines), "-o", "-")
	default:
		lines.write = func(ctx context.Context) error { return files.Save(ctx, src, o.jsonl, report.JSONLines) }
		lines.said = "JSON Lines saved: " + o.jsonl
	}
	return append(all, lines)
}

// verdict is the exit code that a scan ends with; complete: its results were all
// written.
func (p *Program) verdict(ctx context.Context, c *core.Core, r *core.Running, complete bool, o scanOutputs) error {
	scan, err := c.Store.ScanByID(ctx, r.ScanID())
	var marks storage.MarkCounts
	if err == nil {
		marks, err = c.Store.MarkCounts(ctx, scan.ID)
	}
	switch {
	case err != nil:
		return &exitError{ExitFailed, err}
	case scan.State != storage.Complete:
		fmt.Fprintln(p.stdio.Err, "Stopped. Go on with: "+p.command("resume", fmt.Sprint(scan.ID)))
		return &exitError{code: ExitFailed}
	case !complete:
		return &exitError{code: ExitFailed}
	default:
		return p.exit(ctx, c, scan, scan.Counts.Without(marks), o.fail)
	}
}
