package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"sitewell/app"
	"sitewell/scanner/sitetest"
)

// isProgram is set where this test binary is to be the program that is attacked.
const isProgram = "SITEWELL_IS_ATTACKED"

func TestMain(m *testing.M) {
	if os.Getenv(isProgram) != "" {
		os.Exit(app.Main(os.Args[1:], app.Stdio{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
	}
	os.Exit(m.Run())
}

// quick has rounds that take little time, by fault. With seed 1 they choose: a file that is cut
// off, a limit for the size of a file, and a peer that does everything right.
var quick = map[string]int{"flips": 13, "handles": 1, "disk": 1, "exports": 1, "kills": 1, "clock": 1, "peers": 1, "twins": 1}

// Every fault is tried once, and the program withstands it.
func TestAttack(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	o := options{
		program: program, raced: program, out: t.TempDir(), seed: 1, faults: faults, long: time.Minute,
		pages: sitetest.Generated{Pages: 200, Children: 6, Across: 4, MissingEvery: 7, MovedEvery: 11, FileEvery: 13},
		env:   []string{isProgram + "=1"},
	}
	a, err := newAttack(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	for _, f := range faults {
		a.faults = []fault{f}
		if err := a.round(t.Context(), quick[f.name]); err != nil {
			t.Errorf("%s: %v", f.name, err)
		}
	}
	if left, err := filepath.Glob(filepath.Join(a.work, "round-*")); len(left) > 0 || err != nil {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
