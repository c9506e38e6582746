package sites

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/message"
	"sitewell/app/report"
	"sitewell/app/session"
)

// overviews are the commands about several sites.
type overviews struct{ *command.Run }

func (p overviews) overviewCommand() *cobra.Command {
	var client string
	cmd := &cobra.Command{
		Use:   "overview",
		Short: "Say how all sites are, worst first",
		Long: `Say how all sites are, worst first: how many problems each has, what changed with
its newest scan, and which serious problem is the oldest. Then come the causes that
several sites share; 'sitewell causes' has all of them. It works offline, from your
history.`,
		Example: `  sitewell overview
  sitewell overview --client "Baker & Co"
  sitewell overview --json`,
		Args: command.Operands(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.FromHistory(cmd.Context(), func(h session.Opened) error { return p.overview(cmd.Context(), h.Core, client) })
		},
	}
	cmd.Flags().Var((*command.ClientName)(&client), "client", "only the sites of the client with this `NAME`")
	p.AddJSON(cmd)
	return cmd
}

// topCauses is how many shared causes an overview has.
const topCauses = 5

func (p overviews) overview(ctx context.Context, c *core.Core, client string) error {
	sites, err := c.Portfolio.Overview(ctx, client, nil)
	if err != nil {
		return err
	}
	if len(sites) == 0 {
		return command.NoSites(client)
	}
	causes, err := c.Portfolio.SharedCauses(ctx, client, nil)
	if err != nil {
		return err
	}
	sum := core.SumHealth(sites)
	if p.AsJSON {
		return p.WriteJSON(newOverviewJSON(sites, sum, causes))
	}
	p.tellSum(sites, sum)
	if err := p.tellHealth(sites); err != nil || len(causes) == 0 {
		return err
	}
	fmt.Fprintln(p.Stdio.Out, "\nShared by several sites:")
	for i, s := range causes[:min(len(causes), topCauses)] {
		title, reach := message.ForShared(s, english())
		fmt.Fprintf(p.Stdio.Out, "  %d. %s: %s\n", i+1, report.Printable(title), reach)
	}
	next := []string{"causes"}
	if client != "" {
		next = append(next, "--client", client)
	}
	fmt.Fprintf(p.Stdio.Out, "See which sites and links: %s\n", p.Command(next...))
	return nil
}

// english are the words of the command line.
func english() message.Words {
	s := report.English()
	return message.Words{Say: s.Say, Plural: s.Plural}
}

// tellSum says in a few sentences how all sites are.
func (p overviews) tellSum(sites []core.SiteHealth, sum core.HealthSum) {
	var kinds []string
	for _, k := range []struct {
		is   core.Condition
		text string
	}{
		{core.Unread, "could not be read"},
		{core.Broken, "with something broken"},
		{core.Warned, "with warnings only"},
		{core.Fine, "without a problem"},
		{core.Scanning, "being scanned"},
		{core.Unfinished, "not scanned to the end"},
		{core.Unscanned, "never scanned"},
	} {
		if n := sum.Of[k.is]; n > 0 {
			kinds = append(kinds, fmt.Sprint(n, " ", k.text))
		}
	}
	fmt.Fprintf(p.Stdio.Out, "%s: %s.\n", report.Plural(sum.Sites, "site", "sites"), strings.Join(kinds, ", "))
	fmt.Fprintf(p.Stdio.Out, "Since the scans before: %d new, %d fixed.\n", sum.New, sum.Fixed)
	if sum.OldestSite >= 0 {
		fmt.Fprintf(p.Stdio.Out, "The oldest serious problem: %s on %s, since %s (%s).\n", report.Printable(sum.Oldest.URL),
			report.Printable(sites[sum.OldestSite].Title()), sum.Oldest.Since.Local().Format(time.DateOnly), ageWords(sum.Oldest.Since))
	}
	fmt.Fprintln(p.Stdio.Out)
}

// ageWords says for how many days something has been so.
func ageWords(since time.Time) string {
	days := max(0, int(time.Since(since)/(24*time.Hour)))
	return report.Plural(days, "day", "days")
}

// tellHealth lists the sites.
func (p overviews) tellHealth(sites []core.SiteHealth) error {
	return p.Aligned("Site\tClient\tProblems\tSince the scan before\tOldest serious\tNewest scan", func(line func(...string)) {
		for i := range sites {
			s := &sites[i]
			if s.Last == nil {
				line(s.Title(), s.Client, "", "", "", "never")
				continue
			}
			counts, since, oldest := s.Counts(), "", ""
			problems := fmt.Sprintf("%d (%d broken)", counts.Problems(), counts.Broken)
			newest := command.When(*s.Last)
			switch s.Condition() {
			case core.Unread:
				problems = "could not be read"
			case core.Unfinished:
				problems = "not scanned to the end"
			case core.Scanning:
				problems = "none yet"
			}
			if s.IsRunning {
				newest = "is running"
			}
			if s.IsCompared {
				since = fmt.Sprintf("%d new, %d fixed", s.Changes.New+s.Changes.CameBack, s.Changes.Fixed+s.Changes.LinkRemoved)
			}
			if s.Oldest.ID != 0 {
				oldest = ageWords(s.Oldest.Since)
			}
			line(s.Title(), s.Client, problems, since, oldest, newest)
		}
	})
}
