package ci

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strings"

	"sitewell/app/report"
)

// annotationsShown is how many of each kind GitHub shows of a step (docs.github.com,
// “Workflow commands for GitHub Actions”; actions/toolkit, docs/problem-matchers.md, has
// the limit).
const annotationsShown = 10

// Annotations writes the annotations of GitHub Actions, which it shows at the run and,
// if the site is a folder of the repository, beside the lines of its files: of each kind
// the ten worst. The last line says how many more there are.
func Annotations(o Options) report.Writer {
	return func(ctx context.Context, w io.Writer, src report.Source) error {
		src = src.WithSpeech()
		commands := map[level]string{failure: "error", warning: "warning", note: "notice"}
		shown, more := make(map[level]int), 0
		for p, err := range src.EachProblem(ctx, linksShown) {
			if err != nil {
				return err
			}
			l := o.level(&src, p)
			command, tell := commands[l]
			switch {
			case !tell:
				continue
			case shown[l] == annotationsShown:
				more++
				continue
			}
			shown[l]++
			if _, err := io.WriteString(w, annotation(&src, command, p)); err != nil {
				return fmt.Errorf("write annotations: %w", err)
			}
		}
		if more > 0 {
			text := src.Speech.Plural(more, "{{.Count}} more problem is in the report.", "{{.Count}} more problems are in the report.")
			if _, err := fmt.Fprintf(w, "::notice title=%s::%s\n", property(programName), data(text)); err != nil {
				return fmt.Errorf("write annotations: %w", err)
			}
		}
		return nil
	}
}

// annotation is one line, a workflow command.
func annotation(src *report.Source, command string, p *report.Problem) string {
	properties := []string{"title=" + property(p.Title)}
	if src.Folder != "" && len(p.FoundOn) > 0 {
		if u, err := url.Parse(p.FoundOn[0].PageURL); err == nil {
			properties = append(properties, "file="+property(file(src, u.Path)), fmt.Sprintf("line=%d", max(p.FoundOn[0].Line, 1)))
		}
	}
	return "::" + command + " " + strings.Join(properties, ",") + "::" + data(about(src, p)) + "\n"
}

// data escapes the message of a workflow command, and property a value before it, as
// GitHub's own toolkit does (actions/toolkit, packages/core/src/command.ts).
func data(s string) string { return escapeData.Replace(s) }

func property(s string) string { return escapeProperty.Replace(s) }

var (
	escapeData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	escapeProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
