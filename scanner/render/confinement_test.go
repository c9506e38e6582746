package render

import (
	"path/filepath"
	"testing"
)

func TestConfinedTo(t *testing.T) {
	for program, want := range map[string]string{
		"/usr/bin/chromium":  "",
		"/snap/bin/chromium": "/home/a/snap/chromium/common/sitewell",
		"/snap/bin/brave":    "/home/a/snap/brave/common/sitewell",
		"/var/lib/flatpak/exports/bin/com.google.Chrome":                 "/home/a/.var/app/com.google.Chrome/cache/sitewell",
		"/home/a/.local/share/flatpak/exports/bin/org.chromium.Chromium": "/home/a/.var/app/org.chromium.Chromium/cache/sitewell",
	} {
		if got := confinedTo(program, "/home/a"); filepath.ToSlash(got) != want {
			t.Errorf("%s: got %q, want %q", program, got, want)
		}
	}
}
