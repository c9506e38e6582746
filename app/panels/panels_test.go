//go:build !headless

package panels

import (
	"flag"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sitewell/app/core"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/ui/problem"
	"sitewell/ui/uitest"
)

var (
	out      = flag.String("out", "", "folder that the pictures are written to; none are drawn without it")
	language = flag.String("lang", "en", "language of the explanations")
	height   = flag.Float64("height", 800, "height of a panel; what is longer is cut, as in the window")
)

// width is that of the panel beside the list, in a window of usual size.
const width = 520

// panelsOnSheet are so many panels that the words can still be read.
const (
	columns = 4
	rows    = 3
)

// shot is a panel to be drawn.
type shot struct {
	name string
	scan int64
	id   result.ID
}

// shots picks an address of the site and one of another for every outcome,
// those with the most links first, and an error page that leaks.
func shots(t *testing.T, c *core.Core) []shot {
	t.Helper()
	best := make(map[string]found)
	for _, f := range everything(t, c) {
		side := "other"
		if f.row.Internal {
			side = "own"
		}
		key := string(f.row.Outcome) + "-" + side
		if b, ok := best[key]; !ok || f.row.Sources > b.row.Sources {
			best[key] = f
		}
		d, err := c.Detail(t.Context(), f.scan, f.row.ID)
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(d.Notes, func(n result.Note) bool { return n.Outcome == outcome.ErrorLeak }) {
			best["error-leak-"+side] = f
		}
	}
	var all []shot
	for name, f := range best {
		all = append(all, shot{name, f.scan, f.row.ID})
	}
	slices.SortFunc(all, func(a, b shot) int { return strings.Compare(a.name, b.name) })
	return all
}

// TestPanels draws the panel of every outcome that a scan comes to, each as a
// picture and text, and all of them on sheets. Look at them with "make panels".
func TestPanels(t *testing.T) {
	if *out == "" {
		return
	}
	c := open(t, scans(t), *language)
	all := shots(t, c)
	var sheet []image.Image
	for i, s := range all {
		img, text := draws(t, c, s)
		savePNG(t, s.name, img)
		if err := os.WriteFile(filepath.Join(*out, s.name+".md"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		sheet = append(sheet, img)
		if len(sheet) == columns*rows || i == len(all)-1 {
			savePNG(t, fmt.Sprintf("sheet-%02d", i/(columns*rows)+1), together(sheet))
			sheet = nil
		}
	}
	t.Logf("%d panels", len(all))
}

// draws shows a panel and gives what it looks like and what it says.
func draws(t *testing.T, c *core.Core, s shot) (image.Image, string) {
	t.Helper()
	app := uitest.New(t)
	q := uitest.NewQueue(t)
	p := problem.New(problem.Options{
		Run: q.Runner(), Source: c, Desktop: desk{}, Prefs: app.Preferences(),
		Sentence: func(err error) string { t.Errorf("%s: %v", s.name, err); return err.Error() },
		Step:     func(int) {}, Close: func() {},
	})
	w := uitest.Window(t, p.Content(), width, float32(*height))
	x, err := c.Explain(t.Context(), s.scan, s.id)
	if err != nil {
		t.Fatal(err)
	}
	p.Show(s.scan, s.id)
	q.Until(t, func() bool { return slices.Contains(uitest.Texts(w.Content()), x.Title) })
	text := fmt.Sprintf("# %s\n\n%s\n\n**%s, %s:** %s\n\n%s\n", x.Title, x.Fix, x.Verdict, x.Severity, x.Why, x.Markdown())
	return w.Canvas().Capture(), text
}

// desk is a desktop on which nothing happens.
type desk struct{}

func (desk) Copy(string)   {}
func (desk) Browse(string) {}
func (desk) Tell(string)   {}

// together puts pictures of one size in rows on a sheet.
func together(all []image.Image) image.Image {
	size := all[0].Bounds().Size()
	sheet := image.NewRGBA(image.Rect(0, 0, columns*size.X, (len(all)+columns-1)/columns*size.Y))
	for i, img := range all {
		at := image.Pt(i%columns*size.X, i/columns*size.Y)
		draw.Draw(sheet, image.Rectangle{at, at.Add(size)}, img, image.Point{}, draw.Src)
	}
	return sheet
}

func savePNG(t *testing.T, name string, img image.Image) {
	t.Helper()
	f, err := os.Create(filepath.Join(*out, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}
