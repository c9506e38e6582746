package scheduling

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/message"
	"sitewell/app/report"
	"sitewell/app/session"
	"sitewell/storage"
)

// notifications are the commands about messages.
type notifications struct{ *command.Run }

func (p notifications) notifyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "notify",
		Short: "Say through which server mails about regular scans are sent, and try it",
		Long: `Say through which server mails about regular scans are sent, and try whether mails
and webhooks arrive. 'sitewell schedule SITE --mail ADDRESS --webhook URL' says who is
told about a site: whenever a regular scan finds something new or fails.`,
		Args: command.OnlyCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.notifyServerCommand(), p.notifyTestCommand())
	return cmd
}

func (p notifications) notifyServerCommand() *cobra.Command {
	var m core.MailServer
	var off bool
	cmd := &cobra.Command{
		Use:   "server [HOST]",
		Short: "Say through which server mails are sent, or show it",
		Long: `Say through which server mails about regular scans are sent. There is one for all
sites. The password is asked for, or taken from SITEWELL_PASSWORD, and kept with the rest
in the key store of this computer. Without HOST it shows the server, without the password.

Where there is no key store, set SITEWELL_SMTP_URL where the scans are started:
smtps://user:password@smtp.example.com:465?from=anna@example.com; smtp: is with STARTTLS.`,
		Example: `  sitewell notify server smtp.example.com --user anna --from anna@example.com
  sitewell notify server smtp.example.com --security tls --user anna --from anna@example.com
  sitewell notify server localhost --security none --from sitewell@example.com
  sitewell notify server --off`,
		Args: command.Operands(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			m.Host = strings.Join(args, "")
			return p.WithHistory(cmd.Context(), func(h session.Opened) error {
				return command.OrUnusable(p.mailServer(cmd.Context(), h, m, off))
			})
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&m.From, "from", "", "`ADDRESS` that mails come from")
	flags.StringVar(&m.User, "user", "", "`NAME` to sign in with; without it nothing is signed in to")
	flags.StringVar(&m.Security, "security", core.MailStartTLS, "`HOW` the connection is encrypted: starttls, tls or none")
	flags.IntVar(&m.Port, "port", 0, "`NUMBER` of the port, unless it is 587 (starttls), 465 (tls) or 25 (none)")
	flags.BoolVar(&off, "off", false, "forget the server")
	p.AddJSON(cmd)
	return cmd
}

// mailServerJSON is the mail server without its password.
type mailServerJSON struct {
	Host     string `json:"host"`
	Port     int    `json:"port"`
	Security string `json:"security"`
	User     string `json:"user"`
	From     string `json:"from"`
}

// mailServer stores, shows or forgets the mail server.
func (p notifications) mailServer(ctx context.Context, h session.Opened, m core.MailServer, off bool) (err error) {
	switch {
	case off && m.Host != "":
		return command.Sentence("--off forgets the server: leave out " + report.Printable(m.Host) + ".")
	case off:
		if err := h.Alerts.RemoveMailServer(ctx); err != nil {
			return err
		}
		return p.Tell(nil, "Sitewell sends no mails any more.")
	case m.Host == "" && m.From != "":
		return command.Sentence("Say which server: sitewell notify server HOST --from ADDRESS")
	case m.Host == "":
		if m, err = h.Alerts.MailServer(ctx); err != nil {
			return err
		}
	default:
		if m, err = core.CheckMailServer(m); err != nil {
			return err
		}
		if m.User != "" {
			if m.Password, err = p.askPassword(ctx, "Password of "+m.User+" at "+m.Host); err != nil {
				return err
			}
		}
		if err := h.Alerts.SetMailServer(ctx, m); err != nil {
			return err
		}
	}
	return p.Tell(mailServerJSON{m.Host, m.Port, m.Security, m.User, m.From},
		fmt.Sprintf("Mails are sent through %s, port %d (%s), from %s.", report.Printable(m.Host), m.Port, m.Security, report.Printable(m.From)))
}

// passwordVariable has a password where nobody can be asked.
const passwordVariable = "SITEWELL_PASSWORD"

// askPassword gets a password from the environment, or asks for it without showing it.
func (p notifications) askPassword(ctx context.Context, question string) (string, error) {
	if s := os.Getenv(passwordVariable); s != "" {
		return s, nil
	}
	file, ok := p.Stdio.In.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return "", command.Sentence("There is no terminal to ask for the password in: set " + passwordVariable + ". Nothing was stored.")
	}
	fmt.Fprint(p.Stdio.Err, question+": ")
	defer fmt.Fprintln(p.Stdio.Err)
	return command.ReadHidden(ctx, int(file.Fd()))
}

func (p notifications) notifyTestCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "test SITE",
		Short: "Send a test message to all who are told about a site",
		Long: `Send a test message to the mail addresses and the webhook that are told about a site,
and say what came of each.

Exit codes:
  0  all of them were accepted
  2  nobody is told about the site, or an option can't be used
  3  some of them were not accepted`,
		Example: `  sitewell notify test example.com`,
		Args:    command.Operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.FromHistory(cmd.Context(), func(h session.Opened) error {
				site, err := h.History.FindSite(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				return p.testAlert(cmd.Context(), h, site)
			})
		},
	}
	p.AddJSON(cmd)
	return cmd
}

// deliveredJSON is what came of one message.
type deliveredJSON struct {
	To       string `json:"to"`
	Accepted bool   `json:"accepted"`
	Error    string `json:"error"`
}

// testAlert sends a test message about a site, and says what came of it.
func (p notifications) testAlert(ctx context.Context, h session.Opened, site storage.Site) error {
	all := alerts(p).deliver(ctx, h, &alert{kind: alertTest, site: site})
	if len(all) == 0 {
		return command.Unusable(command.Sentence("Nobody is told about " + command.SiteLine(site) + ". For example: sitewell schedule " + command.ShellWord(site.Start) + " --mail anna@example.com"))
	}
	told, lines, failed := []deliveredJSON{}, []string{}, false
	for _, d := range all {
		one := deliveredJSON{To: d.To, Accepted: d.Err == nil}
		line := report.Printable(d.To) + ": accepted"
		if d.Err != nil {
			failed = true
			one.Error = report.Printable(deliveryWords(d.Err, message.Sentence.String))
			line = report.Printable(d.To) + ": not accepted. " + one.Error
		}
		told, lines = append(told, one), append(lines, line)
	}
	err := p.Tell(told, lines...)
	if failed {
		err = errors.Join(err, command.Exit(command.ExitFailed))
	}
	return err
}
