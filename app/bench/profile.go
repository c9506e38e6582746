package main

import (
	"context"
	"os"
	"path/filepath"
	"runtime/pprof"

	"sitewell/app/core"
	"sitewell/scanner/profile"
)

// profileTo scans a site in this process and writes a CPU profile to the file,
// for `go tool pprof`.
func (o options) profileTo(ctx context.Context, target, file string) (err error) {
	address, stop, err := startServer(ctx, target)
	if err != nil {
		return err
	}
	defer stop()
	scratch, err := os.MkdirTemp("", "sitewell-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := out.Close(); err == nil {
			err = closeErr
		}
	}()
	if err := pprof.StartCPUProfile(out); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	for turn := range o.runs {
		if err := scanOnce(ctx, address, filepath.Join(scratch, string(rune('a'+turn))+".db")); err != nil {
			return err
		}
	}
	return nil
}

// scanOnce does what `sitewell scan` does, without the terminal.
func scanOnce(ctx context.Context, address, db string) error {
	c, err := core.Open(ctx, core.Config{DB: db})
	if err != nil {
		return err
	}
	defer c.Close()
	r, err := c.Runner.ScanAddressWith(ctx, address, core.ScanOverrides{Change: func(s *profile.Settings) {
		s.NoExternal, s.NoDelay, s.Concurrency = true, true, floorWorkers
	}})
	if err != nil {
		return err
	}
	<-r.Done()
	return r.Err()
}
