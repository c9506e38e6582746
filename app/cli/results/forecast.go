package results

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/report"
	"sitewell/app/session"
	"sitewell/storage"
)

// forecasts are the command about what is likely to break.
type forecasts struct{ *command.Run }

func (p forecasts) forecastCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "forecast SITE",
		Short: "List what is likely to break next: certificates, and hosts that fail more and more",
		Long: `List what is likely to break next on a site, by its last five complete scans:
certificates and when they expire (the newest scan records those of the start address
and of problems), and hosts of which a larger part failed in each of the last three
scans. It works offline, from your history.

Exit codes:
  0  nothing is likely to break within 30 days
  1  a certificate expires within 30 days, or a host fails more and more
  2  the site has no complete scan, or an option can't be used`,
		Example: `  sitewell forecast example.com`,
		Args:    command.Operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.FromHistory(cmd.Context(), func(h session.Opened) error {
				return p.forecast(cmd.Context(), h, args[0])
			})
		},
	}
	p.AddJSON(cmd)
	return cmd
}

// forecast lists what is likely to break on a site.
func (p forecasts) forecast(ctx context.Context, h session.Opened, typed string) error {
	site, err := h.History.FindSite(ctx, typed)
	if err != nil {
		return err
	}
	f, err := h.History.Forecast(ctx, site.ID)
	if err != nil {
		return err
	}
	told, soon := newForecastJSON(f, time.Now())
	if p.AsJSON {
		err = p.WriteJSON(told)
	} else {
		writeForecast(p.Stdio.Out, f, time.Now())
	}
	if err != nil {
		return err
	}
	if soon {
		return command.Exit(command.ExitBroken)
	}
	return nil
}

// writeForecast writes a forecast for a terminal.
func writeForecast(w io.Writer, f storage.Forecast, now time.Time) {
	fmt.Fprintf(w, "Based on %s, the newest of %s.\n", report.Plural(len(f.Scans), "complete scan", "complete scans"), command.When(f.Scans[len(f.Scans)-1]))
	if len(f.Certificates) > 0 {
		fmt.Fprintln(w, "\nCertificates")
	}
	for _, c := range f.Certificates {
		says := "expires in " + report.Plural(c.DaysLeft(now), "day", "days")
		if c.Expires.Before(now) {
			says = "has expired"
		}
		fmt.Fprintf(w, "  %s  %s, %s\n", c.Expires.Local().Format("2006-01-02"), report.Printable(c.Host), says)
	}
	if len(f.Hosts) > 0 {
		fmt.Fprintln(w, "\nHosts that fail more and more")
	}
	for _, t := range f.Hosts {
		fmt.Fprintf(w, "  %s, failed of checked:", report.Printable(t.Host))
		for _, s := range t.Scans {
			fmt.Fprintf(w, "  %s of %s", report.Number(s.Failed), report.Number(s.Checked))
		}
		fmt.Fprintln(w)
	}
	if len(f.Certificates)+len(f.Hosts) == 0 {
		fmt.Fprintln(w, "The newest scan recorded no certificates, and no host fails more and more.")
	}
}
