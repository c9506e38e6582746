// Package profile defines the settings of a site: how it is scanned, and how to
// sign in to it. It is data, which is stored with the site and with each of its
// scans. It must not know how a scan is run, and it must not contain secrets.
package profile

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"sitewell/scanner/outcome"
)

// version is the version of Settings that this program writes.
const version = 1

// ErrSettings means that stored settings can't be read.
var ErrSettings = errors.New("stored scan settings can't be read")

// Settings are the settings for scanning a site. The zero value is right for most
// sites.
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
	// StructuredData is true if addresses in JSON-LD are checked as well.
	StructuredData bool `json:"structuredData,omitempty"`
	// ObeyNofollow is true if pages that only nofollow links lead to are not
	// read.
	ObeyNofollow bool `json:"obeyNofollow,omitempty"`
	// PagesOnly is true if, while signed in, only addresses of the site that look
	// like a page are requested; see policy.Options.
	PagesOnly bool `json:"pagesOnly,omitempty"`
	// Render says which pages are shown in a browser, to find what scripts add to them:
	// RenderAuto, RenderAlways or RenderNever. For a site, "" is RenderAuto if this
	// computer has a browser. A scan has RenderAuto or RenderAlways if it used one; "" and
	// RenderNever mean that it did not. Which browser that is belongs to the computer and
	// is not among the settings, which may come from another one.
	Render string `json:"render,omitempty"`
	// Pictures says whether pictures are taken of pages that are shown in a browser and
	// have problems: "" for those that anybody can see, PicturesSignedIn also while the
	// scan is signed in, PicturesNever for none.
	Pictures string `json:"pictures,omitempty"`

	Concurrency    int     `json:"concurrency,omitempty"`
	NoDelay        bool    `json:"noDelay,omitempty"`
	UserAgent      string  `json:"userAgent,omitempty"`
	TimeoutSeconds float64 `json:"timeoutSeconds,omitempty"`
	MaxBody        int64   `json:"maxBody,omitempty"`
	// Headers are sent to the site's own address, as "Name: value". They must not
	// be secret: a secret header belongs to SignIn.
	Headers []string `json:"headers,omitempty"`

	// SignIn is how to sign in to the site, nil for not at all.
	SignIn *SignIn `json:"signIn,omitempty"`

	// Platform is what the person says that the site runs on, by the name of a
	// knowledge.Family; "" leaves it to what scans recognise. Only explanations ask
	// for it.
	Platform string `json:"platform,omitempty"`
	// Panel is what the person says that they manage their hosting with, by the name
	// of a knowledge.Panel; "" if they said nothing. Only explanations ask for it.
	Panel string `json:"panel,omitempty"`

	// Schedule is when the site is scanned regularly, nil for never. Scans have none.
	Schedule *Schedule `json:"schedule,omitempty"`

	// Verdicts override the default verdicts: outcome key to verdict word.
	Verdicts map[outcome.Key]string `json:"verdicts,omitempty"`

	// Demo is true for the demo site and its scans, whose server Sitewell starts.
	Demo bool `json:"demo,omitempty"`
	// Folder is the absolute path of a folder of this computer whose files are the site.
	// Sitewell serves them while it scans. "" for a site that is scanned at its address.
	Folder string `json:"folder,omitempty"`
	// List is the addresses that are checked in place of a site that is crawled; "" for a
	// site. The name "list" in the JSON is what storage tells lists by.
	List AddressList `json:"list,omitempty"`
}

// Schedule is when a site is scanned regularly, and who is told. Without a plan, cron starts
// the scans.
type Schedule struct {
	Plan  string    `json:"plan"`  // as "weekly mon 07:00"
	Since time.Time `json:"since"` // when it was set
	// Mail are the addresses that are written to when a scan found something new or failed.
	Mail []string `json:"mail,omitempty"`
	// Webhook is told the same, nil for none.
	Webhook *Webhook `json:"webhook,omitempty"`
	// Failed is why the last scan failed, as it was told; "" where it did not.
	Failed string `json:"failed,omitempty"`
}

// Webhook is the part of a webhook that is stored. Its address and what it is signed with are
// in the computer's key store.
type Webhook struct {
	Host string `json:"host"`
	Key  string `json:"key"` // name in the key store
}

// Values of Settings.Render.
const (
	RenderAuto   = "auto"   // pages that look as if scripts make their content
	RenderAlways = "always" // every page of the site
	RenderNever  = "never"
)

// Values of Settings.Pictures.
const (
	PicturesSignedIn = "signed-in"
	PicturesNever    = "never"
)

// SignIn is the part of a sign-in that is stored. The secret itself is stored, if
// at all, in the computer's key store.
type SignIn struct {
	Kind Kind   `json:"kind"`
	User string `json:"user,omitempty"` // for Password
	// Key is the name of the secret in the key store.
	Key string `json:"key"`
	// PromptEachRun is true if the secret is not in the key store, so that a person is
	// asked for it once in every run of the program.
	PromptEachRun bool `json:"asked,omitempty"`
}

// Kind is a kind of sign-in.
type Kind string

const (
	Password Kind = "password" // user name and password (HTTP basic)
	Cookie   Kind = "cookie"   // cookies of a browser that is signed in
	Header   Kind = "header"   // a header with a token
)

// Kinds returns all kinds.
func Kinds() []Kind { return []Kind{Password, Cookie, Header} }

// Parse parses the output of Settings.JSON; "" is the zero value. Unknown fields
// are ignored within a version. For a newer version the error is ErrSettings.
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

// JSON returns the settings as they are stored.
func (s Settings) JSON() (string, error) {
	s.Version = version
	b, err := json.Marshal(s)
	if err != nil {
		return "", fmt.Errorf("write settings: %w", err)
	}
	return string(b), nil
}
