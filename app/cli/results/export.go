package results

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/export"
	"sitewell/app/report"
	"sitewell/app/session"
	"sitewell/scanner/coverage"
	"sitewell/storage"
)

// exports are the command that saves a scan as a file.
type exports struct{ *command.Run }

// extensions of the formats, the usual one first.
var extensions = map[export.Format][]string{
	export.Database:    {".db", ".sqlite", ".sqlite3"},
	export.Spreadsheet: {".xlsx"},
	export.PDF:         {".pdf"},
	export.WebPage:     {".html", ".htm"},
	export.CSV:         {".csv"},
	export.JSONLines:   {".jsonl", ".ndjson"},
	export.JUnit:       {".xml"},
	export.SARIF:       {".sarif"},
	export.ScanFile:    {".sitewell"},
}

// format is a flag with the name of a format.
type format export.Format

func (f *format) Set(name string) error {
	switch export.Format(name) {
	case export.Database, export.Spreadsheet, export.JSONLines, export.ScanFile:
	default:
		return errors.New("choose sqlite, xlsx, jsonl or sitewell")
	}
	*f = format(name)
	return nil
}

func (f *format) String() string { return string(*f) }
func (f *format) Type() string   { return "string" }

// formatOf returns the format that the name of a file asks for, else the usual one.
func formatOf(file string, usual export.Format) export.Format {
	for f, endings := range extensions {
		if slices.Contains(endings, strings.ToLower(filepath.Ext(file))) {
			return f
		}
	}
	return usual
}

func (p exports) exportCommand() *cobra.Command {
	var as export.Format
	var file string
	cmd := &cobra.Command{
		Use:   "export SCAN",
		Short: "Save a scan as a file, for people, programs or another computer",
		Long: `Save a scan of your history as a file. SCAN is its number: 'sitewell history
SITE' lists them.

  sqlite    an SQLite database with plain tables and a row for every link, for
            Datasette, Power BI or the sqlite3 shell
  xlsx      an Excel file
  jsonl     JSON Lines, one object for every address and fix
  sitewell  the scan itself, which 'sitewell import' adds to another history

Without --format the ending of FILE decides: .db, .sqlite, .xlsx, .jsonl or
.sitewell. A file is replaced only when the new one is complete. Ctrl+C stops, and leaves no
half of a file. 'sitewell report' makes reports for people who fix something.

Exit codes:
  0  the file is saved
  2  there is no such scan, or an option can't be used
  3  the file could not be saved`,
		Example: `  sitewell export 7 -o bakery.db
  sitewell export 7 --format xlsx
  sitewell export 7 -o bakery.sitewell
  sitewell export 7 --format jsonl -o - | jq .address`,
		Args: command.Operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if as == "" {
				as = formatOf(file, export.Database)
			}
			return p.export(cmd.Context(), args[0], as, file)
		},
	}
	cmd.Flags().Var((*format)(&as), "format", "`FORMAT` of the file: sqlite, xlsx, jsonl or sitewell")
	p.AddJSON(cmd)
	cmd.Flags().VarP((*command.FileName)(&file), "output", "o", "save in a `FILE` instead of one named after the site; - is standard output for jsonl")
	return cmd
}

// export saves a scan of the history as a file.
func (p exports) export(ctx context.Context, typed string, as export.Format, file string) error {
	var o command.Outputs
	switch {
	case file != "-":
		o.File = file
	case as == export.JSONLines:
		o.JSONL = file
	default:
		return errOnlyLines
	}
	if err := p.CheckOutputs(o); err != nil {
		return err
	}
	return p.FromHistory(ctx, func(h session.Opened) error {
		scan, err := command.ScanTyped(ctx, h.Store, typed)
		if err != nil {
			return err
		}
		if file == "" {
			file = command.FreeName(fmt.Sprintf("sitewell-%s-scan-%d", command.HostIn(scan.Start), scan.ID), extensions[as][0])
		}
		s := p.Screen(o)
		err = p.exportAs(ctx, h.Files, scan.ID, as, file, s)
		s.Clear()
		if s.ToProgram && errors.Is(err, syscall.EPIPE) {
			return command.Exit(command.ExitFailed) // "| head" has read what it wanted
		}
		if err != nil {
			return command.Failed(command.NotSaved(file, err))
		}
		p.tellGaps(scan)
		if file == "-" {
			return nil
		}
		return p.Tell(fileJSON{Scan: scan.ID, Format: string(as), File: file}, "Scan "+fmt.Sprint(scan.ID)+" saved: "+file)
	})
}

// exportAs writes the file, or JSON Lines to standard output.
func (p exports) exportAs(ctx context.Context, files *export.Exporter, scan storage.ScanID, as export.Format, file string, s *command.Screen) error {
	defer command.FailOnBrokenPipe()()
	if file != "-" {
		return files.Export(ctx, scan, as, file, s.Exported)
	}
	src, err := files.Source(ctx, scan)
	if err != nil {
		return err
	}
	return files.WriteJSONLines(ctx, src, p.Stdio.Out)
}

// tellGaps says what a scan that was exported did not look at. One that has not
// come to its end may be running in another program.
func (p exports) tellGaps(scan storage.Scan) {
	goOn := p.Command("resume", fmt.Sprint(scan.ID))
	if n := scan.Counts; scan.State == storage.Interrupted {
		fmt.Fprintf(p.Stdio.Err, "Scan %d has not come to its end: %s of %s addresses are checked. Go on with: %s\n",
			scan.ID, report.Number(n.Found-n.Waiting), report.Number(n.Found), goOn)
		return
	}
	if n := scan.Counts; scan.State == storage.Elsewhere {
		fmt.Fprintf(p.Stdio.Err, "Scan %d is running in another program: %s of %s addresses are checked. Export it again when it has ended.\n",
			scan.ID, report.Number(n.Found-n.Waiting), report.Number(n.Found))
		return
	}
	gaps := scan.Gaps()
	if coverage.ExtentOf(gaps) == coverage.All {
		return
	}
	text, _ := report.English().Gap(gaps[0])
	if scan.Resumable() {
		text += " Go on with: " + goOn
	}
	fmt.Fprintln(p.Stdio.Err, report.Printable(text))
}

// errOnlyLines: only JSON Lines are written to standard output by “-”.
var errOnlyLines = errors.New("-o needs the name of a file; - is for JSON Lines alone")
