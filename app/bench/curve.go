package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"sitewell/scanner/sitetest"
)

// millions is the target name of a generated site of 2,002,000 addresses.
const millions = "generated:millions"

func generatedMillions() sitetest.Generated {
	return sitetest.Generated{Pages: 1_820_000, Children: 10, Across: 3, Nav: 5, MissingEvery: 20, MovedEvery: 40, FileEvery: 40, Padding: 200}
}

// memoryBudgetMillions is the resident memory in bytes that a scan of two
// million addresses may use.
const memoryBudgetMillions = 400_000_000

// point is one measurement of a running scan.
type point struct {
	at       time.Duration
	resident int64 // bytes
	stored   int64 // bytes
}

// curveTo scans the site of two million addresses, measures the memory every
// second, and draws it into the file unless its name is empty.
func (o options) curveTo(ctx context.Context, file string) error {
	address, stop, err := startServer(ctx, millions)
	if err != nil {
		return err
	}
	defer stop()
	scratch, err := os.MkdirTemp("", "sitewell-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	runners, err := o.runners(subject{})
	if err != nil {
		return err
	}
	args := runners[0].args(address, scratch)
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+scratch)
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	began, tick := time.Now(), time.NewTicker(time.Second)
	defer tick.Stop()
	var points []point
	for running := true; running; {
		select {
		case err := <-ended:
			var exit *exec.ExitError
			if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
				return err
			}
			running = false
		case <-tick.C:
			p := point{at: time.Since(began), resident: resident(cmd.Process.Pid)}
			for _, suffix := range []string{"", "-wal"} {
				if info, err := os.Stat(filepath.Join(scratch, "history.db"+suffix)); err == nil {
					p.stored += info.Size()
				}
			}
			if p.resident > 0 {
				points = append(points, p)
			}
		}
	}
	return reportCurve(points, file)
}

func reportCurve(points []point, file string) error {
	var most int64
	for i, p := range points {
		most = max(most, p.resident)
		if i%20 == 0 {
			fmt.Printf("%4.0f s  %4d MB resident  %4d MB stored\n", p.at.Seconds(), p.resident/1_000_000, p.stored/1_000_000)
		}
	}
	fmt.Printf("at most %d MB resident\n", most/1_000_000)
	if file != "" && len(points) > 0 {
		if err := os.WriteFile(file, svg(points, most), 0o644); err != nil {
			return err
		}
	}
	if most > memoryBudgetMillions {
		fmt.Printf("EXCEEDED: memory is %d MB, at most %d MB\n", most/1_000_000, memoryBudgetMillions/1_000_000)
		return errBudget
	}
	return nil
}

// resident returns the resident memory of a process in bytes, as Linux counts
// it (proc(5), VmRSS), or 0 if that can't be read.
func resident(pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	var kib int64
	if _, err := fmt.Sscan(rest, &kib); err != nil {
		return 0
	}
	return kib << 10
}

// svg returns the curve as an SVG picture.
func svg(points []point, most int64) []byte {
	const width, height, left, bottom, top = 760, 320, 70, 40, 20
	last := points[len(points)-1].at.Seconds()
	scale := float64(max(most, memoryBudgetMillions)) * 1.1
	x := func(p point) float64 { return left + p.at.Seconds()/last*(width-left-20) }
	y := func(bytes float64) float64 { return top + (1-bytes/scale)*(height-top-bottom) }
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">`+"\n", width, height, width, height)
	fmt.Fprintf(&b, `<title>Memory while 2,002,000 addresses are scanned</title><rect width="%d" height="%d" fill="#fff"/>`+"\n", width, height)
	for mb := 0.0; mb*1e6 < scale; mb += 100 {
		fmt.Fprintf(&b, `<line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end">%.0f MB</text>`+"\n",
			left, width-20, y(mb*1e6), y(mb*1e6), left-8, y(mb*1e6)+4, mb)
	}
	fmt.Fprintf(&b, `<line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="#b3261e" stroke-dasharray="6 4"/><text x="%d" y="%.1f" text-anchor="end" fill="#b3261e">budget</text>`+"\n",
		left, width-20, y(memoryBudgetMillions), y(memoryBudgetMillions), width-24, y(memoryBudgetMillions)-6)
	b.WriteString(`<polyline fill="none" stroke="#17616b" stroke-width="2" points="`)
	for _, p := range points {
		fmt.Fprintf(&b, "%.1f,%.1f ", x(p), y(float64(p.resident)))
	}
	fmt.Fprintf(&b, `"/>`+"\n"+`<text x="%d" y="%d">0 s</text><text x="%d" y="%d" text-anchor="end">%.0f s</text>`+"\n</svg>\n", left, height-14, width-20, height-14, last)
	return b.Bytes()
}
