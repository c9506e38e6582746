package main

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"sitewell/app/crashtest"
)

// question is a command that only reads a history.
type question struct {
	name string
	args []string
	file string // that it writes, "" for none
}

// questionsAbout returns what can be asked about the history of a baseline.
func questionsAbout(address string) []question {
	all := []question{
		{name: "sites", args: []string{"history", "--db", database}},
		{name: "scans", args: []string{"history", address, "--db", database}},
		{name: "changes", args: []string{"compare", address, "--from", "1", "--to", "2", "--all", "--db", database}},
		{name: "changes to the stopped scan", args: []string{"compare", address, "--db", database}},
		{name: "changes as a file", args: []string{"compare", address, "--from", "1", "--to", "2", "--db", database, "--jsonl", "changes.jsonl"}, file: "changes.jsonl"},
		{name: "check", args: []string{"db", "check", "--db", database}},
	}
	for scan := 1; scan <= 3; scan++ {
		for _, format := range []string{"jsonl", "xlsx", "sqlite"} {
			file := "scan." + format
			all = append(all, question{
				name: fmt.Sprintf("scan %d as %s", scan, format), file: file,
				args: []string{"export", fmt.Sprint(scan), "--format", format, "-o", file, "--db", database},
			})
		}
	}
	return all
}

// answer is what the program answers to a question.
type answer struct {
	code           int
	output, errors string
	file           string // its hash; "" if there is none
}

// ask asks the program in a folder, under a limit if that is not "".
func (q question) ask(ctx context.Context, p *crashtest.Program, dir, limit string) (answer, error) {
	e, err := p.Run(ctx, crashtest.Order{Args: q.args, Dir: dir, Limit: limit})
	a := answer{code: e.Code, output: e.Output, errors: e.Errors}
	if q.file == "" {
		return a, err
	}
	var hashErr error
	path := filepath.Join(dir, q.file)
	a.file, hashErr = hash(path, filepath.Ext(path))
	_ = os.Remove(path)
	return a, errors.Join(err, hashErr)
}

// compare returns an error that says how an answer differs from the right one.
func (a answer) compare(want answer) error {
	switch {
	case a.code != want.code:
		return fmt.Errorf("exit code %d in place of %d: %s", a.code, want.code, a.errors)
	case a.file == "" && want.file != "":
		return errors.New("no file was saved")
	case a.output != want.output:
		return fmt.Errorf("other output: %s", firstDifference(want.output, a.output))
	case a.errors != want.errors:
		return fmt.Errorf("other words: %s", firstDifference(want.errors, a.errors))
	case a.file != want.file:
		return errors.New("another file was saved")
	default:
		return nil
	}
}

// firstDifference shows the first lines in which two texts differ.
func firstDifference(want, got string) string {
	old, lines := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(old), len(lines)) {
		var before, now string
		if i < len(old) {
			before = old[i]
		}
		if i < len(lines) {
			now = lines[i]
		}
		if before != now {
			return fmt.Sprintf("line %d was %.300q, is %.300q", i+1, before, now)
		}
	}
	return "none"
}

// madeAt is when a workbook was saved, which it knows to tell what changed since.
var madeAt = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`)

// hash returns a hash of what a file of a format contains, "" if there is none. Of a
// spreadsheet the time at which it was made is left out.
func hash(path, format string) (string, error) {
	data, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer data.Close()
	sum := sha256.New()
	if !strings.HasSuffix(format, "xlsx") {
		_, err := io.Copy(sum, data)
		return fmt.Sprintf("%x", sum.Sum(nil)), err
	}
	info, err := data.Stat()
	if err != nil {
		return "", err
	}
	archive, err := zip.NewReader(data, info.Size())
	if err != nil {
		return "", fmt.Errorf("%s is half a spreadsheet: %w", filepath.Base(path), err)
	}
	for _, part := range archive.File {
		text, err := readPart(part)
		if err != nil {
			return "", err
		}
		switch part.Name {
		case "docProps/core.xml": // when it was made
			continue
		case "xl/workbook.xml", "[Content_Types].xml": // the library writes names of places and of kinds in any order
			elements := bytes.Split(text, []byte("><"))
			slices.SortFunc(elements, bytes.Compare)
			text = bytes.Join(elements, nil)
		}
		text = madeAt.ReplaceAll(text, nil)
		fmt.Fprintln(sum, part.Name, len(text))
		sum.Write(text)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)), nil
}

func readPart(part *zip.File) ([]byte, error) {
	content, err := part.Open()
	if err != nil {
		return nil, err
	}
	defer content.Close()
	return io.ReadAll(content)
}
