// Command attack disturbs the program for as long as it is told, in a way that it
// chooses at random in each round, and compares what the program says and stores
// with what it does when nothing disturbs it.
//
//	make attack MINUTES=30                     everything, at random
//	make attack SEED=7 ROUND=31 ROUNDS=1       one round of another run again
//	make attack FAULTS=flips,exports           only these
//
// It serves the sites that are scanned itself, on loopback alone. The first mistake
// ends it with exit code 1. What is needed to look at that round is kept then: the seed,
// what was run with what came of it, and all files.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"sitewell/app/crashtest"
	"sitewell/scanner/sitetest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "attack:", err)
		os.Exit(1)
	}
}

// options are what a person chooses.
type options struct {
	program string        // the program
	raced   string        // the same, built with the race detector; "" for none
	out     string        // the folder for what is kept
	seed    uint64        // what the choices follow from, together with the number of the round
	first   int           // number of the first round
	rounds  int           // 0: as many as there is time for
	faults  []fault       // to choose from
	long    time.Duration // how long to go on
	goOn    bool          // also after a mistake

	pages sitetest.Generated // the large site
	env   []string           // added to the environment of the program
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("attack", flag.ContinueOnError)
	o := options{pages: crashtest.Site()}
	minutes := flags.Float64("minutes", 30, "how long to go on")
	flags.StringVar(&o.program, "sitewell", "./sitewell-headless", "the program to attack")
	flags.StringVar(&o.raced, "race", "", "the program built with the race detector, for every fourth round")
	flags.StringVar(&o.out, "out", "attack", "a folder for what is kept of a mistake")
	flags.Uint64Var(&o.seed, "seed", uint64(time.Now().UnixNano()), "what the choices follow from")
	flags.IntVar(&o.first, "round", 1, "the round to begin with")
	flags.IntVar(&o.rounds, "rounds", 0, "how many rounds, 0 for as many as there is time for")
	flags.BoolVar(&o.goOn, "go-on", false, "go on after a mistake")
	names := flags.String("faults", "", "the faults to choose from, with commas between: "+faultNames())
	if err := flags.Parse(args); err != nil {
		return err
	}
	o.long = time.Duration(*minutes * float64(time.Minute))
	var err error
	if o.faults, err = faultsNamed(*names); err != nil {
		return err
	}
	for _, path := range []*string{&o.program, &o.raced, &o.out} {
		if *path == "" {
			continue
		}
		if *path, err = filepath.Abs(*path); err != nil {
			return err
		}
	}
	if info, err := os.Stat(o.program); err != nil || !info.Mode().IsRegular() {
		return errors.New("-sitewell must name the program (make attack builds it)")
	}
	fmt.Printf("attack: seed %d, %.3g minutes\n", o.seed, *minutes)
	a, err := newAttack(ctx, o)
	if err != nil {
		return err
	}
	defer a.close()
	return a.run(ctx)
}

// faultNames returns the names of all faults, with commas between.
func faultNames() string {
	var names []string
	for _, f := range faults {
		names = append(names, f.name)
	}
	return strings.Join(names, ",")
}

// faultsNamed returns the faults with these names, all for "".
func faultsNamed(list string) ([]fault, error) {
	if list == "" {
		return faults, nil
	}
	var chosen []fault
	for name := range strings.SplitSeq(list, ",") {
		found := false
		for _, f := range faults {
			if f.name == name {
				chosen, found = append(chosen, f), true
			}
		}
		if !found {
			return nil, fmt.Errorf("there is no fault %q; choose from %s", name, faultNames())
		}
	}
	return chosen, nil
}
