package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"sitewell/assets"
	"sitewell/assets/texts"
	"sitewell/ui/appsettings"
	"sitewell/ui/router"
	"sitewell/ui/theme"
)

// These are the keys of Fyne's preferences, which contain the settings of the
// window, but no data.
const (
	prefWidth  = "window.width"
	prefHeight = "window.height"
	prefFolder = "export.folder"
)

func (w *Window) theme() theme.Mode {
	return theme.Mode(w.o.AppSettings.Values().Appearance)
}

func (w *Window) chooseTheme(m theme.Mode) { w.tellRefused(w.set(appsettings.Appearance, string(m))) }

// set changes a setting of Sitewell itself at once, and stores it in the background.
func (w *Window) set(name appsettings.Name, value string) error {
	before := w.o.AppSettings.Values()
	if err := w.o.AppSettings.Set(name, value); err != nil {
		return err
	}
	w.follow(before)
	w.menu.refresh()
	w.run.Go(func(ctx context.Context) {
		if err := w.o.AppSettings.Save(ctx); err != nil {
			w.o.Logger.Error("settings not saved", "err", err)
			w.dispatch(func() { w.tellRefused(err) })
		}
	})
	return nil
}

// tellRefused says why a setting was not changed or not stored.
func (w *Window) tellRefused(err error) {
	if err != nil {
		w.dialogs.Tell(lang.L("That did not work"), w.o.Sentence(err), lang.L("OK"))
	}
}

// follow has the window look as the settings say.
func (w *Window) follow(before appsettings.Values) {
	now := w.o.AppSettings.Values()
	if now.Appearance != before.Appearance {
		w.applyTheme(w.theme())
	}
	if now.TextSize != before.TextSize {
		w.resizeText(before.TextSize)
	}
	if now.Language != before.Language {
		w.speak()
	}
}

// speak shows everything in the language that is spoken now.
func (w *Window) speak() {
	w.window.SetTitle(lang.L("Sitewell"))
	w.build(appIcon())
	w.router.Renew()
}

func appIcon() fyne.Resource { return fyne.NewStaticResource("sitewell.svg", assets.Icon()) }

// appSettings shows the settings of Sitewell itself.
func (w *Window) appSettings() { w.router.Visit(router.Route{Name: router.AppSettings}) }

func (w *Window) appSettingsPage() router.Page {
	var languages []appsettings.Choice
	for _, l := range texts.Languages() {
		languages = append(languages, appsettings.Choice{Value: l.Tag, Name: l.Name})
	}
	return appsettings.New(appsettings.Options{
		Run: w.run, Store: w.o.AppSettings, Messages: w.o.Messages, Languages: languages, TextSizes: textSizes(), Set: w.set,
		Keeping: w.keepingOptions(), Brands: w.brands, Sentence: w.o.Sentence, Keys: w.key,
		PickFolder: func(from string, chosen func(folder string)) {
			if from == "" {
				from = folders{w}.Last()
			}
			w.chooser.Folder(from, chosen)
		},
		PickProgram: func(chosen func(path string)) { w.chooser.File("", chosen) },
		Reveal: func(path string) {
			w.run.Go(func(ctx context.Context) {
				if err := w.o.Desktop.Reveal(ctx, path); err != nil {
					w.dispatch(func() { w.tellRefused(err) })
				}
			})
		},
	})
}

func (w *Window) applyTheme(m theme.Mode) {
	w.o.App.Settings().SetTheme(theme.New(m))
}

// size is that of the last time, within what can be worked with.
func (w *Window) size() fyne.Size {
	p := w.o.App.Preferences()
	return fyne.NewSize(
		float32(max(p.FloatWithFallback(prefWidth, defaultWidth), minWidth)),
		float32(max(p.FloatWithFallback(prefHeight, defaultHeight), minHeight)),
	)
}

func (w *Window) rememberSize() {
	size := w.window.Canvas().Size()
	w.o.App.Preferences().SetFloat(prefWidth, float64(size.Width))
	w.o.App.Preferences().SetFloat(prefHeight, float64(size.Height))
}
