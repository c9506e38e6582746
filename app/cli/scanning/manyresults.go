package scanning

import (
	"context"
	"fmt"
	"io"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/message"
	"sitewell/app/report"
	"sitewell/storage"
)

// tellResults says what came of the sites, and returns the exit code.
func (p manyScans) tellResults(ctx context.Context, c *core.Core, results []core.SiteResult, o scanOutputs) error {
	all, code := make([]siteCame, len(results)), command.ExitOK
	for i, r := range results {
		all[i] = cameOf(ctx, c, r)
		switch {
		case r.IsStopped() || r.IsFailed():
			code = command.ExitFailed
		case code == command.ExitOK && all[i].fails(o.fail.what):
			code = command.ExitBroken
		}
	}
	write := p.tellTable
	if p.AsJSON {
		write = p.tellMany
	}
	if err := write(all, o); err != nil {
		return command.Failed(err)
	}
	if code != command.ExitOK {
		return command.Exit(code)
	}
	return nil
}

// siteCame is what came of one of several sites, without what is ignored.
type siteCame struct {
	core.SiteResult
	changes *storage.ChangeCounts // against the complete scan before; nil if there is none
	err     error                 // why the two can't be compared
}

// cameOf finds out what a scan has found.
func cameOf(ctx context.Context, c *core.Core, r core.SiteResult) siteCame {
	came := siteCame{SiteResult: r}
	if r.Scan.ID == 0 {
		return came
	}
	if marks, err := c.Store.MarkCounts(ctx, r.Scan.ID); err == nil {
		came.Scan.Counts = came.Scan.Counts.Without(marks)
	}
	d, err := c.History.CompareToPrevious(ctx, r.Scan.ID)
	switch {
	case err != nil:
		came.err = err
	case d.From.ID != 0:
		came.changes = &d.Counts
	}
	return came
}

// fails reports whether a scan has found what --fail-on names.
func (s *siteCame) fails(on failWhat) bool {
	switch on {
	case failNone:
		return false
	case failNew:
		return s.changes != nil && s.changes.New+s.changes.CameBack > 0
	default:
		return s.Scan.Counts.Broken > 0
	}
}

// words say how many problems a site has and what changed.
func (s *siteCame) words() (problems, since string) {
	counts := s.Scan.Counts
	switch {
	case s.err != nil:
		since = "can't be compared"
	case s.changes == nil:
		since = "first scan"
	default:
		since = fmt.Sprintf("%d new, %d fixed", s.changes.New+s.changes.CameBack, s.changes.Fixed+s.changes.LinkRemoved)
	}
	return fmt.Sprintf("%d (%d broken)", counts.Problems(), counts.Broken), since
}

// tellTable lists what came of the sites.
func (p manyScans) tellTable(all []siteCame, o scanOutputs) error {
	var scanned []*siteCame
	var failed, stopped []core.SiteResult
	for i := range all {
		switch s := &all[i]; {
		case s.IsStopped():
			stopped = append(stopped, s.SiteResult)
		case s.IsFailed():
			failed = append(failed, s.SiteResult)
		default:
			scanned = append(scanned, s)
		}
	}
	if len(scanned) > 0 {
		err := p.Aligned("Site\tProblems\tSince the scan before", func(line func(...string)) {
			for _, s := range scanned {
				problems, since := s.words()
				line(s.Site.Title(), problems, since)
			}
		})
		if err != nil {
			return err
		}
		fmt.Fprintln(p.Stdio.Out)
	}
	p.tellFailed(p.Stdio.Out, failed, o)
	p.tellStopped(p.Stdio.Out, stopped, o)
	fmt.Fprintf(p.Stdio.Out, "%s scanned, %d not scanned, %d stopped.\n", report.Plural(len(scanned), "site", "sites"), len(failed), len(stopped))
	return nil
}

// tellFailed says which sites were not scanned, why, and how to try again.
func (p manyScans) tellFailed(out io.Writer, failed []core.SiteResult, o scanOutputs) {
	if len(failed) == 0 {
		return
	}
	fmt.Fprintln(out, "Not scanned:")
	again := []string{"scan"}
	for _, r := range failed {
		fmt.Fprintf(out, "  %s: %s\n", report.Printable(r.Site.Title()), report.Printable(whyFailed(r)))
		again = append(again, siteWord(r.Site))
	}
	try := "Try these again with"
	if len(failed) == 1 {
		try = "Try again with"
	}
	fmt.Fprintf(out, "%s: %s\n\n", try, p.Command(again...))
}

// siteWord is what a command finds a site by.
func siteWord(s storage.Site) string {
	if s.Name != "" {
		return s.Name
	}
	return s.Start
}

// whyFailed says why a site was not scanned.
func whyFailed(r core.SiteResult) string {
	if r.Err != nil {
		return message.ForError(r.Err).String()
	}
	gap, _ := r.Gap()
	text, _ := report.English().Gap(gap)
	return text
}

// tellStopped says which sites were stopped, and how to go on.
func (p manyScans) tellStopped(out io.Writer, stopped []core.SiteResult, o scanOutputs) {
	if len(stopped) == 0 {
		return
	}
	fmt.Fprintln(out, "Stopped:")
	for _, r := range stopped {
		next := p.Command("scan", siteWord(r.Site))
		if r.Scan.ID != 0 {
			next = p.Command("resume", fmt.Sprint(r.Scan.ID))
		}
		fmt.Fprintf(out, "  %s, go on with: %s\n", report.Printable(r.Site.Title()), next)
	}
	fmt.Fprintln(out)
}

// siteScannedJSON is what came of one of several sites that were to be scanned.
type siteScannedJSON struct {
	command.SiteJSON
	Result  string              `json:"result"`  // scanned, failed or stopped
	Error   string              `json:"error"`   // why it failed
	Scanned *command.ScanJSON   `json:"scanned"` // null where no scan began
	Changes *command.CountsJSON `json:"changes"` // null without a complete scan before
}

// tellMany writes for a program what came of the sites.
func (p manyScans) tellMany(all []siteCame, _ scanOutputs) error {
	told := make([]siteScannedJSON, len(all))
	for i := range all {
		s := &all[i]
		one := siteScannedJSON{SiteJSON: command.NewSiteJSON(s.Site), Result: "scanned"}
		switch {
		case s.IsStopped():
			one.Result = "stopped"
		case s.IsFailed():
			one.Result, one.Error = "failed", whyFailed(s.SiteResult)
		}
		if s.Scan.ID != 0 {
			one.Scanned = command.NewScanJSON(s.Scan)
		}
		if s.changes != nil {
			one.Changes = command.NewCountsJSON(*s.changes)
		}
		told[i] = one
	}
	return p.WriteJSON(told)
}
