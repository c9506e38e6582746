package dbfile

import (
	"context"
	"database/sql"
	"time"
)

const (
	// stepTime is how long a step of InSteps should take: others wait to write
	// meanwhile.
	stepTime = 30 * time.Millisecond
	// stepPause is the least time between two steps. Another program asks for the
	// lock only now and then, so it would hardly ever find it free without a pause.
	stepPause = 5 * time.Millisecond
	// stepCheckpoints is how often the -wal file is moved into the database between steps.
	stepCheckpoints = 100 * time.Millisecond
)

// InSteps runs step in a transaction of its own until it reports that there is
// no more, so that others can write between. Step is told how many rows or pages to
// take: at most so many, and fewer where the last ones took long.
func (f *File) InSteps(ctx context.Context, op string, most int, step func(tx *sql.Tx, n int) (more bool, err error)) error {
	n := most/32 + 1
	moved := time.Now()
	for {
		var began time.Time
		var more bool
		err := f.Writing(ctx, op, func(tx *sql.Tx) (err error) {
			began = time.Now() // the transaction has begun: it waits for nobody
			more, err = step(tx, n)
			return err
		})
		if err != nil || !more {
			return err
		}
		took := time.Since(began)
		switch {
		case took > stepTime:
			n = max(n/2, most/64, 1)
		case took < stepTime/2:
			n = min(n*2, most)
		}
		// Steps write faster than the goroutine that checkpoints can follow. Where it
		// does not, a transaction has to, and the next one waits for that.
		if time.Since(moved) > stepCheckpoints {
			if err := f.checkpoint(ctx); err != nil {
				return Wrap(op, err)
			}
			moved = time.Now()
		}
		pause := time.NewTimer(min(max(took/2, stepPause), stepTime/2))
		select {
		case <-ctx.Done():
			pause.Stop()
			return Wrap(op, ctx.Err())
		case <-pause.C:
		}
	}
}
