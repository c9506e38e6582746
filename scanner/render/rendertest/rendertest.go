// Package rendertest is a browser for tests: a program that speaks the Chrome DevTools
// Protocol over its two pipes, as far as package render uses it, and that fails on demand
// in ways in which a real browser fails only by chance.
//
// The program is the binary of the test itself. Its TestMain must call Main first.
package rendertest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// Fault is a way in which the browser fails.
type Fault string

// Faults. Those of pages happen on every page unless it says otherwise.
const (
	None        Fault = "none"
	NoStart     Fault = "no start"     // it ends at once, with a message
	SilentStart Fault = "silent start" // it runs, and never answers
	TooOld      Fault = "too old"      // it is Chrome 79
	SilentTab   Fault = "silent tab"   // it answers until a tab is wanted
	SilentPage  Fault = "silent page"  // it has the page, and answers no more
	Drop        Fault = "drop"         // the connection ends in the middle of a page; the process goes on
	Exit        Fault = "exit"         // the process ends in the middle of a page
	Garbage     Fault = "garbage"      // it sends what is no JSON
	Misfit      Fault = "misfit"       // it sends JSON that is no answer to the question
	Refuse      Fault = "refuse"       // it does not know the commands that pages need
	Crash       Fault = "crash"        // it reports that the page has crashed
	CrashOnce   Fault = "crash once"   // only the first process does
	Detach      Fault = "detach"       // it takes the tab away
	Shuffle     Fault = "shuffle"      // events and answers come early, late, twice, and for nobody
	Huge        Fault = "huge"         // an event has 64 MB
	OnePage     Fault = "one page"     // the process ends after each page, which it shows well
)

// Environment variables of the program.
const (
	faultVariable = "SITEWELL_TEST_BROWSER"
	logVariable   = "SITEWELL_TEST_BROWSER_LOG"
)

// Link is the link that the browser adds to every page, as if a script had made it.
const Link = "/made-by-script"

// Browser is a program that can be started as a browser during a test.
type Browser struct {
	Program string
	log     string
}

// New returns a browser with a fault. All that the test starts by Program has it.
func New(t *testing.T, f Fault) *Browser {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	b := &Browser{Program: program, log: filepath.Join(t.TempDir(), "log")}
	t.Setenv(faultVariable, string(f))
	t.Setenv(logVariable, b.log)
	return b
}

// Count returns how often the browser did something: "start", or a method of the
// protocol that it was asked for.
func (b *Browser) Count(what string) (n int) {
	text, _ := os.ReadFile(b.log) // it is not there before the first start
	for line := range bytes.Lines(text) {
		if string(bytes.TrimSpace(line)) == what {
			n++
		}
	}
	return n
}

// Main is the browser if the process was started as one, and does not return then.
func Main() {
	f := os.Getenv(faultVariable)
	if f == "" || !bytes.Contains([]byte(fmt.Sprint(os.Args)), []byte("--remote-debugging-pipe")) {
		return
	}
	s := &server{fault: Fault(f), log: os.Getenv(logVariable), in: os.NewFile(3, "commands"), out: os.NewFile(4, "answers")}
	s.run()
	os.Exit(0)
}
