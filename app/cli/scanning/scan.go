package scanning

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/message"
	"sitewell/app/session"
	"sitewell/scanner/profile"
	"sitewell/storage"
)

// scans are commands that scan one site.
type scans struct{ *command.Run }

// scan scans a site, or a list of addresses, in the terminal.
func (p scans) scan(ctx context.Context, site string, s settingFlags, in signInFlags, o scanOutputs) error {
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
	given, err := secrets(p).given(ctx, in)
	if err != nil {
		return command.Unusable(err)
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
func (p scans) name(ctx context.Context, c *core.Core, scan storage.ScanID, o scanOutputs) {
	if err := c.History.NameScan(ctx, scan, o.name, ""); err != nil {
		fmt.Fprintln(p.Stdio.Err, "sitewell: The scan has no name. "+p.Told(err))
	}
}

// demo scans the demo site in the terminal.
func (p scans) demo(ctx context.Context, o scanOutputs) error {
	if err := p.checkScan(o); err != nil {
		return err
	}
	return p.inTerminal(ctx, o, func(ctx context.Context, c *core.Core) (*core.Running, error) {
		return c.Runner.ScanDemo(ctx)
	})
}

// resume goes on with a scan in the terminal.
func (p scans) resume(ctx context.Context, args []string, o scanOutputs) error {
	if err := p.checkScan(o); err != nil {
		return err
	}
	if err := p.MustExist(); err != nil {
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
		scan, err := command.ScanTyped(ctx, c.Store, args[0])
		if err != nil {
			return nil, err
		}
		return c.Runner.ResumeScan(ctx, scan.ID)
	})
}

// inTerminal starts a scan, shows how it goes, and ends with its table and
// files. What goes wrong before the scan begins is about usage.
func (p scans) inTerminal(ctx context.Context, o scanOutputs, start func(context.Context, *core.Core) (*core.Running, error)) error {
	return p.WithHistory(ctx, func(h session.Opened) error {
		r, err := secrets(p).signedIn(ctx, h.Core, start)
		if err != nil {
			h.Log.Warn("no scan", "error", err)
			return command.Unusable(err)
		}
		screen := p.Screen(o.Outputs)
		screen.Watch(ctx, r)
		p.tellOfBrowser(r.Progress())
		// The results are shown and saved also after Ctrl+C; another one ends
		// that, and leaves no half of a file. One more ends the program at once.
		ctx, stop := signal.NotifyContext(context.WithoutCancel(ctx), os.Interrupt, syscall.SIGTERM)
		defer stop()
		defer context.AfterFunc(ctx, stop)()
		complete := ending(p).finish(ctx, h, r.ScanID(), screen, o)
		if err := r.Err(); err != nil {
			return command.Failed(err)
		}
		err = ending(p).verdict(context.WithoutCancel(ctx), h.Core, r, complete, o)
		if p.AsJSON {
			return ending(p).tellScanned(context.WithoutCancel(ctx), h.Core, r.ScanID(), err)
		}
		return err
	})
}
