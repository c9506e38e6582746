package csvfile

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"sitewell/app/report"
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// stamp is how a time is written, which every spreadsheet reads alike.
const stamp = "2006-01-02 15:04:05"

// problems has a row for every problem, worst first. The columns are a promise: they
// keep their order and meaning, and new ones come at the end (docs/reports-csv.md).
func (f *file) problems(ctx context.Context) error {
	err := f.head(
		f.speak("Fix"), f.speak("Severity"), f.speak("Verdict"), f.speak("Address"), f.speak("Status"), f.speak("What happened"),
		f.speak("What it means"), f.speak("How to fix it"), f.speak("Pages that link here"), f.speak("Found on"), f.speak("Link text"),
		f.speak("Change"), f.speak("Whose"), f.speak("Kind"), f.speak("Leads to"), f.speak("Technical reason"), f.speak("Outcome"), f.speak("Checked"),
	)
	if err != nil {
		return err
	}
	total := f.ProblemCount()
	for p, err := range f.EachProblem(ctx, 1) {
		if err != nil {
			return err
		}
		page, text := "", ""
		if len(p.FoundOn) > 0 {
			page, text = p.FoundOn[0].PageURL, p.FoundOn[0].Text
		}
		err := f.row(
			total, number(p.Fix), f.Speech.Severity(p.Severity), f.Speech.Verdict(p.Verdict), p.URL, number(p.Status), p.Title,
			p.Means, p.HowToFix, strconv.Itoa(p.Sources), page, text,
			f.change(p.Change), f.Speech.Side(p.Internal), f.Speech.Kind(p.Kind), p.LeadsTo(), f.Speech.Reason(p.Reason), string(p.Outcome), f.when(p.At),
		)
		if err != nil {
			return err
		}
	}
	return nil
}

// fixes has a row for every fix, worst first. The columns are a promise as those of
// problems are.
func (f *file) fixes(ctx context.Context) error {
	err := f.head(
		f.speak("Fix"), f.speak("Severity"), f.speak("Verdict"), f.speak("What to do"), f.speak("Why one change is enough"), f.speak("What happened"),
		f.speak("Problems"), f.speak("Pages"), f.speak("For example"), f.speak("There since"), f.speak("Scans in a row"),
		f.speak("Owner"), f.speak("Due"), f.speak("Note"), f.speak("Key"),
	)
	if err != nil {
		return err
	}
	for i := range f.Fixes {
		if err := ctx.Err(); err != nil {
			return err
		}
		x := &f.Fixes[i]
		err := f.row(
			len(f.Fixes), strconv.Itoa(i+1), f.Speech.Severity(x.Severity), f.Speech.Verdict(x.Verdict), x.Do, x.Why, f.Happened(x),
			strconv.Itoa(len(x.Problems)), strconv.Itoa(x.Pages), x.Example, f.when(x.Progress.Since), number(x.Progress.Scans),
			x.Work.Owner, x.Work.Due, x.Work.Note, x.Key(),
		)
		if err != nil {
			return err
		}
	}
	return nil
}

// links has a row for every link to a problem, by page. The columns are a promise as
// those of problems are.
func (f *file) links(ctx context.Context) error {
	err := f.head(
		f.speak("Page"), f.speak("Link text"), f.speak("Leads to"), f.speak("Status"), f.speak("Verdict"), f.speak("What happened"),
		f.speak("Place on the page"), f.speak("Line"), f.speak("Element"), f.speak("Outcome"),
		f.speak("Found by"),
	)
	if err != nil {
		return err
	}
	titles := make(map[storage.URLID]string) // of all problems
	for p, err := range f.EachProblem(ctx, 0) {
		if err != nil {
			return err
		}
		titles[p.ID] = p.Title
	}
	for l, err := range f.Data.EachLink(ctx, f.Scan.ID, ofProblems()) {
		if err != nil {
			return fmt.Errorf("read links: %w", err)
		}
		title, there := titles[l.Row]
		if !there {
			continue
		}
		err := f.row(
			0, l.PageURL, l.Text, report.Target(l), number(l.Status), f.Speech.Verdict(l.Verdict), title,
			f.Speech.Place(l.Place), number(l.Line), l.Element, string(l.Outcome), f.Speech.FoundBy(&l.Source),
		)
		if err != nil {
			return err
		}
	}
	return nil
}

// ofProblems is the filter that leaves the links to what does not simply work and is
// not ignored.
func ofProblems() storage.Filter {
	return storage.Filter{Verdicts: []outcome.Verdict{outcome.Broken, outcome.Warning, outcome.CantVerify}, Marks: storage.NotIgnored}
}

func (f *file) change(c storage.Change) string {
	if c == 0 {
		return ""
	}
	return f.speak(report.ChangeWord(c))
}

// when writes a time in the reader's time zone, "" for none.
func (f *file) when(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return f.Local(t).Format(stamp)
}

// number writes a number, "" for 0, which means none.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
