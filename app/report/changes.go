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
	// Differences are the settings that differ, in words.
	Differences []Difference
	// Why says in a sentence why a row has its change; nil: nothing is said.
	Why func(r *storage.ChangeRow) string
	// Unreached says why what was not reached was not, "" where all was.
	Unreached string
	// Speech of files; the zero value means English. A terminal reads English.
	Speech Speech
	// Zone is the reader's; nil means the computer's.
	Zone *time.Location
}

// Difference is a setting that differs between two scans, as a person reads it; ""
// where it is as usual.
type Difference struct{ Name, Before, Now string }

// spoken returns the comparison with a speech.
func (c Changes) spoken() Changes {
	if c.Speech.Say == nil {
		c.Speech = English()
	}
	return c
}

// speak translates a text of the report itself.
func (c *Changes) speak(text string) string { return c.Speech.Say(text, nil) }

// why is Why where there is one.
func (c *Changes) why(r *storage.ChangeRow) string {
	if c.Why == nil {
		return ""
	}
	return c.Why(r)
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
	src.Speech = English()
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
	for _, s := range t.Doubts() {
		t.line("")
		t.paragraph("", s)
	}
	for _, d := range t.Differences {
		t.paragraph("", Printable("  "+d.Name+": "+d.Before+" → "+d.Now))
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
	if t.Unreached != "" {
		t.paragraph("", Printable(t.Unreached))
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
	number := fmt.Sprint(s.ID)
	if s.Name != "" {
		number += " (" + Printable(s.Name) + ")"
	}
	return fmt.Sprintf("%sscan %s of %s, %s, %s", name, number, began.Format("2 January 2006, 15:04"),
		strings.ToLower(StateWord(s.State)), Plural(s.Counts.Problems(), "problem", "problems"))
}

// Doubts returns sentences on what makes the scans differ beside the site.
func (c Changes) Doubts() (all []string) {
	if c.Comparison.To.State != storage.Complete {
		all = append(all, c.speak("The newer scan did not come to its end: what it did not reach is no proof that something was fixed."))
	}
	if n := c.Comparison.Ignored; n > 0 {
		all = append(all, c.Speech.Plural(n,
			"{{.Count}} problem is left out, because somebody said to ignore it.",
			"{{.Count}} problems are left out, because somebody said to ignore them."))
	}
	n := c.Comparison.Counts
	if judged := n.JudgedWorse + n.JudgedBetter; judged > 0 {
		all = append(all, c.Speech.Plural(judged,
			"{{.Count}} address answered both scans alike and is judged differently, by other settings or another version of Sitewell.",
			"{{.Count}} addresses answered both scans alike and are judged differently, by other settings or another version of Sitewell."))
	} else if c.SettingsDiffer && len(c.Differences) == 0 {
		all = append(all, c.speak("The scans ran under different settings."))
	}
	if c.VersionsDiffer {
		all = append(all, c.Speech.Say("The scans were made by different versions of Sitewell: {{.Before}} and {{.Now}}.",
			map[string]any{"Before": c.Comparison.From.Version, "Now": c.Comparison.To.Version}))
	}
	all = append(all, c.Notes...)
	if len(c.Differences) > 0 {
		all = append(all, c.speak("The scans ran under different settings:"))
	}
	return all
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
func (c *Changes) observed(r *storage.ChangeRow, o storage.Observation) string {
	switch {
	case o.ID == 0:
		return ""
	case o.Outcome == "":
		return c.Speech.Verdict(o.Verdict)
	case o.Verdict == outcome.Works:
		return c.Speech.Verdict(o.Verdict)
	}
	title, _, _ := c.Words.Words(o.Outcome, r.Internal)
	return title
}

// ChangesLine says in a line what a comparison came to, in English.
func ChangesLine(c storage.ChangeCounts) string { return English().changesLine(c) }

// Changes says in a line what a comparison came to.
func (s Speech) Changes(c storage.ChangeCounts) string { return s.changesLine(c) }

// changesLine says in a line what a comparison came to.
func (s Speech) changesLine(c storage.ChangeCounts) string {
	count := func(n int) map[string]any { return map[string]any{"Count": s.Number(n)} }
	var parts []string
	for _, p := range []struct {
		n    int
		text string
	}{
		{c.New, s.Plural(c.New, "{{.Count}} new", "{{.Count}} new")},
		{c.CameBack, s.Plural(c.CameBack, "{{.Count}} came back", "{{.Count}} came back")},
		{c.Fixed, s.Plural(c.Fixed, "{{.Count}} fixed", "{{.Count}} fixed")},
		{c.StillThere, s.Say("{{.Count}} still there", count(c.StillThere))},
		{c.LinkRemoved, s.Say("{{.Count}} not linked any more", count(c.LinkRemoved))},
		{c.NotReached, s.Say("{{.Count}} not reached", count(c.NotReached))},
	} {
		if p.n > 0 {
			parts = append(parts, p.text)
		}
	}
	if len(parts) == 0 {
		return s.Say("no problems in either scan", nil)
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
