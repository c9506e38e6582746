// Package signin asks for what a scan lacks to sign in: a password, cookies or a header. It must not
// know where that is kept.
package signin

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/field"
	"sitewell/ui/theme"
)

// Needed says, as an error, that a scan did not begin because it is signed in, and what to sign in
// with can't be had.
type Needed struct {
	SignIn profile.SignIn
	Start  string
	Host   string
	// Sentence says why, in the reader's words.
	Sentence string
	Err      error // behind it
}

// Error returns the error behind it.
func (e *Needed) Error() string { return e.Err.Error() }

// Unwrap returns the error behind it.
func (e *Needed) Unwrap() error { return e.Err }

// Options are what the dialog needs.
type Options struct {
	Run      *background.Runner
	Dialogs  *ask.Host
	Canvas   fyne.Canvas
	Sentence func(error) string
	// Keep keeps what was typed until the program ends. It is called off the window's thread.
	Keep func(ctx context.Context, needed *Needed, text string) error
}

// Ask asks for what a scan lacks, if that is what an error says, and calls again once it is there.
// It reports whether it asked.
func Ask(o Options, err error, again func()) bool {
	var needed *Needed
	if !errors.As(err, &needed) {
		return false
	}
	f := &form{o: o, needed: needed, again: again}
	f.show()
	return true
}

// form is the dialog. What is typed is kept until the program ends, and stored nowhere.
type form struct {
	o       Options
	needed  *Needed
	again   func()
	typed   func() string
	focus   fyne.Focusable
	dialog  *ask.Dialog
	problem *fyne.Container
	reason  *widget.Label
	loader  background.Loader[struct{}]
}

func (f *form) show() {
	f.reason = &widget.Label{Wrapping: fyne.TextWrapWord}
	icon := widget.NewIcon(theme.VerdictIcon(outcome.Broken))
	f.problem = container.NewBorder(nil, nil, container.NewVBox(column.Margin(theme.Size(theme.SizeGap), icon)), nil, f.reason)
	f.problem.Hide()
	title, entry, focus := f.entry()
	name := badge.Caption(title)
	name.Truncation = fyne.TextTruncateEllipsis // it has the user's name
	f.focus = focus
	f.dialog = &ask.Dialog{
		Title:   lang.L("Sign in to {{.Site}}", map[string]any{"Site": f.needed.Host}),
		Text:    f.needed.Sentence,
		Content: container.NewVBox(name, column.Inset(entry), f.problem),
		Cancel:  ask.Button{Text: lang.L("Cancel"), Do: f.loader.Cancel},
		Confirm: ask.Button{Text: lang.L("Sign in and scan"), Do: f.submit, Keep: true},
		Focus:   focus,
		Width:   520,
	}
	f.o.Dialogs.Show(f.dialog)
}

// entry is the field for the kind of sign-in, with its name.
func (f *form) entry() (name string, o fyne.CanvasObject, focus fyne.Focusable) {
	keys := func(k *fyne.KeyEvent) bool { return f.dialog.Key(k) }
	if f.needed.SignIn.Kind == profile.Cookie {
		e := field.NewLines("Cookie: session=…", 3)
		e.Keys = keys
		f.typed = func() string { return e.Text }
		return lang.L("Cookies"), e, e
	}
	e := field.New("")
	e.Password, e.Keys = true, keys
	e.OnSubmitted = func(string) { f.dialog.Submit() }
	f.typed = func() string { return e.Text }
	if f.needed.SignIn.Kind == profile.Header {
		e.SetPlaceHolder("Authorization: Bearer …")
		return lang.L("Header"), e, e
	}
	return lang.L("Password of {{.User}}", map[string]any{"User": f.needed.SignIn.User}), e, e
}

func (f *form) submit() {
	text := f.typed()
	f.dialog.Enable(false)
	f.loader.Load(f.o.Run, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, f.o.Keep(ctx, f.needed, text)
	}, func(_ struct{}, err error) {
		f.dialog.Enable(true)
		if err != nil {
			f.reason.SetText(f.o.Sentence(err))
			f.problem.Show()
			f.dialog.Fit()
			f.o.Canvas.Focus(f.focus)
			return
		}
		f.dialog.Close()
		f.again()
	})
}
