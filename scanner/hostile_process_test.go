//go:build linux

package scanner

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"sitewell/scanner/render/rendertest"
	"sitewell/scanner/result"
	"sitewell/scanner/sitetest/hostile"
)

// processVariable makes the test binary another program: one that serves a
// large site, or that scans the site whose address is the variable's value.
const processVariable = "SITEWELL_TEST_PROCESS"

func TestMain(m *testing.M) {
	rendertest.Main()
	switch what := os.Getenv(processVariable); {
	case what == "serve":
		serveLarge()
	case what != "":
		scanAlone(what)
	default:
		os.Exit(m.Run())
	}
}

// TestLargeSiteInProcess scans pages as large as a scan reads, in a process that
// does nothing else and under a limit as package core sets it. Its resident
// memory stays below 200 MB more than that of a scan of a single small page.
func TestLargeSiteInProcess(t *testing.T) {
	const most = 200 << 20 // bytes
	server := exec.Command(os.Args[0])
	server.Env = append(os.Environ(), processVariable+"=serve")
	input, err := server.StdinPipe() // the server ends when it is closed
	if err != nil {
		t.Fatal(err)
	}
	output, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		input.Close()
		if err := server.Wait(); err != nil {
			t.Error(err)
		}
	}()
	home, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	home = strings.TrimSpace(home)
	small, _ := scanInProcess(t, home+"/large/none")
	large, told := scanInProcess(t, home+"/")
	t.Logf("%d KiB for one page, %d KiB for the large site: %s", small>>10, large>>10, told)
	if !strings.HasPrefix(told, "12 pages,") {
		t.Errorf("the large site was not read: %s", told)
	}
	if grown := large - small; grown > most*raceFactor {
		t.Errorf("resident memory grew by %d KiB, want at most %d", grown>>10, most*raceFactor>>10)
	}
}

// scanInProcess scans a site in a process of its own. It returns the most bytes
// of memory that were resident, and what the process says.
func scanInProcess(t *testing.T, start string) (peak int64, told string) {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), processVariable+"="+start)
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		t.Fatal("the system does not tell how much memory a process took")
	}
	return usage.Maxrss << 10, string(out)
}

// serveLarge serves a site of large pages and prints its address, until standard
// input ends.
func serveLarge() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("http://%s\n", l.Addr())
	go func() {
		_ = http.Serve(l, hostile.Large{Size: largeSize, Pages: 6, Only: []string{"ids", "text", "fragments", "anchors", "base"}})
	}()
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// scanAlone scans a site and prints what was found.
func scanAlone(start string) {
	debug.SetGCPercent(60)
	debug.SetMemoryLimit(80 << 20)
	e, err := New(Options{Start: start, Exclude: []string{"/new/"}, NoDelay: true, NoProbes: true, Timeout: 2 * time.Minute})
	if err != nil {
		panic(err)
	}
	s, err := e.Run(context.Background(), &tallySink{texts: make(map[result.ID]string)}, nil)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%d pages, %d addresses, %d links omitted", s.Pages, s.Found, s.Omitted)
}
