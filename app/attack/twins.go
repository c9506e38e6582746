package main

import (
	"context"
	"fmt"
	"regexp"
	"sync"
	"syscall"
	"time"

	"sitewell/app/crashtest"
)

// shared are the sentences of a program that finds another one at work, or a scan that
// another one has brought to its end.
var shared = regexp.MustCompile(`being scanned already|running in another program|Another (window or )?program|no scan to resume|scan is complete|Stopped\.|no two scans to compare`)

// twins has two programs work on one history, of which one is killed. What is stored
// stays sound, and the scans are completed afterwards.
func twins(ctx context.Context, r *round) error {
	path, err := r.small.copyTo(r.dir)
	if err != nil {
		return err
	}
	long := r.takes(2 * time.Second)
	orders := []crashtest.Order{{Args: r.work()}, {Args: r.work()}}
	killed := one(r, 0, 1)
	orders[killed].Signal, orders[killed].After = one(r, syscall.SIGKILL, syscall.SIGKILL, syscall.SIGINT, syscall.SIGTERM), r.upTo(long)
	pause := r.upTo(long / 2)
	ends, errs := make([]crashtest.Ended, 2), make([]error, 2)
	var both sync.WaitGroup
	for i := range orders {
		both.Go(func() {
			if i == 1 {
				time.Sleep(pause) // the second one starts later
			}
			ends[i], errs[i] = r.runs(ctx, orders[i])
		})
	}
	both.Wait()
	for i, e := range ends {
		if errs[i] != nil {
			return errs[i]
		}
		if e.Code > 1 && !shared.MatchString(e.Errors) {
			return fmt.Errorf("%v beside %v: exit code %d: %s", orders[i].Args, orders[1-i].Args, e.Code, e.Errors)
		}
	}
	return r.complete(ctx, path)
}

// work returns the arguments of something that is done with a history.
func (r *round) work() []string {
	switch r.rand.IntN(4) {
	case 0:
		return []string{"resume", "--db", database}
	case 1:
		return one(r, r.small.questions...).args
	default:
		return scanArgs(r.small.address)
	}
}

// complete resumes all scans of a history that have not come to their end. Each must
// then have found what is on the site.
func (r *round) complete(ctx context.Context, path string) error {
	const most = 4 // scans that can wait: that of the baseline, and one of each program
	for range most {
		e, err := r.runs(ctx, crashtest.Order{Args: []string{"resume", "--db", database}})
		if err != nil {
			return err
		}
		if e.Code == 2 && regexp.MustCompile(`no scan to resume`).MatchString(e.Errors) {
			break
		}
		if e.Code != 1 {
			return fmt.Errorf("resume afterwards: exit code %d: %s", e.Code, e.Errors)
		}
	}
	if err := r.isSound(ctx); err != nil {
		return err
	}
	return r.found(ctx, path, r.small.want)
}
