package command

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"text/tabwriter"

	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/storage"
)

// When is the moment at which a scan began.
func When(s storage.Scan) string { return s.Began.Local().Format("2006-01-02 15:04") }

// Aligned writes lines of cells below a head, in columns.
func (p *Run) Aligned(head string, rows func(line func(cells ...string))) error {
	w := tabwriter.NewWriter(p.Stdio.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, head)
	rows(func(cells ...string) {
		for i, s := range cells {
			cells[i] = report.Printable(s)
		}
		fmt.Fprintln(w, strings.Join(cells, "\t"))
	})
	return w.Flush()
}

// SiteLine names a site, with its client.
func SiteLine(s storage.Site) string {
	text := s.Start
	if s.Name != "" {
		text = s.Name + " (" + s.Start + ")"
	}
	if s.Client != "" {
		text += ", for " + s.Client
	}
	return report.Printable(text)
}

// TellSites lists the sites of the history.
func (p *Run) TellSites(ctx context.Context, c *core.Core) error {
	sites, err := c.Store.Sites(ctx)
	if err != nil {
		return err
	}
	if p.AsJSON {
		all := make([]ListedSiteJSON, len(sites))
		for i, s := range sites {
			all[i] = NewListedSiteJSON(s)
		}
		return p.WriteJSON(all)
	}
	if len(sites) == 0 {
		fmt.Fprintln(p.Stdio.Out, "There are no sites yet. Add one with: sitewell sites add example.com")
		return nil
	}
	return p.Aligned("Site\tName\tClient\tNewest scan\tProblems", func(line func(...string)) {
		for _, s := range sites {
			began, problems := "never", ""
			if s.Last != nil {
				began, problems = When(*s.Last), report.Number(s.Counts().Problems())
			}
			line(s.Start, s.Name, s.Client, began, problems)
		}
	})
}

// Command returns a command of ours for the same history, as a person can paste it
// into a shell.
func (p *Run) Command(args ...string) string { return ours(p.DB, args...) }

// ours returns a command of ours for a history, "" for the person's own.
func ours(db string, args ...string) string {
	if db != "" {
		args = append(args, "--db", db)
	}
	words := []string{"sitewell"}
	for _, arg := range args {
		words = append(words, ShellWord(arg))
	}
	return strings.Join(words, " ")
}

// plainWord matches what no shell takes for anything else.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:@%+=,-]+$`)

// ShellWord quotes an argument for a POSIX shell (Shell Command Language, §2.2.2)
// where that is necessary.
func ShellWord(arg string) string {
	if plainWord.MatchString(arg) {
		return arg
	}
	return "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
}
