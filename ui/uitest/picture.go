package uitest

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
)

// Picture writes what the window shows as a PNG into the folder that
// SITEWELL_PICTURES names, for a person to look at. Without that it does
// nothing.
func Picture(t testing.TB, w fyne.Window, name string) {
	t.Helper()
	folder := os.Getenv("SITEWELL_PICTURES")
	if folder == "" {
		return
	}
	f, err := os.Create(filepath.Join(folder, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, w.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
}
