package scanning

import (
	"context"
	"errors"
	"fmt"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/report"
	"sitewell/app/report/ci"
	"sitewell/app/session"
	"sitewell/storage"
)

// ending is what comes when a scan has ended: its table, its files and its exit code.
type ending struct{ *command.Run }

// finish shows the table and saves the files. It reports whether all of that was
// written.
func (p ending) finish(ctx context.Context, h session.Opened, scan storage.ScanID, s *command.Screen, o scanOutputs) (complete bool) {
	src, err := h.Files.Source(ctx, scan)
	src.Progress = s.Exported
	if err == nil && o.build != (buildOutputs{}) {
		err = p.compared(ctx, h, &src, o)
	}
	outputs := p.outputsOf(h.Files, src, scan, s, o)
	if p.AsJSON {
		outputs = outputs[1:] // without the table
	}
	if err != nil { // then it is the same for all of them
		for i := range outputs {
			outputs[i].Write = func(context.Context) error { return err }
		}
	}
	complete = s.WriteAll(ctx, outputs)
	s.Line("Kept in your history as scan " + fmt.Sprint(scan) + ".")
	return complete
}

// outputsOf returns the table and the files of a scan.
func (p ending) outputsOf(files *export.Exporter, src report.Source, scan storage.ScanID, s *command.Screen, o scanOutputs) []command.Pending {
	again := func(what string, args ...string) string {
		return "Save " + what + " with: " + p.Command(append([]string{"export", fmt.Sprint(scan)}, args...)...)
	}
	all := append([]command.Pending{{
		Write: func(ctx context.Context) error { return report.Text(s.Table())(ctx, s.Out, src) },
		Again: again("the results"), Table: true,
	}}, p.buildFiles(files, src, s, o)...)
	if o.XLSX != "" {
		all = append(all, command.Pending{
			Write: func(ctx context.Context) error {
				return files.Export(ctx, scan, export.Spreadsheet, o.XLSX, src.Progress)
			},
			Said: "Spreadsheet saved: " + o.XLSX, Again: again(o.XLSX, "--format", string(export.Spreadsheet), "-o", o.XLSX),
		})
	}
	lines := command.Pending{Again: again(o.JSONL, "--format", string(export.JSONLines), "-o", o.JSONL)}
	switch o.JSONL {
	case "":
		return all
	case "-":
		lines.Write = func(ctx context.Context) error { return files.WriteJSONLines(ctx, src, p.Stdio.Out) }
		lines.Again = again("JSON Lines", "--format", string(export.JSONLines), "-o", "-")
	default:
		lines.Write = func(ctx context.Context) error { return files.Save(ctx, src, o.JSONL, report.JSONLines) }
		lines.Said = "JSON Lines saved: " + o.JSONL
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
		return command.Failed(err)
	case scan.State != storage.Complete:
		fmt.Fprintln(p.Stdio.Err, "Stopped. Go on with: "+p.Command("resume", fmt.Sprint(scan.ID)))
		return command.Exit(command.ExitFailed)
	case !complete:
		return command.Exit(command.ExitFailed)
	default:
		return p.exit(ctx, c, scan, scan.Counts.Without(marks), o.fail)
	}
}

// buildFiles returns what a scan writes for the system that builds the site. With
// --fail-on new, only what is new or came back counts as failed there, too.
func (p ending) buildFiles(files *export.Exporter, src report.Source, s *command.Screen, o scanOutputs) (all []command.Pending) {
	options := ci.Options{OnlyNew: o.fail.what == failNew}
	again := func(file string, as export.Format) string {
		return "Save " + file + " with: " + p.Command("report", fmt.Sprint(src.Scan.ID), "--for", string(report.Everything), "--format", string(as), "--out", file)
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
			all = append(all, command.Pending{
				Write: func(ctx context.Context) error { return files.Save(ctx, src, f.file, f.write) },
				Said:  f.said + f.file, Again: again(f.file, f.as),
			})
		}
	}
	if o.build.annotate {
		all = append(all, command.Pending{Write: func(ctx context.Context) error { return ci.Annotations(options)(ctx, s.Out, src) }})
	}
	return all
}

// compared adds to a source what became of its problems, as --fail-on and --baseline
// compare them.
func (p ending) compared(ctx context.Context, h session.Opened, src *report.Source, o scanOutputs) error {
	from, err := command.ScanOf(ctx, h.History, src.Scan.Site, o.fail.baseline)
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
		return command.Exit(command.ExitBroken)
	}
	return nil
}

// exitForNew compares a scan with its baseline, and says what that comes to.
func (p ending) exitForNew(ctx context.Context, c *core.Core, scan storage.Scan, f failOn) error {
	from, err := command.ScanOf(ctx, c.History, scan.Site, f.baseline)
	if err != nil {
		return command.Failed(err)
	}
	d, err := c.History.Compare(ctx, scan.Site, from, scan.ID)
	switch {
	case errors.Is(err, core.ErrNothingToCompare):
		fmt.Fprintln(p.Stdio.Err, "No complete scan of this site was before this one, so nothing counts as new.")
		return nil
	case err != nil:
		return command.Failed(err)
	}
	fmt.Fprintf(p.Stdio.Err, "Compared with %s: %s.\n", scanName(d.From), report.ChangesLine(d.Counts))
	if d.Counts.New+d.Counts.CameBack > 0 {
		return command.Exit(command.ExitBroken)
	}
	return nil
}

// tellScanned writes for a program what came of a scan that ended with err, without what is
// ignored.
func (p ending) tellScanned(ctx context.Context, c *core.Core, id storage.ScanID, err error) error {
	scan, readErr := c.Store.ScanByID(ctx, id)
	if readErr != nil {
		return command.Failed(readErr)
	}
	marks, readErr := c.Store.MarkCounts(ctx, id)
	if readErr != nil {
		return command.Failed(readErr)
	}
	scan.Counts = scan.Counts.Without(marks)
	told := scannedJSON{Address: scan.Start, ScanJSON: command.NewScanJSON(scan), ExitStatus: command.ExitCode(err)}
	if d, err := c.History.Compare(ctx, scan.Site, 0, id); err == nil { // else there is none before
		told.Changes = command.NewCountsJSON(d.Counts)
	}
	if writeErr := p.WriteJSON(told); writeErr != nil {
		return command.Failed(writeErr)
	}
	return err
}
