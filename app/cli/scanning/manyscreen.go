package scanning

import (
	"context"
	"fmt"
	"slices"
	"time"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// manyScreen shows how the scans of several sites go.
type manyScreen struct {
	*command.Screen
	sites, done int
	running     []*core.Running
	begun       chan *core.Running
	ended       chan core.SiteResult
}

func newManyScreen(s *command.Screen, sites int) *manyScreen {
	return &manyScreen{Screen: s, sites: sites, begun: make(chan *core.Running), ended: make(chan core.SiteResult)}
}

// scan scans the sites, and shows progress until all are done with.
func (s *manyScreen) scan(ctx context.Context, rn *core.Runner, sites []storage.Site, m core.Many) (results []core.SiteResult) {
	m.Begun = func(r *core.Running) { s.begun <- r }
	m.Ended = func(r core.SiteResult) { s.ended <- r }
	s.Note("Scanning %s, %d at a time", report.Plural(len(sites), "site", "sites"), min(m.Parallel, len(sites)))
	over := make(chan struct{})
	go func() {
		defer close(over)
		results = rn.ScanMany(ctx, sites, m)
	}()
	s.watchMany(ctx, over)
	return results
}

func (s *manyScreen) watchMany(ctx context.Context, over <-chan struct{}) {
	every := command.PlainEvery
	if s.Live {
		every = command.LiveEvery
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	stopped := ctx.Done()
	for {
		select {
		case <-over:
			s.Clear()
			return
		case <-stopped:
			stopped = nil
			s.Clear()
			fmt.Fprintln(s.Err, "Stopping; what was found is kept.")
		case r := <-s.begun:
			s.running = append(s.running, r)
		case r := <-s.ended:
			s.end(r)
		case <-tick.C:
			s.showSum()
		}
	}
}

// showSum shows the line about all scans.
func (s *manyScreen) showSum() {
	if s.Live {
		s.Block.Show(s.line())
		return
	}
	s.Note("%s", s.line())
}

// end says what came of a site.
func (s *manyScreen) end(r core.SiteResult) {
	s.done++
	s.running = slices.DeleteFunc(s.running, func(running *core.Running) bool { return running.SiteID() == r.Site.ID })
	s.Clear()
	s.Note("%d of %d: %s: %s", s.done, s.sites, report.Printable(r.Site.Title()), s.came(r))
}

// line says how far all scans are together.
func (s *manyScreen) line() string {
	var sum result.Progress
	for _, r := range s.running {
		p := r.Progress()
		sum.Checked += p.Checked + p.Skipped
		sum.Found += p.Found
		sum.Problems += p.Problems
		sum.Rate += p.Rate
	}
	return fmt.Sprintf("%d of %d sites done, %d being scanned: %s of %s checked, %s, %.0f/s", s.done, s.sites, len(s.running),
		report.Number(sum.Checked), report.Number(sum.Found), report.Plural(sum.Problems, "problem", "problems"), sum.Rate)
}

// came says in a few words what came of a site.
func (s *manyScreen) came(r core.SiteResult) string {
	switch {
	case r.IsStopped() && r.Scan.ID == 0:
		return "not begun"
	case r.IsStopped():
		return "stopped"
	case r.IsFailed():
		return "not scanned"
	default:
		return report.Plural(r.Scan.Counts.Problems(), "problem", "problems")
	}
}
