package gallery

import (
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sitewell/ui/theme"
)

var out = flag.String("out", "", "folder that the pictures are written to")

// TestGallery draws every screen with canned data; look at the pictures with
//
//	go test ./ui/gallery -run TestGallery -out DIR
//
// Without -out it still proves that every screen can be drawn in every size.
func TestGallery(t *testing.T) {
	t.Setenv("LC_ALL", "en_US.UTF-8")
	dir := *out
	if dir == "" {
		dir = t.TempDir()
	}
	for _, shot := range shots() {
		for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
			for _, size := range []fyne.Size{fyne.NewSize(1024, 640), fyne.NewSize(1280, 800)} {
				name := fmt.Sprintf("%s-%s-%.0f", shot.name, mode, size.Width)
				t.Run(name, func(t *testing.T) {
					app := test.NewTempApp(t)
					app.Settings().SetTheme(theme.New(mode))
					w := app.NewWindow(name)
					defer w.Close()
					w.SetPadded(false)
					content := shot.build(w)
					w.SetContent(content)
					w.Resize(size)
					if shot.after != nil {
						shot.after(w)
					}
					img := w.Canvas().Capture()
					if got := img.Bounds().Size(); got != image.Pt(int(size.Width), int(size.Height)) {
						t.Errorf("it does not fit: asked for %v, needs %v", size, got)
					}
					save(t, filepath.Join(dir, name+".png"), img)
				})
			}
		}
	}
}

func save(t *testing.T, path string, img image.Image) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}

type shot struct {
	name  string
	build func(fyne.Window) fyne.CanvasObject
	after func(fyne.Window)
}

func shots() []shot {
	return []shot{
		{name: "parts", build: Parts},
	}
}
