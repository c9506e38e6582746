package app

import (
	"errors"
	"fmt"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"

	"sitewell/app/report"
	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
)

func (p *program) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain OUTCOME",
		Short: "Say in plain words what a status or outcome means",
		Long: `Say in plain words what a status or other outcome means, why it happens and how
to fix it. OUTCOME is an HTTP status such as 404, or the name of another
outcome, such as dns-not-found.`,
		Example: `  sitewell explain 500
  sitewell explain redirect-loop`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return p.explain(outcome.Key(strings.ToLower(strings.TrimSpace(args[0]))))
		},
	}
}

func (p *program) explain(key outcome.Key) error {
	base, err := knowledge.Load()
	if err != nil {
		return &exitError{exitFailed, err}
	}
	e, err := base.Explain(knowledge.Facts{Key: key}, knowledge.English)
	if errors.Is(err, knowledge.ErrUnknown) {
		return fmt.Errorf("there is no outcome %q%s", string(key), p.similar(base, key))
	}
	if err != nil {
		return &exitError{exitFailed, err}
	}
	width := min(newScreen(p.stdio, outputs{}).width, 100)
	_, err = fmt.Fprint(p.stdio.Out, explanation(e, width))
	return err
}

// explanation is an entry as a terminal shows it.
func explanation(e knowledge.Explanation, width int) string {
	var b strings.Builder
	b.WriteString(e.Title + "\n" + strings.Repeat("=", runewidth.StringWidth(e.Title)) + "\n\n")
	b.WriteString(report.Wrap(e.Short, "", width) + "\n")
	b.WriteString(report.Wrap("What to do: "+e.Fix, "", width) + "\n\n")
	b.WriteString(wrapMarkdown(e.Markdown(), width))
	if len(e.Related) > 0 {
		names := make([]string, len(e.Related))
		for i, key := range e.Related {
			names[i] = string(key)
		}
		b.WriteString("\n" + report.Wrap("See also: "+strings.Join(names, ", "), "", width) + "\n")
	}
	for _, r := range e.References {
		b.WriteString(r.Text + ": " + r.URL + "\n")
	}
	return b.String()
}

// similar suggests outcomes that a person may have meant.
func (p *program) similar(base *knowledge.Base, key outcome.Key) string {
	found := base.Search(strings.ReplaceAll(string(key), "-", " "), knowledge.English)
	if len(found) == 0 {
		return ""
	}
	var names []string
	for _, e := range found[:min(len(found), 3)] {
		names = append(names, string(e.Key))
	}
	return "; did you mean " + strings.Join(names, ", ") + "?"
}

// wrapMarkdown breaks long lines at words, behind the indent of list items. It
// reads as well in a terminal as Markdown does.
func wrapMarkdown(text string, width int) string {
	var b strings.Builder
	code := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		body := strings.TrimLeft(line, " ")
		if strings.HasPrefix(body, "```") {
			code = !code
		}
		if code || body == "" || strings.HasPrefix(body, "|") {
			b.WriteString(line + "\n")
			continue
		}
		indent := line[:len(line)-len(body)]
		marker := listMarker(body)
		wrapped := report.Wrap(body[len(marker):], indent+strings.Repeat(" ", len(marker)), width)
		b.WriteString(indent + marker + wrapped[min(len(wrapped), len(indent)+len(marker)):] + "\n")
	}
	return b.String()
}

// listMarker is what a list item begins with: "- ", "* ", "12. "; "" elsewhere.
func listMarker(s string) string {
	if strings.HasPrefix(s, "- ") || strings.HasPrefix(s, "* ") {
		return s[:2]
	}
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if digits > 0 && strings.HasPrefix(s[digits:], ". ") {
		return s[:digits+2]
	}
	return ""
}
