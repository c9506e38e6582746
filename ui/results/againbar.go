package results

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/ui/badge"
	"sitewell/ui/control"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// againBar is a line above the lists: how far a recheck is, or what came of it. Its
// height does not change while the recheck goes on, so that nothing moves meanwhile.
type againBar struct {
	s            *Screen
	text         *widget.Label
	share        *widget.ProgressBar
	shareBox     *fyne.Container // it, as far as it is shown
	icon         *widget.Icon
	stop, update *control.Button
	ground       *badge.Surface
	content      *fyne.Container
}

// shareWidth and shareHeight are the size of the bar that shows the progress.
const shareWidth, shareHeight = 120, 10

func newAgainBar(s *Screen) *againBar {
	b := &againBar{s: s, text: &widget.Label{Truncation: fyne.TextTruncateEllipsis}, share: widget.NewProgressBar(), icon: widget.NewIcon(nil)}
	b.stop = &control.Button{Button: widget.Button{Text: lang.L("Stop"), Icon: fynetheme.MediaStopIcon(), OnTapped: s.stopAgain}}
	b.update = &control.Button{Button: widget.Button{Text: lang.L("Update the list"), Icon: fynetheme.ViewRefreshIcon(), OnTapped: s.update}}
	b.share.TextFormatter = func() string { return "" }
	b.shareBox = container.NewCenter(container.NewGridWrap(fyne.NewSize(shareWidth, shareHeight), b.share))
	icon := container.New(layout.NewCustomPaddedLayout(0, 0, 8, 0), container.NewCenter(b.icon))
	b.ground = badge.NewSurface(container.NewBorder(nil, nil, icon, container.NewHBox(b.shareBox, b.stop, b.update), b.text))
	b.ground.Plain, b.ground.Inset = true, 3
	b.content = container.NewStack(b.ground)
	b.content.Hide()
	return b
}

// show says how far a recheck is, or what came of it.
func (b *againBar) show(r *recheck) {
	visible(b.content, r.running || r.ended != "")
	visible(b.stop, r.running)
	visible(b.shareBox, r.running)
	visible(b.update, !r.running)
	b.text.Truncation, b.text.Wrapping = fyne.TextTruncateOff, fyne.TextWrapWord
	if r.running {
		b.text.Truncation, b.text.Wrapping = fyne.TextTruncateEllipsis, fyne.TextWrapOff
	}
	switch {
	case r.running:
		b.ground.Fill = theme.ColorInfoSoft
		b.icon.SetResource(fynetheme.NewColoredResource(fynetheme.ViewRefreshIcon(), theme.ColorInfo))
		if r.stopped {
			b.stop.Disable()
		} else {
			b.stop.Enable()
		}
		b.text.SetText(b.progress(r))
		share := 0.0
		if r.now.Total > 0 {
			share = float64(r.now.Done) / float64(r.now.Total)
		}
		b.share.SetValue(share)
	case r.allWork:
		b.ground.Fill = theme.VerdictSoftColor(outcome.Works)
		b.icon.SetResource(theme.VerdictIcon(outcome.Works))
		b.text.SetText(r.ended)
	default:
		b.ground.Fill = theme.ColorInfoSoft
		b.icon.SetResource(fynetheme.NewColoredResource(fynetheme.InfoIcon(), theme.ColorInfo))
		b.text.SetText(r.ended)
	}
	b.content.Refresh()
}

// progress says how far it is, and where.
func (b *againBar) progress(r *recheck) string {
	switch {
	case r.stopped:
		return lang.L("Stopping …")
	case r.now.Total == 0:
		return lang.L("Checking again …")
	}
	said := lang.L("Checking again: {{.Done}} of {{.Total}}", map[string]any{"Done": words.Number(r.now.Done), "Total": words.Number(r.now.Total)})
	if why := waits(r.now.Slow); why != "" {
		return said + "  ·  " + why
	}
	if r.now.Current != "" {
		return said + "  ·  " + b.s.within(r.now.Current)
	}
	return said
}
