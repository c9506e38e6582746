package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// benchstat compares the figures. Its version is fixed here and not in go.mod,
// where it would influence the versions of the product's dependencies.
const benchstat = "golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da"

// suite is a package and the benchmarks of it that are compared.
type suite struct{ pkg, benchmarks string }

func suites() []suite {
	return []suite{
		{"scanner/extract", "^Benchmark(HTML|CSS)$"},
		{"scanner/weburl", "^Benchmark(Parse|Resolve)$"},
		{"scanner/frontier", "."},
		{"scanner/fetch", "^BenchmarkFetch$/^fetch$"},
		{"storage/sqlite", "^Benchmark(ScanPythonDoc|Compare)$"},
		{"storage/sqlite", "^BenchmarkSources$/^(navigation|section|few)$"},
		{"storage/sqlite", "^BenchmarkViews$/^200000$"},
	}
}

// against runs the Go benchmarks of a commit and of this checkout in turns, so
// that a slow minute of the machine affects both, and compares them. If the
// benchmarks of this checkout do not build with the code of the commit, the
// commit's own benchmarks are run.
func (o options) against(ctx context.Context, commit string) (err error) {
	scratch, err := os.MkdirTemp("", "sitewell-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	base := filepath.Join(scratch, "base")
	if err := command(ctx, ".", "git", "worktree", "add", "--quiet", "--detach", base, commit); err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, command(context.WithoutCancel(ctx), ".", "git", "worktree", "remove", "--force", base))
	}()
	sides := []side{{name: "base", dir: base}, {name: "now", dir: "."}}
	for i := range sides {
		s := &sides[i]
		s.figures = filepath.Join(scratch, s.name+".txt")
		for _, suite := range suites() {
			if err := s.build(ctx, suite, scratch); err != nil {
				return err
			}
		}
	}
	for turn := range o.runs {
		for i, suite := range suites() {
			for _, s := range sides {
				fmt.Fprintf(os.Stderr, "%s: run %d of %d: %s\n", suite.pkg, turn+1, o.runs, s.name)
				if err := s.run(ctx, suite, s.tests[i]); err != nil {
					return err
				}
			}
		}
	}
	return command(ctx, ".", "go", "run", benchstat, "base="+sides[0].figures, "now="+sides[1].figures)
}

// side is one of the two checkouts that are compared.
type side struct {
	name, dir string
	tests     []string // a test program per suite
	figures   string   // the file with the output of the benchmarks
}

// build builds the test program of a package, with the benchmarks of this
// checkout if they compile.
func (s *side) build(ctx context.Context, p suite, scratch string) error {
	program := filepath.Join(scratch, s.name+"-"+strings.ReplaceAll(p.pkg, "/", "-")+".test")
	s.tests = append(s.tests, program)
	build := func() error {
		return command(ctx, s.dir, "go", "test", "-tags", "headless", "-c", "-o", program, "./"+p.pkg)
	}
	if s.dir == "." {
		return build()
	}
	files, err := filepath.Glob(filepath.Join(p.pkg, "*bench_test.go"))
	if err != nil {
		return err
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(s.dir, file), text, 0o644); err != nil {
			return err
		}
	}
	if quiet(ctx, s.dir, "go", "test", "-tags", "headless", "-c", "-o", program, "./"+p.pkg) == nil {
		return nil
	}
	fmt.Fprintf(os.Stderr, "%s: %s keeps its own benchmarks\n", p.pkg, s.name)
	if err := command(ctx, s.dir, "git", "clean", "-fdq", p.pkg); err != nil {
		return err
	}
	if err := command(ctx, s.dir, "git", "checkout", "--quiet", "--", p.pkg); err != nil {
		return err
	}
	return build()
}

// run appends the figures of one turn to the file.
func (s *side) run(ctx context.Context, p suite, program string) error {
	out, err := os.OpenFile(s.figures, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer out.Close()
	cmd := exec.CommandContext(ctx, program, "-test.run", "^$", "-test.bench", p.benchmarks, "-test.benchmem", "-test.benchtime", "300ms", "-test.timeout", "30m")
	cmd.Dir = filepath.Join(s.dir, p.pkg)
	cmd.Stdout, cmd.Stderr = out, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("benchmarks of %s: %w", p.pkg, err)
	}
	return out.Close()
}

func command(ctx context.Context, dir, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return nil
}

func quiet(ctx context.Context, dir, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	return cmd.Run()
}
