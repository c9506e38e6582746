//go:build !headless

package main

import (
	"context"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sitewell/app/core"
	"sitewell/ui/background"
	"sitewell/ui/language"
	"sitewell/ui/problem"
	"sitewell/ui/theme"
	"sitewell/ui/uitest"
)

// width is that of the panel beside the list, in a window of usual size.
const width = 520

// A sheet has so many panels that the words can still be read.
const (
	columns = 4
	rows    = 3
)

// locales are the locales by language, for the labels of the panels.
var locales = map[string]string{"en": "en_GB.UTF-8", "de": "de_DE.UTF-8"}

// draw writes the panels and their sheets into the folder.
func (o options) draw(ctx context.Context, c *core.Core, panels []panel) error {
	locale, ok := locales[o.language]
	if !ok {
		return fmt.Errorf("there is no translation into %q", o.language)
	}
	for _, name := range []string{"LANG", "LC_ALL"} {
		if err := os.Setenv(name, locale); err != nil {
			return err
		}
	}
	if err := language.Use(""); err != nil {
		return err
	}
	app := test.NewApp()
	defer app.Quit()
	app.Settings().SetTheme(theme.New(theme.Light))
	var sheet []image.Image
	for i, p := range panels {
		img, text, err := o.drawPanel(ctx, c, app, p)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		if err := o.savePNG(p.name, img); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(o.out, p.name+".md"), []byte(text), 0o644); err != nil {
			return err
		}
		sheet = append(sheet, img)
		if len(sheet) == columns*rows || i == len(panels)-1 {
			if err := o.savePNG(fmt.Sprintf("sheet-%02d", i/(columns*rows)+1), arrange(sheet)); err != nil {
				return err
			}
			sheet = nil
		}
	}
	return nil
}

// drawPanel shows a panel and returns its picture and its text.
func (o options) drawPanel(ctx context.Context, c *core.Core, app fyne.App, s panel) (image.Image, string, error) {
	x, err := c.Explainer.Explain(ctx, s.scan, s.id)
	if err != nil {
		return nil, "", err
	}
	functions := make(chan func(), 1024)
	runner := background.New(ctx, func(f func()) { functions <- f })
	defer runner.Close()
	var failed error
	p := problem.New(problem.Options{
		Run: runner, Source: source{c.Store, c.Explainer, c.Suggester, c.Rechecker, c.History}, Desktop: desktop{}, Prefs: app.Preferences(),
		Sentence: func(err error) string { failed = err; return err.Error() },
		Step:     func(int) {}, Close: func() {},
	})
	w := test.NewWindow(p.Content())
	defer w.Close()
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, float32(o.height)))
	p.Show(s.scan, s.id)
	limit := time.NewTimer(10 * time.Second)
	defer limit.Stop()
	for failed == nil && !slices.Contains(uitest.Texts(w.Content()), x.Title) {
		select {
		case f := <-functions:
			f()
		case <-limit.C:
			return nil, "", fmt.Errorf("the panel did not show %q within 10 s", x.Title)
		case <-ctx.Done():
			return nil, "", ctx.Err()
		}
	}
	text := fmt.Sprintf("# %s\n\n%s\n\n**%s, %s:** %s\n\n%s\n", x.Title, x.Fix, x.Verdict, x.Severity, x.Why, x.Markdown())
	return w.Canvas().Capture(), text, failed
}

// source is where the panel reads from.
type source struct {
	core.Store
	*core.Explainer
	*core.Suggester
	*core.Rechecker
	*core.History
}

// desktop is a desktop on which nothing happens.
type desktop struct{}

func (desktop) Copy(string)         {}
func (desktop) Browse(string)       {}
func (desktop) Mail(string, string) {}
func (desktop) Tell(string)         {}

// arrange puts pictures of one size in rows on a sheet.
func arrange(all []image.Image) image.Image {
	size := all[0].Bounds().Size()
	sheet := image.NewRGBA(image.Rect(0, 0, columns*size.X, (len(all)+columns-1)/columns*size.Y))
	for i, img := range all {
		at := image.Pt(i%columns*size.X, i/columns*size.Y)
		draw.Draw(sheet, image.Rectangle{at, at.Add(size)}, img, image.Point{}, draw.Src)
	}
	return sheet
}

func (o options) savePNG(name string, img image.Image) error {
	f, err := os.Create(filepath.Join(o.out, name+".png"))
	if err != nil {
		return err
	}
	if err := png.Encode(f, img); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
