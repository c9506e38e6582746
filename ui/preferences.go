package ui

import (
	"context"
	"log/slog"
	"strconv"

	"fyne.io/fyne/v2/lang"

	"sitewell/ui/appsettings"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/theme"
)

// preferences changes the settings of Sitewell itself.
type preferences struct {
	store    appsettings.Store
	run      *background.Runner
	dialogs  *ask.Host
	log      *slog.Logger
	sentence func(error) string
	changed  func(before appsettings.Values) // has the window follow
}

func (p *preferences) chooseTheme(m theme.Mode) {
	p.tellRefused(p.set(appsettings.Appearance, string(m)))
}

// set changes a setting of Sitewell itself at once, and stores it in the background.
func (p *preferences) set(name appsettings.Name, value string) error {
	before := p.store.Values()
	if err := p.store.Set(name, value); err != nil {
		return err
	}
	p.changed(before)
	p.run.Go(func(ctx context.Context) {
		if err := p.store.Save(ctx); err != nil {
			p.log.Error("settings not saved", "err", err)
			p.run.Do(func() { p.tellRefused(err) })
		}
	})
	return nil
}

// tellRefused says why a setting was not changed or not stored.
func (p *preferences) tellRefused(err error) {
	if err != nil {
		p.dialogs.Tell(lang.L("That did not work"), p.sentence(err), lang.L("OK"))
	}
}

// chooseTextSize changes the size of text at once.
func (p *preferences) chooseTextSize(percent int) {
	p.tellRefused(p.set(appsettings.TextSize, strconv.Itoa(percent)))
}

func (p *preferences) chooseMotion(reduced bool) {
	value := appsettings.No
	if reduced {
		value = appsettings.Yes
	}
	p.tellRefused(p.set(appsettings.ReduceMotion, value))
}
