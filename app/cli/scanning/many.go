package scanning

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/app/session"
	"sitewell/scanner/profile"
	"sitewell/storage"
)

// manyScans are the command that scans several sites.
type manyScans struct{ *command.Run }

// manyFlags say that several sites are scanned.
type manyFlags struct {
	all      bool
	client   string
	parallel int
}

func (m *manyFlags) add(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&m.all, "all", false, "scan every site of the history")
	cmd.Flags().Var((*command.ClientName)(&m.client), "client", "scan the sites of the client with this `NAME`")
	cmd.Flags().IntVar(&m.parallel, "parallel", core.DefaultParallel, fmt.Sprintf("scan `N` sites at a time (1 to %d); with --all, --client or several sites", core.MaxParallel))
}

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
func (p manyScans) scanMany(ctx context.Context, typed []string, m manyFlags, s settingFlags, o scanOutputs) error {
	if err := errors.Join(s.check(), o.fail.check()); err != nil {
		return err
	}
	if err := scans(p).checkBrowser(s.render != "" && s.render != profile.RenderNever); err != nil {
		return err
	}
	use := p.WithHistory
	if len(typed) == 0 {
		use = p.FromHistory
	}
	return use(ctx, func(h session.Opened) error {
		sites, added, err := p.sitesToScan(ctx, h, typed, m)
		if err != nil {
			return command.Unusable(err)
		}
		run := newManyScreen(p.Screen(o.Outputs), len(sites))
		results := run.scan(ctx, h.Runner, sites, core.Many{Parallel: m.parallel, How: core.ScanOverrides{Change: s.change}})
		ctx := context.WithoutCancel(ctx)
		if err := forgetUnscanned(ctx, h, added, results); err != nil {
			return command.Failed(err)
		}
		return p.tellResults(ctx, h.Core, results, o)
	})
}

// sitesToScan returns the sites that are meant. Those that were typed and are not in the
// history are added to it.
func (p manyScans) sitesToScan(ctx context.Context, h session.Opened, typed []string, m manyFlags) (sites []storage.Site, added map[storage.SiteID]bool, err error) {
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
		err = command.NoSites(m.client)
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
