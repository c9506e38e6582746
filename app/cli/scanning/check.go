package scanning

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/app/session"
	"sitewell/app/terminal"
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// checks are the command that checks addresses again.
type checks struct{ *command.Run }

// checking are the flags of check: what is checked again.
type checking struct {
	broken, problems bool
	page             string
}

func (p checks) checkCommand() *cobra.Command {
	var f checking
	cmd := &cobra.Command{
		Use:   "check SITE|SCAN [ADDRESS…]",
		Short: "Check addresses of a scan again",
		Long: `Check addresses of a scan again: those that are named, everything that is broken
(--broken), every problem (--problems), or a page and every problem that it links
to (--page). Without any of these it is everything that is broken. What is found
replaces what the scan had found, in your history and in the window; what was
before is kept with it.

SITE means its newest scan; 'sitewell history SITE' lists the numbers of all. An
ADDRESS is one of the scan, whole or from the / on. Ctrl+C stops, and what was
checked until then is kept.

` + signInHelp + `

Exit codes:
  0  everything was checked, and nothing of it is broken
  1  everything was checked, and something of it is broken
  2  nothing was checked: there is no such scan or address, or an option can't be used
  3  the check did not come to its end, or an address has no result`,
		Example: `  sitewell check example.com
  sitewell check example.com --problems
  sitewell check 7 https://example.com/contact /about
  sitewell check example.com --page /news`,
		Args: command.Operands(1, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 && (f.broken || f.problems || f.page != "") {
				return errors.New("name addresses, or use --broken, --problems or --page, not both")
			}
			return p.check(cmd.Context(), args[0], args[1:], f)
		},
	}
	cmd.Flags().BoolVar(&f.broken, "broken", false, "check everything that is broken")
	cmd.Flags().BoolVar(&f.problems, "problems", false, "check every problem: what is broken, has a warning, or can't be verified")
	cmd.Flags().StringVar(&f.page, "page", "", "check the page at an `ADDRESS`, and every problem that it links to")
	p.AddJSON(cmd)
	command.Exclusive(cmd, "broken", "problems", "page")
	return cmd
}

// check checks addresses again in the terminal.
func (p checks) check(ctx context.Context, typed string, addresses []string, f checking) error {
	return p.FromHistory(ctx, func(h session.Opened) error {
		scan, err := command.ScanOrSite(ctx, h.Core, typed)
		if err != nil {
			return err
		}
		ids, err := chosen(ctx, h.Core, scan, addresses, f)
		if err != nil {
			return err
		}
		s := p.Screen(command.Outputs{})
		if len(ids) == 0 {
			return p.Tell(newRecheckedJSON(scan.ID, storage.RecheckSummary{}, nil), fmt.Sprintf("There is nothing to check again in scan %d.", scan.ID))
		}
		s.Note("Checking %s of scan %d again", report.Plural(len(ids), "address", "addresses"), scan.ID)
		summary, err := p.recheck(ctx, h.Core, scan.ID, ids, s)
		if err != nil && len(summary.Results) == 0 {
			return err
		}
		if err := p.tellRechecked(context.WithoutCancel(ctx), h.Core, scan.ID, summary, s); err != nil {
			return command.Failed(err)
		}
		switch {
		case err != nil && ctx.Err() == nil:
			return command.Failed(err)
		case ctx.Err() != nil:
			fmt.Fprintln(p.Stdio.Err, "Stopped. What was checked until then is kept.")
			return command.Exit(command.ExitFailed)
		case summary.Unsettled > 0:
			return command.Exit(command.ExitFailed)
		case slices.ContainsFunc(summary.Results, func(r storage.RecheckedAddress) bool { return r.After == outcome.Broken }):
			return command.Exit(command.ExitBroken)
		}
		return nil
	})
}

// chosen returns the addresses that a person means.
func chosen(ctx context.Context, c *core.Core, scan storage.Scan, addresses []string, f checking) ([]storage.URLID, error) {
	switch {
	case len(addresses) > 0:
		ids := make([]storage.URLID, len(addresses))
		for i, typed := range addresses {
			var err error
			if ids[i], err = c.Rechecker.FindAddress(ctx, scan, typed); err != nil {
				return nil, err
			}
		}
		return ids, nil
	case f.page != "":
		page, err := c.Rechecker.FindAddress(ctx, scan, f.page)
		if err != nil {
			return nil, err
		}
		return c.Rechecker.ProblemsOn(ctx, scan.ID, page)
	case f.problems:
		return c.Store.RowIDs(ctx, scan.ID, storage.Filter{Verdicts: []outcome.Verdict{outcome.Broken, outcome.Warning, outcome.CantVerify}}, storage.Order{By: storage.BySeverity})
	default:
		return c.Store.RowIDs(ctx, scan.ID, storage.Filter{Verdicts: []outcome.Verdict{outcome.Broken}}, storage.Order{By: storage.BySeverity})
	}
}

// recheck shows how far the recheck is until it has ended.
func (p checks) recheck(ctx context.Context, c *core.Core, scan storage.ScanID, ids []storage.URLID, s *command.Screen) (summary storage.RecheckSummary, err error) {
	last := time.Now() // when a line was shown
	on := func(now storage.RecheckProgress) {
		switch {
		case now.Done >= now.Total:
		case s.Live:
			showRecheck(s, now)
		case !s.IsQuiet && time.Since(last) >= command.PlainEvery:
			last = time.Now()
			fmt.Fprintln(s.Err, recheckLine(now, last))
		}
	}
	err = secrets(p).withSecret(ctx, c, func() error {
		summary, err = c.Rechecker.RecheckMany(ctx, scan, ids, on)
		return err
	})
	s.Clear()
	return summary, err
}

// showRecheck shows how far a recheck is, and why it waits, else an address under way.
func showRecheck(s *command.Screen, p storage.RecheckProgress) {
	below := report.Printable(p.Current)
	if wait := command.WaitWords(p.Slow, time.Now()); wait != "" {
		below = wait
	}
	width, _ := terminal.Size(s.Err)
	words := report.Number(p.Done) + " of " + report.Number(p.Total)
	s.Block.Show(append(command.Steps(s.Bars, width, command.Step{Name: "Checking", Words: words, Share: float64(p.Done) / float64(p.Total)}), below)...)
}

// recheckLine says in numbers how far a recheck is, and why it waits if it does.
func recheckLine(p storage.RecheckProgress, now time.Time) string {
	line := fmt.Sprintf("%s of %s checked", report.Number(p.Done), report.Number(p.Total))
	if wait := command.WaitWords(p.Slow, now); wait != "" {
		line += ". " + wait
	}
	return line
}

// tellRechecked lists what changed, and says how many addresses work now.
func (p checks) tellRechecked(ctx context.Context, c *core.Core, scan storage.ScanID, summary storage.RecheckSummary, s *command.Screen) error {
	if p.AsJSON {
		return p.tellRecheckedJSON(ctx, c, scan, summary)
	}
	var ids []storage.URLID
	before := make(map[storage.URLID]outcome.Verdict)
	for _, r := range summary.Results {
		if r.Before != r.After || r.After.IsProblem() {
			ids = append(ids, r.ID)
			before[r.ID] = r.Before
		}
	}
	rows, err := c.Store.Rows(ctx, scan, ids)
	if err != nil {
		return err
	}
	if len(rows) > 0 {
		err := p.Aligned("Before\tNow\tOutcome\tAddress", func(line func(...string)) {
			for i := range rows {
				r := &rows[i]
				line(report.VerdictWord(before[r.ID]), report.VerdictWord(r.Verdict), string(r.Outcome), report.Printable(r.URL))
			}
		})
		if err != nil {
			return err
		}
		s.Line("")
	}
	s.Line(recheckSentence(summary))
	return nil
}

// tellRecheckedJSON writes for a program what came of a recheck.
func (p checks) tellRecheckedJSON(ctx context.Context, c *core.Core, scan storage.ScanID, summary storage.RecheckSummary) error {
	ids := make([]storage.URLID, len(summary.Results))
	for i, r := range summary.Results {
		ids[i] = r.ID
	}
	rows, err := c.Store.Rows(ctx, scan, ids)
	if err != nil {
		return err
	}
	return p.WriteJSON(newRecheckedJSON(scan, summary, rows))
}

// recheckSentence says what came of a recheck.
func recheckSentence(summary storage.RecheckSummary) string {
	_, problems := summary.Working()
	works := 0
	for _, r := range summary.Results {
		if r.After == outcome.Works {
			works++
		}
	}
	said := []string{fmt.Sprintf("%s of %s work now.", report.Number(works), report.Plural(len(summary.Results), "address", "addresses"))}
	if works == len(summary.Results) && works > 0 {
		said = []string{"All of them work now: " + report.Plural(works, "address", "addresses") + "."}
		if works == 1 {
			said = []string{"It works now."}
		}
	}
	if problems > 0 {
		said = append(said, report.Plural(problems, "is still a problem.", "are still problems."))
	}
	for _, left := range []struct {
		n        int
		one, all string
	}{
		{summary.Unsettled, "address has no new result; the last one stands.", "addresses have no new result; the last one stands."},
		{summary.Unsafe, "address is unsafe while signed in, so it was not opened.", "addresses are unsafe while signed in, so they were not opened."},
		{summary.Left, "address can't be checked by itself; scan the site again.", "addresses can't be checked by themselves; scan the site again."},
	} {
		if left.n > 0 {
			said = append(said, report.Plural(left.n, left.one, left.all))
		}
	}
	return strings.Join(said, " ")
}
