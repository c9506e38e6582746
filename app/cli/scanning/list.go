package scanning

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/core/addresslist"
	"sitewell/app/message"
	"sitewell/app/report"
	"sitewell/scanner/weburl"
)

// listFlags say that only certain addresses are checked.
type listFlags struct {
	file         string // that names them, "" for none, "-" for standard input
	name         string // of the list in the history
	onlyProblems bool   // those that had problems
}

func (l *listFlags) add(cmd *cobra.Command) {
	cmd.Flags().Var((*command.FileName)(&l.file), "list", "check only the addresses in a `FILE` (text, CSV, .xlsx, sitemap), - for standard input")
	cmd.Flags().BoolVar(&l.onlyProblems, "only-problems", false, "check only what the newest complete scan of the site found problems with")
	cmd.Flags().StringVar(&l.name, "name-site", "", "`NAME` of the list in the history; made from the name of the file or site unless given")
}

// checkSite finds arguments that do not go with the flags.
func (l *listFlags) checkSite(cmd *cobra.Command, args []string) error {
	switch {
	case l.file == "":
		return command.Operands(1, 1)(cmd, args)
	case len(args) > 0:
		return errors.New("--list says what to check: leave out " + args[0])
	default:
		return nil
	}
}

// check finds flags that do not go together. in are those for signing in.
func (l *listFlags) check(in signInFlags) error {
	switch {
	case l.file != "" && l.onlyProblems:
		return errors.New("--list and --only-problems each say what to check: leave out one of them")
	case l.name != "" && l.file == "" && !l.onlyProblems:
		return errors.New("--name-site is for --list and --only-problems")
	case l.file != "" && in != (signInFlags{}):
		return fmt.Errorf("--list checks addresses of any site, so nothing is signed in to with %s", in.flag())
	}
	return nil
}

// scanOf returns what begins the scan that the flags ask for. A list is read at once, and
// what is not used of it is written to the terminal.
func (p scans) scanOf(ctx context.Context, site string, o *scanOutputs, how core.ScanOverrides) (func(context.Context, *core.Core) (*core.Running, error), error) {
	l := &o.list
	switch {
	case l.file != "":
		list, err := p.readList(ctx, l.file)
		if err != nil {
			return nil, command.Unusable(err)
		}
		if l.name == "" {
			l.name = addresslist.Name(l.file)
		}
		return func(ctx context.Context, c *core.Core) (*core.Running, error) {
			return c.Runner.ScanList(ctx, l.name, list.Addresses, how)
		}, nil
	case l.onlyProblems:
		return func(ctx context.Context, c *core.Core) (*core.Running, error) {
			known, err := c.History.FindSite(ctx, site)
			if err != nil {
				return nil, err
			}
			if l.name == "" {
				l.name = core.ProblemListName(known)
			}
			return c.Runner.ScanProblems(ctx, known.ID, l.name, how)
		}, nil
	case core.IsFolder(site):
		return func(ctx context.Context, c *core.Core) (*core.Running, error) {
			return c.Runner.ScanFolder(ctx, site, how)
		}, nil
	default:
		return func(ctx context.Context, c *core.Core) (*core.Running, error) {
			r, err := c.Runner.ScanAddressWith(ctx, site, how)
			var noAddress *weburl.InputError
			if errors.As(err, &noAddress) {
				if known, unknown := c.History.FindSite(ctx, site); unknown == nil { // by its name
					return c.Runner.StartScanWith(ctx, known.ID, how)
				}
			}
			return r, err
		}, nil
	}
}

// toldUnused is how many parts of a list that are not used are told one by one.
const toldUnused = 10

// readList reads the list in a file, and tells what is not used of it.
func (p scans) readList(ctx context.Context, file string) (addresslist.List, error) {
	in, err := p.OpenList(file)
	if err != nil {
		return addresslist.List{}, err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, addresslist.MaxSize+1))
	if err != nil {
		return addresslist.List{}, fmt.Errorf("read list: %w", err)
	}
	list, err := addresslist.Read(ctx, file, data)
	for i, u := range list.Unused {
		if i == toldUnused {
			break
		}
		fmt.Fprintf(p.Stdio.Err, "Not used: line %d, %s: %s\n", u.Line, message.UnusedReason(u.Reason), report.Printable(u.Text))
	}
	if more := list.UnusedCount - min(len(list.Unused), toldUnused); more > 0 {
		fmt.Fprintf(p.Stdio.Err, "Not used: %s more\n", report.Number(more))
	}
	if list.IsIndex {
		fmt.Fprintln(p.Stdio.Err, "This is a sitemap index: the sitemaps that it names are checked, not their pages.")
	}
	return list, err
}
