// Command show opens the results of a made-up scan in a real window, to try
// scrolling, clicking and typing without scanning anything:
//
//	go run -tags migrated_fynedo,x11 ./ui/gallery/show -works 1000000
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/lang"

	"sitewell/assets"
	"sitewell/ui/background"
	"sitewell/ui/gallery"
	"sitewell/ui/theme"
)

func main() {
	works := flag.Int("works", 201, "number of addresses that work")
	running := flag.Bool("running", false, "show the scan as running")
	mode := flag.String("mode", "", "light or dark; empty: as the system says")
	flag.Parse()
	if err := show(*works, *running, theme.Mode(*mode)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func show(works int, running bool, mode theme.Mode) error {
	if err := lang.AddTranslationsFS(assets.Translations(), assets.TranslationsDir); err != nil {
		return err
	}
	site, err := gallery.NewSite(works)
	if err != nil {
		return err
	}
	a := app.NewWithID("example.sitewell.gallery")
	a.Settings().SetTheme(theme.New(mode))
	run := background.New(context.Background(), fyne.Do)
	defer run.Close()
	screen := gallery.Results(run, site, a.Preferences(), running)
	w := a.NewWindow("Sitewell gallery")
	w.SetPadded(false)
	w.SetContent(screen.Content())
	w.Resize(fyne.NewSize(1280, 800))
	screen.Opened()
	w.ShowAndRun()
	return nil
}
