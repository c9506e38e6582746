package sites

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/core/addresslist"
	"sitewell/app/core/sitelist"
	"sitewell/app/message"
	"sitewell/app/report"
	"sitewell/app/session"
)

// listImport are the flags of sites import.
type listImport struct{ dryRun, skipFaulty bool }

func (p sites) sitesImportCommand() *cobra.Command {
	var f listImport
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Add the sites of a list",
		Long: `Add the sites of a list, without scanning them. FILE is text with an address on
each line, a table (CSV, with commas, semicolons or tabs) or a workbook (.xlsx); - is
standard input. A table may have headings in its first row, in English or German:

  address,name,client
  example.com,Corner bakery,Baker & Co

Without headings, the column with the addresses is found, and the others are the name
and then the client. Text may be in UTF-8, UTF-16, or in the encoding of older Windows.

A site that is there already gets the name and the client of the list, where the list
has them. A site that is in the list twice is added once. If any row can't be used,
nothing is added, and all such rows are listed; --skip-faulty adds the others.`,
		Example: `  sitewell sites import clients.csv --dry-run
  sitewell sites import clients.csv`,
		Args: command.Operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error { return p.importSites(cmd.Context(), args[0], f) },
	}
	cmd.Flags().BoolVar(&f.dryRun, "dry-run", false, "only say what each row would become")
	cmd.Flags().BoolVar(&f.skipFaulty, "skip-faulty", false, "add the other rows if some can't be used")
	p.AddJSON(cmd)
	return cmd
}

// importSites adds the sites of a list to the history, which is made where there is none.
func (p sites) importSites(ctx context.Context, file string, f listImport) error {
	list, err := p.readSites(ctx, file)
	if err != nil {
		return command.Unusable(err)
	}
	if len(list) == 0 {
		return command.Unusable(command.Sentence(file + " has no sites."))
	}
	return p.WithHistory(ctx, func(h session.Opened) error {
		plan, err := h.Portfolio.PlanSites(ctx, list)
		if err != nil {
			return err
		}
		faulty := p.tellFaulty(plan)
		switch {
		case f.dryRun:
			return p.tellPlan(plan, false)
		case faulty > 0 && !f.skipFaulty:
			return command.Unusable(command.Sentence("Nothing was added. Correct these rows and try again, or add the others with --skip-faulty."))
		}
		if _, err := h.Portfolio.AddPlanned(ctx, plan); err != nil {
			return command.Failed(err)
		}
		return p.tellPlan(plan, true)
	})
}

// readSites reads a list of sites from a file, or from standard input.
func (p sites) readSites(ctx context.Context, file string) ([]sitelist.Site, error) {
	in, err := p.OpenList(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, addresslist.MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("read list: %w", err)
	}
	return sitelist.Read(ctx, data)
}

// tellFaulty says which rows can't be used and why, and returns how many there are.
func (p sites) tellFaulty(plan []core.PlannedSite) (faulty int) {
	for _, s := range plan {
		if s.Plan == core.PlanFaulty {
			faulty++
			fmt.Fprintf(p.Stdio.Err, "row %d: %s\n", s.Row, report.Printable(message.ForError(s.Err).String()))
		}
	}
	return faulty
}

// tellPlan says what the rows that can be used become, or have become.
func (p sites) tellPlan(plan []core.PlannedSite, done bool) error {
	if p.AsJSON {
		return p.WriteJSON(newImportedSitesJSON(plan, done))
	}
	said := map[core.SitePlan]string{core.PlanAdd: "Would be added: ", core.PlanChange: "Would be changed: ", core.PlanSame: "There already: "}
	if done {
		said[core.PlanAdd], said[core.PlanChange] = "Added: ", "Changed: "
	}
	counts := make(map[core.SitePlan]int)
	for _, s := range plan {
		counts[s.Plan]++
		switch s.Plan {
		case core.PlanFaulty:
		case core.PlanRepeat:
			fmt.Fprintf(p.Stdio.Out, "Row %d repeats row %d: %s\n", s.Row, s.Of, command.SiteLine(s.Becomes))
		default:
			fmt.Fprintln(p.Stdio.Out, said[s.Plan]+command.SiteLine(s.Becomes))
		}
	}
	fmt.Fprintf(p.Stdio.Err, "%s: %d new, %d changed, %d there already, %d repeated, %d can't be used.\n",
		report.Plural(len(plan), "row", "rows"), counts[core.PlanAdd], counts[core.PlanChange], counts[core.PlanSame], counts[core.PlanRepeat], counts[core.PlanFaulty])
	return nil
}

// importedSiteJSON is a row of a list of sites, with what it becomes or has become.
type importedSiteJSON struct {
	command.SiteJSON
	Row     int           `json:"row"`
	Plan    core.SitePlan `json:"plan"`    // add, change, same, repeat or faulty
	Repeats int           `json:"repeats"` // the row that it repeats, 0 for none
	Error   string        `json:"error"`   // why it can't be used
	Added   bool          `json:"added"`   // it is a site of the history now that was none before
}

// newImportedSitesJSON returns the rows of a list for programs. done: they are imported.
func newImportedSitesJSON(plan []core.PlannedSite, done bool) []importedSiteJSON {
	all := make([]importedSiteJSON, len(plan))
	for i, s := range plan {
		all[i] = importedSiteJSON{SiteJSON: command.NewSiteJSON(s.Becomes), Row: s.Row, Plan: s.Plan, Repeats: s.Of, Added: done && s.Plan == core.PlanAdd}
		if s.Plan == core.PlanFaulty {
			all[i].SiteJSON = command.SiteJSON{Address: s.Address, Name: s.Name, Client: s.Client}
			all[i].Error = message.ForError(s.Err).String()
		}
	}
	return all
}
