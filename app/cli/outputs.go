package cli

import (
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"sitewell/app/export"
	"sitewell/app/output"
	"sitewell/app/session"
)

// outputs are the files that a command saves, "" for none, and how long its table is.
type outputs struct {
	xlsx, jsonl string
	file        string   // in any format
	further     []string // in formats that are never written to standard output
	problems    bool     // the table lists every problem
}

func (o *outputs) add(cmd *cobra.Command) {
	addFiles(cmd, &o.xlsx, &o.jsonl)
	cmd.Flags().BoolVar(&o.problems, "problems", false, "list every problem in the end, not only what to fix")
}

// addFiles adds the flags for the files that a command saves.
func addFiles(cmd *cobra.Command, xlsx, jsonl *string) {
	cmd.Flags().Var((*fileName)(xlsx), "xlsx", "save an Excel `FILE`")
	cmd.Flags().Var((*fileName)(jsonl), "jsonl", "save JSON Lines in a `FILE`, - for standard output")
}

// fileName is a flag that must not be empty where it is given: a script whose
// variable has no value would lose its file.
type fileName string

func (f *fileName) Set(name string) error {
	if name == "" {
		return errors.New("the name of the file is empty")
	}
	*f = fileName(name)
	return nil
}

func (f *fileName) String() string { return string(*f) }

func (f *fileName) Type() string { return "string" }

// toStdout reports whether standard output belongs to a program.
func (o outputs) toStdout() bool {
	return o.jsonl == "-" || output.IsStdout(o.jsonl) || output.IsStdout(o.xlsx) || output.IsStdout(o.file)
}

// checkOutputs reports before any work is done which of the files can't be saved.
// inputs are files that are read in the same call; "" and "-" are none.
func (p *Program) checkOutputs(o outputs, inputs ...string) error {
	if err := p.checkStdout(o); err != nil {
		return err
	}
	return p.checkFiles(o, inputs...)
}

// checkStdout reports what can't be written to standard output.
func (p *Program) checkStdout(o outputs) error {
	if o.xlsx == "-" {
		return errSheetToStdout
	}
	if p.asJSON && o.toStdout() {
		return errJSONToStdout
	}
	return nil
}

// checkFiles reports files that can't be written.
func (p *Program) checkFiles(o outputs, inputs ...string) error {
	db, err := session.HistoryFile(p.db)
	if err != nil {
		return unusable(err)
	}
	reserved := export.Reserved(db, session.LogFile())
	for _, input := range inputs {
		if isFile(input) {
			reserved = append(reserved, output.Reserved{Path: input, Use: output.Input})
		}
	}
	if err := output.Check(slices.DeleteFunc(append([]string{o.xlsx, o.jsonl, o.file}, o.further...), isNoFile), reserved); err != nil {
		return unusable(err)
	}
	return nil
}

// errJSONToStdout: both would be in one stream.
var errJSONToStdout = errors.New("--json is written to standard output, so no file can be written there as well")

// errSheetToStdout: only JSON Lines are written to standard output by “-”.
var errSheetToStdout = errors.New("--xlsx needs the name of a file; - is for --jsonl alone")

func isFile(name string) bool { return name != "" && name != "-" }

func isNoFile(name string) bool { return !isFile(name) }
