// Command bench measures a whole scan against the budgets of the design: its
// processor time compared with a bare loop that only fetches and tokenizes the
// same pages (the floor), its memory, and what it stores. Other checkers are
// measured as well where they are installed. It is a command, not a test, so
// that a machine that is busy with something else can't fail a build.
//
//	go run ./app/bench                  python3-doc, five runs; other checkers one run
//	go run ./app/bench -site rust-doc   another package, or a folder
//	go run ./app/bench -made            a generated site of 30,000 pages as well
//	go run ./app/bench -curve x.svg     the memory of a scan of two million addresses
//	go run ./app/bench -scans 100       a hundred scans of a site that changes, into one history
//	go run ./app/bench -render          sites of which scripts make pages, with and without a browser
//	go run ./app/bench -against HEAD~9  the Go benchmarks, compared with those of a commit
//
// Sites come from Debian packages and are served on loopback by a separate
// process, so that its time is not counted. The programs take turns, so that a
// slow minute of the machine affects each of them. The exit code is 1 if a
// budget is exceeded.
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

// errBudget reports that everything was measured and a budget is exceeded.
var errBudget = errors.New("a budget is exceeded")

// run runs the measurement or, in a child process, the server or the floor.
func run(ctx context.Context, args []string) error {
	if len(args) == 2 && args[0] == "serve" {
		return serve(ctx, args[1])
	}
	if len(args) == 2 && args[0] == "floor" {
		return floor(ctx, args[1])
	}
	o, err := parse(args)
	if err != nil {
		return err
	}
	return o.bench(ctx)
}

// parse reads the command line.
func parse(args []string) (o options, err error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.StringVar(&o.site, "site", "python3-doc", "Debian package with HTML pages, or a folder of them")
	flags.BoolVar(&o.made, "made", false, "also scan a generated site of 30,000 pages with 2.5 million links")
	flags.BoolVar(&o.peers, "peers", true, "also run linkchecker and linkinator where they are installed")
	flags.StringVar(&o.profile, "profile", "", "scan in this process, the generated site with -made, and write a processor profile to `FILE`; measures nothing else")
	flags.StringVar(&o.curve, "curve", "", "scan a generated site of two million addresses and draw the memory used into `FILE` (SVG); measures nothing else")
	flags.IntVar(&o.scans, "scans", 0, "scan a small site that changes so many times into one history, and say how long that and the usual questions take, and how large the file is; measures nothing else")
	flags.BoolVar(&o.render, "render", false, "scan sites of 1,000 pages with and without showing pages in a browser; measures nothing else")
	flags.StringVar(&o.base, "against", "", "run the Go benchmarks of `COMMIT` and of this checkout in turns and compare them by benchstat; measures nothing else")
	flags.IntVar(&o.peerRuns, "peer-runs", 1, "how often each other checker runs; some take minutes")
	flags.IntVar(&o.runs, "runs", 5, "how often Sitewell and the floor run")
	flags.StringVar(&o.program, "sitewell", "./sitewell-headless", "the program to measure")
	return o, flags.Parse(args)
}

// options are the command-line options.
type options struct {
	site  string
	made  bool
	peers bool
	runs  int
	// peerRuns is the number of turns in which other checkers take part.
	peerRuns int
	program  string
	profile  string
	curve    string
	base     string // commit
	scans    int    // of the site that changes
	render   bool
}

func (o options) bench(ctx context.Context) error {
	if o.base != "" {
		return o.against(ctx, o.base)
	}
	if o.render {
		return o.rendering(ctx)
	}
	if o.scans > 0 {
		return o.soak(ctx, o.scans)
	}
	if o.curve != "" {
		return o.curveTo(ctx, o.curve)
	}
	var exceeded []string
	dir, err := siteFolder(ctx, o.site)
	if err != nil {
		return err
	}
	if o.profile != "" {
		if o.made {
			dir = generatedSite
		}
		return o.profileTo(ctx, dir, o.profile)
	}
	m, err := o.measure(ctx, subject{name: o.site, target: dir, peers: o.peers, floor: true, repeat: true})
	if err != nil {
		return err
	}
	exceeded = append(exceeded, m.report(os.Stdout)...)
	if o.made {
		m, err := o.measure(ctx, subject{name: "generated, 30,000 pages", target: generatedSite, floor: true, repeat: true})
		if err != nil {
			return err
		}
		exceeded = append(exceeded, m.report(os.Stdout)...)
	}
	if len(exceeded) == 0 {
		fmt.Println("\nNo budget is exceeded.")
		return nil
	}
	fmt.Println()
	for _, line := range exceeded {
		fmt.Println("EXCEEDED:", line)
	}
	return errBudget
}
