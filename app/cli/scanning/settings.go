package scanning

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/message"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
)

// scanOutputs are where a scan goes.
type scanOutputs struct {
	command.Outputs
	fail  failOn // which problems make the exit code 1
	name  string // of the scan, "" for none
	build buildOutputs
	list  listFlags
}

// checkScan is checkOutputs for the files of a scan.
func (p scans) checkScan(o scanOutputs, inputs ...string) error {
	if err := p.CheckStdout(o.Outputs); err != nil {
		return err
	}
	if o.build.annotate && (o.ToStdout() || p.AsJSON) {
		return errAnnotationsToStdout
	}
	files := o.Outputs
	files.Further = []string{o.build.junit, o.build.sarif}
	return p.CheckFiles(files, inputs...)
}

// settingFlags are the settings of a scan that the command line can change.
type settingFlags struct {
	noExternal, noDelay, noRobots, noSitemap, noFragments, subdomains, onePage, structuredData, obeyNofollow, pagesOnly bool
	concurrency, maxDepth, maxAddresses                                                                                 int
	include, exclude, headers, verdicts                                                                                 []string
	userAgent, render, pictures                                                                                         string
	timeout                                                                                                             time.Duration
}

func (s *settingFlags) add(cmd *cobra.Command) {
	f := cmd.Flags()
	f.SortFlags = false
	f.BoolVar(&s.noExternal, "no-external", false, "check only the site itself, no addresses of other sites")
	f.BoolVar(&s.subdomains, "subdomains", false, "sub-domains belong to the site")
	f.StringArrayVar(&s.include, "include", nil, "read only pages whose address matches a regular `EXPRESSION`; may be repeated")
	f.StringArrayVar(&s.exclude, "exclude", nil, "leave out addresses that match a regular `EXPRESSION`; may be repeated")
	f.BoolVar(&s.onePage, "one-page", false, "check the start page and what it names, no further page")
	f.IntVar(&s.maxDepth, "max-depth", 0, "go at most `N` links from the start address")
	f.IntVar(&s.maxAddresses, "max-addresses", 0, "find at most `N` addresses")
	f.BoolVar(&s.noSitemap, "no-sitemap", false, "do not read the site's sitemap")
	f.BoolVar(&s.noFragments, "no-fragments", false, "do not check what follows # in links")
	f.BoolVar(&s.structuredData, "structured-data", false, "check the addresses in JSON-LD, too")
	f.BoolVar(&s.obeyNofollow, "obey-nofollow", false, "do not read pages that only nofollow links lead to; they are checked")
	f.StringVar(&s.render, "render", "", "show pages in a browser without a window, to find the links that scripts make: `WHICH` is auto (pages that look as if scripts make them), always or never; auto unless given, if this computer has a browser")
	f.StringVar(&s.pictures, "pictures", "", "keep small pictures of pages that show a problem in the browser: `WHEN` is auto (not while signed in, since pages may show personal data), always or never; auto unless given")
	f.BoolVar(&s.pagesOnly, "pages-only", false, "while signed in, open only addresses of the site without ? that look like a page, and the files of pages")
	f.BoolVar(&s.noRobots, "no-robots", false, "do not obey robots.txt; for your own site")
	f.IntVar(&s.concurrency, "concurrency", 0, "send at most `N` requests at once to the site (1 to 32); for your own server")
	f.BoolVar(&s.noDelay, "no-delay", false, "do not pause between requests; for your own server")
	f.DurationVar(&s.timeout, "timeout", 0, "wait at most `TIME` for an answer (5s, 1m); 30s unless given")
	f.StringVar(&s.userAgent, "user-agent", "", "`NAME` under which Sitewell asks")
	f.StringArrayVar(&s.headers, "header", nil, "send a `HEADER` (\"Name: value\", no secret) to the site; may be repeated")
	f.StringArrayVar(&s.verdicts, "verdict", nil, "let an outcome count as another verdict, `OUTCOME=VERDICT` (403=works; works, warning, cant-verify, broken); may be repeated")
}

// picturesSettings are the values of --pictures with what is stored for them.
var picturesSettings = map[string]string{"": "", "auto": "", "always": profile.PicturesSignedIn, "never": profile.PicturesNever}

// check finds what can't be used before anything is scanned.
func (s *settingFlags) check() error {
	switch {
	case s.concurrency < 0 || s.concurrency > core.MaxConcurrency:
		return fmt.Errorf("--concurrency must be from 1 to %d", core.MaxConcurrency)
	case s.maxDepth < 0:
		return errors.New("--max-depth must not be negative; 0 sets no limit of your own")
	case s.maxAddresses < 0:
		return errors.New("--max-addresses must not be negative; 0 sets no limit of your own")
	case s.timeout != 0 && (s.timeout < core.MinTimeout || s.timeout > core.MaxTimeout):
		return fmt.Errorf("--timeout must be from %v to %v", core.MinTimeout, core.MaxTimeout)
	}
	if !slices.Contains([]string{"", profile.RenderNever, profile.RenderAuto, profile.RenderAlways}, s.render) {
		return fmt.Errorf("--render must be auto, always or never, not %q", s.render)
	}
	if _, ok := picturesSettings[s.pictures]; !ok {
		return fmt.Errorf("--pictures must be auto, always or never, not %q", s.pictures)
	}
	for _, rule := range s.verdicts {
		if _, _, err := verdictRule(rule); err != nil {
			return err
		}
	}
	if err := core.CheckUserAgent(s.userAgent); err != nil {
		return fmt.Errorf("--user-agent: %s", message.ForError(err))
	}
	for _, line := range s.headers {
		if err := core.CheckHeader(line); err != nil {
			return fmt.Errorf("--header %s", message.ForError(err))
		}
	}
	return nil
}

// verdictRule reads OUTCOME=VERDICT.
func verdictRule(rule string) (key outcome.Key, verdict string, err error) {
	name, verdict, _ := strings.Cut(rule, "=")
	key = outcome.Key(name)
	v, known := outcome.ParseVerdict(verdict)
	switch _, found := outcome.Lookup(key); {
	case !found:
		return "", "", fmt.Errorf("--verdict %s: “%s” is no outcome; 'sitewell explain' lists them", rule, name)
	case !known || !v.IsProblem() && v != outcome.Works:
		return "", "", fmt.Errorf("--verdict %s: the verdict must be works, warning, cant-verify or broken", rule)
	}
	return key, verdict, nil
}

// change puts the flags into the settings of a site.
func (s *settingFlags) change(to *profile.Settings) {
	to.NoExternal = to.NoExternal || s.noExternal
	to.Subdomains = to.Subdomains || s.subdomains
	to.IgnoreRobots = to.IgnoreRobots || s.noRobots
	to.NoSitemap = to.NoSitemap || s.noSitemap
	to.NoFragments = to.NoFragments || s.noFragments
	to.StructuredData = to.StructuredData || s.structuredData
	to.ObeyNofollow = to.ObeyNofollow || s.obeyNofollow
	to.PagesOnly = to.PagesOnly || s.pagesOnly
	to.NoDelay = to.NoDelay || s.noDelay
	to.FollowNothing = to.FollowNothing || s.onePage
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
	if s.render != "" {
		to.Render = s.render
	}
	if s.pictures != "" {
		to.Pictures = picturesSettings[s.pictures]
	}
	if s.userAgent != "" {
		to.UserAgent = s.userAgent
	}
	if s.timeout > 0 {
		to.TimeoutSeconds = s.timeout.Seconds()
	}
	to.Headers = append(to.Headers, s.headers...)
	for _, rule := range s.verdicts {
		if key, verdict, err := verdictRule(rule); err == nil { // checked before
			if to.Verdicts == nil {
				to.Verdicts = make(map[outcome.Key]string)
			}
			to.Verdicts[key] = verdict
		}
	}
}
