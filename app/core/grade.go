package core

import (
	"context"
	"fmt"
	"slices"

	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/scanner/result"
	"sitewell/scanner/verdict"
	"sitewell/scanner/weburl"
	"sitewell/storage"
	"sitewell/storage/sqlite/record"
)

// severityOf returns how severe outcomes are in general, as the knowledge base
// explains them, so that no badge says another thing than the text beside it.
func severityOf(base *knowledge.Base) func(outcome.Key, bool) (outcome.Severity, bool) {
	return func(k outcome.Key, internal bool) (outcome.Severity, bool) {
		e := base.Entry(k, knowledge.English)
		if internal {
			return e.Internal.Severity, e.Lasting == knowledge.Temporary
		}
		return e.External.Severity, e.Lasting == knowledge.Temporary
	}
}

// homeOf returns the address of a scan's start page as rows have it.
func homeOf(start string) string {
	u, err := weburl.Parse(start)
	if err != nil {
		return start
	}
	return u.WithoutFragment().Key()
}

// homeOfScan returns the address of a scan's start page, "" for a list, which has none.
func homeOfScan(s storage.Scan) string {
	if settings, err := profile.Parse(s.Settings); err == nil && settings.List != "" {
		return ""
	}
	return homeOf(s.Start)
}

// grade returns how much a problem matters, and what makes that so. home is the address of
// the start page, "" if there is none.
func (g *grader) grade(p storage.Problem, home string) (outcome.Severity, []outcome.Weight) {
	return verdict.Severity(p.Verdict, verdict.Impact{
		Internal: p.Internal, IsStart: p.URL == home, Kind: p.Kind, Pages: p.Sources, Navigation: p.Navigation,
		Clicks: p.Depth, FailedBefore: p.FailedBefore,
	}.WithBase(p.Outcome, severityOf(g.knowledge)))
}

// grader finds out how much each problem of a scan matters.
type grader struct{ *base }

// gradedAtOnce is how many severities are stored together.
const gradedAtOnce = 10_000

// finish ends a scan, or this session of it: only when all links are counted is
// it known how much each problem matters. After an error it can be repeated.
func (g *grader) finish(ctx context.Context, w *record.Writer, home string, state storage.State, s result.Summary) error {
	if err := w.CountLinks(ctx); err != nil {
		return err
	}
	var changed []storage.ProblemSeverity
	store := func(least int) error {
		if len(changed) < least {
			return nil
		}
		err := w.SetSeverities(ctx, changed)
		changed = changed[:0]
		return err
	}
	for p, err := range g.db.EachProblem(ctx, w.ID()) {
		if err != nil {
			return fmt.Errorf("read problems: %w", err)
		}
		severity, causes := g.grade(p, home)
		if severity == p.Severity && slices.Equal(causes, p.Causes) {
			continue
		}
		changed = append(changed, storage.ProblemSeverity{Address: p.ID, Severity: severity, Causes: causes})
		if err := store(gradedAtOnce); err != nil {
			return err
		}
	}
	if err := store(1); err != nil {
		return err
	}
	return w.Finish(ctx, state, s)
}

// gradeAgain sets the severity of a check that was made again of an address, which is
// given as it was before, and returns what makes it so.
func (g *grader) gradeAgain(ctx context.Context, scan storage.Scan, p storage.Problem, check *result.Check) ([]outcome.Weight, error) {
	if check.Verdict.IsProblem() && !p.Verdict.IsProblem() { // links to what works were only counted
		links, _, _, err := g.db.Sources(ctx, scan.ID, p.ID, 0, lookedAtLinks)
		if err != nil {
			return nil, fmt.Errorf("find links: %w", err)
		}
		p.Navigation = slices.ContainsFunc(links, func(l storage.Source) bool {
			return l.Place == result.PlaceHeader || l.Place == result.PlaceNavigation
		})
	}
	p.Outcome, p.Verdict = check.Outcome, check.Verdict
	if check.Kind != "" {
		p.Kind = check.Kind
	}
	var causes []outcome.Weight
	check.Severity, causes = g.grade(p, homeOfScan(scan))
	return causes, nil
}
