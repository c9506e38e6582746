package appsettings

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/background"
	"sitewell/ui/column"
	"sitewell/ui/control"
)

// FoundBrowser is the browser in which scans show pages.
type FoundBrowser struct {
	Program string // "": there is none
	Version string // as "120.0.6099.224"
}

// browser is the setting that says in which browser pages are shown.
type browser struct {
	s              *Screen
	where, version *widget.Label
	pick, usual    *control.Button
	notice         *notice
	about          background.Loader[FoundBrowser]
}

func newBrowser(s *Screen) *browser {
	b := &browser{s: s, where: &widget.Label{Text: lang.L("Looking for it …"), Wrapping: fyne.TextWrapBreak}, version: wrapped(" ")}
	b.pick = &control.Button{Button: widget.Button{Text: lang.L("Choose a program …"), Icon: fynetheme.FolderOpenIcon(), OnTapped: func() {
		s.o.PickProgram(b.store)
	}}}
	b.usual = &control.Button{Button: widget.Button{Text: lang.L("The first that is found"), OnTapped: func() { b.store("") }}}
	b.usual.Disable()
	b.notice = s.add(lang.L("Browser"),
		lang.L("Pages that scripts make are shown in it, without a window, to find their links. It can be Chrome, Chromium, Edge or Brave."),
		container.NewVBox(container.New(&rows{gap: textGap}, b.where, b.version), column.Flow(8, b.pick, b.usual)))
	return b
}

// read shows which browser there is. It takes a moment, since the browser is asked for its
// version.
func (b *browser) read() {
	b.about.Load(b.s.o.Run, b.s.o.Store.Browser, func(found FoundBrowser, err error) {
		b.show(found)
		b.notice.tell(b.s.o.Sentence, err)
	})
}

// store uses a program from now on, "" for the first that is found.
func (b *browser) store(program string) {
	b.pick.Disable()
	b.usual.Disable()
	b.about.Load(b.s.o.Run, func(ctx context.Context) (FoundBrowser, error) {
		if err := b.s.o.Store.SetBrowser(ctx, program); err != nil {
			return FoundBrowser{}, err
		}
		return b.s.o.Store.Browser(ctx)
	}, func(found FoundBrowser, err error) {
		b.pick.Enable()
		if err != nil {
			b.notice.tell(b.s.o.Sentence, err)
			b.enableUsual()
			return
		}
		b.show(found)
		b.notice.say(lang.L("Pages are shown in this browser from now on."), true)
	})
}

func (b *browser) show(found FoundBrowser) {
	switch {
	case found.Program == "":
		b.where.Wrapping = fyne.TextWrapWord
		b.where.SetText(lang.L("No browser was found on this computer."))
		b.version.SetText(lang.L("Links that scripts make are not seen."))
	default:
		b.where.Wrapping = fyne.TextWrapBreak // a path has no words
		b.where.SetText(found.Program)
		b.version.SetText(lang.L("Version {{.Version}}", map[string]any{"Version": found.Version}))
		if found.Version == "" {
			b.version.SetText(" ")
		}
	}
	b.enableUsual()
	b.s.refresh()
}

// enableUsual enables the way back from a program that was chosen.
func (b *browser) enableUsual() {
	if b.s.o.Store.Values().Browser != "" {
		b.usual.Enable()
	} else {
		b.usual.Disable()
	}
}
