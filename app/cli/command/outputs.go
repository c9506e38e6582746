package command

import (
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"sitewell/app/export"
	"sitewell/app/output"
	"sitewell/app/session"
)

// Outputs are the files that a command saves, "" for none, and how long its table is.
type Outputs struct {
	XLSX, JSONL string
	File        string   // in any format
	Further     []string // in formats that are never written to standard output
	problems    bool     // the table lists every problem
}

func (o *Outputs) Add(cmd *cobra.Command) {
	AddFiles(cmd, &o.XLSX, &o.JSONL)
	cmd.Flags().BoolVar(&o.problems, "problems", false, "list every problem in the end, not only what to fix")
}

// AddFiles adds the flags for the files that a command saves.
func AddFiles(cmd *cobra.Command, xlsx, jsonl *string) {
	cmd.Flags().Var((*FileName)(xlsx), "xlsx", "save an Excel `FILE`")
	cmd.Flags().Var((*FileName)(jsonl), "jsonl", "save JSON Lines in a `FILE`, - for standard output")
}

// FileName is a flag that must not be empty where it is given: a script whose
// variable has no value would lose its file.
type FileName string

func (f *FileName) Set(name string) error {
	if name == "" {
		return errors.New("the name of the file is empty")
	}
	*f = FileName(name)
	return nil
}

func (f *FileName) String() string { return string(*f) }

func (f *FileName) Type() string { return "string" }

// ToStdout reports whether standard output belongs to a program.
func (o Outputs) ToStdout() bool {
	return o.JSONL == "-" || output.IsStdout(o.JSONL) || output.IsStdout(o.XLSX) || output.IsStdout(o.File)
}

// CheckOutputs reports before any work is done which of the files can't be saved.
// inputs are files that are read in the same call; "" and "-" are none.
func (p *Run) CheckOutputs(o Outputs, inputs ...string) error {
	if err := p.CheckStdout(o); err != nil {
		return err
	}
	return p.CheckFiles(o, inputs...)
}

// CheckStdout reports what can't be written to standard output.
func (p *Run) CheckStdout(o Outputs) error {
	if o.XLSX == "-" {
		return errSheetToStdout
	}
	if p.AsJSON && o.ToStdout() {
		return errJSONToStdout
	}
	return nil
}

// CheckFiles reports files that can't be written.
func (p *Run) CheckFiles(o Outputs, inputs ...string) error {
	db, err := session.HistoryFile(p.DB)
	if err != nil {
		return Unusable(err)
	}
	reserved := export.Reserved(db, session.LogFile())
	for _, input := range inputs {
		if isFile(input) {
			reserved = append(reserved, output.Reserved{Path: input, Use: output.Input})
		}
	}
	if err := output.Check(slices.DeleteFunc(append([]string{o.XLSX, o.JSONL, o.File}, o.Further...), isNoFile), reserved); err != nil {
		return Unusable(err)
	}
	return nil
}

// errJSONToStdout: both would be in one stream.
var errJSONToStdout = errors.New("--json is written to standard output, so no file can be written there as well")

// errSheetToStdout: only JSON Lines are written to standard output by “-”.
var errSheetToStdout = errors.New("--xlsx needs the name of a file; - is for --jsonl alone")

func isFile(name string) bool { return name != "" && name != "-" }

func isNoFile(name string) bool { return !isFile(name) }
