package webpage

import (
	"context"
	"fmt"
	"time"

	"sitewell/app/report"
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// column is a heading.
type column struct{ Class, Text string }

// severity is a cell that is sorted by rank.
type severity struct {
	Rank        int
	Class, Word string
}

func (p *page) severity(s outcome.Severity) severity {
	return severity{int(s), s.String(), p.Speech.Severity(s)}
}

// address is one that may be a link.
type address struct {
	URL, Shown string
	Link       bool
}

// addressOf returns an address. Only what a browser opens as a page becomes a link, so
// javascript: and data: never do.
func addressOf(url string) address {
	return address{URL: url, Shown: report.Shown(url), Link: report.IsWeb(url)}
}

// section begins a section.
func (p *page) section(id, title, text string, folded bool) error {
	return p.part("section", map[string]any{"ID": id, "Title": title, "Text": text, "Folded": folded})
}

// end ends a section; more says what is left out, "" for nothing.
func (p *page) end(more string, folded bool) error {
	return p.part("endsection", map[string]any{"More": more, "Folded": folded})
}

// fixes lists what to do.
func (p *page) fixes(ctx context.Context) error {
	if err := p.section("fixes", p.speak("What to do, most serious first"), "", false); err != nil {
		return err
	}
	if len(p.Fixes) == 0 {
		return p.end(p.digest.Verdict, false)
	}
	columns := []column{
		{"number w-tiny", p.speak("Fix")},
		{"w-small", p.speak("Severity")},
		{"", p.speak("What to do")},
		{"number w-count", p.names.Problems},
		{"number w-count", p.names.Pages},
		{"w-middle", p.names.Since},
	}
	if p.names.Work {
		columns = append(columns, column{"w-small", p.names.Owner}, column{"w-small", p.names.Due})
	}
	err := p.part("table", columns)
	if err != nil {
		return err
	}
	shown := min(len(p.Fixes), maxFixes)
	for i := range p.Fixes[:shown] {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := p.fix(i); err != nil {
			return err
		}
	}
	if err := p.part("endtable", nil); err != nil {
		return err
	}
	return p.end(p.more(len(p.Fixes)-shown), false)
}

// more says how many rows are left out, and where they are.
func (p *page) more(n int) string {
	if n == 0 {
		return ""
	}
	return p.Speech.Plural(n,
		"{{.Count}} more row is left out, so that this page stays quick. The report as Excel or CSV has all of them.",
		"{{.Count}} more rows are left out, so that this page stays quick. The report as Excel or CSV has all of them.")
}

// fixRow is a fix as the page shows it.
type fixRow struct {
	Number                                                int
	Severity                                              severity
	Do, Why, Happened                                     string
	Example                                               address
	ProblemCount, PageCount                               int
	Problems, Pages, Since, Age, Owner, Note, Due, DueDay string
	Names                                                 *names
}

func (p *page) fix(i int) error {
	f := &p.Fixes[i]
	since := ""
	if age := p.Age(f); age != "" {
		since = f.Progress.Since.UTC().Format(time.RFC3339)
	}
	return p.part("fix", fixRow{
		Number: i + 1, Severity: p.severity(f.Severity), Do: report.Inert(f.Do), Why: report.Inert(f.Why), Happened: p.Happened(f), Example: addressOf(f.Example),
		ProblemCount: len(f.Problems), PageCount: f.Pages, Problems: p.Speech.Number(len(f.Problems)), Pages: p.Speech.Number(f.Pages),
		Since: since, Age: p.Age(f), Owner: report.Inert(f.Work.Owner), Note: report.Inert(f.Work.Note), Due: p.Due(f), DueDay: f.Work.Due, Names: &p.names,
	})
}

// found is where a problem was found.
type found struct {
	Address    address
	Text, More string
	By         string  // what the link was found by; "" for the HTML, as nearly all are
	Edit       address // where it is edited; its URL is "" where that is not known
}

// problemRow is a problem as the page shows it.
type problemRow struct {
	Severity               severity
	Address                address
	Found                  *found
	Title, Means, HowToFix string
	PageCount              int
	Pages                  string
	Number                 int
	Linked                 bool // to its fix on the page
	Change, ChangeClass    string
	Names                  *names
}

// problems lists the problems, worst first. A client reads what to do, so there they are
// folded.
func (p *page) problems(ctx context.Context) error {
	total, folded := p.ProblemCount(), p.Audience == report.ForClient
	title := p.speak("Problems") + " (" + p.Speech.Number(total) + ")"
	if err := p.section("problems", title, p.speak("Everything that does not simply work, worst first, with what it means and how to fix it."), folded); err != nil {
		return err
	}
	if total == 0 {
		return p.end("", folded)
	}
	err := p.part("table", []column{
		{"w-small", p.speak("Severity")},
		{"", p.speak("Address")},
		{"w-wide", p.speak("What happened")},
		{"number w-count", p.names.Pages},
		{"number w-tiny", p.names.Number},
		{"w-middle", p.speak("Change")},
	})
	if err != nil {
		return err
	}
	shown := 0
	for problem, err := range p.EachProblem(ctx, 1) {
		if err != nil {
			return err
		}
		if shown == maxProblems {
			break
		}
		shown++
		if err := p.part("problem", p.problem(problem)); err != nil {
			return err
		}
		if p.Progress != nil && shown%ticks == 0 {
			p.Progress(shown, max(total, shown))
		}
	}
	if err := p.part("endtable", nil); err != nil {
		return err
	}
	return p.end(p.more(max(total-shown, 0)), folded)
}

func (p *page) problem(x *report.Problem) problemRow {
	row := problemRow{
		Severity: p.severity(x.Severity), Address: addressOf(x.URL), Title: x.Title, Means: x.Means, HowToFix: x.HowToFix,
		PageCount: x.Sources, Pages: p.Speech.Number(x.Sources), Number: x.Fix, Linked: x.Fix > 0 && x.Fix <= maxFixes, Names: &p.names,
	}
	if len(x.FoundOn) > 0 {
		first := x.FoundOn[0]
		row.Found = &found{Address: addressOf(first.PageURL), Text: short(report.Inert(first.Text))}
		if first.ByScript {
			row.Found.By = p.speak("Found by") + ": " + p.Speech.FoundBy(&first)
		}
		if report.IsWeb(x.Edit) {
			row.Found.Edit = addressOf(x.Edit)
		}
		if x.Sources > 1 {
			row.Found.More = p.Speech.Plural(x.Sources-1, "and on {{.Count}} more page", "and on {{.Count}} more pages")
		}
	}
	if x.Change != 0 {
		row.Change, row.ChangeClass = p.speak(report.ChangeWord(x.Change)), x.Change.String()
	}
	return row
}

// longestText is how much of a link's text the page shows, in characters.
const longestText = 80

func short(text string) string {
	if runes := []rune(text); len(runes) > longestText {
		return string(runes[:longestText-1]) + "…"
	}
	return text
}

// changeRow is a change as the page shows it.
type changeRow struct {
	Severity  severity
	Address   address
	Why       string
	PageCount int
	Pages     string
	Names     *names
}

// changed lists what became better and worse. What is still there is among the problems.
func (p *page) changed(ctx context.Context) error {
	if p.Changes == nil {
		return nil
	}
	if err := p.section("changes", p.speak("Changes"), p.digest.Since, false); err != nil {
		return err
	}
	for _, doubt := range p.Changes.Doubts() {
		if err := p.part("note", doubt); err != nil {
			return err
		}
	}
	for _, c := range storage.Changes() {
		if n := p.Changes.Comparison.Counts.Of(c); c != storage.StillThere && n > 0 {
			if err := p.changesOf(ctx, c); err != nil {
				return err
			}
		}
	}
	return p.end("", false)
}

// changesOf lists changes of a kind. New problems are those of the report; what is gone
// is listed for everybody.
func (p *page) changesOf(ctx context.Context, c storage.Change) error {
	var rows []changeRow
	n := 0
	for r, err := range p.Changes.Data.EachChange(ctx, p.Changes.Pair, storage.ChangeFilter{Changes: []storage.Change{c}}, storage.Order{By: storage.ByChange}) {
		if err != nil {
			return fmt.Errorf("read changes: %w", err)
		}
		if r.Now.Verdict.IsProblem() && !p.Has(r.ID) {
			continue
		}
		if n++; n <= maxChanges {
			rows = append(rows, changeRow{
				Severity: p.severity(r.Severity()), Address: addressOf(r.URL), Why: report.Inert(p.why(&r)), PageCount: r.Pages, Pages: p.Speech.Number(r.Pages), Names: &p.names,
			})
		}
	}
	if n == 0 {
		return nil
	}
	if err := p.part("heading", p.speak(report.ChangeWord(c))+" ("+p.Speech.Number(n)+")"); err != nil {
		return err
	}
	if err := p.part("table", []column{{"w-small", p.speak("Severity")}, {"", p.speak("Address")}, {"w-wide", p.speak("What happened")}, {"number w-count", p.names.Pages}}); err != nil {
		return err
	}
	for _, row := range rows {
		if err := p.part("change", row); err != nil {
			return err
		}
	}
	if err := p.part("endtable", nil); err != nil {
		return err
	}
	if more := p.more(n - len(rows)); more != "" {
		return p.part("note", more)
	}
	return nil
}

// why says why an address has its change.
func (p *page) why(r *storage.ChangeRow) string {
	if p.Changes.Why != nil {
		return p.Changes.Why(r)
	}
	o := r.Now
	if !o.Verdict.IsProblem() {
		o = r.Before
	}
	title, _, _ := p.Words.Words(o.Outcome, r.Internal)
	return title
}

// codeRow is what an outcome means.
type codeRow struct {
	Title, Key, Side, Means, HowToFix string
	Count                             int
	Problems                          string
	Names                             *names
}

// meanings explains the outcomes that occur.
func (p *page) meanings(context.Context) error {
	if err := p.section("codes", p.speak("What the results mean"), "", false); err != nil {
		return err
	}
	if len(p.codes) == 0 {
		return p.end("", false)
	}
	err := p.part("table", []column{{"w-middle", p.speak("What happened")}, {"", p.speak("What it means")}, {"", p.names.Fix}, {"number w-count", p.names.Problems}})
	if err != nil {
		return err
	}
	for _, c := range p.codes {
		err := p.part("code", codeRow{
			Title: c.Title, Key: string(c.Key), Side: p.Speech.Side(c.Internal), Means: c.Means, HowToFix: c.HowToFix,
			Count: c.Problems, Problems: p.Speech.Number(c.Problems), Names: &p.names,
		})
		if err != nil {
			return err
		}
	}
	if err := p.part("endtable", nil); err != nil {
		return err
	}
	return p.end("", false)
}
