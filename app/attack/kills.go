package main

import (
	"context"

	"sitewell/app/crashtest"
)

// kills kills a scan up to three times, and resumes it.
func kills(ctx context.Context, r *round) error {
	var n crashtest.Counts
	return r.tester().Crash(ctx, &n)
}
