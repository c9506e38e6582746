package upkeep

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/report"
	"sitewell/app/report/workbook"
	"sitewell/app/returned"
	"sitewell/app/session"
)

func (p imports) importWorkbookCommand() *cobra.Command {
	var yes, overwrite bool
	cmd := &cobra.Command{
		Use:   "import-workbook FILE",
		Short: "Read who fixes what from a workbook that people filled in",
		Long: `Read the columns Owner, State, Due and Note of the sheet of fixes in FILE, a
workbook that Sitewell saved and people filled in with Excel, LibreOffice or
Google Sheets, and say the same of the fixes in the history.

What would change is shown first; nothing is written without --yes. Where
somebody changed the same in Sitewell after the workbook was saved, that is a
conflict: what Sitewell has stays, unless --overwrite is given. A row that was
deleted changes nothing, and an empty cell takes back what was said.

The file may come from anybody. Nothing in it is run, and one that is damaged,
or was not saved by Sitewell, is refused.

Exit codes:
  0  the changes are shown or written, or there are none
  2  the file can't be used
  3  nothing was written, since it was stopped or the history can't be written`,
		Example: `  sitewell import-workbook fixes.xlsx
  sitewell import-workbook fixes.xlsx --yes`,
		Args: command.Operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.importWorkbook(cmd.Context(), args[0], yes, overwrite)
		},
	}
	p.AddJSON(cmd)
	cmd.Flags().BoolVar(&yes, "yes", false, "write the changes")
	cmd.Flags().BoolVar(&overwrite, "overwrite", false, "in a conflict take what the workbook says")
	return cmd
}

// importWorkbook shows what a workbook would change, and writes it where that is wanted.
func (p imports) importWorkbook(ctx context.Context, file string, yes, overwrite bool) error {
	return p.FromHistory(ctx, func(h session.Opened) error {
		reader := returned.New(h.Core)
		plan, err := reader.Plan(ctx, file)
		switch {
		case ctx.Err() != nil:
			return command.Failed(ctx.Err())
		case err != nil:
			return command.Unusable(err)
		}
		if !p.AsJSON {
			p.showPlan(plan, yes, overwrite)
		}
		if len(plan.Changes) == 0 || !yes {
			return p.Tell(newWorkbookJSON(plan, 0))
		}
		written, _, err := reader.Apply(ctx, plan, overwrite)
		if err != nil {
			return command.Failed(err)
		}
		return p.Tell(newWorkbookJSON(plan, written), "Written: "+report.Plural(written, "change", "changes")+".")
	})
}

// showPlan says what would change.
func (p imports) showPlan(plan *returned.Plan, yes, overwrite bool) {
	out := p.Stdio.Out
	line := func(w io.Writer, format string, args ...any) {
		fmt.Fprintln(w, report.Printable(fmt.Sprintf(format, args...)))
	}
	line(out, "%s, scan %d; the workbook was saved on %s.", plan.Site.Start, plan.Scan.ID, report.English().Moment(plan.Saved.Local()))
	key := ""
	for _, c := range plan.Changes {
		if c.Key != key {
			line(out, "%s", oneLine(c.Title))
			key = c.Key
		}
		line(out, "  %s: %s → %s", fieldWord(c.Field), saidWord(c.Before), saidWord(c.After))
		if c.Conflict {
			kept := "what Sitewell has stays"
			if overwrite {
				kept = "what the workbook says is taken"
			}
			line(out, "    Conflict: it was %s when the workbook was saved; %s.", saidWord(c.Saved), kept)
		}
	}
	for _, title := range plan.Gone {
		line(p.Stdio.Err, "Left out, since it is fixed or ignored in this scan: %s", oneLine(title))
	}
	for _, u := range plan.Unread {
		if u.Twice {
			line(p.Stdio.Err, "Left out, since the fix has another row above that says something else: %s, cell %s", u.Sheet, u.Cell)
			continue
		}
		line(p.Stdio.Err, "Left out, since it can't be used as %s: “%s” (%s, cell %s)", fieldWord(u.Field), oneLine(u.Text), u.Sheet, u.Cell)
	}
	if plan.Unkeyed > 0 {
		line(p.Stdio.Err, "Left out: %s that somebody added.", report.Plural(plan.Unkeyed, "row", "rows"))
	}
	switch n := len(plan.Changes); {
	case n == 0:
		line(out, "Nothing to change.")
	case yes:
	default:
		line(out, "%s, of which %s. Nothing is written yet: --yes writes.", report.Plural(n, "change", "changes"), report.Plural(plan.Conflicts(), "conflict", "conflicts"))
	}
}

// oneLine returns a text that may have several lines as one, cut where it is long.
func oneLine(text string) string {
	const most = 100
	all := []rune(strings.Join(strings.Fields(text), " "))
	if len(all) > most {
		return string(all[:most]) + "…"
	}
	return string(all)
}

// fieldWord is the heading of a field.
func fieldWord(f workbook.Field) string {
	switch f {
	case workbook.FieldOwner:
		return "Owner"
	case workbook.FieldState:
		return "State"
	case workbook.FieldDue:
		return "Due"
	default:
		return "Note"
	}
}

// saidWord is what is said in a field.
func saidWord(text string) string {
	if text == "" {
		return "nothing"
	}
	return "“" + oneLine(text) + "”"
}
