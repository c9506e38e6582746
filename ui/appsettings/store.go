// Package appsettings shows and changes what a person decides about Sitewell itself:
// language and look, where reports and data go, and the proxy. Each change applies at
// once. It must not know where settings are kept, nor what they change.
package appsettings

import (
	"context"
)

// Name names a setting.
type Name string

const (
	Language     Name = "language"
	Appearance   Name = "appearance"
	TextSize     Name = "text-size"
	ReduceMotion Name = "reduce-motion"
	ReportFolder Name = "report-folder"
	BrowserHint  Name = "browser-hint"
)

// Values of ReduceMotion.
const (
	Yes   = "yes"
	No    = "no"
	Never = "never" // of BrowserHint
)

// Values are the settings as they are now.
type Values struct {
	Language     string // "": as the system says
	Appearance   string // "light", "dark", "": as the system says
	TextSize     int    // in percent
	ReduceMotion bool
	ReportFolder string // "": the one that was used last
	Proxy        Proxy
	Browser      string // program that a person has chosen; "": the first that is found
	BrowserHint  bool   // nobody was told yet what a browser would add
	// DataFixed is true where the person named a history when they started Sitewell, so
	// that it can't be moved.
	DataFixed bool
}

// ProxyMode says which proxy is used.
type ProxyMode string

const (
	SystemProxy ProxyMode = ""
	NoProxy     ProxyMode = "none"
	OwnProxy    ProxyMode = "own"
)

// Proxy is what sites are asked through. Address and User are those of OwnProxy.
type Proxy struct {
	Mode          ProxyMode
	Address, User string
}

// Store keeps the settings.
type Store interface {
	// Values answers from memory.
	Values() Values
	// Set changes a setting at once; Save stores what was changed, off the window's
	// thread.
	Set(name Name, value string) error
	Save(ctx context.Context) error
	// SetProxy changes and stores the proxy, off the window's thread; "" leaves a
	// password as it is. It may wait until a person has unlocked their key store.
	SetProxy(ctx context.Context, p Proxy, password string) error
	// TestProxy tries a proxy and returns the site that answered through it, "" where
	// there was none to ask for.
	TestProxy(ctx context.Context, p Proxy, password string) (site string, err error)
	// Browser returns the browser in which scans show pages. If it can't be used, the
	// error says why. SetBrowser chooses a program, after it was seen that it can be
	// used, "" for the first that is found. Both start the browser.
	Browser(ctx context.Context) (FoundBrowser, error)
	SetBrowser(ctx context.Context, program string) error
}
