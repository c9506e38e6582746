// Command bench measures a whole scan against the budgets of the design: its
// processor time beside a bare loop that only fetches and tokenizes the same
// pages (the floor), its memory, and what it stores; and other checkers beside
// it where they are installed. It is a command and no test, for a machine that
// is busy with something else must not turn a build red.
//
//	go run ./app/bench                  python3-doc, five runs of each
//	go run ./app/bench -site rust-doc   another package, or a folder
//	go run ./app/bench -made            a made site of 30,000 pages, too
//	go run ./app/bench -curve x.svg     the memory of a scan of two million addresses
//	go run ./app/bench -against HEAD~9  the Go benchmarks, beside those of a commit
//
// Sites come from Debian packages and are served on loopback by a process of
// its own, so that its time counts for nobody. All programs run in turns, so
// that a slow minute of the machine weighs on each of them. It exits with 1
// where a budget is missed.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// errBudget says that everything was measured and something is too much.
var errBudget = errors.New("a budget is missed")

// run does one of the three things that this program is: the whole, or, as a
// child of itself, the server or the floor.
func run(ctx context.Context, args []string) error {
	if len(args) == 2 && args[0] == "serve" {
		return serve(ctx, args[1])
	}
	if len(args) == 2 && args[0] == "floor" {
		return floor(ctx, args[1])
	}
	var o options
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.StringVar(&o.site, "site", "python3-doc", "Debian package with HTML pages, or a folder of them")
	flags.BoolVar(&o.made, "made", false, "scan a made site of 30,000 pages with 2.5 million links as well")
	flags.BoolVar(&o.peers, "peers", true, "run linkchecker and linkinator, too, where they are installed")
	flags.StringVar(&o.profile, "profile", "", "scan in this process and write a processor profile to `FILE`; measures nothing else")
	flags.StringVar(&o.curve, "curve", "", "scan a made site of two million addresses and draw its memory into `FILE` (SVG); measures nothing else")
	flags.StringVar(&o.base, "against", "", "run the Go benchmarks of `COMMIT` and of this checkout in turns and compare them by benchstat; measures nothing else")
	flags.IntVar(&o.peerRuns, "peer-runs", 5, "how often other checkers run; some take minutes")
	flags.IntVar(&o.runs, "runs", 5, "how often each program runs")
	flags.StringVar(&o.program, "sitewell", "./sitewell-headless", "the program to measure")
	if err := flags.Parse(args); err != nil {
		return err
	}
	return o.bench(ctx)
}

// options are what a person may choose.
type options struct {
	site  string
	made  bool
	peers bool
	runs  int
	// peerRuns is how many of the turns other checkers take part in.
	peerRuns int
	program  string
	profile  string
	curve    string
	base     string // commit
}

func (o options) bench(ctx context.Context) error {
	if o.base != "" {
		return o.against(ctx, o.base)
	}
	if o.curve != "" {
		return o.curveTo(ctx, o.curve)
	}
	var missed []string
	dir, err := siteFolder(ctx, o.site)
	if err != nil {
		return err
	}
	if o.profile != "" {
		return o.profileTo(ctx, dir, o.profile)
	}
	m, err := o.measure(ctx, subject{name: o.site, target: dir, peers: o.peers, floor: true, repeat: true})
	if err != nil {
		return err
	}
	missed = append(missed, m.report(os.Stdout)...)
	if o.made {
		m, err := o.measure(ctx, subject{name: "made, 30,000 pages", target: madeSite, floor: true, repeat: true})
		if err != nil {
			return err
		}
		missed = append(missed, m.report(os.Stdout)...)
	}
	if len(missed) == 0 {
		fmt.Println("\nEvery budget is kept.")
		return nil
	}
	fmt.Println()
	for _, line := range missed {
		fmt.Println("MISSED:", line)
	}
	return errBudget
}
