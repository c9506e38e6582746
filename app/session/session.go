// Package session opens what a run of Sitewell works with, for the window and for the
// command line: the settings, the log, the key store and the history. It knows where these
// belong on this computer.
package session

import (
	"context"

	"sitewell/app/core"
	"sitewell/scanner"
)

// Session is one run of the program.
type Session struct {
	Version string
	Keys    core.KeyStore // nil for none
	Proxies *Proxies      // nil for none
	// Prepare has the last word on the options of every scan; nil for none.
	Prepare func(*scanner.Options)
	// Browser finds the browser instead of FindBrowser; nil for none.
	Browser func(given string) (string, error)
}

// New returns a run of a version of the program.
func New(version string, keys core.KeyStore, prepare func(*scanner.Options)) *Session {
	return &Session{Version: version, Keys: keys, Proxies: &Proxies{Keys: keys}, Prepare: prepare}
}

// PrepareScan has scans ask through the proxy of the settings.
func (s *Session) PrepareScan(ctx context.Context) func(*scanner.Options) {
	return func(o *scanner.Options) {
		if s.Proxies != nil {
			var err error
			if o.Proxy, err = s.Proxies.Option(ctx); err != nil && o.Logger != nil {
				o.Logger.Warn("the proxy of the settings, or its password, can't be read", "error", err)
			}
		}
		if s.Prepare != nil {
			s.Prepare(o)
		}
	}
}
