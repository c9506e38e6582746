package scheduling

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/message"
	"sitewell/app/notify"
	"sitewell/app/report"
	"sitewell/app/schedule"
	"sitewell/app/session"
	"sitewell/storage"
)

// scheduledScans are the command that the system starts.
type scheduledScans struct{ *command.Run }

// longestWait is how long a scheduled scan waits for others.
const longestWait = 6 * time.Hour

// runScheduleCommand is what the system runs. It prints nothing unless something is new or
// went wrong, so that cron sends no mails about nothing.
func (p scheduledScans) runScheduleCommand() *cobra.Command {
	var ifDue bool
	cmd := &cobra.Command{
		Use:    "run-schedule NUMBER",
		Short:  "Scan a site as its schedule does",
		Hidden: true,
		Args:   command.Operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return command.Unusable(command.Sentence("run-schedule needs the number of a site. 'sitewell schedule SITE --cron' prints it."))
			}
			var told *alert
			err = p.FromHistory(cmd.Context(), func(h session.Opened) (err error) {
				told, err = p.runScheduled(cmd.Context(), h, storage.SiteID(id), ifDue)
				if told != nil {
					alerts(p).deliver(context.WithoutCancel(cmd.Context()), h, told)
				}
				return err
			})
			p.show(cmd.Context(), told) // the history is free meanwhile
			return err
		},
	}
	cmd.Flags().BoolVar(&ifDue, schedule.IfDue[len("--"):], false, "scan only if the newest scan is older than the schedule wants")
	return cmd
}

// runScheduled scans a site when its turn has come. It says what is new, and returns what is to
// be told: something new, or that the scan failed, unless that was told the last time.
func (p scheduledScans) runScheduled(ctx context.Context, h session.Opened, id storage.SiteID, ifDue bool) (*alert, error) {
	site, err := h.Store.SiteByID(ctx, id)
	if errors.Is(err, storage.ErrNotFound) {
		// It was deleted where its schedule could not be removed.
		return nil, errors.Join(command.Unusable(command.Sentence("The site of this schedule is not in the history any more. Its schedule was removed.")), h.Schedules.Forget(ctx, id))
	} else if err != nil {
		return nil, err
	}
	scan, err := p.scanScheduled(ctx, h, id, ifDue)
	if err == nil && scan == 0 {
		return nil, nil // not due
	}
	var told *alert
	if err == nil {
		told, err = p.tellNew(context.WithoutCancel(ctx), h, site, scan)
	}
	if ctx.Err() != nil {
		return told, err // somebody stopped it
	}
	why := ""
	if err != nil {
		why = failureWords(err, report.English())
	}
	isNew, noteErr := h.Alerts.NoteFailure(ctx, id, why)
	if noteErr != nil {
		h.Log.Warn("failure of a scheduled scan is not noted", "error", noteErr)
	}
	if isNew {
		told = &alert{kind: alertFailed, site: site, scan: scan, reason: failureWords(err, alertSpeech())}
	}
	return told, err
}

// failureWords says why a scan failed, and what to do.
func failureWords(err error, s report.Speech) string {
	if sentence := (*command.SentenceError)(nil); errors.As(err, &sentence) {
		return sentence.Text
	}
	m := message.ForError(err)
	return strings.TrimSpace(s.Say(m.Text, m.Data) + " " + s.Say(m.Next, m.Data))
}

// scanScheduled waits for the turn of a site and scans it. The scan is 0 where none is due.
func (p scheduledScans) scanScheduled(ctx context.Context, h session.Opened, id storage.SiteID, ifDue bool) (storage.ScanID, error) {
	done, err := h.Schedules.Turn(ctx, longestWait)
	if err != nil {
		return 0, command.Failed(err)
	}
	defer done()
	if ifDue {
		if due, err := h.Schedules.Due(ctx, id); err != nil || !due {
			return 0, err
		}
	}
	h.Log.Info("scheduled scan", "site", id)
	r, err := h.Runner.StartScan(ctx, id)
	if err != nil {
		return 0, err
	}
	select {
	case <-r.Done():
	case <-ctx.Done():
		r.Stop()
		<-r.Done()
	}
	if err := r.Err(); err != nil {
		return r.ScanID(), command.Failed(err)
	}
	return r.ScanID(), nil
}

// tellNew says what is new in a scheduled scan, and nothing where there is nothing.
func (p scheduledScans) tellNew(ctx context.Context, h session.Opened, site storage.Site, id storage.ScanID) (*alert, error) {
	scan, err := h.Store.ScanByID(ctx, id)
	switch {
	case err != nil:
		return nil, command.Failed(err)
	case scan.State != storage.Complete:
		return nil, command.Failed(command.Sentence(fmt.Sprintf("The scheduled scan of %s was stopped. What it found is kept as scan %d.", command.SiteLine(site), id)))
	}
	d, err := h.History.Compare(ctx, site.ID, 0, id)
	if errors.Is(err, core.ErrNothingToCompare) {
		return nil, nil
	} else if err != nil {
		return nil, command.Failed(err)
	}
	if d.Counts.New+d.Counts.CameBack == 0 {
		return nil, nil
	}
	told := &alert{kind: alertNew, site: site, scan: id, counts: d.Counts}
	if told.problems, err = newProblems(ctx, h.Core, d.Pair); err != nil {
		return nil, command.Failed(err)
	}
	fmt.Fprintf(p.Stdio.Out, "%s: %s.\nSee: sitewell compare %s\n", told.title(report.English()), report.ChangesLine(d.Counts), report.Printable(site.Start))
	return told, nil
}

// show shows an alert on the desktop, nil for none. A click opens the window.
func (p scheduledScans) show(ctx context.Context, a *alert) {
	if a == nil || p.Notify == nil {
		return
	}
	s := alertSpeech()
	n := notify.Notification{Title: a.title(s), Text: a.text(s)}
	if p.Window.IsBuilt() {
		n.Action, n.Open = s.Say("Show", nil), p.opener(a.site)
	}
	_ = p.Notify(ctx, n) // a server has no desktop
}
