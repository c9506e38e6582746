package cli

import (
	"context"
	"errors"
	"fmt"

	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/report"
	"sitewell/app/report/ci"
	"sitewell/app/session"
	"sitewell/storage"
)

// ending is what comes when a scan has ended: its table, its files and its exit code.
type ending struct{ *Program }

// finish shows the table and saves the files. It reports whether all of that was
// written.
func (p ending) finish(ctx context.Context, h session.Opened, scan storage.ScanID, s *screen, o scanOutputs) (complete bool) {
	src, err := h.Files.Source(ctx, scan)
	src.Progress = s.exported
	if err == nil && o.build != (buildOutputs{}) {
		err = p.compared(ctx, h, &src, o)
	}
	outputs := p.outputsOf(h.Files, src, scan, s, o)
	if p.asJSON {
		outputs = outputs[1:] // without the table
	}
	if err != nil { // then it is the same for all of them
		for i := range outputs {
			outputs[i].write = func(context.Context) error { return err }
		}
	}
	complete = s.writeAll(ctx, outputs)
	s.say("Kept in your history as scan " + fmt.Sprint(scan) + ".")
	return complete
}

// outputsOf returns the table and the files of a scan.
func (p ending) outputsOf(files *export.Exporter, src report.Source, scan storage.ScanID, s *screen, o scanOutputs) []pending {
	again := func(what string, args ...string) string {
		return "Save " + what + " with: " + p.command(append([]string{"export", fmt.Sprint(scan)}, args...)...)
	}
	all := append([]pending{{
		write: func(ctx context.Context) error { return report.Text(s.table())(ctx, s.out, src) },
		again: again("the results"), table: true,
	}}, p.buildFiles(files, src, s, o)...)
	if o.xlsx != "" {
		all = append(all, pending{
			write: func(ctx context.Context) error {
				return files.Export(ctx, scan, export.Spreadsheet, o.xlsx, src.Progress)
			},
			said: "Spreadsheet saved: " + o.xlsx, again: again(o.xlsx, "--format", string(export.Spreadsheet), "-o", o.xlsx),
		})
	}
	lines := pending{again: again(o.jsonl, "--format", string(export.JSONLines), "-o", o.jsonl)}
	switch o.jsonl {
	case "":
		return all
	case "-":
		lines.write = func(ctx context.Context) error { return files.WriteJSONLines(ctx, src, p.stdio.Out) }
		lines.again = again("JSON Lines", "--format", string(export.JSONLines), "-o", "-")
	default:
		lines.write = func(ctx context.Context) error { return files.Save(ctx, src, o.jsonl, report.JSONLines) }
		lines.said = "JSON Lines saved: " + o.jsonl
	}
	return append(all, lines)
}

// verdict is the exit code that a scan ends with; complete: its results were all
// written.
func (p ending) verdict(ctx context.Context, c *core.Core, r *core.Running, complete bool, o scanOutputs) error {
	scan, err := c.Store.ScanByID(ctx, r.ScanID())
	var marks storage.MarkCounts
	if err == nil {
		marks, err = c.Store.MarkCounts(ctx, scan.ID)
	}
	switch {
	case err != nil:
		return Failed(err)
	case scan.State != storage.Complete:
		fmt.Fprintln(p.stdio.Err, "Stopped. Go on with: "+p.command("resume", fmt.Sprint(scan.ID)))
		return exitWith(ExitFailed)
	case !complete:
		return exitWith(ExitFailed)
	default:
		return p.exit(ctx, c, scan, scan.Counts.Without(marks), o.fail)
	}
}

// buildFiles returns what a scan writes for the system that builds the site. With
// --fail-on new, only what is new or came back counts as failed there, too.
func (p ending) buildFiles(files *export.Exporter, src report.Source, s *screen, o scanOutputs) (all []pending) {
	options := ci.Options{OnlyNew: o.fail.what == failNew}
	again := func(file string, as export.Format) string {
		return "Save " + file + " with: " + p.command("report", fmt.Sprint(src.Scan.ID), "--for", string(report.Everything), "--format", string(as), "--out", file)
	}
	for _, f := range []struct {
		file, said string
		as         export.Format
		write      report.Writer
	}{
		{o.build.junit, "JUnit XML saved: ", export.JUnit, ci.JUnit(options)},
		{o.build.sarif, "SARIF saved: ", export.SARIF, ci.SARIF(options)},
	} {
		if f.file != "" {
			all = append(all, pending{
				write: func(ctx context.Context) error { return files.Save(ctx, src, f.file, f.write) },
				said:  f.said + f.file, again: again(f.file, f.as),
			})
		}
	}
	if o.build.annotate {
		all = append(all, pending{write: func(ctx context.Context) error { return ci.Annotations(options)(ctx, s.out, src) }})
	}
	return all
}

// compared adds to a source what became of its problems, as --fail-on and --baseline
// compare them.
func (p ending) compared(ctx context.Context, h session.Opened, src *report.Source, o scanOutputs) error {
	from, err := scanOf(ctx, h.History, src.Scan.Site, o.fail.baseline)
	if err != nil {
		return err
	}
	switch d, err := h.History.Compare(ctx, src.Scan.Site, from, src.Scan.ID); {
	case errors.Is(err, core.ErrNothingToCompare):
		return nil
	case err != nil:
		return err
	default:
		changes := h.Files.Changes(d)
		src.Changes = &changes
		return nil
	}
}

// exit returns the exit code of a complete scan.
func (p ending) exit(ctx context.Context, c *core.Core, scan storage.Scan, open storage.Counts, f failOn) error {
	switch f.what {
	case failNone:
		return nil
	case failNew:
		return p.exitForNew(ctx, c, scan, f)
	}
	if open.Broken > 0 {
		return exitWith(ExitBroken)
	}
	return nil
}

// exitForNew compares a scan with its baseline, and says what that comes to.
func (p ending) exitForNew(ctx context.Context, c *core.Core, scan storage.Scan, f failOn) error {
	from, err := scanOf(ctx, c.History, scan.Site, f.baseline)
	if err != nil {
		return Failed(err)
	}
	d, err := c.History.Compare(ctx, scan.Site, from, scan.ID)
	switch {
	case errors.Is(err, core.ErrNothingToCompare):
		fmt.Fprintln(p.stdio.Err, "No complete scan of this site was before this one, so nothing counts as new.")
		return nil
	case err != nil:
		return Failed(err)
	}
	fmt.Fprintf(p.stdio.Err, "Compared with %s: %s.\n", scanName(d.From), report.ChangesLine(d.Counts))
	if d.Counts.New+d.Counts.CameBack > 0 {
		return exitWith(ExitBroken)
	}
	return nil
}

// tellScanned writes for a program what came of a scan that ended with err, without what is
// ignored.
func (p ending) tellScanned(ctx context.Context, c *core.Core, id storage.ScanID, err error) error {
	scan, readErr := c.Store.ScanByID(ctx, id)
	if readErr != nil {
		return Failed(readErr)
	}
	marks, readErr := c.Store.MarkCounts(ctx, id)
	if readErr != nil {
		return Failed(readErr)
	}
	scan.Counts = scan.Counts.Without(marks)
	told := scannedJSON{Address: scan.Start, scanJSON: newScanJSON(scan), ExitStatus: exitCode(err)}
	if d, err := c.History.Compare(ctx, scan.Site, 0, id); err == nil { // else there is none before
		told.Changes = newCountsJSON(d.Counts)
	}
	if writeErr := p.writeJSON(told); writeErr != nil {
		return Failed(writeErr)
	}
	return err
}
