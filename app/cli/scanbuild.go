package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/report"
	"sitewell/app/report/ci"
	"sitewell/app/session"
)

// buildOutputs are what a scan writes for the system that builds a site.
type buildOutputs struct {
	junit, sarif string // files, "" for none
	annotate     bool   // for GitHub Actions, on standard output
}

func (b *buildOutputs) add(cmd *cobra.Command) {
	cmd.Flags().Var((*fileName)(&b.junit), "junit", "save JUnit XML in a `FILE`, for systems that show tests")
	cmd.Flags().Var((*fileName)(&b.sarif), "sarif", "save SARIF in a `FILE`, for code scanning")
	cmd.Flags().BoolVar(&b.annotate, "annotations", false, "print the worst problems as annotations of GitHub Actions")
}

// errAnnotationsToStdout: both would be in one stream.
var errAnnotationsToStdout = errors.New("--annotations are written to standard output, so it can't take a file as well")

// buildFiles returns what a scan writes for the system that builds the site. With
// --fail-on new, only what is new or came back counts as failed there, too.
func (p *Program) buildFiles(files *export.Exporter, src report.Source, s *screen, o scanOutputs) (all []pending) {
	options := ci.Options{OnlyNew: o.fail.what == failNew}
	again := func(file string, as export.Format) string {
		return "Save " + file + " with: " + p.command("report", fmt.Sprint(src.Scan.ID), "--for", string(report.Everything), "--format", string(as), "--out", file)
	}
	for _, f := range []struct {
		file, said string
		as         export.Format
		write      report.Writer
	}{
		{o.build.junit, "JUnit XML saved: ", export.JUnit, ci.JUnit(options)},
		{o.build.sarif, "SARIF saved: ", export.SARIF, ci.SARIF(options)},
	} {
		if f.file != "" {
			all = append(all, pending{
				write: func(ctx context.Context) error { return files.Save(ctx, src, f.file, f.write) },
				said:  f.said + f.file, again: again(f.file, f.as),
			})
		}
	}
	if o.build.annotate {
		all = append(all, pending{write: func(ctx context.Context) error { return ci.Annotations(options)(ctx, s.out, src) }})
	}
	return all
}

// compared adds to a source what became of its problems, as --fail-on and --baseline
// compare them.
func (p *Program) compared(ctx context.Context, h session.Opened, src *report.Source, o scanOutputs) error {
	from, err := scanOf(ctx, h.History, src.Scan.Site, o.fail.baseline)
	if err != nil {
		return err
	}
	switch d, err := h.History.Compare(ctx, src.Scan.Site, from, src.Scan.ID); {
	case errors.Is(err, core.ErrNothingToCompare):
		return nil
	case err != nil:
		return err
	default:
		changes := h.Files.Changes(d)
		src.Changes = &changes
		return nil
	}
}
