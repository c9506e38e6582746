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
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"sitewell/app/crashtest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "torture:", err)
		os.Exit(1)
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
	server := &http.Server{Handler: crashtest.Site()}
	go server.Serve(listener)
	defer server.Close()

	t := &crashtest.Tester{
		Program: &crashtest.Program{Path: path, Env: []string{"XDG_STATE_HOME=" + dir}},
		Dir:     dir, Address: "http://" + listener.Addr().String() + "/",
		Rand: rand.New(rand.NewPCG(*seed, 0)),
	}
	fmt.Printf("seed %d\n", *seed)
	if _, err := t.ScanUndisturbed(ctx); err != nil {
		return err
	}
	fmt.Printf("undisturbed: %d lines of result in %v\n", len(t.Want), t.Took.Round(time.Millisecond))
	if err := crashes(ctx, t, *rounds); err != nil {
		return err
	}
	return fullDisk(ctx, t)
}

// crashes kills scans, up to three times each, and compares their results.
func crashes(ctx context.Context, t *crashtest.Tester, rounds int) error {
	var n crashtest.Counts
	for round := range rounds {
		if err := t.Crash(ctx, &n); err != nil {
			return fmt.Errorf("round %d: %w", round+1, err)
		}
		if (round+1)%20 == 0 {
			fmt.Printf("%d rounds, %d kills, %d cut logs: no difference\n", round+1, n.Kills, n.Cuts)
		}
	}
	fmt.Printf("crashes: %d rounds, %d kills (%d before anything was stored), %d with the end of the log cut off, %d scans finished first: no difference\n",
		rounds, n.Kills, n.Early, n.Cuts, n.Finished)
	return nil
}

// fullDisk lets the disk run full where a disk in memory can be mounted.
func fullDisk(ctx context.Context, t *crashtest.Tester) error {
	began := time.Now()
	err := t.FullDisk(ctx, 700)
	if errors.Is(err, crashtest.ErrNoDisk) {
		fmt.Println("full disk: NOT TRIED:", err)
		return nil
	}
	if err != nil {
		return fmt.Errorf("full disk: %w", err)
	}
	fmt.Printf("full disk: the scan waited and continued, %v in all: no difference\n", time.Since(began).Round(time.Millisecond))
	return nil
}
