package csvfile

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"sitewell/app/report"
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// longestSummary is that of Jira's field in characters. It takes no line feeds.
const longestSummary = 254

// ticketExamples is how many addresses a ticket lists.
const ticketExamples = 20

// ticketLabels is how many labels a ticket has.
const ticketLabels = 3

// Jira and Trello fill in a field by the heading of a column, which they know in
// English; the texts below are in the language of the report.

// jira has a row for every fix, worst first, with the columns that Jira's importer
// knows. Labels repeats, because a heading that repeats is a field of several values
// (support.atlassian.com, "Prepare a CSV file for import"). Due dates are
// yyyy-MM-dd, which the importer asks for.
func (f *file) jira(ctx context.Context) error {
	err := f.head("Summary", "Issue Type", "Description", "Priority", "Due Date", "Assignee", "Labels", "Labels", "Labels")
	if err != nil {
		return err
	}
	return f.tickets(ctx, func(i int, x *report.Fix, addresses []string) error {
		return f.row(len(f.Fixes), append([]string{
			summary(x.Do), "Task", f.description(i, x, addresses), jiraPriority(x.Severity), x.Work.Due, x.Work.Owner,
		}, labels(x)...)...)
	})
}

// trello has a row for every fix, worst first, with one column for each field of a
// card. Trello's importers let a person choose the field of each.
func (f *file) trello(ctx context.Context) error {
	if err := f.head("List Name", "Card Name", "Card Description", "Labels", "Due Date", "Members"); err != nil {
		return err
	}
	list := f.Title()
	return f.tickets(ctx, func(i int, x *report.Fix, addresses []string) error {
		return f.row(len(f.Fixes), list, summary(x.Do), f.description(i, x, addresses), strings.Join(labels(x), ","), x.Work.Due, x.Work.Owner)
	})
}

// tickets calls write with every fix and the addresses of its first problems.
func (f *file) tickets(ctx context.Context, write func(i int, x *report.Fix, addresses []string) error) error {
	names, err := f.addresses(ctx)
	if err != nil {
		return err
	}
	for i := range f.Fixes {
		if err := ctx.Err(); err != nil {
			return err
		}
		var addresses []string
		for _, id := range f.Fixes[i].Problems {
			if a, there := names[id]; there && len(addresses) < ticketExamples {
				addresses = append(addresses, a)
			}
		}
		if err := write(i, &f.Fixes[i], addresses); err != nil {
			return err
		}
	}
	return nil
}

// addresses returns those that tickets list, by problem.
func (f *file) addresses(ctx context.Context) (map[storage.URLID]string, error) {
	names := make(map[storage.URLID]string)
	for i := range f.Fixes {
		for _, id := range f.Fixes[i].Problems[:min(ticketExamples, len(f.Fixes[i].Problems))] {
			names[id] = ""
		}
	}
	for p, err := range f.EachProblem(ctx, 0) {
		if err != nil {
			return nil, err
		}
		if _, listed := names[p.ID]; listed {
			names[p.ID] = p.URL
		}
	}
	return names, nil
}

// description says what to do, why, how much it is worth, and where.
func (f *file) description(i int, x *report.Fix, addresses []string) string {
	lines := []string{x.Do}
	if x.Why != "" {
		lines = append(lines, x.Why)
	}
	held := f.Speech.Plural(len(x.Problems), "{{.Count}} problem", "{{.Count}} problems") + ", " + f.Speech.Plural(x.Pages, "{{.Count}} page", "{{.Count}} pages")
	lines = append(lines, "", f.Happened(x)+": "+held)
	lines = append(lines, addresses...)
	if more := len(x.Problems) - len(addresses); more > 0 {
		lines = append(lines, f.Speech.Plural(more, "and {{.Count}} more", "and {{.Count}} more"))
	}
	if age := f.Age(x); age != "" {
		lines = append(lines, "", f.speak("There since")+": "+age)
	}
	if x.Work.Note != "" {
		lines = append(lines, "", x.Work.Note)
	}
	return strings.Join(append(lines, "", fmt.Sprintf("%s, %s %d", f.Title(), f.speak("Fix"), i+1)), "\n")
}

// summary is the title of a ticket: one line of limited length.
func summary(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > longestSummary {
		runes = append(slices.Clip(runes[:longestSummary-1]), '…')
	}
	return string(runes)
}

// jiraPriority is the usual name that Jira has for a severity.
func jiraPriority(s outcome.Severity) string {
	switch s {
	case outcome.Critical:
		return "Highest"
	case outcome.Serious:
		return "High"
	case outcome.Moderate:
		return "Medium"
	default:
		return "Low"
	}
}

// labels has ticketLabels of them, without spaces, which Jira takes for separators.
func labels(x *report.Fix) []string {
	all := append(make([]string, 0, ticketLabels), "sitewell", x.Severity.String(), x.Verdict.String())
	return slices.Clip(all)
}
