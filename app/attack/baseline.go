package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"sitewell/app/crashtest"
	"sitewell/scanner/sitetest"
)

// baseline is a small site, a history of three scans of it, and what the program
// answers to questions about that history. Scans 1 and 2 are complete and differ,
// scan 3 was stopped.
type baseline struct {
	*site
	history   string // the file, which nobody has open
	questions []question
	program   *crashtest.Program // that answers them undisturbed
	answers   map[string]answer  // that were needed, by the name of the question
	want      []string           // what a scan of the site finds now
}

// database is what the history is called wherever a question is asked, since
// answers may name it.
const database = "history.db"

// smallPages is the site, as it is and as it was in scan 1.
func smallPages(before bool) sitetest.Generated {
	pages := sitetest.Generated{
		Pages: 150, Nav: 4, Across: 6, Children: 5,
		MissingEvery: 7, MovedEvery: 11, FileEvery: 13, Padding: 200,
	}
	if before {
		pages.MissingEvery, pages.FileEvery = 9, 0
	}
	return pages
}

func newBaseline(ctx context.Context, p *crashtest.Program, dir string) (_ *baseline, err error) {
	b := &baseline{history: filepath.Join(dir, database), answers: make(map[string]answer)}
	if b.site, err = serve(smallPages(true), nil); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			b.close()
		}
	}()
	if err := makeFolder(dir); err != nil {
		return nil, err
	}
	scan := crashtest.Order{Args: scanArgs(b.address), Dir: dir}
	for turn := range 2 {
		b.change(smallPages(turn == 0))
		if err := expect(1)(p.Run(ctx, scan)); err != nil {
			return nil, err
		}
	}
	if b.want, err = crashtest.Contents(ctx, b.history); err != nil {
		return nil, err
	}
	scan.Signal, scan.When = syscall.SIGINT, b.hold("/p/20.html")
	if err := expect(3)(p.Run(ctx, scan)); err != nil {
		return nil, err
	}
	b.hold("")
	b.program, b.questions = p, questionsAbout(b.address)
	return b, nil
}

// answer returns the right answer to a question.
func (b *baseline) answer(ctx context.Context, q question) (a answer, err error) {
	a, known := b.answers[q.name]
	if known {
		return a, nil
	}
	if a, err = q.ask(ctx, b.program, filepath.Dir(b.history), ""); err != nil {
		return a, fmt.Errorf("%s, undisturbed: %w", q.name, err)
	}
	b.answers[q.name] = a
	return a, nil
}

// close ends the server.
func (b *baseline) close() {
	if b != nil {
		b.site.close()
	}
}

// copyTo copies the history to a folder and returns the name of the copy.
func (b *baseline) copyTo(dir string) (string, error) {
	to := filepath.Join(dir, database)
	return to, copyFile(to, b.history)
}

// scanArgs returns the arguments that scan a site.
func scanArgs(address string, more ...string) []string {
	return append([]string{"scan", address, "--no-delay", "--concurrency", "8", "--db", database}, more...)
}

// expect returns a function that checks how a run ended.
func expect(code int) func(crashtest.Ended, error) error {
	return func(e crashtest.Ended, err error) error {
		if err == nil && e.Code != code {
			err = fmt.Errorf("exit code %d, want %d:\n%s\n%s", e.Code, code, e.Output, e.Errors)
		}
		return err
	}
}

func makeFolder(path string) error {
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return nil
}
