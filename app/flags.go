package app

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/message"
	"sitewell/app/output"
	"sitewell/app/report"
	"sitewell/app/settings"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/scanner/result"
)

// outputs are where a scan goes.
type outputs struct {
	db, xlsx, jsonl string
	file            string   // of an export in any format
	further         []string // files of a comparison in further formats; "" for none
	problems        bool     // the table lists every problem
	json            bool     // the result is written to standard output for programs
	fail            failOn   // which problems make the exit code 1
	name            string   // of the scan, "" for none
	browser         string   // in which pages are shown; "": the first that is found
	build           buildOutputs
	list            listFlags
}

func (o *outputs) add(cmd *cobra.Command) {
	addFiles(cmd, &o.xlsx, &o.jsonl)
	cmd.Flags().BoolVar(&o.problems, "problems", false, "list every problem in the end, not only what to fix")
}

// addBrowser adds the flag that names a browser.
func (o *outputs) addBrowser(cmd *cobra.Command) {
	cmd.Flags().Var((*fileName)(&o.browser), "browser", "show pages that scripts make in the Chrome, Chromium, Edge or Brave in `FILE`, and not in the first that is found")
}

// tellOfBrowser says what a browser would have added to a scan, if this computer has none.
// That is said once, here or in the window.
func (p *program) tellOfBrowser(found result.Progress, o outputs) {
	if found.ScriptPages == 0 {
		return
	}
	if _, err := p.findBrowser(o.browser); err == nil {
		return
	}
	file, err := settingsFile()
	if err != nil {
		return
	}
	if own, err := file.Read(); err != nil || own.BrowserHint == settings.Never {
		return
	}
	_, _ = file.Set(settings.BrowserHint, settings.Never) // if that fails, it is said again
	fmt.Fprintf(p.stdio.Err, "sitewell: %s as if scripts make them. Sitewell can run these scripts in Chrome, Chromium, Edge or Brave and check the links that they add, but none of them was found on this computer.\n",
		report.Plural(found.ScriptPages, "page looks", "pages look"))
}

// checkBrowser reports a browser that can't be used. Where none is installed, pages are
// read without, and that is said once.
func (p *program) checkBrowser(o outputs, isNeeded bool) error {
	if o.browser == "" && !isNeeded {
		return nil
	}
	_, err := p.findBrowser(o.browser)
	switch {
	case err == nil:
		return nil
	case o.browser != "":
		return fmt.Errorf("--browser: %s can't be started as a program", o.browser)
	}
	fmt.Fprintln(p.stdio.Err, "sitewell: No Chrome, Chromium, Edge or Brave was found on this computer, so links that scripts make are not seen. Install one of them, or name it with --browser.")
	return nil
}

// addFiles adds the flags for the files that a command saves.
func addFiles(cmd *cobra.Command, xlsx, jsonl *string) {
	cmd.Flags().Var((*fileName)(xlsx), "xlsx", "save an Excel `FILE`")
	cmd.Flags().Var((*fileName)(jsonl), "jsonl", "save JSON Lines in a `FILE`, - for standard output")
}

// fileName is a flag that must not be empty where it is given: a script whose
// variable has no value would lose its file.
type fileName string

func (f *fileName) Set(name string) error {
	if name == "" {
		return errors.New("the name of the file is empty")
	}
	*f = fileName(name)
	return nil
}

func (f *fileName) String() string { return string(*f) }
func (f *fileName) Type() string   { return "string" }

// toStdout reports whether standard output belongs to a program.
func (o *outputs) toStdout() bool {
	return o.jsonl == "-" || output.IsStdout(o.jsonl) || output.IsStdout(o.xlsx) || output.IsStdout(o.file)
}

// check reports before any work is done which of the files can't be saved.
// inputs are files that are read in the same call; "" and "-" are none.
func (o *outputs) check(inputs ...string) error {
	if o.xlsx == "-" {
		return errSheetToStdout
	}
	if o.json && o.toStdout() {
		return errJSONToStdout
	}
	if o.build.annotate && (o.toStdout() || o.json) {
		return errAnnotationsToStdout
	}
	db, err := historyFile(*o)
	if err != nil {
		return &exitError{exitUsage, err}
	}
	reserved := export.Reserved(db, logFile())
	for _, input := range inputs {
		if isFile(input) {
			reserved = append(reserved, output.Reserved{Path: input, Use: output.Input})
		}
	}
	if err := output.Check(slices.DeleteFunc(append([]string{o.xlsx, o.jsonl, o.file, o.build.junit, o.build.sarif}, o.further...), isNoFile), reserved); err != nil {
		return &exitError{exitUsage, err}
	}
	return nil
}

// errJSONToStdout: both would be in one stream.
var errJSONToStdout = errors.New("--json is written to standard output, so no file can be written there as well")

// errSheetToStdout: only JSON Lines are written to standard output by “-”.
var errSheetToStdout = errors.New("--xlsx needs the name of a file; - is for --jsonl alone")

func isFile(name string) bool   { return name != "" && name != "-" }
func isNoFile(name string) bool { return !isFile(name) }

// settingFlags are the settings of a scan that the command line can change.
type settingFlags struct {
	noExternal, noDelay, noRobots, noSitemap, noFragments, subdomains, onePage, structuredData, obeyNofollow, pagesOnly bool
	concurrency, maxDepth, maxAddresses                                                                                 int
	include, exclude, headers, verdicts                                                                                 []string
	userAgent, render                                                                                                   string
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
	f.BoolVar(&s.pagesOnly, "pages-only", false, "while signed in, open only addresses of the site without ? that look like a page, and the files of pages")
	f.BoolVar(&s.noRobots, "no-robots", false, "do not obey robots.txt; for your own site")
	f.IntVar(&s.concurrency, "concurrency", 0, "send at most `N` requests at once to the site (1 to 32); for your own server")
	f.BoolVar(&s.noDelay, "no-delay", false, "do not pause between requests; for your own server")
	f.DurationVar(&s.timeout, "timeout", 0, "wait at most `TIME` for an answer (5s, 1m); 30s unless given")
	f.StringVar(&s.userAgent, "user-agent", "", "`NAME` under which Sitewell asks")
	f.StringArrayVar(&s.headers, "header", nil, "send a `HEADER` (\"Name: value\", no secret) to the site; may be repeated")
	f.StringArrayVar(&s.verdicts, "verdict", nil, "let an outcome count as another verdict, `OUTCOME=VERDICT` (403=works; works, warning, cant-verify, broken); may be repeated")
}

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
