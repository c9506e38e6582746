package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sitewell/app/crashtest"
)

// fault is a way to disturb the program.
type fault struct {
	name string
	// run disturbs the program once, and returns what was wrong. errNotTried says
	// that the fault can't be tried on this computer.
	run func(context.Context, *round) error
}

var faults = []fault{
	{"flips", flips},
	{"handles", handles},
	{"disk", fullDisk},
	{"exports", exports},
	{"kills", kills},
	{"keep", keep},
	{"clock", clock},
	{"peers", peers},
	{"twins", twins},
}

var errNotTried = errors.New("not tried")

// attack is a run of this command.
type attack struct {
	options
	work  string // for files that are not kept
	small *baseline
	large *largeSite

	counts   map[string]int // rounds by fault
	mistakes int
	skipped  map[string]error // faults that can't be tried here
}

func newAttack(ctx context.Context, o options) (*attack, error) {
	a := &attack{options: o, counts: make(map[string]int), skipped: make(map[string]error)}
	var err error
	if a.work, err = os.MkdirTemp("", "sitewell-attack-"); err != nil {
		return nil, err
	}
	a.small, err = newBaseline(ctx, a.programIn(a.work, false), filepath.Join(a.work, "small"))
	if err == nil {
		a.large, err = newLargeSite(ctx, a.programIn(a.work, false), filepath.Join(a.work, "large"), o.pages)
	}
	if err != nil {
		a.close()
		return nil, fmt.Errorf("undisturbed: %w", err)
	}
	return a, nil
}

func (a *attack) close() {
	a.small.close()
	a.large.close()
	_ = os.RemoveAll(a.work)
}

// maxMemory is how much memory the program may take. The race detector needs several
// times as much.
const (
	maxMemory   = 300 << 20
	racedMemory = 5
)

// deadline is for a run on an idle machine; the slowest take some 30 s.
const deadline = 5 * time.Minute

// programIn returns the program, with its log below a folder.
func (a *attack) programIn(folder string, raced bool) *crashtest.Program {
	p := &crashtest.Program{
		Path: a.program, MaxMemory: maxMemory, Deadline: deadline,
		Env: append([]string{
			"XDG_STATE_HOME=" + filepath.Join(folder, "state"), "XDG_DATA_HOME=" + filepath.Join(folder, "data"),
			"DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent", "DISPLAY=", "GORACE=halt_on_error=1 exitcode=66",
		}, a.env...),
	}
	if raced {
		p.Path = a.raced
	}
	if p.Path == a.raced {
		p.MaxMemory *= racedMemory
	}
	return p
}

// run goes on until time is up, or something goes wrong.
func (a *attack) run(ctx context.Context) error {
	began, told := time.Now(), time.Now()
	for n := a.first; ctx.Err() == nil && time.Since(began) < a.long && (a.rounds == 0 || n < a.first+a.rounds); n++ {
		if err := a.round(ctx, n); err != nil {
			if ctx.Err() != nil {
				break
			}
			a.mistakes++
			if !a.goOn {
				return err
			}
			fmt.Println("attack:", err)
		}
		if time.Since(told) > time.Minute {
			told = time.Now()
			fmt.Printf("%v: %s\n", time.Since(began).Round(time.Second), a.summary())
		}
	}
	fmt.Printf("attack: seed %d, %v: %s\n", a.seed, time.Since(began).Round(time.Second), a.summary())
	for name, err := range a.skipped {
		fmt.Printf("%s: NOT TRIED: %v\n", name, err)
	}
	if a.mistakes > 0 {
		return fmt.Errorf("%d mistakes, kept in %s", a.mistakes, a.out)
	}
	return nil
}

// round disturbs the program once.
func (a *attack) round(ctx context.Context, number int) error {
	r, err := a.newRound(number)
	if err != nil {
		return err
	}
	defer os.RemoveAll(r.dir)
	err = r.fault.run(ctx, r)
	if errors.Is(err, errNotTried) {
		a.skipped[r.fault.name] = err
		return nil
	}
	a.counts[r.fault.name]++
	if err == nil {
		err = r.checkLog()
	}
	if err == nil || ctx.Err() != nil {
		return err
	}
	err = fmt.Errorf("round %d, %s: %w", number, r.fault.name, err)
	kept, keepErr := r.keep(err)
	return errors.Join(fmt.Errorf("%w\nkept in %s; again: make attack SEED=%d ROUND=%d ROUNDS=1", err, kept, a.seed, number), keepErr)
}

// summary says how many rounds there were of each fault.
func (a *attack) summary() string {
	var parts []string
	all := 0
	for _, f := range a.faults {
		all += a.counts[f.name]
		parts = append(parts, fmt.Sprintf("%s %d", f.name, a.counts[f.name]))
	}
	return fmt.Sprintf("%d rounds (%s), %d mistakes", all, strings.Join(parts, ", "), a.mistakes)
}
