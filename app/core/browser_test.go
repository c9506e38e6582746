package core

import (
	"errors"
	"strings"
	"testing"

	"sitewell/scanner/profile"
	"sitewell/scanner/render"
	"sitewell/scanner/sitetest"
)

// An address of a scan is opened in the browser of this computer. Without one that is an
// error, and scans run as before.
func TestBrowser(t *testing.T) {
	site := sitetest.New(t, bakery)
	site.Open("oven")
	c := kitchen(t, site)
	r, err := c.Runner.ScanAddress(t.Context(), "bakery.example")
	scan := await(t, c, r, err)
	settings, err := profile.Parse(scan.Settings)
	if err != nil || settings.Render != "" {
		t.Errorf("without a browser the scan has %q, %v", settings.Render, err)
	}
	if _, err := c.Browser.Open(t.Context(), scan.ID, scan.Start, false); !errors.Is(err, render.ErrNoBrowser) {
		t.Errorf("without a browser: %v", err)
	}
	c.config.FindBrowser = render.Find
	// The browser judges certificates by itself, and does not know the one of this test.
	got, err := c.Browser.Open(t.Context(), scan.ID, scan.Start, false)
	if err == nil || !strings.Contains(err.Error(), "ERR_CERT_AUTHORITY_INVALID") {
		t.Errorf("got %+v, %v", got, err)
	}
}
