// Package brands asks what reports look like: whose they are, with which logo, colour and
// footer, in which language, and for which client. It must not know how a report is made.
package brands

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/assets/texts"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/field"
)

// Store keeps brands. Its methods are called off the window's thread.
type Store interface {
	List(ctx context.Context) ([]storage.Brand, error)
	// Check returns a brand as Save would store it, or why it would not.
	Check(b storage.Brand) (storage.Brand, error)
	// ReadLogo reads a file that is to be a logo.
	ReadLogo(path string) ([]byte, error)
	Save(ctx context.Context, b storage.Brand) (storage.Brand, error)
	Delete(ctx context.Context, id storage.BrandID) error
}

// Options are what the dialog needs.
type Options struct {
	Run     *background.Runner
	Dialogs *ask.Host
	Store   Store
	// Pick lets the person choose a file and calls chosen with it, or not at all.
	Pick func(chosen func(path string))
	// Changed is called when a brand was saved or deleted.
	Changed  func()
	Sentence func(error) string
}

// languages returns those of reports, as tags and each in itself; the first is that of the
// program.
func languages() (tags, names []string) {
	tags, names = []string{""}, []string{lang.L("As the program")}
	for _, l := range texts.Languages() {
		tags, names = append(tags, l.Tag), append(names, l.Name)
	}
	return tags, names
}

// Part is something that a report has unless its brand leaves it out, by the name that it
// has on the command line.
type Part struct{ Name, Title string }

// Parts returns all of them, in the reader's language.
func Parts() []Part {
	return []Part{
		{"since", lang.L("What changed, and the scans over time")},
		{"work", lang.L("Who fixes what, by when")},
		{"settings", lang.L("What the scan ran under")},
	}
}

// form is the dialog while it is open.
type form struct {
	o      Options
	dialog *ask.Dialog
	all    []storage.Brand
	now    storage.Brand // as it is stored, with the logo as it was chosen
	filled bool          // false while the fields are filled in

	which, language                       *field.Choice
	tags                                  []string // of languages
	name, client, accent, footer, promise *field.Entry
	usual                                 *control.Check
	parts                                 []*control.Check // of Parts
	logo, noLogo, remove                  *control.Button
	said                                  *widget.Label
	head                                  *head

	list  background.Loader[[]storage.Brand]
	check background.Loader[storage.Brand]
	read  background.Loader[[]byte]
	save  background.Loader[storage.Brand]
}

// Show asks what reports look like.
func Show(o Options) {
	f := &form{o: o, head: newHead(), said: badge.Body("")}
	f.said.Hide()
	keys := func(k *fyne.KeyEvent) { f.dialog.Key(k) }
	f.which = field.NewChoice([]string{lang.L("New brand")}, func(int) { f.chose() }, keys)
	tags, names := languages()
	f.tags = tags
	f.language = field.NewChoice(names, func(int) { f.edited() }, keys)
	f.usual = control.NewCheck(lang.L("For all sites that have no other brand"), func(bool) { f.edited() })
	parts := container.NewVBox()
	for _, p := range Parts() {
		c := control.NewCheck(p.Title, nil)
		f.parts = append(f.parts, c)
		parts.Add(c)
	}
	for _, e := range []struct {
		entry **field.Entry
		hint  string
	}{
		{&f.name, lang.L("Studio Nord")},
		{&f.client, lang.L("as in the settings of its sites")},
		{&f.accent, "#0f766e"},
		{&f.footer, lang.L("address, telephone, website")},
		{&f.promise, lang.L("none")},
	} {
		*e.entry = field.New(e.hint)
		(*e.entry).OnChanged = func(string) { f.edited() }
		(*e.entry).OnSubmitted = func(string) { f.dialog.Submit() }
		(*e.entry).Keys = func(k *fyne.KeyEvent) bool { return f.dialog.Key(k) }
	}
	f.logo = &control.Button{Button: widget.Button{Text: lang.L("Choose a logo …"), Icon: fynetheme.FolderOpenIcon(), OnTapped: func() { o.Pick(f.readLogo) }}}
	f.noLogo = &control.Button{Button: widget.Button{Text: lang.L("No logo"), OnTapped: func() { f.now.Logo, f.now.LogoType = nil, ""; f.edited() }}}
	f.remove = &control.Button{Button: widget.Button{Text: lang.L("Delete"), Icon: fynetheme.DeleteIcon(), OnTapped: f.askToDelete}}
	pair := func(a, b fyne.CanvasObject) fyne.CanvasObject { return container.NewGridWithColumns(2, a, b) }
	f.dialog = &ask.Dialog{
		Title: lang.L("Look of reports"), Width: 680,
		Content: container.NewVBox(
			column.Inset(container.NewBorder(nil, nil, nil, f.remove, f.which)),
			column.Inset(f.head.content),
			pair(labelled(lang.L("Name on reports"), f.name), labelled(lang.L("For the sites of this client"), f.client)),
			column.Inset(f.usual),
			pair(labelled(lang.L("Logo (PNG, JPEG or SVG, at most 1 MB)"), pair(f.logo, f.noLogo)), labelled(lang.L("Colour of headings and lines"), f.accent)),
			container.NewGridWithColumns(3, labelled(lang.L("Last line of each page"), f.footer), labelled(lang.L("Language"), f.language), labelled(lang.L("Promise: days"), f.promise)),
			badge.Caption(lang.L("Parts of reports")), column.Inset(parts),
			f.said,
		),
		Cancel:  ask.Button{Text: lang.L("Close"), Do: f.cancel},
		Confirm: ask.Button{Text: lang.L("Save"), Icon: fynetheme.DocumentSaveIcon(), Do: f.store, Keep: true},
		Focus:   f.name,
	}
	f.fill(storage.Brand{})
	o.Dialogs.Show(f.dialog)
	f.load(0)
}

func labelled(name string, o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewVBox(badge.Caption(name), column.Inset(o))
}

func (f *form) cancel() {
	f.list.Cancel()
	f.check.Cancel()
	f.read.Cancel()
	f.save.Cancel()
}

// load lists the brands and shows one of them, for 0 the first.
func (f *form) load(show storage.BrandID) {
	f.list.Load(f.o.Run, f.o.Store.List, func(all []storage.Brand, err error) {
		if err != nil {
			f.say(f.o.Sentence(err))
			return
		}
		f.all = all
		at := min(1, len(all))
		f.which.Options = []string{lang.L("New brand")}
		for i, b := range all {
			f.which.Options = append(f.which.Options, b.Name)
			if b.ID == show {
				at = i + 1
			}
		}
		if len(all) > 0 {
			f.which.SetSelectedIndex(at)
			return
		}
		f.which.Selected = f.which.Options[0]
		f.which.Refresh()
		f.remove.Disable() // what was typed meanwhile stays
		f.now.ID = 0
		f.usual.SetChecked(true)
	})
}

// chose shows the brand that is chosen.
func (f *form) chose() {
	if i := f.which.SelectedIndex(); i > 0 && i <= len(f.all) {
		f.fill(f.all[i-1])
	} else {
		f.fill(storage.Brand{Default: len(f.all) == 0})
	}
}

// fill shows a brand in the fields.
func (f *form) fill(b storage.Brand) {
	f.filled = false
	f.now = b
	f.name.SetText(b.Name)
	f.client.SetText(b.Client)
	f.accent.SetText(b.Accent)
	f.footer.SetText(b.Footer)
	f.promise.SetText("")
	if b.Promise > 0 {
		f.promise.SetText(strconv.Itoa(b.Promise))
	}
	f.usual.SetChecked(b.Default)
	for i, p := range Parts() {
		f.parts[i].SetChecked(!slices.Contains(b.Without, p.Name))
	}
	f.language.SetSelectedIndex(0)
	for i, l := range f.tags {
		if l == b.Language {
			f.language.SetSelectedIndex(i)
		}
	}
	if b.ID == 0 {
		f.remove.Disable()
	} else {
		f.remove.Enable()
	}
	f.filled = true
	f.edited()
}

// typed returns the brand as a person typed it. A promise that is no number is one that
// can't be kept.
func (f *form) typed() storage.Brand {
	b := f.now
	b.Name, b.Client, b.Accent, b.Footer = f.name.Text, f.client.Text, f.accent.Text, f.footer.Text
	b.Default, b.Language = f.usual.Checked, f.tags[max(f.language.SelectedIndex(), 0)]
	b.Without = nil
	for i, p := range Parts() {
		if !f.parts[i].Checked {
			b.Without = append(b.Without, p.Name)
		}
	}
	b.Promise = 0
	if text := strings.TrimSpace(f.promise.Text); text != "" {
		var err error
		if b.Promise, err = strconv.Atoi(text); err != nil {
			b.Promise = -1
		}
	}
	return b
}

// edited shows how the head of a report looks now, and says what can't be used. A brand
// that has no name yet is not blamed for that.
func (f *form) edited() {
	if !f.filled {
		return
	}
	b := f.typed()
	if b.Logo == nil {
		f.noLogo.Disable()
	} else {
		f.noLogo.Enable()
	}
	nameless := strings.TrimSpace(b.Name) == ""
	if nameless {
		b.Name = "-"
	}
	f.check.Load(f.o.Run, func(context.Context) (storage.Brand, error) { return f.o.Store.Check(b) }, func(checked storage.Brand, err error) {
		if err != nil {
			f.say(f.o.Sentence(err))
			return
		}
		if nameless {
			checked.Name = ""
		}
		f.say("")
		f.head.show(checked)
	})
}

// readLogo takes a file as the logo.
func (f *form) readLogo(path string) {
	f.read.Load(f.o.Run, func(context.Context) ([]byte, error) { return f.o.Store.ReadLogo(path) }, func(logo []byte, err error) {
		if err != nil {
			f.say(f.o.Sentence(err))
			return
		}
		b := f.typed()
		before := f.now.Logo
		b.Logo, b.Name = logo, "-"
		f.check.Load(f.o.Run, func(context.Context) (storage.Brand, error) { return f.o.Store.Check(b) }, func(checked storage.Brand, err error) {
			if err != nil {
				f.now.Logo = before
				f.say(f.o.Sentence(err))
				return
			}
			f.now.Logo, f.now.LogoType = checked.Logo, checked.LogoType
			f.edited()
		})
	})
}

// say shows a sentence, "" for none.
func (f *form) say(text string) {
	if text == f.said.Text && (text != "") == f.said.Visible() {
		return
	}
	f.said.SetText(text)
	if text == "" {
		f.said.Hide()
	} else {
		f.said.Show()
	}
	f.dialog.Fit()
}

// store stores the brand; the dialog stays.
func (f *form) store() {
	b := f.typed()
	f.dialog.Enable(false)
	f.check.Cancel()
	f.save.Load(f.o.Run, func(ctx context.Context) (storage.Brand, error) { return f.o.Store.Save(ctx, b) }, func(saved storage.Brand, err error) {
		f.dialog.Enable(true)
		if err != nil {
			f.say(f.o.Sentence(err))
			return
		}
		f.cancel()
		f.dialog.Close()
		f.o.Changed()
	})
}

// askToDelete deletes the brand if a person says so again.
func (f *form) askToDelete() {
	f.o.Dialogs.Show(&ask.Dialog{
		Title:  lang.L("Delete the brand {{.Name}}?", map[string]any{"Name": f.now.Name}),
		Text:   lang.L("Its sites have the next brand that is for them. Reports that are saved already stay as they are."),
		Cancel: ask.Button{Text: lang.L("Keep it")},
		Confirm: ask.Button{Text: lang.L("Delete"), Danger: true, Do: func() {
			id := f.now.ID
			f.save.Load(f.o.Run, func(ctx context.Context) (storage.Brand, error) { return storage.Brand{}, f.o.Store.Delete(ctx, id) }, func(_ storage.Brand, err error) {
				if err != nil {
					f.say(f.o.Sentence(err))
					return
				}
				f.fill(storage.Brand{})
				f.load(0)
				f.o.Changed()
			})
		}},
	})
}
