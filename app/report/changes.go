package report

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// Changes is a comparison of two scans to report on.
type Changes struct {
	Data       ChangeData
	Words      Words
	Site       storage.Site
	Comparison storage.Comparison
	Pair       storage.Pair
	// Pages is what became of the pages of the site, nil to leave them out.
	Pages *storage.PageComparison
	// Notes are sentences on what the comparison rests on, and what else changed.
	Notes []string
	// SettingsDiffer and VersionsDiffer: the scans ran under different settings,
	// or by different versions of Sitewell.
	SettingsDiffer, VersionsDiffer bool
	// Zone is the reader's; nil means the computer's.
	Zone *time.Location
}

// ChangeData is where the rows of a comparison come from; *sqlite.DB is one.
type ChangeData interface {
	EachChange(ctx context.Context, p storage.Pair, f storage.ChangeFilter, o storage.Order) iter.Seq2[storage.ChangeRow, error]
}

// ChangesWriter writes a comparison in one format.
type ChangesWriter func(ctx context.Context, w io.Writer, src Changes) error

// ChangeWord is a change as people read it.
func ChangeWord(c storage.Change) string {
	switch c {
	case storage.New:
		return "New"
	case storage.CameBack:
		return "Came back"
	case storage.StillThere:
		return "Still there"
	case storage.Fixed:
		return "Fixed"
	case storage.LinkRemoved:
		return "Link removed"
	case storage.NotReached:
		return "Not reached"
	default:
		return c.String()
	}
}

// changeMeans says what a change is, in a line.
func changeMeans(c storage.Change) string {
	switch c {
	case storage.New:
		return "a problem now, and none that the scan before knew"
	case storage.CameBack:
		return "worked in the scan before, and had been a problem earlier"
	case storage.StillThere:
		return "a problem in both scans"
	case storage.Fixed:
		return "works now"
	case storage.LinkRemoved:
		return "no page links to it any more"
	case storage.NotReached:
		return "this time nobody looked, so it may be as it was"
	default:
		return ""
	}
}

// changeWidth is that of the longest word of a change and a space.
const changeWidth = 13

// ChangesText writes a comparison for a terminal: how many changes of each kind
// there are, then those that ask for work and what was fixed, worst first.
func ChangesText(ctx context.Context, w io.Writer, src Changes, o TextOptions) error {
	if o.Width == 0 {
		o.Width = defaultWidth
	}
	o.Width = max(o.Width, narrowestWidth)
	if o.List == 0 {
		o.List = defaultFixes
	}
	bw := bufio.NewWriter(w)
	t := &changesText{text: text{TextOptions: o, w: bw}, Changes: src}
	if err := t.write(ctx); err != nil {
		return err
	}
	if err := bw.Flush(); err != nil {
		return fmt.Errorf("write changes: %w", err)
	}
	return nil
}

// changesText is a comparison in the making.
type changesText struct {
	text
	Changes
}

func (t *changesText) write(ctx context.Context) error {
	counts := t.Comparison.Counts
	t.line(t.bold(Printable(siteName(t.Site, t.Site.Start)) + ": " + ChangesLine(counts)))
	t.line("")
	t.line(t.scanLine("Before  ", t.Comparison.From))
	t.line(t.scanLine("Now     ", t.Comparison.To))
	for _, s := range t.doubts() {
		t.line("")
		t.paragraph("", s)
	}
	t.line("")
	if counts.All() == 0 {
		t.line("There were no problems before, and there are none now.")
	} else if err := t.problems(ctx); err != nil {
		return err
	}
	if t.Pages != nil {
		t.pages()
	}
	return nil
}

// problems writes how many changes of each kind there are, and lists them.
func (t *changesText) problems(ctx context.Context) error {
	counts := t.Comparison.Counts
	for _, c := range storage.Changes() {
		t.line(fmt.Sprintf("%-*s%8s  ", changeWidth, ChangeWord(c), Number(counts.Of(c))) + t.faint(changeMeans(c)))
	}
	for _, c := range storage.Changes() {
		if counts.Of(c) == 0 || c == storage.StillThere && !t.Problems {
			continue
		}
		if err := t.list(ctx, c, counts.Of(c)); err != nil {
			return err
		}
	}
	if counts.StillThere > 0 && !t.Problems {
		t.line("")
		t.paragraph("", "What is still there is left out; --all lists it, too.")
	}
	return nil
}

// scanLine says behind a name which scan is compared.
func (t *changesText) scanLine(name string, s storage.Scan) string {
	began := s.Began.Local()
	if t.Zone != nil {
		began = s.Began.In(t.Zone)
	}
	return fmt.Sprintf("%sscan %d of %s, %s, %s", name, s.ID, began.Format("2 January 2006, 15:04"),
		strings.ToLower(StateWord(s.State)), Plural(s.Counts.Problems(), "problem", "problems"))
}

// doubts are sentences on what makes the scans differ beside the site.
func (t *changesText) doubts() (all []string) {
	if t.Comparison.To.State != storage.Complete {
		all = append(all, "The newer scan did not come to its end: what it did not reach is no proof that something was fixed.")
	}
	c := t.Comparison.Counts
	if judged := c.JudgedWorse + c.JudgedBetter; judged > 0 {
		all = append(all, Plural(judged, "address answered", "addresses answered")+
			" both scans alike and is judged differently, by other settings or another version of Sitewell.")
	} else if t.SettingsDiffer {
		all = append(all, "The scans ran under different settings.")
	} else if t.VersionsDiffer {
		all = append(all, "The scans were made by different versions of Sitewell.")
	}
	return append(all, t.Notes...)
}

// list writes the changes of one kind, worst first.
func (t *changesText) list(ctx context.Context, c storage.Change, n int) error {
	t.line("")
	t.line(t.bold(ChangeWord(c)))
	listed := 0
	filter := storage.ChangeFilter{Changes: []storage.Change{c}}
	for row, err := range t.Data.EachChange(ctx, t.Pair, filter, storage.Order{By: storage.ByChange}) {
		if err != nil {
			return fmt.Errorf("read changes: %w", err)
		}
		if listed == t.List && !t.Problems {
			t.line("")
			t.line("and " + Number(n-listed) + " more; --all lists them")
			return nil
		}
		listed++
		t.change(&row)
	}
	return nil
}

// change takes two lines or more: how severe it is, and the address; what it
// was and is, and on how many pages.
func (t *changesText) change(r *storage.ChangeRow) {
	word := SeverityWord(r.Severity())
	indent := strings.Repeat(" ", severityWidth)
	t.line("")
	t.line(t.paint(severityPaint(r.Severity()), word) + strings.Repeat(" ", severityWidth-len(word)) + Printable(shown(r.URL)))
	said, besides := t.became(r)
	if r.Pages > 0 {
		said += ", on " + Plural(r.Pages, "page", "pages")
	}
	said += besides
	for line := range strings.SplitSeq(Wrap(Printable(said), "", t.Width-len(indent)), "\n") {
		t.line(indent + t.faint(line))
	}
}

// became says what an address is, or was where it is no problem any more; and
// besides what it was before.
func (t *changesText) became(r *storage.ChangeRow) (said, besides string) {
	switch was, is := t.observed(r, r.Before), t.observed(r, r.Now); {
	case !r.Now.Verdict.IsProblem():
		return "Was: " + was, ""
	case r.Change == storage.StillThere && r.Before.Outcome != r.Now.Outcome:
		return is, "; before: " + was
	case r.Before.Verdict == outcome.Works:
		return is, "; worked before"
	default:
		return is, ""
	}
}

// observed is what a scan found, in words; "" where it did not find the address.
func (t *changesText) observed(r *storage.ChangeRow, o storage.Observation) string {
	switch {
	case o.ID == 0:
		return ""
	case o.Outcome == "":
		return VerdictWord(o.Verdict)
	case o.Verdict == outcome.Works:
		return VerdictWord(o.Verdict)
	}
	title, _, _ := t.Words.Words(o.Outcome, r.Internal)
	return title
}

// ChangesLine says in a line what a comparison came to.
func ChangesLine(c storage.ChangeCounts) string {
	var parts []string
	for _, p := range []struct {
		n    int
		word string
	}{{c.New, "new"}, {c.CameBack, "came back"}, {c.Fixed, "fixed"}, {c.StillThere, "still there"}, {c.LinkRemoved, "not linked any more"}, {c.NotReached, "not reached"}} {
		if p.n > 0 {
			parts = append(parts, Number(p.n)+" "+p.word)
		}
	}
	if len(parts) == 0 {
		return "no problems in either scan"
	}
	return strings.Join(parts, ", ")
}

// jsonChange is one line of a comparison in JSON Lines. Scripts build on it:
// keys may be added at the end, never renamed, reordered or dropped
// (docs/changes.md).
type jsonChange struct {
	Change   string          `json:"change"`
	Address  string          `json:"address"`
	Internal bool            `json:"internal"`
	Severity string          `json:"severity"`
	Before   jsonObservation `json:"before"`
	Now      jsonObservation `json:"now"`
	Judged   bool            `json:"judged"`
	Pages    int             `json:"pages"`
}

// jsonObservation is what a scan says of an address. Where it did not find the address
// all is empty.
type jsonObservation struct {
	Outcome outcome.Key `json:"outcome"`
	Status  int         `json:"status"`
	Verdict string      `json:"verdict"`
	Reason  string      `json:"reason"`
}

// ChangesJSONLines writes one object for every change: what asks for work
// first, of these the worst first; then those of pages.
func ChangesJSONLines(ctx context.Context, w io.Writer, src Changes) error {
	bw := bufio.NewWriter(w)
	enc := json.NewEncoder(bw)
	enc.SetEscapeHTML(false)
	for r, err := range src.Data.EachChange(ctx, src.Pair, storage.ChangeFilter{}, storage.Order{By: storage.ByChange}) {
		if err != nil {
			return fmt.Errorf("read changes: %w", err)
		}
		line := jsonChange{
			Change: r.Change.String(), Address: r.URL, Internal: r.Internal, Severity: r.Severity().String(),
			Before: observationJSON(r.Before), Now: observationJSON(r.Now), Judged: r.Judged, Pages: r.Pages,
		}
		if err := enc.Encode(line); err != nil {
			return fmt.Errorf("write changes: %w", err)
		}
	}
	if src.Pages != nil {
		if err := writePageChanges(enc, src.Pages.Rows); err != nil {
			return err
		}
	}
	if err := writeVersionChanges(enc, src.Comparison.MadeWith); err != nil {
		return err
	}
	if err := bw.Flush(); err != nil {
		return fmt.Errorf("write changes: %w", err)
	}
	return nil
}

func observationJSON(t storage.Observation) jsonObservation {
	if t.ID == 0 {
		return jsonObservation{}
	}
	return jsonObservation{Outcome: t.Outcome, Status: t.Status, Verdict: t.Verdict.String(), Reason: t.Reason}
}
