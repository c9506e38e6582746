// Command monkey presses and types at random in the real window, and fails where
// Sitewell crashes, races, hangs, complains in its log, or draws outside its
// frame. It is a command and no test, for it takes as long as it is told.
//
//	make monkey MINUTES=30            on a screen of its own
//	make monkey MINUTES=30 SEED=7     the same choices as another run with that seed
//
// What it chooses follows from the seed and from what the window shows, which
// depends on timing, too. It runs in a network of its own in which there is
// only loopback, and can write nowhere but below -out.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "monkey:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("monkey", flag.ContinueOnError)
	minutes := flags.Float64("minutes", 30, "how long to go on")
	seed := flags.Uint64("seed", uint64(time.Now().UnixNano()), "what the choices follow from")
	program := flags.String("sitewell", "", "the program, built with -race and the tag e2e")
	layout := flags.Bool("layout", true, "fail where something is drawn outside its frame, or widens the window, too")
	// It is generous, as a build with the race detector on a busy machine is slow.
	hang := flags.Duration("hang", time.Minute, "how long the window may take to react, under the race detector")
	out := flags.String("out", "monkey", "a folder for the home, the list of actions, and what is kept of a failure")
	if err := flags.Parse(args); err != nil {
		return err
	}
	for _, path := range []*string{program, out} {
		var err error
		if *path, err = filepath.Abs(*path); err != nil {
			return err
		}
	}
	if info, err := os.Stat(*program); err != nil || !info.Mode().IsRegular() {
		return errors.New("-sitewell must name the program (make monkey builds it)")
	}
	if err := os.MkdirAll(*out, 0o755); err != nil {
		return err
	}
	if os.Getenv(alone) == "" {
		return isolate(ctx, *out, append(args, "-seed", fmt.Sprint(*seed)))
	}
	fmt.Printf("monkey: seed %d, %.3g minutes, results in %s\n", *seed, *minutes, *out)
	m, err := newMonkey(ctx, *program, *out, *seed)
	if err != nil {
		return err
	}
	defer m.close()
	m.layout, m.hang = *layout, *hang
	return m.play(ctx, time.Duration(*minutes*float64(time.Minute)))
}
