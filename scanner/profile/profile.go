// Package profile holds what a person decides about a site: how it is scanned,
// and that it is signed in to. It is data, as it is stored with the site and
// with each of its scans. It must not know how a scan is run, and no secret
// has a place in it.
package profile

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"sitewell/scanner/outcome"
)

// version is the version of Settings that this program writes.
const version = 1

// ErrSettings says that stored scan settings can't be read.
var ErrSettings = errors.New("stored scan settings can't be read")

// Settings are what a person decides about scanning a site. The zero value is
// right for most sites.
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
	// StructuredData: the addresses in JSON-LD are checked, too.
	StructuredData bool `json:"structuredData,omitempty"`
	// ObeyNofollow: pages that only nofollow links lead to are not read.
	ObeyNofollow bool `json:"obeyNofollow,omitempty"`

	Concurrency    int     `json:"concurrency,omitempty"`
	NoDelay        bool    `json:"noDelay,omitempty"`
	UserAgent      string  `json:"userAgent,omitempty"`
	TimeoutSeconds float64 `json:"timeoutSeconds,omitempty"`
	MaxBody        int64   `json:"maxBody,omitempty"`
	// Headers are sent to the site's own address, as "Name: value". None of
	// them is a secret: those are signed in with.
	Headers []string `json:"headers,omitempty"`

	// SignIn says how the site is signed in to, nil for not at all.
	SignIn *SignIn `json:"signIn,omitempty"`

	// Verdicts that win over the default: outcome key to verdict word.
	Verdicts map[outcome.Key]string `json:"verdicts,omitempty"`

	// Demo marks the demo site and its scans, whose server Sitewell starts.
	Demo bool `json:"demo,omitempty"`
}

// SignIn is what is stored of a sign-in. The secret is in the computer's key
// store or nowhere.
type SignIn struct {
	Kind Kind   `json:"kind"`
	User string `json:"user,omitempty"` // of Password
	// Key is the name under which the key store has the secret.
	Key string `json:"key"`
	// Asked: the secret is not in the key store; a person is asked for it
	// once in every run of the program.
	Asked bool `json:"asked,omitempty"`
}

// Kind of a sign-in.
type Kind string

const (
	Password Kind = "password" // user name and password (HTTP basic)
	Cookie   Kind = "cookie"   // cookies of a browser that is signed in
	Header   Kind = "header"   // a header with a token
)

// Kinds lists all kinds.
func Kinds() []Kind { return []Kind{Password, Cookie, Header} }

// Parse reads what Settings.JSON wrote; "" is the zero value. Fields that this
// program does not know are passed over within a version; a newer version is
// ErrSettings.
func Parse(s string) (Settings, error) {
	settings := Settings{Version: version}
	if strings.TrimSpace(s) == "" {
		return settings, nil
	}
	if err := json.Unmarshal([]byte(s), &settings); err != nil {
		return Settings{}, fmt.Errorf("%w: %w", ErrSettings, err)
	}
	if settings.Version > version {
		return Settings{}, fmt.Errorf("%w: version %d is newer than %d", ErrSettings, settings.Version, version)
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
	s.Version = version
	b, err := json.Marshal(s)
	if err != nil {
		return "", fmt.Errorf("write settings: %w", err)
	}
	return string(b), nil
}
