package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/report"
	"sitewell/storage"
)

// format is a form in which a scan is exported.
type format string

const (
	asDatabase  format = "sqlite"
	asSheet     format = "xlsx"
	asJSONLines format = "jsonl"
)

// extensions of the formats, the usual one first.
var extensions = map[format][]string{
	asDatabase:  {".db", ".sqlite", ".sqlite3"},
	asSheet:     {".xlsx"},
	asJSONLines: {".jsonl", ".ndjson"},
}

func (f *format) Set(name string) error {
	if _, ok := extensions[format(name)]; !ok {
		return errors.New("choose sqlite, xlsx or jsonl")
	}
	*f = format(name)
	return nil
}

func (f *format) String() string { return string(*f) }
func (f *format) Type() string   { return "string" }

// formatOf returns the format that the name of a file asks for, else sqlite.
func formatOf(file string) format {
	for f, endings := range extensions {
		if slices.Contains(endings, strings.ToLower(filepath.Ext(file))) {
			return f
		}
	}
	return asDatabase
}

func (p *program) exportCommand(o *outputs) *cobra.Command {
	var as format
	var file string
	cmd := &cobra.Command{
		Use:   "export SCAN",
		Short: "Save a scan as a database, a spreadsheet or JSON Lines",
		Long: `Save a scan of your history as a file. SCAN is its number: 'sitewell history
SITE' lists them.

  sqlite  an SQLite database with plain tables and a row for every link, for
          Datasette, Power BI or the sqlite3 shell
  xlsx    an Excel file
  jsonl   JSON Lines, one object for every address and fix

Without --format the ending of FILE decides: .db, .sqlite, .xlsx or .jsonl. A
file is replaced only when the new one is complete. Ctrl+C stops, and leaves no
half of a file.

Exit codes:
  0  the file is saved
  2  there is no such scan, or an option can't be used
  3  the file could not be saved`,
		Example: `  sitewell export 7 -o bakery.db
  sitewell export 7 --format xlsx
  sitewell export 7 --format jsonl -o - | jq .address`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if as == "" {
				as = formatOf(file)
			}
			return p.export(cmd.Context(), args[0], as, file, *o)
		},
	}
	cmd.Flags().Var(&as, "format", "`FORMAT` of the file: sqlite, xlsx or jsonl")
	cmd.Flags().VarP((*fileName)(&file), "output", "o", "save in a `FILE` instead of one named after the site; - is standard output for jsonl")
	return cmd
}

// export saves a scan of the history as a file.
func (p *program) export(ctx context.Context, typed string, as format, file string, o outputs) error {
	switch {
	case file != "-":
		o.file = file
	case as == asJSONLines:
		o.jsonl = file
	default:
		return errOnlyLines
	}
	if err := o.check(); err != nil {
		return err
	}
	return p.fromHistory(ctx, o, func(h opened) error {
		scan, err := scanTyped(ctx, h.Store, typed)
		if err != nil {
			return err
		}
		if file == "" {
			file = freeName(fmt.Sprintf("sitewell-%s-scan-%d", hostIn(scan.Start), scan.ID), extensions[as][0])
		}
		s := newScreen(p.stdio, o)
		err = exportAs(ctx, h.files, scan.ID, as, file, p.stdio, s.exported)
		s.clear()
		switch {
		case errors.Is(err, core.ErrChanging):
			return err
		case err != nil:
			return &exitError{exitFailed, err}
		}
		if file != "-" {
			s.say("Scan " + fmt.Sprint(scan.ID) + " saved: " + file)
		}
		return nil
	})
}

func exportAs(ctx context.Context, files *export.Exporter, scan storage.ScanID, as format, file string, stdio Stdio, progress func(done, total int)) error {
	switch as {
	case asSheet:
		return files.Export(ctx, scan, file, progress)
	case asDatabase:
		return files.ExportDatabase(ctx, scan, file, progress)
	}
	src, err := files.Source(ctx, scan)
	if err != nil {
		return err
	}
	if file == "-" {
		return files.WriteJSONLines(ctx, src, stdio.Out)
	}
	return files.Save(ctx, src, file, report.JSONLines)
}

// noScanError says that a scan was typed that the history does not have.
type noScanError struct{ typed string }

func (e *noScanError) Error() string { return "no scan " + e.typed }

// scanTyped finds a scan by the number that a person typed.
func scanTyped(ctx context.Context, store core.Store, typed string) (storage.Scan, error) {
	id, ok := storage.ParseScanID(typed)
	if !ok {
		return storage.Scan{}, &noScanError{typed}
	}
	scan, err := store.ScanByID(ctx, id)
	if errors.Is(err, storage.ErrNotFound) {
		return storage.Scan{}, &noScanError{typed}
	}
	return scan, err
}

// errOnlyLines: only JSON Lines are written to standard output by “-”.
var errOnlyLines = errors.New("-o needs the name of a file; - is for JSON Lines alone")

// exported shows how many rows are written, where somebody watches.
func (s *screen) exported(done, total int) {
	if s.live {
		s.showLine(fmt.Sprintf("%s of %s rows", report.Number(done), report.Number(total)))
	}
}
