package core

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"sitewell/app/report"
	"sitewell/scanner"
	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
)

// optionsOf gives the engine's options for a start address.
func optionsOf(s profile.Settings, start string) scanner.Options {
	o := scanner.Options{
		Start:      start,
		NoExternal: s.NoExternal, Subdomains: s.Subdomains, Include: s.Include, Exclude: s.Exclude,
		MaxDepth: s.MaxDepth, MaxAddresses: s.MaxAddresses,
		IgnoreRobots: s.IgnoreRobots, NoSitemap: s.NoSitemap, NoFragments: s.NoFragments, FollowNothing: s.FollowNothing,
		StructuredData: s.StructuredData, ObeyNofollow: s.ObeyNofollow,
		Concurrency: s.Concurrency, NoDelay: s.NoDelay, UserAgent: s.UserAgent,
		Timeout: time.Duration(s.TimeoutSeconds * float64(time.Second)), MaxBody: s.MaxBody,
	}
	for _, line := range s.Headers {
		if name, value, err := plainHeader(line); err == nil { // checked before it was stored
			if o.Header == nil {
				o.Header = make(http.Header)
			}
			o.Header.Add(name, value)
		}
	}
	if len(s.Verdicts) > 0 {
		o.Overrides = make(map[outcome.Key]outcome.Verdict, len(s.Verdicts))
		for key, word := range s.Verdicts {
			o.Overrides[key], _ = outcome.ParseVerdict(word) // checked by profile.Parse
		}
	}
	return o
}

// factsOf tells the settings as a report lists them. What is as usual is left
// out, but for what a reader of numbers must know: whether other sites were
// asked, and under what name. title gives the title of an outcome.
func factsOf(s profile.Settings, title func(outcome.Key) string) []report.Fact {
	agent := s.UserAgent
	if agent == "" {
		agent = fetch.DefaultUserAgent
	}
	facts := []report.Fact{
		{Name: "Other sites", Value: choose(s.NoExternal, "Left out", "Each address checked once")},
		{Name: "User agent", Value: agent},
	}
	add := func(set bool, name, value string) {
		if set {
			facts = append(facts, report.Fact{Name: name, Value: value})
		}
	}
	add(s.Subdomains, "Sub-domains", "Part of the site")
	add(len(s.Include) > 0, "Only addresses like", strings.Join(s.Include, "\n"))
	add(len(s.Exclude) > 0, "Without addresses like", strings.Join(s.Exclude, "\n"))
	add(s.MaxDepth > 0, "Clicks from start, at most", report.Number(s.MaxDepth))
	add(s.MaxAddresses > 0, "Addresses, at most", report.Number(s.MaxAddresses))
	add(s.FollowNothing, "Pages", "Only the start page and what it names")
	add(s.IgnoreRobots, "robots.txt", "Not obeyed, by the owner's wish")
	add(s.NoSitemap, "Sitemap", "Not read")
	add(s.NoFragments, "Places on pages (#)", "Not checked")
	add(s.StructuredData, "Addresses in JSON-LD", "Checked")
	add(s.ObeyNofollow, "Pages behind nofollow", "Checked, but not read for further links")
	add(s.Concurrency > 0, "Requests at once, at most", report.Number(s.Concurrency))
	add(s.NoDelay, "Pause between requests", "None")
	add(s.TimeoutSeconds > 0, "Time allowed for a request", fmt.Sprintf("%g s", s.TimeoutSeconds))
	add(len(s.Headers) > 0, "Further headers", strings.Join(s.Headers, "\n"))
	add(s.SignIn != nil, "Signed in", signedIn(s.SignIn))
	add(len(s.Verdicts) > 0, "What counts as a problem", verdictsOf(s.Verdicts, title))
	return facts
}

// signedIn says how a scan was signed in. A client reads it, so it names
// nobody.
func signedIn(in *profile.SignIn) string {
	if in == nil {
		return ""
	}
	switch in.Kind {
	case profile.Password:
		return "With user name and password"
	case profile.Cookie:
		return "With cookies"
	default:
		return "With a header"
	}
}

// verdictsOf lists the verdicts that the owner decided.
func verdictsOf(verdicts map[outcome.Key]string, title func(outcome.Key) string) string {
	var lines []string
	for _, key := range slices.Sorted(maps.Keys(verdicts)) {
		v, _ := outcome.ParseVerdict(verdicts[key])
		name := title(key)
		if !strings.Contains(name, string(key)) {
			name += " (" + string(key) + ")"
		}
		lines = append(lines, name+": "+report.VerdictWord(v))
	}
	return strings.Join(lines, "\n")
}

func choose(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}

// What settings may be at most and at least.
const (
	MaxConcurrency = 32 // requests at once, as the engine has it
	MinTimeout     = time.Second
	MaxTimeout     = 10 * time.Minute
)

// CheckHeader says whether a header can be stored with the settings: it is one,
// is not Sitewell's own to write, and does not look like a secret. The error
// is a *GivenError.
func CheckHeader(line string) error {
	_, _, err := plainHeader(line)
	return err
}
