package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"syscall"
	"time"

	"sitewell/app/crashtest"
)

// noHandles are the sentences of a program that may open no further file or connection.
var noHandles = regexp.MustCompile(`no file handles left`)

// handles leaves the program few file handles. A scan then takes longer and finds the
// same, or waits; any other command works, or says why not.
func handles(ctx context.Context, r *round) error {
	path, err := r.small.copyTo(r.dir)
	if err != nil {
		return err
	}
	limit := fmt.Sprintf("ulimit -n %d", 9+r.rand.IntN(24))
	q := one(r, r.small.questions...)
	got, different, err := r.asks(ctx, q, limit)
	if err != nil {
		return err
	}
	if different != nil && (got.code < 2 || !noHandles.MatchString(got.errors)) {
		return fmt.Errorf("%s: %w", q.name, different)
	}
	// A scan that has no handle for any connection waits, and says so, until it is stopped.
	const patience = 25 * time.Second
	e, err := r.runs(ctx, crashtest.Order{Args: scanArgs(r.small.address), Limit: limit, Signal: syscall.SIGINT, After: patience})
	switch {
	case err != nil:
		return err
	case e.Code == 2 && noHandles.MatchString(e.Errors): // it did not begin
		return r.isSound(ctx)
	case e.Code == 3 && strings.Contains(e.Errors, "Stopped. Go on with") && e.Took > patience:
		if err := expect(1)(r.runs(ctx, crashtest.Order{Args: []string{"resume", "--db", database}})); err != nil {
			return err
		}
	case e.Code != 1:
		return fmt.Errorf("scan: exit code %d", e.Code)
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

// asks asks a question about the history in the folder of the round. different says
// how the answer differs from the right one, nil if it does not.
func (r *round) asks(ctx context.Context, q question, limit string) (got answer, different, err error) {
	want, err := r.small.answer(ctx, q)
	if err != nil {
		return got, nil, err
	}
	if got, err = q.ask(ctx, r.program, r.dir, limit); err != nil {
		return got, nil, fmt.Errorf("%s: %w", q.name, err)
	}
	return got, got.compare(want), nil
}

// isSound returns an error if anything of a history is damaged, or if scan 2 of the
// baseline is no longer what it was.
func (r *round) isSound(ctx context.Context) error {
	if err := expect(0)(r.runs(ctx, crashtest.Order{Args: []string{"db", "check", "--db", database}})); err != nil {
		return err
	}
	for _, q := range r.small.questions {
		if q.name != "scan 2 as jsonl" {
			continue
		}
		if _, different, err := r.asks(ctx, q, ""); err != nil || different != nil {
			return fmt.Errorf("%s: %w", q.name, errors.Join(err, different))
		}
	}
	return nil
}
