// Package export saves a scan as a file: it asks in which format and where, shows
// how far it is, and says where the file is afterwards. It must not know what the
// file contains.
package export

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/field"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Exporter writes files. Export is called off the window's thread; it leaves a file
// of that name as it was unless all of the new one is written. progress may be
// called from any goroutine, with total 0 while it is unknown.
type Exporter interface {
	Export(ctx context.Context, scan storage.ScanID, as Format, path string, progress func(done, total int)) error
}

// Folders knows about folders on this computer. Its methods are called off the
// window's thread, but for Last and Remember.
type Folders interface {
	// Last returns the folder of the last export, or where a person expects files.
	Last() string
	Remember(folder string)
	// Exists reports whether there is something at path.
	Exists(path string) bool
}

// Shower opens files in the desktop's own programs. Its methods are called off the
// window's thread.
type Shower interface {
	Open(ctx context.Context, path string) error
	// Reveal shows a file in its folder.
	Reveal(ctx context.Context, path string) error
}

// Options are what the dialogs need.
type Options struct {
	Run      *background.Runner
	Dialogs  *ask.Host
	Exporter Exporter
	Folders  Folders
	Shower   Shower
	// Pick lets the person choose a folder and calls chosen with it, or not at all.
	Pick     func(from string, chosen func(folder string))
	Sentence func(error) string
	// Saved is told where a file was written; it may be nil.
	Saved func(path string)
	// Reports makes reports for somebody, nil where there are none, and Shown is what the
	// lists behind the dialog show, the main one first.
	Reports Reports
	Shown   []Shown
	// Views saves what is shown; nil where nothing is. Whole is what there is to save
	// beside it, where there are no reports: "The whole comparison".
	Views ViewSaver
	Whole string
	// Formats are those to choose from, nil for those of a scan; About says what one
	// is good for where that is not as for a scan.
	Formats []Format
	About   map[Format]string
	// Title asks, and Done says that it is saved; "" stands for those of a scan.
	Title, Done string
}

// filled returns the options with those of a scan where there are no others.
func (o Options) filled() Options {
	if o.Formats == nil {
		o.Formats = formats
	}
	o.Title = cmp.Or(o.Title, lang.L("Save report"))
	o.Done = cmp.Or(o.Done, lang.L("The report is saved"))
	return o
}

// aboutFormat says what a format is good for.
func (o *Options) aboutFormat(as Format) string { return cmp.Or(o.About[as], as.about()) }

// SuggestPicture returns a name for the picture of a page: "example.com 2026-11-23 Sitewell.jpg".
func SuggestPicture(site string, now time.Time) string {
	return clean(site) + " " + now.Format(time.DateOnly) + " Sitewell" + Picture.extension()
}

// Suggest returns a name for the spreadsheet of a site's scan:
// "example.com 2026-11-23 Sitewell.xlsx".
func Suggest(site string, began time.Time) string {
	return clean(site) + " " + began.Format(time.DateOnly) + " Sitewell" + Spreadsheet.extension()
}

// SuggestComparison returns a name for the spreadsheet of a comparison of two scans:
// "example.com 2026-11-16 to 2026-11-23 Sitewell.xlsx".
func SuggestComparison(site string, from, to time.Time) string {
	return clean(site) + " " + from.Format(time.DateOnly) + " to " + to.Format(time.DateOnly) + " Sitewell" + Spreadsheet.extension()
}

// clean leaves out of a name what file systems do not take.
func clean(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, name)
	return strings.Trim(name, " .-")
}

// Target puts folder and file name together; the name gets its extension where
// a person left that out. ok is false where there is no name.
func Target(folder, name string, as Format) (path string, ok bool) {
	name = clean(strings.TrimSpace(name))
	extension := as.extension()
	if name == "" || strings.EqualFold(name, strings.TrimPrefix(extension, ".")) {
		return "", false
	}
	if !strings.EqualFold(filepath.Ext(name), extension) {
		name += extension
	}
	return filepath.Join(strings.TrimSpace(folder), name), true
}

// Show asks how and where to save a scan, and saves it there. name is that of a
// spreadsheet, which is offered first, or else of a file of the first format.
func Show(o Options, scan storage.ScanID, name string) {
	o = o.filled()
	f := &form{o: o, scan: scan, as: Spreadsheet, list: -1}
	if !slices.Contains(o.Formats, f.as) {
		f.as = o.Formats[0]
	}
	f.folder, f.name = field.New(lang.L("Folder")), field.New(lang.L("File name"))
	f.folder.SetText(o.Folders.Last())
	f.name.SetText(name)
	f.name.CursorColumn = len([]rune(name))
	for _, e := range []*field.Entry{f.folder, f.name} {
		e.OnSubmitted = func(string) { f.dialog.Submit() }
		e.Keys = func(k *fyne.KeyEvent) bool { return f.dialog.Key(k) }
		e.OnChanged = func(string) { f.edited() }
	}
	pick := &control.Button{Button: widget.Button{Text: lang.L("Choose …"), Icon: fynetheme.FolderOpenIcon(), OnTapped: func() {
		o.Pick(f.folder.Text, f.folder.SetText)
	}}}
	f.bar = widget.NewProgressBar()
	f.bar.TextFormatter = f.progressText
	f.bar.Hide()
	f.reason = badge.Body("")
	f.warning = widget.NewIcon(theme.VerdictIcon(outcome.Warning))
	f.message = container.NewBorder(nil, nil, container.NewVBox(container.NewPadded(f.warning)), nil, f.reason)
	f.message.Hide()
	f.format, f.about = f.newFormats(), badge.Caption(o.aboutFormat(f.as))
	f.about.Wrapping = fyne.TextWrapWord
	f.csv = newCSV(f)
	var kind fyne.CanvasObject
	switch {
	case o.Reports != nil:
		f.reports = newReports(f, name)
		kind = f.reports.rows()
	case len(o.Shown) > 0:
		f.contents = f.newChoice(append([]string{o.Whole}, f.titles()...), func(i int) { f.list = i - 1; f.tell() })
		kind = container.NewVBox(
			container.NewGridWithColumns(2, labelled(lang.L("Contents"), framed(f.contents)), labelled(lang.L("Format"), framed(f.format))),
			f.about, f.csv.content)
	default:
		kind = container.NewVBox(labelled(lang.L("Format"), framed(f.format)), f.about)
	}
	f.about.SetText(f.says())
	f.dialog = &ask.Dialog{
		Title: o.Title, Width: 560,
		Content: container.NewVBox(
			kind,
			badge.Caption(lang.L("Folder")), column.Inset(container.NewBorder(nil, nil, nil, pick, f.folder)),
			badge.Caption(lang.L("File name")), column.Inset(f.name), column.Inset(f.bar), f.message,
		),
		Cancel:  ask.Button{Text: lang.L("Cancel"), Do: f.cancel},
		Confirm: ask.Button{Text: lang.L("Save"), Icon: fynetheme.DocumentSaveIcon(), Do: f.save, Keep: true},
		Focus:   f.name,
	}
	o.Dialogs.Show(f.dialog)
	if f.reports != nil {
		f.reports.load()
	}
}

// cancel ends what is under way.
func (f *form) cancel() {
	f.loader.Cancel()
	if f.reports != nil {
		f.reports.loader.cancel()
	}
}

// form is the dialog while it is open.
type form struct {
	o                 Options
	scan              storage.ScanID
	as                Format
	dialog            *ask.Dialog
	format            *field.Choice
	contents          *field.Choice // nil where there is nothing to choose from, or reports has it
	list              int           // of Options.Shown that is to be saved, -1 for none
	csv               *csvChoice
	about             *widget.Label // what the format is for
	folder, name      *field.Entry
	bar               *widget.ProgressBar
	message           *fyne.Container
	warning           *widget.Icon
	reason            *widget.Label
	reports           *reports // nil where there is no report
	loader            background.Loader[outcomeOf]
	replace           string // the file that may be replaced: asked once
	doneRows, allRows int
}

// outcomeOf is how saving went.
type outcomeOf struct {
	exists bool // nothing was written: a file of that name is there
}

func (f *form) edited() {
	if f.message.Visible() {
		f.message.Hide()
		f.dialog.Fit()
	}
}

func (f *form) save() {
	path, ok := Target(f.folder.Text, f.name.Text, f.as)
	if !f.possible() {
		return
	}
	if !ok {
		f.say(outcome.Warning, lang.L("Please give the file a name."))
		return
	}
	mayReplace, write := f.replace == path, f.writer()
	f.message.Hide()
	f.dialog.Enable(false)
	f.lock(true)
	f.doneRows, f.allRows = 0, 0
	f.bar.SetValue(0)
	f.bar.Show()
	f.dialog.Fit()
	f.loader.Load(f.o.Run, func(ctx context.Context) (outcomeOf, error) {
		if !mayReplace && f.o.Folders.Exists(path) {
			return outcomeOf{exists: true}, nil
		}
		return outcomeOf{}, write(ctx, path)
	}, func(done outcomeOf, err error) {
		f.bar.Hide()
		f.dialog.Fit()
		f.dialog.Enable(true)
		f.lock(false)
		switch {
		case err != nil:
			f.say(outcome.Broken, f.o.Sentence(err))
		case done.exists:
			f.replace = path
			f.say(outcome.Warning, lang.L("There is a file of this name already. Press Save again to replace it, or change the name."))
		default:
			f.saved(path)
		}
	})
}

// writer returns what writes the file that a person asked for.
func (f *form) writer() func(ctx context.Context, path string) error {
	as, progress := f.as, f.progress()
	if f.asList() {
		shown, options := f.o.Shown[f.list], f.csv.chosen()
		return func(ctx context.Context, path string) error {
			return f.o.Views.SaveView(ctx, shown.View, as, options, path, progress)
		}
	}
	if f.reports == nil {
		return func(ctx context.Context, path string) error {
			return f.o.Exporter.Export(ctx, f.scan, as, path, progress)
		}
	}
	request := f.reports.request()
	return func(ctx context.Context, path string) error {
		r, err := request(ctx)
		if err != nil {
			return err
		}
		return f.o.Reports.Save(ctx, f.scan, as, r, path, progress)
	}
}

// lock keeps what is written from being changed.
func (f *form) lock(on bool) {
	enable(f.format, !on)
	if f.contents != nil {
		enable(f.contents, !on)
	}
	f.csv.enable(!on)
	if f.reports != nil {
		f.reports.enable(!on)
	}
}

func (f *form) say(v outcome.Verdict, text string) {
	f.warning.SetResource(theme.VerdictIcon(v))
	f.reason.SetText(text)
	f.message.Show()
	f.dialog.Fit()
}

// progress returns what the exporter calls; it passes on at most one change in a
// hundred.
func (f *form) progress() func(done, total int) {
	var last atomic.Int64
	return func(done, total int) {
		if total <= 0 {
			return
		}
		if percent := int64(done) * 100 / int64(total); last.Swap(percent) == percent {
			return
		}
		f.o.Run.Do(func() {
			f.doneRows, f.allRows = done, total
			f.bar.Max = float64(total)
			f.bar.SetValue(float64(done))
		})
	}
}

func (f *form) progressText() string {
	if f.allRows == 0 {
		return lang.L("Writing …")
	}
	return lang.L("{{.Done}} of {{.All}} rows", map[string]any{"Done": words.Number(f.doneRows), "All": words.Number(f.allRows)})
}

// saved offers what people do next with a file.
func (f *form) saved(path string) {
	f.cancel()
	f.dialog.Close()
	f.o.Folders.Remember(filepath.Dir(path))
	if f.o.Saved != nil {
		f.o.Saved(path)
	}
	said := badge.Body("")
	said.Hide()
	var done *ask.Dialog
	// open does what a button says; where that fails, the dialog says it and stays.
	open := func(what func(context.Context, string) error, failed string) func() {
		return func() {
			said.Hide()
			done.Fit()
			f.o.Run.Go(func(ctx context.Context) {
				if err := what(ctx, path); err != nil {
					f.o.Run.Do(func() {
						said.SetText(failed)
						said.Show()
						done.Fit()
					})
				}
			})
		}
	}
	where := badge.Body(path)
	where.Wrapping = fyne.TextWrapWord
	done = &ask.Dialog{
		Title: f.o.Done, Content: container.NewVBox(where, said), Width: 560,
		Cancel: ask.Button{Text: lang.L("Close")},
		Others: []ask.Button{{
			Text: lang.L("Show in folder"), Icon: fynetheme.FolderOpenIcon(), Keep: true,
			Do: open(f.o.Shower.Reveal, lang.L("The folder could not be shown: no program on this computer offered to. The file is saved all the same.")),
		}},
		Confirm: ask.Button{
			Text: lang.L("Open"), Icon: fynetheme.FileIcon(), Keep: true,
			Do: open(f.o.Shower.Open, lang.L("The file could not be opened: no program on this computer offered to. It is saved all the same.")),
		},
	}
	f.o.Dialogs.Show(done)
}
