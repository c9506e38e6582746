package app

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/app/schedule"
	"sitewell/storage"
)

// longestWait is how long a scheduled scan waits for others.
const longestWait = 6 * time.Hour

// runScheduleCommand is what the system runs. It prints nothing unless something is new or
// went wrong, so that cron sends no mails about nothing.
func (p *program) runScheduleCommand(o *outputs) *cobra.Command {
	var ifDue bool
	cmd := &cobra.Command{
		Use:    "run-schedule NUMBER",
		Short:  "Scan a site as its schedule does",
		Hidden: true,
		Args:   operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return &exitError{exitUsage, &sentenceError{"run-schedule needs the number of a site. 'sitewell schedule SITE --cron' prints it."}}
			}
			return p.fromHistory(cmd.Context(), *o, func(h opened) error {
				return p.runScheduled(cmd.Context(), h, storage.SiteID(id), ifDue)
			})
		},
	}
	cmd.Flags().BoolVar(&ifDue, schedule.IfDue[len("--"):], false, "scan only if the newest scan is older than the schedule wants")
	return cmd
}

// runScheduled scans a site when its turn has come, and says what is new.
func (p *program) runScheduled(ctx context.Context, h opened, id storage.SiteID, ifDue bool) error {
	site, err := h.Store.SiteByID(ctx, id)
	if errors.Is(err, storage.ErrNotFound) {
		// It was deleted where its schedule could not be removed.
		return errors.Join(&exitError{exitUsage, &sentenceError{"The site of this schedule is not in the history any more. Its schedule was removed."}}, h.Schedules.Forget(ctx, id))
	} else if err != nil {
		return err
	}
	done, err := h.Schedules.Turn(ctx, longestWait)
	if err != nil {
		return &exitError{exitFailed, err}
	}
	defer done()
	if ifDue {
		if due, err := h.Schedules.Due(ctx, id); err != nil || !due {
			return err
		}
	}
	h.log.Info("scheduled scan", "site", id)
	r, err := h.Runner.StartScan(ctx, id)
	if err != nil {
		return err
	}
	select {
	case <-r.Done():
	case <-ctx.Done():
		r.Stop()
		<-r.Done()
	}
	if err := r.Err(); err != nil {
		return &exitError{exitFailed, err}
	}
	return p.tellNew(context.WithoutCancel(ctx), h, site, r.ScanID())
}

// tellNew says what is new in a scheduled scan, and nothing where there is nothing.
func (p *program) tellNew(ctx context.Context, h opened, site storage.Site, id storage.ScanID) error {
	scan, err := h.Store.ScanByID(ctx, id)
	switch {
	case err != nil:
		return &exitError{exitFailed, err}
	case scan.State != storage.Complete:
		return &exitError{exitFailed, &sentenceError{fmt.Sprintf("The scheduled scan of %s was stopped. What it found is kept as scan %d.", siteLine(site), id)}}
	}
	d, err := h.History.Compare(ctx, site.ID, 0, id)
	if errors.Is(err, core.ErrNothingToCompare) {
		return nil
	} else if err != nil {
		return &exitError{exitFailed, err}
	}
	if d.Counts.New+d.Counts.CameBack > 0 {
		if p.notify != nil {
			if err := p.notify(ctx, newWords(d), report.ChangesLine(d.Counts)+"."); err != nil { // a server has no desktop
				h.log.Info("no notification", "error", err)
			}
		}
		fmt.Fprintf(p.stdio.Out, "%s: %s.\nSee: sitewell compare %s\n", newWords(d), report.ChangesLine(d.Counts), report.Printable(site.Start))
	}
	return nil
}

// newWords says how much is new on a site: "3 new problems on example.com".
func newWords(d core.Comparison) string {
	return report.Plural(d.Counts.New+d.Counts.CameBack, "new problem", "new problems") + " on " + report.Printable(d.Site.Title())
}
