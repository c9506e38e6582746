package core

import (
	"net/http"
	"time"

	"sitewell/scanner"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
)

// optionsOf returns the engine's options for a start address.
func optionsOf(s profile.Settings, start string) scanner.Options {
	o := scanner.Options{
		Start:      start,
		NoExternal: s.NoExternal, Subdomains: s.Subdomains, Include: s.Include, Exclude: s.Exclude,
		MaxDepth: s.MaxDepth, MaxAddresses: s.MaxAddresses,
		IgnoreRobots: s.IgnoreRobots, NoSitemap: s.NoSitemap, NoFragments: s.NoFragments, FollowNothing: s.FollowNothing,
		StructuredData: s.StructuredData, ObeyNofollow: s.ObeyNofollow, PagesOnly: s.PagesOnly,
		Concurrency: s.Concurrency, NoDelay: s.NoDelay, UserAgent: s.UserAgent,
		Timeout: time.Duration(s.TimeoutSeconds * float64(time.Second)), MaxBody: s.MaxBody,
	}
	switch s.Render {
	case profile.RenderAuto, "":
		o.Render = scanner.RenderAuto
	case profile.RenderAlways:
		o.Render = scanner.RenderAlways
	}
	switch s.Pictures {
	case "":
		o.Pictures = scanner.PicturesPublic
	case profile.PicturesSignedIn:
		o.Pictures = scanner.PicturesAlways
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

// What settings may be at most and at least.
const (
	MaxConcurrency = 32 // requests at once, as the engine has it
	MinTimeout     = time.Second
	MaxTimeout     = 10 * time.Minute
)

// CheckHeader says whether a header can be stored with the settings: it is one,
// is not Sitewell's own to write, and does not look like a secret. The error
// is a *SecretInputError.
func CheckHeader(line string) error {
	_, _, err := plainHeader(line)
	return err
}

// CheckUserAgent says whether a name can be sent as the header User-Agent. The
// error is a *scanner.OptionError.
func CheckUserAgent(name string) error { return scanner.Options{UserAgent: name}.Validate() }
