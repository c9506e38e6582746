// Package crashtest runs the real program on a site with a known result, disturbs it,
// and compares what it finds with the result of a scan that nothing disturbed. It is for the
// commands torture and attack.
package crashtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sitewell/scanner/sitetest"
)

// Tester disturbs scans of one site and compares their results.
type Tester struct {
	Program *Program
	Dir     string // for histories
	Address string // of the site
	Rand    *rand.Rand

	Want []string      // the result of a scan that nothing disturbed
	Took time.Duration // how long that takes
}

// Site returns a site that is large enough for a scan to be killed in the middle,
// and has every kind of response that is stored in its own way.
func Site() sitetest.Generated {
	return sitetest.Generated{
		Pages: 2_000, Nav: 12, Across: 15, Children: 8,
		MissingEvery: 7, MovedEvery: 11, FileEvery: 13, Padding: 500,
	}
}

// args returns the arguments to begin a scan with the given history, or to resume
// one.
func (t *Tester) args(db string, resume bool) []string {
	if resume {
		return []string{"resume", "--db", db}
	}
	return []string{"scan", t.Address, "--no-delay", "--concurrency", "8", "--db", db}
}

// finish runs the program to its end. Exit code 1 means that the site has
// problems, which is expected.
func (t *Tester) finish(ctx context.Context, db string, resume bool) error {
	e, err := t.Program.Run(ctx, Order{Args: t.args(db, resume)})
	if err == nil && e.Code != 1 {
		err = fmt.Errorf("exit code %d", e.Code)
	}
	if err != nil {
		return fmt.Errorf("%w:\n%s%s", err, e.Output, e.Errors)
	}
	return nil
}

// ScanUndisturbed scans twice, which must have the same result, and sets Want and
// Took. It returns the name of a history with such a scan.
func (t *Tester) ScanUndisturbed(ctx context.Context) (db string, err error) {
	for turn := range 2 {
		db = filepath.Join(t.Dir, fmt.Sprintf("undisturbed-%d.db", turn))
		began := time.Now()
		if err := t.finish(ctx, db, false); err != nil {
			return "", fmt.Errorf("undisturbed scan: %w", err)
		}
		t.Took = time.Since(began)
		got, err := Contents(ctx, db)
		if err != nil {
			return "", err
		}
		if turn == 0 {
			t.Want = got
		} else if err := Compare(t.Want, got); err != nil {
			return "", fmt.Errorf("two undisturbed scans: %w", err)
		}
	}
	return db, nil
}

// Compare returns an error with the first differences of what was found from what
// is wanted, nil if there are none. Both are sorted.
func Compare(want, got []string) error {
	if slices.Equal(got, want) {
		return nil
	}
	var b strings.Builder
	missing, added := difference(want, got), difference(got, want)
	fmt.Fprintf(&b, "%d lines are missing, %d are new", len(missing), len(added))
	for _, line := range missing[:min(len(missing), 5)] {
		b.WriteString("\n  - " + line)
	}
	for _, line := range added[:min(len(added), 5)] {
		b.WriteString("\n  + " + line)
	}
	return errors.New(b.String())
}

// difference returns the lines of a that are not in b. Both are sorted.
func difference(a, b []string) (only []string) {
	for _, line := range a {
		for len(b) > 0 && b[0] < line {
			b = b[1:]
		}
		if len(b) > 0 && b[0] == line {
			b = b[1:]
			continue
		}
		only = append(only, line)
	}
	return only
}
