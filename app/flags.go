package app

import (
	"github.com/spf13/cobra"

	"sitewell/app/core"
)

// outputs are where a scan goes.
type outputs struct {
	db, xlsx, jsonl string
}

func (o *outputs) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.xlsx, "xlsx", "", "save an Excel `FILE`")
	cmd.Flags().StringVar(&o.jsonl, "jsonl", "", "save JSON Lines in a `FILE`, - for standard output")
}

// toStdout reports whether standard output belongs to a program.
func (o *outputs) toStdout() bool { return o.jsonl == "-" }

// settingFlags are the settings of a scan that the command line can change.
type settingFlags struct {
	noExternal, noDelay, noRobots, noSitemap, noFragments, subdomains bool
	concurrency, maxDepth, maxAddresses                               int
	include, exclude                                                  []string
	userAgent                                                         string
}

func (s *settingFlags) add(cmd *cobra.Command) {
	f := cmd.Flags()
	f.SortFlags = false
	f.BoolVar(&s.noExternal, "no-external", false, "check only the site itself, no addresses of other sites")
	f.BoolVar(&s.subdomains, "subdomains", false, "sub-domains belong to the site")
	f.StringArrayVar(&s.include, "include", nil, "read only pages whose address matches a regular `EXPRESSION`; may be repeated")
	f.StringArrayVar(&s.exclude, "exclude", nil, "leave out addresses that match a regular `EXPRESSION`; may be repeated")
	f.IntVar(&s.maxDepth, "max-depth", 0, "go at most `N` clicks from the start address")
	f.IntVar(&s.maxAddresses, "max-addresses", 0, "find at most `N` addresses")
	f.BoolVar(&s.noSitemap, "no-sitemap", false, "do not read the site's sitemap")
	f.BoolVar(&s.noFragments, "no-fragments", false, "do not check what follows # in links")
	f.BoolVar(&s.noRobots, "no-robots", false, "do not obey robots.txt; for your own site")
	f.IntVar(&s.concurrency, "concurrency", 0, "send at most `N` requests at once to the site (1 to 32); for your own server")
	f.BoolVar(&s.noDelay, "no-delay", false, "do not pause between requests; for your own server")
	f.StringVar(&s.userAgent, "user-agent", "", "`NAME` under which Sitewell asks")
}

// change puts the flags into the settings of a site.
func (s *settingFlags) change(to *core.Settings) {
	to.NoExternal = to.NoExternal || s.noExternal
	to.Subdomains = to.Subdomains || s.subdomains
	to.IgnoreRobots = to.IgnoreRobots || s.noRobots
	to.NoSitemap = to.NoSitemap || s.noSitemap
	to.NoFragments = to.NoFragments || s.noFragments
	to.NoDelay = to.NoDelay || s.noDelay
	to.Include = append(to.Include, s.include...)
	to.Exclude = append(to.Exclude, s.exclude...)
	for _, n := range []struct {
		to   *int
		flag int
	}{{&to.Concurrency, s.concurrency}, {&to.MaxDepth, s.maxDepth}, {&to.MaxAddresses, s.maxAddresses}} {
		if n.flag > 0 {
			*n.to = n.flag
		}
	}
	if s.userAgent != "" {
		to.UserAgent = s.userAgent
	}
}
