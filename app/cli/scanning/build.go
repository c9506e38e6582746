package scanning

import (
	"errors"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
)

// buildOutputs are what a scan writes for the system that builds a site.
type buildOutputs struct {
	junit, sarif string // files, "" for none
	annotate     bool   // for GitHub Actions, on standard output
}

func (b *buildOutputs) add(cmd *cobra.Command) {
	cmd.Flags().Var((*command.FileName)(&b.junit), "junit", "save JUnit XML in a `FILE`, for systems that show tests")
	cmd.Flags().Var((*command.FileName)(&b.sarif), "sarif", "save SARIF in a `FILE`, for code scanning")
	cmd.Flags().BoolVar(&b.annotate, "annotations", false, "print the worst problems as annotations of GitHub Actions")
}

// errAnnotationsToStdout: both would be in one stream.
var errAnnotationsToStdout = errors.New("--annotations are written to standard output, so it can't take a file as well")
