package main

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"sitewell/app/crashtest"
)

// round is what one disturbance needs: random choices of its own, a folder, and a
// record of all that was run.
type round struct {
	*attack
	fault   fault
	number  int
	rand    *rand.Rand
	dir     string // files that the round works with
	program *crashtest.Program

	mu     sync.Mutex
	record strings.Builder
}

// newRound chooses a fault. What it chooses follows from the seed and the number.
func (a *attack) newRound(number int) (*round, error) {
	r := &round{attack: a, number: number, rand: rand.New(rand.NewPCG(a.seed, uint64(number)))}
	r.fault = a.faults[r.rand.IntN(len(a.faults))]
	r.dir = filepath.Join(a.work, fmt.Sprintf("round-%d", number))
	if err := os.Mkdir(r.dir, 0o700); err != nil {
		return nil, err
	}
	raced := r.rand.IntN(4) == 0 && a.raced != ""
	r.program = a.programIn(r.dir, raced)
	r.program.Record = r.note
	if raced {
		r.say("with the race detector")
	}
	return r, nil
}

// one returns one of the values.
func one[T any](r *round, values ...T) T { return values[r.rand.IntN(len(values))] }

// upTo returns a random time from 0 to d.
func (r *round) upTo(d time.Duration) time.Duration {
	return time.Duration(r.rand.Int64N(int64(d) + 1))
}

// say adds to the record of the round.
func (r *round) say(format string, values ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fmt.Fprintf(&r.record, format+"\n", values...)
}

// note adds a run of the program to the record.
func (r *round) note(o crashtest.Order, e crashtest.Ended) {
	const most = 100_000
	text := fmt.Sprintf("\n$ %s %s\nexit code %d, signal %d (sent %d after %v), %v, %d MB\n%s\n%s", o.Limit, strings.Join(o.Args, " "),
		e.Code, e.Signal, o.Signal, o.After, e.Took.Round(time.Millisecond), e.Peak>>20, e.Output[:min(len(e.Output), most)], e.Errors)
	r.say("%s", text)
}

// runs runs the program in the folder of the round.
func (r *round) runs(ctx context.Context, o crashtest.Order) (crashtest.Ended, error) {
	if o.Dir == "" {
		o.Dir = r.dir
	}
	return r.program.Run(ctx, o)
}

// checkLog returns an error if a crash is in the log of the program.
func (r *round) checkLog() error {
	files, err := filepath.Glob(filepath.Join(r.dir, "state", "sitewell", "*.log"))
	if err != nil {
		return err
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		for _, trace := range []string{"goroutine ", "panic", "runtime error"} {
			if strings.Contains(string(text), trace) {
				return fmt.Errorf("%w: its log has %q", crashtest.ErrMistake, trace)
			}
		}
	}
	return nil
}

// keep copies the files of the round and its record to a folder of their own, which
// it returns.
func (r *round) keep(mistake error) (folder string, err error) {
	folder = filepath.Join(r.out, fmt.Sprintf("seed-%d-round-%d-%s", r.seed, r.number, r.fault.name))
	if err := os.RemoveAll(folder); err != nil {
		return "", err
	}
	if err := copyFolder(folder, r.dir); err != nil {
		return folder, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	text := fmt.Sprintf("%v\n\nseed %d, round %d\n%s", mistake, r.seed, r.number, r.record.String())
	return folder, os.WriteFile(filepath.Join(folder, "round.txt"), []byte(text), 0o644)
}

// copyFolder copies the regular files of a folder.
func copyFolder(to, from string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		switch {
		case entry.IsDir():
			return os.MkdirAll(filepath.Join(to, name), 0o755)
		case entry.Type().IsRegular():
			return copyFile(filepath.Join(to, name), path)
		default:
			return nil
		}
	})
}

func copyFile(to, from string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o600)
}
