package core

import (
	"errors"
	"strings"
	"testing"

	"sitewell/storage"
	"sitewell/storage/sqlite"
)

// What another computer gets does not say how somebody signs in, and what it sends can't name a secret
// of this one.
func TestSettingsOfAFileHaveNoSignIn(t *testing.T) {
	const signedIn = `{"version":1,"maxDepth":3,"signIn":{"kind":"password","user":"anna","key":"bakery.example 0102"}}`
	clean, err := withoutSignIn(signedIn)
	if err != nil || strings.Contains(clean, "anna") || strings.Contains(clean, "0102") || !strings.Contains(clean, `"maxDepth":3`) {
		t.Errorf("%s, %v", clean, err)
	}
	const start = "https://bakery.example/"
	f := &sqlite.ScanFile{Site: storage.Site{Start: start, Settings: signedIn}, Scan: storage.Scan{Start: start, Settings: signedIn}}
	if err := checkImport(f); err != nil || strings.Contains(f.Site.Settings+f.Scan.Settings, "anna") {
		t.Errorf("%s, %s, %v", f.Site.Settings, f.Scan.Settings, err)
	}
	for _, bad := range []string{"", "bakery.example", "ftp://bakery.example/", "javascript:alert(1)", "https://bakery.example/#part", "https://BAKERY.example/"} {
		f := &sqlite.ScanFile{Site: storage.Site{Start: bad}, Scan: storage.Scan{Start: start}}
		if err := checkImport(f); !errors.Is(err, storage.ErrCorrupt) {
			t.Errorf("start address %q: %v", bad, err)
		}
	}
	f = &sqlite.ScanFile{Site: storage.Site{Start: start, Settings: `{"version":99}`}, Scan: storage.Scan{Start: start}}
	if err := checkImport(f); !errors.Is(err, storage.ErrNewer) {
		t.Errorf("newer settings: %v", err)
	}
}
