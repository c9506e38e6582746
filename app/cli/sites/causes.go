package sites

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/message"
	"sitewell/app/report"
	"sitewell/app/session"
)

func (p overviews) causesCommand() *cobra.Command {
	var client string
	var asMessage bool
	cmd := &cobra.Command{
		Use:   "causes [NUMBER]",
		Short: "List what breaks links on several sites at once",
		Long: `List what breaks links on several sites at once: an address of another site that is
gone, or a whole host. Each is counted once, with the sites that have such links. With
the NUMBER of a cause it lists every link. It works offline, with the newest complete
scan of each site.`,
		Example: `  sitewell causes
  sitewell causes 1
  sitewell causes 1 --message
  sitewell causes --json`,
		Args: command.Operands(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.FromHistory(cmd.Context(), func(h session.Opened) error {
				causes, err := h.Portfolio.SharedCauses(cmd.Context(), client, nil)
				if err != nil {
					return err
				}
				if len(args) == 1 {
					return p.tellCause(cmd.Context(), h.Core, causes, args[0], asMessage)
				}
				if asMessage {
					return command.Unusable(command.Sentence("--message is about one cause. Give its number: sitewell causes 1 --message"))
				}
				return p.tellCauses(causes)
			})
		},
	}
	cmd.Flags().Var((*command.ClientName)(&client), "client", "only among the sites of the client with this `NAME`")
	p.AddJSON(cmd)
	cmd.Flags().BoolVar(&asMessage, "message", false, "write a message to the editors of the sites")
	command.Exclusive(cmd, "json", "message")
	return cmd
}

// tellCauses lists shared causes with their sites.
func (p overviews) tellCauses(causes []core.SharedCause) error {
	if p.AsJSON {
		return p.WriteJSON(newCausesJSON(causes))
	}
	if len(causes) == 0 {
		fmt.Fprintln(p.Stdio.Out, "No two sites have broken links to the same place.")
		return nil
	}
	for i, c := range causes {
		title, reach := message.ForShared(c, english())
		fmt.Fprintf(p.Stdio.Out, "%d. %s: %s\n", i+1, report.Printable(title), reach)
		for _, s := range c.Sites {
			fmt.Fprintf(p.Stdio.Out, "     %s: %s\n", report.Printable(s.Site.Title()), report.Plural(s.Links, "link", "links"))
		}
	}
	return nil
}

// tellCause lists the links of one shared cause.
func (p overviews) tellCause(ctx context.Context, c *core.Core, causes []core.SharedCause, typed string, asMessage bool) error {
	n, err := strconv.Atoi(typed)
	if err != nil || n < 1 || n > len(causes) {
		return command.Unusable(command.Sentence(fmt.Sprintf("There is no shared cause %s; there are %d. 'sitewell causes' lists them.", report.Printable(typed), len(causes))))
	}
	cause := causes[n-1]
	links, err := c.Portfolio.SharedLinks(ctx, cause, core.MaxSharedLinks)
	switch {
	case err != nil:
		return err
	case p.AsJSON:
		j := newCauseJSON(cause)
		for _, l := range links {
			j.Links = append(j.Links, causeLinkJSON{l.Site.Start, l.PageURL, l.URL, l.Text, l.FoundBy()})
		}
		return p.WriteJSON(j)
	case asMessage:
		fmt.Fprint(p.Stdio.Out, printableLines(message.SharedMessage(cause, links, english())))
		return nil
	}
	title, reach := message.ForShared(cause, english())
	fmt.Fprintf(p.Stdio.Out, "%s: %s\n\n", report.Printable(title), reach)
	return p.Aligned("Site\tPage\tLeads to\tText", func(line func(...string)) {
		for _, l := range links {
			line(l.Site.Title(), l.PageURL, l.URL, l.Text)
		}
	})
}

// printableLines makes each line of a text safe for a terminal.
func printableLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = report.Printable(line)
	}
	return strings.Join(lines, "\n")
}
