package scheduling

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/app/schedule"
	"sitewell/app/session"
)

// schedules are the command that has sites scanned regularly.
type schedules struct{ *command.Run }

// scheduling are the flags of schedule.
type scheduling struct {
	daily, weekly, monthly string
	off, cron              bool
	mail                   []string // who is written to; "none" for nobody
	webhook                string   // where JSON is sent; "none" for nowhere, "-" for standard input
}

func (p schedules) scheduleCommand() *cobra.Command {
	var f scheduling
	cmd := &cobra.Command{
		Use:   "schedule [SITE]",
		Short: "Scan a site regularly, or list the schedules",
		Long: `Have a site scanned regularly by this computer: by a systemd user timer on Linux,
launchd on macOS, or the Task Scheduler of Windows. The window need not be open. The
computer has to be on, and you signed in; what was missed meanwhile is made up. Scans
run one at a time. A notification is shown only if something is new or the scan failed.

--mail and --webhook say who else is told then. 'sitewell notify server' says through
which server mails are sent, and 'sitewell notify test SITE' tries it. The address of a
webhook, which may be a secret, is kept in the key store of this computer; --webhook -
reads it from standard input, so that no other program sees it.

Without SITE it lists what is scheduled. With SITE alone it shows its schedule.
--cron changes nothing, and prints the line of a crontab, for servers.`,
		Example: `  sitewell schedule
  sitewell schedule example.com --daily 06:30
  sitewell schedule example.com --weekly mon 07:00
  sitewell schedule example.com --monthly 1 05:00
  sitewell schedule example.com --weekly mon 07:00 --cron
  sitewell schedule example.com --mail anna@example.com --mail ben@example.com
  sitewell schedule example.com --webhook https://hooks.example.com/sitewell
  sitewell schedule example.com --off`,
		RunE: func(cmd *cobra.Command, args []string) error {
			plan, given, err := f.plan(args)
			if err != nil {
				return command.Unusable(err)
			}
			return p.FromHistory(cmd.Context(), func(h session.Opened) error {
				if len(args) == 0 {
					return p.listSchedules(cmd.Context(), h.Core)
				}
				return p.schedule(cmd.Context(), h.Core, args[0], f, plan, given)
			})
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.daily, "daily", "", "scan every day at a `TIME`, such as 06:30")
	flags.StringVar(&f.weekly, "weekly", "", "scan every week on a `DAY`, such as mon, at the time that follows")
	flags.StringVar(&f.monthly, "monthly", "", "scan every month on a `DAY` from 1 to 28, at the time that follows")
	flags.StringSliceVar(&f.mail, "mail", nil, "write to an `ADDRESS` when something is new or a scan failed; may be repeated; none for nobody")
	flags.StringVar(&f.webhook, "webhook", "", "send JSON to a `URL` when something is new or a scan failed; - reads it from standard input; none for nowhere")
	flags.BoolVar(&f.off, "off", false, "scan the site regularly no more")
	flags.BoolVar(&f.cron, "cron", false, "only print the line for a crontab")
	p.AddJSON(cmd)
	command.Exclusive(cmd, "daily", "weekly", "monthly", "off")
	command.Exclusive(cmd, "off", "cron")
	command.Exclusive(cmd, "off", "mail")
	command.Exclusive(cmd, "off", "webhook")
	command.Exclusive(cmd, "cron", "json")
	return cmd
}

// plan returns the plan that was typed: a flag, and behind the site the rest of it. given is
// false where there is none.
func (f *scheduling) plan(args []string) (plan schedule.Plan, given bool, err error) {
	var words []string
	for every, value := range map[schedule.Every]string{schedule.Daily: f.daily, schedule.Weekly: f.weekly, schedule.Monthly: f.monthly} {
		if value != "" {
			words = []string{string(every), value}
		}
	}
	switch {
	case words == nil && len(args) > 1:
		return plan, false, command.Sentence("Say how often: --daily TIME, --weekly DAY TIME or --monthly DAY TIME.")
	case words == nil && len(args) == 0 && (f.off || f.cron || f.mail != nil || f.webhook != ""):
		return plan, false, command.Sentence("Say which site: sitewell schedule SITE.")
	case words == nil:
		return plan, false, nil
	case len(args) == 0:
		return plan, false, command.Sentence("Say which site: sitewell schedule SITE --daily TIME.")
	}
	plan, err = schedule.Parse(strings.Join(append(words, args[1:]...), " "))
	return plan, true, err
}

// schedule changes or shows the schedule of a site.
func (p schedules) schedule(ctx context.Context, c *core.Core, typed string, f scheduling, plan schedule.Plan, given bool) error {
	site, err := c.History.FindSite(ctx, typed)
	if err != nil {
		return err
	}
	if f.off {
		if err := c.Schedules.Off(ctx, site.ID); err != nil {
			return err
		}
		return p.Tell(nil, command.SiteLine(site)+" is scanned regularly no more.")
	}
	one := core.ScheduledSite{Site: site, Plan: plan}
	switch {
	case given && !f.cron:
		one, err = c.Schedules.Set(ctx, site.ID, plan)
	case !given:
		one, err = c.Schedules.Of(ctx, site.ID)
	}
	noPlan := errors.Is(err, core.ErrNoSchedule)
	if err != nil && !noPlan {
		return err
	}
	one.Site = site
	told, toldErr := p.setRecipients(ctx, c, site.ID, f)
	switch {
	case toldErr != nil:
		return toldErr
	case noPlan && !told.isChanged && p.AsJSON:
		return p.WriteJSON(nil)
	case noPlan && !told.isChanged:
		return err
	case noPlan && f.cron:
		return err
	case f.cron:
		line, err := schedule.CronLine(c.Schedules.Job(site, one.Plan))
		if err != nil {
			return err
		}
		return p.Tell(nil, append([]string{line}, told.lines()...)...)
	default:
		return p.tellSchedule(ctx, c, one, told, noPlan)
	}
}

// tellSchedule says when a site is scanned, and who is told what came of it.
func (p schedules) tellSchedule(ctx context.Context, c *core.Core, one core.ScheduledSite, told recipients, noPlan bool) error {
	told, err := told.with(ctx, c, one.Site.ID)
	if err != nil {
		return err
	}
	if noPlan {
		return p.Tell(told, append([]string{"This computer does not start the scans of this site. Where cron starts them:"}, told.lines()...)...)
	}
	return p.Tell(newScheduleJSON(one, told), append([]string{
		fmt.Sprintf("%s is scanned %s, next on %s.", command.SiteLine(one.Site), planWords(one.Plan), one.Next.Format("Mon 2006-01-02 15:04")), stateWords(one.State),
	}, told.lines()...)...)
}

// planWords says how often a plan is due.
func planWords(p schedule.Plan) string {
	clock := fmt.Sprintf("%02d:%02d", p.Hour, p.Minute)
	switch p.Every {
	case schedule.Weekly:
		return "every " + p.Weekday.String() + " at " + clock
	case schedule.Monthly:
		return fmt.Sprintf("on day %d of every month at %s", p.Day, clock)
	default:
		return "every day at " + clock
	}
}

// stateWords says whether a schedule is carried out.
func stateWords(s schedule.State) string {
	switch s {
	case schedule.Active:
		return "This computer starts the scan if it is on and you are signed in. What was missed is made up."
	case schedule.Outdated:
		return "This computer still has another plan or another place of Sitewell. Set the schedule again."
	case schedule.Missing:
		return "But this computer does not know it. Set the schedule again."
	default:
		return "This computer can't say whether it knows it."
	}
}

// scheduleJSON is a schedule as a program reads it.
type scheduleJSON struct {
	Address string    `json:"address"`
	Name    string    `json:"name"`
	Plan    string    `json:"plan"`
	Next    time.Time `json:"next"`
	State   string    `json:"state"` // active, outdated, missing or unknown
	recipients
}

func newScheduleJSON(s core.ScheduledSite, told recipients) scheduleJSON {
	j := scheduleJSON{s.Site.Start, s.Site.Name, s.Plan.String(), s.Next, string(s.State), told}
	if s.State == "" {
		j.State = "unknown"
	}
	return j
}

// listSchedules lists the sites that are scanned regularly.
func (p schedules) listSchedules(ctx context.Context, c *core.Core) error {
	all, err := c.Schedules.List(ctx)
	if err != nil {
		return err
	}
	if p.AsJSON {
		list := make([]scheduleJSON, len(all))
		for i, s := range all {
			told, err := recipients{}.with(ctx, c, s.Site.ID)
			if err != nil {
				return err
			}
			list[i] = newScheduleJSON(s, told)
		}
		return p.WriteJSON(list)
	}
	if len(all) == 0 {
		fmt.Fprintln(p.Stdio.Out, "No site is scanned regularly. Begin with: sitewell schedule SITE --weekly mon 07:00")
		return nil
	}
	return p.Aligned("Site\tScanned\tNext\tThis computer", func(line func(...string)) {
		for _, s := range all {
			state := map[schedule.State]string{schedule.Active: "starts it", schedule.Outdated: "has an older plan", schedule.Missing: "does not know it", "": "can't say"}[s.State]
			line(report.Printable(s.Site.Start), planWords(s.Plan), s.Next.Format("2006-01-02 15:04"), state)
		}
	})
}
