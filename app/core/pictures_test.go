package core

import (
	"bytes"
	"errors"
	"image/jpeg"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner"
	"sitewell/scanner/profile"
	"sitewell/scanner/render"
	"sitewell/storage"
)

// scriptedFolder scans a folder whose start page is made by a script that asks for a file
// which is not there. Its link to a page that is missing is broken.
func scriptedFolder(t *testing.T, change func(*profile.Settings)) (*Core, storage.Scan) {
	t.Helper()
	if _, err := render.Find(""); err != nil {
		t.Fatalf("%v: run .ci/needs browser", err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"index.html": `<!doctype html><title>Bakery</title><div id=root></div><noscript>You need JavaScript.</noscript><script src=app.js></script>`,
		"app.js":     `root.innerHTML = '<h1>Bakery</h1><a href="gone.html">Gone</a> <img src="gone.png">'; fetch('bread.json');`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := Open(t.Context(), Config{DB: filepath.Join(t.TempDir(), "history.db"), Version: "1.2.3", FindBrowser: render.Find, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	r, err := c.Runner.ScanFolder(t.Context(), dir, ScanOverrides{Change: change})
	return c, await(t, c, r, err)
}

// idOf returns the ID of an address of a scan by its path.
func idOf(t *testing.T, c *Core, scan storage.Scan, path string) storage.URLID {
	t.Helper()
	id, err := c.Rechecker.FindAddress(t.Context(), scan, path)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// pagesOf describes the pages that show a problem.
func pagesOf(t *testing.T, c *Core, scan storage.Scan, path string) (all []string) {
	t.Helper()
	pages, err := c.Pictures.Of(t.Context(), scan.ID, idOf(t, c, scan, path))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		text := "/" + strings.TrimPrefix(p.URL, scan.Start)
		if p.IsTarget {
			text += " target"
		}
		if p.Picture != nil {
			if img, err := jpeg.Decode(bytes.NewReader(p.Picture.JPEG)); err != nil || img.Bounds().Dx() != 800 {
				t.Errorf("the picture of %s: %v", p.URL, err)
			}
			text += map[bool]string{true: " by hand", false: " by the scan"}[p.Picture.ByHand]
		}
		all = append(all, text)
	}
	return all
}

// A problem is shown by the page that holds it and by what a visitor gets there; the scan
// took the picture of the page whose script fails, and a person takes the other one.
func TestPictures(t *testing.T) {
	c, scan := scriptedFolder(t, nil)
	for _, tt := range []struct {
		path string
		want []string
	}{
		{"/gone.html", []string{"/ by the scan", "/gone.html target"}},
		{"/bread.json", []string{"/ by the scan"}},
		{"/gone.png", []string{"/ by the scan"}},
		{"/", []string{"/ target by the scan"}},
	} {
		if diff := cmp.Diff(tt.want, pagesOf(t, c, scan, tt.path)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.path, diff)
		}
	}
	gone, start := idOf(t, c, scan, "/gone.html"), idOf(t, c, scan, "/")
	if err := c.Pictures.Take(t.Context(), scan.ID, gone); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"/ by the scan", "/gone.html target by hand"}, pagesOf(t, c, scan, "/gone.html")); diff != "" {
		t.Errorf("after one is taken (-want +got):\n%s", diff)
	}
	list, err := c.Pictures.List(t.Context(), scan.ID)
	if err != nil || len(list) != 2 || list[1].Status != 404 {
		t.Errorf("listed: %+v, %v", list, err)
	}
	if err := c.Pictures.Delete(t.Context(), scan.ID, start); err != nil {
		t.Error(err)
	}
	if err := c.Pictures.Delete(t.Context(), scan.ID, start); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("a picture that is gone: %v", err)
	}
	if n, err := c.Pictures.DeleteOfScan(t.Context(), scan.ID); n != 1 || err != nil {
		t.Errorf("deleted %d of the scan, %v", n, err)
	}
	if n, err := c.Pictures.DeleteOfSite(t.Context(), scan.Site); n != 0 || err != nil {
		t.Errorf("deleted %d of the site, %v", n, err)
	}
	c.config.FindBrowser = nil
	if err := c.Pictures.Take(t.Context(), scan.ID, gone); !errors.Is(err, render.ErrNoBrowser) {
		t.Errorf("without a browser: %v", err)
	}
}

// Whether a scan takes pictures is a setting.
func TestPicturesSetting(t *testing.T) {
	for stored, want := range map[string]scanner.Pictures{
		"": scanner.PicturesPublic, profile.PicturesSignedIn: scanner.PicturesAlways, profile.PicturesNever: scanner.PicturesNever,
	} {
		if got := optionsOf(profile.Settings{Pictures: stored}, "https://bakery.example/").Pictures; got != want {
			t.Errorf("%q: %d, want %d", stored, got, want)
		}
	}
	c, scan := scriptedFolder(t, func(s *profile.Settings) { s.Pictures = profile.PicturesNever })
	if all, err := c.Pictures.List(t.Context(), scan.ID); len(all) != 0 || err != nil {
		t.Errorf("pictures that nobody wants: %+v, %v", all, err)
	}
}
