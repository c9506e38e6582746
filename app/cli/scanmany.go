package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/app/session"
	"sitewell/scanner/profile"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// manyFlags say that several sites are scanned.
type manyFlags struct {
	all      bool
	client   string
	parallel int
}

func (m *manyFlags) add(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&m.all, "all", false, "scan every site of the history")
	cmd.Flags().Var((*clientName)(&m.client), "client", "scan the sites of the client with this `NAME`")
	cmd.Flags().IntVar(&m.parallel, "parallel", core.DefaultParallel, fmt.Sprintf("scan `N` sites at a time (1 to %d); with --all, --client or several sites", core.MaxParallel))
}

// clientName is a flag that must not be empty.
type clientName string

func (c *clientName) Set(name string) error {
	if strings.TrimSpace(name) == "" {
		return errors.New("the name of the client is empty")
	}
	*c = clientName(strings.TrimSpace(name))
	return nil
}

func (c *clientName) String() string { return string(*c) }
func (c *clientName) Type() string   { return "string" }

// isWanted reports whether several sites are to be scanned.
func (m *manyFlags) isWanted(args []string) bool { return m.all || m.client != "" || len(args) > 1 }

// forOne are the flags that make sense for one site only.
var forOne = []string{"xlsx", "jsonl", "junit", "sarif", "annotations", "name", "baseline", "list", "only-problems", "name-site", "problems", "user", "cookie-file", "header-file"}

// check finds flags and arguments that do not go together.
func (m *manyFlags) check(cmd *cobra.Command, args []string) error {
	for _, name := range forOne {
		if cmd.Flags().Changed(name) {
			return fmt.Errorf("--%s is for one site, and several are to be scanned", name)
		}
	}
	switch {
	case m.all && m.client != "":
		return errors.New("--all and --client each say what to scan: leave out one of them")
	case (m.all || m.client != "") && len(args) > 0:
		return fmt.Errorf("--all and --client say what to scan: leave out %s", args[0])
	case m.parallel < 1 || m.parallel > core.MaxParallel:
		return fmt.Errorf("--parallel must be from 1 to %d", core.MaxParallel)
	default:
		return nil
	}
}

// scanMany scans several sites in the terminal.
func (p *Program) scanMany(ctx context.Context, typed []string, m manyFlags, s settingFlags, o scanOutputs) error {
	if err := errors.Join(s.check(), o.fail.check()); err != nil {
		return err
	}
	if err := p.checkBrowser(s.render != "" && s.render != profile.RenderNever); err != nil {
		return err
	}
	use := p.withHistory
	if len(typed) == 0 {
		use = p.fromHistory
	}
	return use(ctx, func(h session.Opened) error {
		sites, added, err := p.sitesToScan(ctx, h, typed, m)
		if err != nil {
			return &exitError{ExitUsage, err}
		}
		run := newManyScreen(p.screen(o.outputs), len(sites))
		results := run.scan(ctx, h.Runner, sites, core.Many{Parallel: m.parallel, How: core.ScanOverrides{Change: s.change}})
		ctx := context.WithoutCancel(ctx)
		if err := forgetUnscanned(ctx, h, added, results); err != nil {
			return &exitError{ExitFailed, err}
		}
		return p.tellResults(ctx, h.Core, results, o)
	})
}

// noSites says that there is no site to be scanned.
func noSites(client string) error {
	if client != "" {
		return &sentenceError{"No site has the client " + client + ". 'sitewell sites' lists the clients."}
	}
	return &sentenceError{"There are no sites yet. Add some with: sitewell sites import FILE"}
}

// sitesToScan returns the sites that are meant. Those that were typed and are not in the
// history are added to it.
func (p *Program) sitesToScan(ctx context.Context, h session.Opened, typed []string, m manyFlags) (sites []storage.Site, added map[storage.SiteID]bool, err error) {
	added = make(map[storage.SiteID]bool)
	for _, text := range typed {
		site, err := h.History.FindSite(ctx, text)
		if unknown := (*core.UnknownSiteError)(nil); errors.As(err, &unknown) && !core.IsFolder(text) {
			var isNew bool
			site, isNew, err = h.History.AddSite(ctx, core.NewSite{Address: text})
			added[site.ID] = isNew
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", report.Printable(text), err)
		}
		if !slices.ContainsFunc(sites, func(s storage.Site) bool { return s.ID == site.ID }) {
			sites = append(sites, site)
		}
	}
	if len(typed) > 0 {
		return sites, added, nil
	}
	all, err := h.Store.Sites(ctx)
	for _, s := range all {
		if m.all || strings.EqualFold(s.Client, m.client) {
			sites = append(sites, s.Site)
		}
	}
	if err == nil && len(sites) == 0 {
		err = noSites(m.client)
	}
	return sites, added, err
}

// forgetUnscanned removes the sites that were added for this and could not be scanned: an
// address that was mistyped leaves nothing behind.
func forgetUnscanned(ctx context.Context, h session.Opened, added map[storage.SiteID]bool, results []core.SiteResult) error {
	for _, r := range results {
		if added[r.Site.ID] && r.Scan.ID == 0 {
			if err := h.History.DeleteSite(ctx, r.Site.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// manyScreen shows how the scans of several sites go.
type manyScreen struct {
	*screen
	sites, done int
	running     []*core.Running
	begun       chan *core.Running
	ended       chan core.SiteResult
}

func newManyScreen(s *screen, sites int) *manyScreen {
	return &manyScreen{screen: s, sites: sites, begun: make(chan *core.Running), ended: make(chan core.SiteResult)}
}

// scan scans the sites, and shows progress until all are done with.
func (s *manyScreen) scan(ctx context.Context, rn *core.Runner, sites []storage.Site, m core.Many) (results []core.SiteResult) {
	m.Begun = func(r *core.Running) { s.begun <- r }
	m.Ended = func(r core.SiteResult) { s.ended <- r }
	s.note("Scanning %s, %d at a time", report.Plural(len(sites), "site", "sites"), min(m.Parallel, len(sites)))
	over := make(chan struct{})
	go func() {
		defer close(over)
		results = rn.ScanMany(ctx, sites, m)
	}()
	s.watchMany(ctx, over)
	return results
}

func (s *manyScreen) watchMany(ctx context.Context, over <-chan struct{}) {
	every := plainEvery
	if s.live {
		every = liveEvery
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	stopped := ctx.Done()
	for {
		select {
		case <-over:
			s.clear()
			return
		case <-stopped:
			stopped = nil
			s.clear()
			fmt.Fprintln(s.err, "Stopping; what was found is kept.")
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
	if s.live {
		s.block.Show(s.line())
		return
	}
	s.note("%s", s.line())
}

// end says what came of a site.
func (s *manyScreen) end(r core.SiteResult) {
	s.done++
	s.running = slices.DeleteFunc(s.running, func(running *core.Running) bool { return running.SiteID() == r.Site.ID })
	s.clear()
	s.note("%d of %d: %s: %s", s.done, s.sites, report.Printable(r.Site.Title()), s.came(r))
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
