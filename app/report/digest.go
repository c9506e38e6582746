package report

import (
	"context"
	"fmt"
	"time"

	"sitewell/scanner/coverage"
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// firstFixes is how many fixes a reader with little time is shown.
const firstFixes = 5

// Digest is what a reader with little time has to know. Its sentences are in the
// language of the source's speech.
type Digest struct {
	// Verdict says what there is to do: "11 changes to make, 2 of them serious."
	Verdict string
	// Share says how much the first few fixes are worth: "The first 2 changes remove 60 %
	// of the problems that visitors run into."; "" where that says nothing.
	Share string
	// Since says whether the site is better or worse than in the scan before, and what
	// changed; "" for a first scan.
	Since string
	// Promise says whether the promise of the brand is kept; "" where it makes none.
	Promise     string
	PromiseKept bool
	// Counts are the numbers of the scan without what is ignored.
	Counts storage.Counts
	// First are the fixes to begin with, at most five.
	First []Fix
}

// Digest returns what is said first about a scan.
func (s *Source) Digest(ctx context.Context) (Digest, error) {
	if s.Speech.Say == nil {
		s.Speech = English()
	}
	counts, err := s.Data.Counts(ctx, s.Scan.ID)
	if err != nil {
		return Digest{}, fmt.Errorf("count rows: %w", err)
	}
	d := Digest{Counts: counts.Without(s.Marks), First: s.Fixes[:min(firstFixes, len(s.Fixes))]}
	d.Verdict, d.Share, d.Since = s.verdict(), s.share(), s.since()
	d.Promise, d.PromiseKept = s.promise()
	return d, nil
}

func (s *Source) verdict() string {
	if len(s.Fixes) == 0 {
		if coverage.ExtentOf(s.Scan.Gaps()) != coverage.All {
			return s.Speech.Say("No problem was found in what was looked at.", nil)
		}
		return s.Speech.Say("Nothing to fix was found.", nil)
	}
	serious := 0
	for _, f := range s.Fixes {
		if f.Severity >= outcome.Serious {
			serious++
		}
	}
	text := s.Speech.Plural(len(s.Fixes), "{{.Count}} thing to fix", "{{.Count}} things to fix")
	if serious > 0 {
		text += ", " + s.Speech.Plural(serious, "{{.Count}} of them serious", "{{.Count}} of them serious")
	}
	return text + "."
}

// share says how few fixes repair at least half of what visitors meet, which is
// measured by the pages that link to the problems.
func (s *Source) share() string {
	total, sum := 0, 0
	for _, f := range s.Fixes {
		total += f.Pages
	}
	for i, f := range s.Fixes {
		if i == firstFixes || 2*(i+1) > len(s.Fixes) {
			break
		}
		if sum += f.Pages; 2*sum >= total {
			data := map[string]any{"Count": i + 1, "Percent": sum * 100 / total}
			if i == 0 {
				return s.Speech.Say("One change removes {{.Percent}} % of the problems that visitors run into.", data)
			}
			return s.Speech.Say("The first {{.Count}} changes remove {{.Percent}} % of the problems that visitors run into.", data)
		}
	}
	return ""
}

func (s *Source) since() string {
	if s.Changes == nil {
		return ""
	}
	c := s.Changes.Comparison
	data := map[string]any{"Date": s.when(c.From.Began, s.Scan.Began)}
	worse, better := c.Counts.New+c.Counts.CameBack, c.Counts.Fixed+c.Counts.LinkRemoved
	if worse+better == 0 {
		return s.Speech.Say("Nothing changed since {{.Date}}.", data)
	}
	data["Changes"] = s.Speech.changesLine(storage.ChangeCounts{
		New: c.Counts.New, CameBack: c.Counts.CameBack, Fixed: c.Counts.Fixed, LinkRemoved: c.Counts.LinkRemoved,
	})
	switch {
	case better > worse:
		return s.Speech.Say("Better than on {{.Date}}: {{.Changes}}.", data)
	case better < worse:
		return s.Speech.Say("Worse than on {{.Date}}: {{.Changes}}.", data)
	default:
		return s.Speech.Say("About as on {{.Date}}: {{.Changes}}.", data)
	}
}

func (s *Source) promise() (text string, kept bool) {
	days := s.Brand.Promise
	if days == 0 {
		return "", false
	}
	data := map[string]any{"Days": days}
	if s.Oldest.ID == 0 || s.Scan.Began.Sub(s.Oldest.Since) <= time.Duration(days)*24*time.Hour {
		return s.Speech.Say("Promise kept: no serious problem is older than {{.Days}} days.", data), true
	}
	return s.Speech.Say("Promise not kept: a serious problem is older than {{.Days}} days.", data), false
}
