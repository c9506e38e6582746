// Package addresslist is the dialog for checking just the addresses of a list, which is
// pasted, or read from a file. It must not know how lists are read or scanned.
package addresslist

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/field"
	"sitewell/ui/words"
)

// Extensions returns the endings of the names of files that are lists, but for that of
// workbooks, which may be something else.
func Extensions() []string { return []string{".txt", ".csv", ".tsv", ".xml", ".gz"} }

// List is a list that was read.
type List struct {
	Addresses []string
	Unused    int      // lines that are not used
	Notes     []string // why, in sentences, for the first of them
	Name      string   // for the list, "" for none
}

// Store reads lists. Its methods are called off the window's thread.
type Store interface {
	// Read reads what was typed or pasted.
	Read(ctx context.Context, text string) (List, error)
	ReadFile(ctx context.Context, path string) (List, error)
	// IsSaved reports whether a workbook is one that Sitewell saved.
	IsSaved(ctx context.Context, path string) bool
	// IsSites reports whether a file lists sites, and not addresses of a site.
	IsSites(ctx context.Context, path string) bool
}

// Options are what the dialog needs.
type Options struct {
	Run      *background.Runner
	Dialogs  *ask.Host
	Store    Store
	Sentence func(error) string
	Now      func() time.Time
	// PickFile lets the person choose a file.
	PickFile func(chosen func(path string))
	// Scan starts a scan of a list.
	Scan func(name string, addresses []string)
}

// dialogWidth is that of the content, and noteRows how many lines of notes are seen at
// once.
const (
	dialogWidth = 620
	fieldRows   = 5
	maxNotes    = 100
	notesHeight = 56
)

// form is the dialog.
type form struct {
	o       Options
	dialog  *ask.Dialog
	text    *field.Lines
	name    *field.Entry
	source  *widget.Label // the file that is read in place of the text
	count   *widget.Label
	notes   *widget.Label
	work    background.Loader[List]
	list    List
	isNamed bool // by the person
}

// Open asks for a list.
func Open(o Options) { o.open() }

// OpenFile does so with the contents of a file.
func OpenFile(o Options, path string) { o.open().file(path) }

func (o Options) open() *form {
	f := &form{o: o, source: badge.Caption(""), count: badge.Body(""), notes: badge.Caption("")}
	f.text = field.NewLines(lang.L("Paste addresses here, one on each line or in any text"), fieldRows)
	f.text.Long = func(text string) {
		f.use(lang.L("Pasted text"), func(ctx context.Context) (List, error) { return o.Store.Read(ctx, text) })
	}
	f.text.OnChanged = f.typed
	f.name = field.New("")
	f.name.SetText(lang.L("List of {{.Date}}", map[string]any{"Date": words.DateTime(o.Now())}))
	f.name.OnChanged = func(string) { f.isNamed = true; f.enable() }
	f.source.Truncation = fyne.TextTruncateEllipsis
	f.count.Wrapping, f.notes.Wrapping = fyne.TextWrapWord, fyne.TextWrapWord
	open := &control.Button{Button: widget.Button{Text: lang.L("Open a file …"), Icon: fynetheme.FolderOpenIcon(), OnTapped: func() { o.PickFile(f.file) }}}
	notes := container.NewScroll(f.notes)
	notes.SetMinSize(fyne.NewSize(0, notesHeight))
	f.dialog = &ask.Dialog{
		Title: lang.L("Scan a list of addresses"),
		Text:  lang.L("Only these addresses are checked, not what they link to. A file may be text, CSV, an Excel workbook or a sitemap."),
		Content: container.NewVBox(
			column.Inset(f.text),
			column.Inset(container.NewBorder(nil, nil, open, nil, f.source)),
			f.count, notes,
			widget.NewLabel(lang.L("Name of the list, under which its scans are kept")),
			column.Inset(f.name),
		),
		Width:   dialogWidth,
		Focus:   f.text,
		Cancel:  ask.Button{Text: lang.L("Cancel"), Do: f.work.Cancel},
		Confirm: ask.Button{Text: lang.L("Scan"), Do: func() { o.Scan(strings.TrimSpace(f.name.Text), f.list.Addresses) }},
	}
	f.text.Keys = f.dialog.Key
	f.name.Keys = f.dialog.Key
	o.Dialogs.Show(f.dialog)
	f.show(List{}, "")
	return f
}

// typed reads what is in the field now.
func (f *form) typed(text string) {
	if text == "" && f.source.Text != "" { // it was emptied for a file
		return
	}
	f.source.SetText("")
	if strings.TrimSpace(text) == "" {
		f.work.Cancel()
		f.show(List{}, "")
		return
	}
	f.read(func(ctx context.Context) (List, error) { return f.o.Store.Read(ctx, text) })
}

// file reads a file in place of the field.
func (f *form) file(path string) {
	f.use(filepath.Base(path), func(ctx context.Context) (List, error) { return f.o.Store.ReadFile(ctx, path) })
}

// use reads something that is not shown in the field.
func (f *form) use(source string, read func(context.Context) (List, error)) {
	f.source.SetText(source)
	f.text.SetText("")
	f.read(read)
}

func (f *form) read(read func(context.Context) (List, error)) {
	f.show(List{}, lang.L("Reading …"))
	f.work.Load(f.o.Run, read, func(l List, err error) {
		said := ""
		if err != nil {
			said = f.o.Sentence(err)
			l.Addresses = nil
		}
		if l.Name != "" && !f.isNamed {
			f.name.SetText(l.Name)
			f.isNamed = false
		}
		f.show(l, said)
	})
}

// show says what was read; said takes the place of the count.
func (f *form) show(l List, said string) {
	f.list = l
	switch {
	case said != "":
		f.count.SetText(said)
	case len(l.Addresses) == 0 && l.Unused == 0:
		f.count.SetText(lang.L("No addresses yet"))
	default:
		text := lang.N("{{.Count}} addresses", len(l.Addresses), map[string]any{"Count": words.Number(len(l.Addresses))})
		if l.Unused > 0 {
			text += ", " + lang.N("{{.Count}} lines not used", l.Unused, map[string]any{"Count": words.Number(l.Unused)})
		}
		f.count.SetText(text)
	}
	f.notes.SetText(strings.Join(l.Notes[:min(len(l.Notes), maxNotes)], "\n"))
	f.enable()
}

// enable lets a list be scanned that has addresses and a name.
func (f *form) enable() {
	f.dialog.Enable(len(f.list.Addresses) > 0 && strings.TrimSpace(f.name.Text) != "")
}
