package core

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"sitewell/app/report"
	"sitewell/scanner"
	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
)

// settingsVersion is the version of Settings that this program writes.
const settingsVersion = 1

// ErrSettings says that stored scan settings can't be read.
var ErrSettings = errors.New("stored scan settings can't be read")

// Settings are what a person decides about scanning a site, as they are stored
// with the site and with each of its scans. The zero value is right for most
// sites. Credentials and headers are never among them.
type Settings struct {
	Version int `json:"version"`

	NoExternal    bool     `json:"noExternal,omitempty"`
	Subdomains    bool     `json:"subdomains,omitempty"`
	Include       []string `json:"include,omitempty"`
	Exclude       []string `json:"exclude,omitempty"`
	MaxDepth      int      `json:"maxDepth,omitempty"`
	MaxAddresses  int      `json:"maxAddresses,omitempty"`
	IgnoreRobots  bool     `json:"ignoreRobots,omitempty"`
	NoSitemap     bool     `json:"noSitemap,omitempty"`
	NoFragments   bool     `json:"noFragments,omitempty"`
	FollowNothing bool     `json:"followNothing,omitempty"`

	Concurrency    int     `json:"concurrency,omitempty"`
	NoDelay        bool    `json:"noDelay,omitempty"`
	UserAgent      string  `json:"userAgent,omitempty"`
	TimeoutSeconds float64 `json:"timeoutSeconds,omitempty"`
	MaxBody        int64   `json:"maxBody,omitempty"`

	// Verdicts that win over the default: outcome key to verdict word.
	Verdicts map[outcome.Key]string `json:"verdicts,omitempty"`

	// Demo marks the demo site and its scans, whose server Sitewell starts.
	Demo bool `json:"demo,omitempty"`
}

// ParseSettings reads what Settings.JSON wrote; "" is the zero value. Fields
// that this program does not know are passed over within a version; a newer
// version is ErrSettings.
func ParseSettings(s string) (Settings, error) {
	settings := Settings{Version: settingsVersion}
	if strings.TrimSpace(s) == "" {
		return settings, nil
	}
	if err := json.Unmarshal([]byte(s), &settings); err != nil {
		return Settings{}, fmt.Errorf("%w: %w", ErrSettings, err)
	}
	if settings.Version > settingsVersion {
		return Settings{}, fmt.Errorf("%w: version %d is newer than %d", ErrSettings, settings.Version, settingsVersion)
	}
	for key, word := range settings.Verdicts {
		if _, ok := outcome.ParseVerdict(word); !ok {
			return Settings{}, fmt.Errorf("%w: verdict %q of outcome %s", ErrSettings, word, key)
		}
	}
	return settings, nil
}

// JSON writes the settings for storage.
func (s Settings) JSON() (string, error) {
	s.Version = settingsVersion
	b, err := json.Marshal(s)
	if err != nil {
		return "", fmt.Errorf("write settings: %w", err)
	}
	return string(b), nil
}

// options gives the engine's options for a start address.
func (s Settings) options(start string) scanner.Options {
	o := scanner.Options{
		Start:      start,
		NoExternal: s.NoExternal, Subdomains: s.Subdomains, Include: s.Include, Exclude: s.Exclude,
		MaxDepth: s.MaxDepth, MaxAddresses: s.MaxAddresses,
		IgnoreRobots: s.IgnoreRobots, NoSitemap: s.NoSitemap, NoFragments: s.NoFragments, FollowNothing: s.FollowNothing,
		Concurrency: s.Concurrency, NoDelay: s.NoDelay, UserAgent: s.UserAgent,
		Timeout: time.Duration(s.TimeoutSeconds * float64(time.Second)), MaxBody: s.MaxBody,
	}
	if len(s.Verdicts) > 0 {
		o.Overrides = make(map[outcome.Key]outcome.Verdict, len(s.Verdicts))
		for key, word := range s.Verdicts {
			o.Overrides[key], _ = outcome.ParseVerdict(word) // checked by ParseSettings
		}
	}
	return o
}

// facts tells the settings as a report lists them. What is as usual is left
// out, but for what a reader of numbers must know: whether other sites were
// asked, and under what name.
func (s Settings) facts() []report.Fact {
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
	add(s.Concurrency > 0, "Requests at once, at most", report.Number(s.Concurrency))
	add(s.NoDelay, "Pause between requests", "None")
	add(s.TimeoutSeconds > 0, "Time allowed for a request", fmt.Sprintf("%g s", s.TimeoutSeconds))
	add(len(s.Verdicts) > 0, "Verdicts of its own", report.Number(len(s.Verdicts)))
	return facts
}

func choose(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}
