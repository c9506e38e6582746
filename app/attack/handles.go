package main

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"

	"sitewell/app/crashtest"
)

// noHandles are the sentences of a program that may open no further file or connection.
var noHandles = regexp.MustCompile(`no file handles left|too many open files|is damaged|can't be (read|opened|written)`)

// handles leaves the program few file handles. A scan then takes longer and finds
// the same; any other command works, or says why not.
func handles(ctx context.Context, r *round) error {
	path, err := r.small.copyTo(r.dir)
	if err != nil {
		return err
	}
	limit := fmt.Sprintf("ulimit -n %d", 9+r.rand.IntN(24))
	q := one(r, r.small.questions...)
	got, err := q.ask(ctx, r.program, r.dir, limit)
	if err != nil {
		return fmt.Errorf("%s: %w", q.name, err)
	}
	if err := got.compare(r.small.answers[q.name]); err != nil && (got.code < 2 || !noHandles.MatchString(got.errors)) {
		return fmt.Errorf("%s: %w", q.name, err)
	}
	e, err := r.runs(ctx, crashtest.Order{Args: scanArgs(r.small.address), Limit: limit})
	switch {
	case err != nil:
		return err
	case e.Code > 1 && !noHandles.MatchString(e.Errors):
		return fmt.Errorf("scan: exit code %d", e.Code)
	case e.Code > 1:
		return r.isSound(ctx, path)
	}
	return r.found(ctx, path, r.small.want)
}

// found returns an error if the newest scan of a history has not found what is wanted.
func (r *round) found(ctx context.Context, path string, want []string) error {
	got, err := crashtest.Contents(ctx, path)
	if err != nil {
		return fmt.Errorf("the newest scan: %w", err)
	}
	if err := crashtest.Compare(want, got); err != nil {
		return fmt.Errorf("the newest scan: %w", err)
	}
	return nil
}

// isSound returns an error if anything of a history is damaged, or if scans 1 and 2
// of the baseline are no longer what they were.
func (r *round) isSound(ctx context.Context, path string) error {
	dir := filepath.Dir(path)
	if err := expect(0)(r.program.Run(ctx, crashtest.Order{Args: []string{"db", "check", "--db", database}, Dir: dir})); err != nil {
		return err
	}
	for _, q := range r.small.questions {
		if q.name != "scan 1 as jsonl" && q.name != "scan 2 as jsonl" {
			continue
		}
		got, err := q.ask(ctx, r.program, dir, "")
		if err == nil {
			err = got.compare(r.small.answers[q.name])
		}
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
	}
	return nil
}
