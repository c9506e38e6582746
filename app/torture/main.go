// Command torture tests that an interrupted scan loses nothing: it kills the
// program at random instants (SIGKILL), cuts the end off the database's log as
// a power cut does, lets the disk run full, and compares every address and
// every link of the result with that of an undisturbed scan. It is a command,
// not a test, because it takes minutes.
//
//	go run ./app/torture            200 rounds
//	go run ./app/torture -seed 7    repeat the rounds of another run
//
// The exit code is 1 if anything differs.
package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"sitewell/scanner/sitetest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "torture:", err)
		os.Exit(1)
	}
}

// site returns the site that is scanned. It is large enough for a scan to be
// killed in the middle, and has every kind of response that is stored in its
// own way.
func site() sitetest.Generated {
	return sitetest.Generated{
		Pages: 2_000, Nav: 12, Across: 15, Children: 8,
		MissingEvery: 7, MovedEvery: 11, FileEvery: 13, Padding: 500,
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("torture", flag.ContinueOnError)
	rounds := flags.Int("rounds", 200, "how many scans are disturbed")
	program := flags.String("sitewell", "./sitewell-headless", "the program to test")
	seed := flags.Uint64("seed", uint64(time.Now().UnixNano()), "seed of the random instants")
	if err := flags.Parse(args); err != nil {
		return err
	}
	path, err := filepath.Abs(*program)
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("build it first (make headless): %w", err)
	}
	dir, err := os.MkdirTemp("", "sitewell-torture-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: site()}
	go server.Serve(listener)
	defer server.Close()

	c := &tester{
		program: path, dir: dir, address: "http://" + listener.Addr().String() + "/",
		rand: rand.New(rand.NewPCG(*seed, 0)),
	}
	fmt.Printf("seed %d\n", *seed)
	if err := c.scanUndisturbed(ctx); err != nil {
		return err
	}
	if err := c.crashes(ctx, *rounds); err != nil {
		return err
	}
	return c.fullDisk(ctx)
}
