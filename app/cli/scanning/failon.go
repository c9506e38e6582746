package scanning

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/storage"
)

// failOn decides which problems of a complete scan make its exit code 1.
type failOn struct {
	what     failWhat
	baseline string // number or name of the scan that tells what is new; "" for the complete one before
}

// failWhat is a flag with one of these words.
type failWhat string

const (
	failBroken failWhat = "broken" // anything that is broken
	failNew    failWhat = "new"    // what is new or came back since the baseline
	failNone   failWhat = "none"   // nothing
)

func (f *failWhat) Set(what string) error {
	switch failWhat(what) {
	case failBroken, failNew, failNone:
		*f = failWhat(what)
		return nil
	default:
		return errors.New("choose new, broken or none")
	}
}

func (f *failWhat) String() string { return string(*f) }
func (f *failWhat) Type() string   { return "string" }

func (f *failOn) add(cmd *cobra.Command) {
	f.what = failBroken
	cmd.Flags().Var(&f.what, "fail-on", "exit with 1 for `PROBLEMS`: broken, new (also warnings that are new or came back), or none")
	cmd.Flags().StringVar(&f.baseline, "baseline", "", "number or name of the `SCAN` that --fail-on new compares with; without it the complete one before")
}

// check finds what can't be used before anything is scanned.
func (f *failOn) check() error {
	if f.baseline != "" && f.what != failNew {
		return errors.New("--baseline is for --fail-on new")
	}
	return nil
}

// checkBaseline reports before a site is scanned that it has no such baseline.
func (f *failOn) checkBaseline(ctx context.Context, history *core.History, site string) error {
	if f.baseline == "" {
		return nil
	}
	known, err := history.FindSite(ctx, site)
	if err != nil {
		return err
	}
	_, err = command.ScanOf(ctx, history, known.ID, f.baseline)
	return err
}

// scanName is a scan by its number, and its name where it has one.
func scanName(s storage.Scan) string {
	if s.Name == "" {
		return fmt.Sprint("scan ", s.ID)
	}
	return fmt.Sprintf("scan %d (%s)", s.ID, report.Printable(s.Name))
}
