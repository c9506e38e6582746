// Package manysites is the dialog that adds many sites at once, from a list that is pasted,
// or read from a file. It shows what each row becomes before anything is added. It must not
// know how lists are read or where sites are kept.
package manysites

import (
	"context"
	"errors"
	"image/color"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
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
	"sitewell/ui/toast"
	"sitewell/ui/words"
)

// Row is a row of a list with what it becomes.
type Row struct {
	Number  int
	Becomes Kind
	Site    string // its name or address
	Text    string // what else there is to say of it: address and client, or why it can't be used
}

// Kind is what becomes of a row.
type Kind int

// The kinds.
const (
	Added Kind = iota
	Changed
	Same
	Repeated
	Faulty
)

// Plan is a list that was read.
type Plan struct {
	Rows []Row
	// Add stores what the rows become, and returns what takes it back.
	Add func(ctx context.Context) (undo func(ctx context.Context) error, err error)
}

func (p *Plan) count(k Kind) (n int) {
	for i := range p.Rows {
		if p.Rows[i].Becomes == k {
			n++
		}
	}
	return n
}

// Store reads lists. Its methods are called off the window's thread.
type Store interface {
	// Plan reads what was typed or pasted.
	Plan(ctx context.Context, text string) (Plan, error)
	PlanFile(ctx context.Context, path string) (Plan, error)
}

// Options are what the dialog needs.
type Options struct {
	Run      *background.Runner
	Dialogs  *ask.Host
	Toasts   *toast.Host
	Store    Store
	Sentence func(error) string
	// PickFile lets the person choose a file.
	PickFile func(chosen func(path string))
	// Changed is called when sites were added or taken back.
	Changed func()
}

const (
	dialogWidth = 720
	fieldRows   = 4
	listHeight  = 180
)

// Form is the dialog.
type Form struct {
	o      Options
	dialog *ask.Dialog
	text   *field.Lines
	source *widget.Label // the file that is read in place of the text
	count  *widget.Label
	list   *widget.List
	work   background.Loader[Plan]
	again  func(context.Context) (Plan, error) // reads the list once more
	plan   Plan
	// What was added and changed since the dialog was opened, and what takes that back.
	added, changed int
	undo           []func(context.Context) error
	isClosed       bool
}

// Open asks for a list.
func Open(o Options) *Form {
	f := &Form{o: o, source: badge.Caption(""), count: badge.Body("")}
	f.text = field.NewLines(lang.L("example.com\nexample.org, Corner bakery, Baker & Co"), fieldRows)
	f.text.Long = func(text string) {
		f.use(lang.L("Pasted text"), func(ctx context.Context) (Plan, error) { return o.Store.Plan(ctx, text) })
	}
	f.text.OnChanged = f.typed
	f.source.Truncation = fyne.TextTruncateEllipsis
	f.count.Wrapping = fyne.TextWrapWord
	f.list = widget.NewList(func() int { return len(f.plan.Rows) }, newLine, func(i widget.ListItemID, o fyne.CanvasObject) { updateLine(f.plan.Rows[i], o.(*fyne.Container)) })
	f.list.HideSeparators = true
	f.list.OnSelected = func(widget.ListItemID) { f.list.UnselectAll() }
	open := &control.Button{Button: widget.Button{Text: lang.L("Open a file …"), Icon: fynetheme.FolderOpenIcon(), OnTapped: func() { o.PickFile(f.File) }}}
	f.dialog = &ask.Dialog{
		Title: lang.L("Add many sites"),
		Text:  lang.L("Paste a list, or open or drop a CSV file or an Excel workbook: the address of each site and, if you like, its name and client. Nothing is scanned yet."),
		Content: container.NewVBox(
			column.Inset(f.text),
			column.Inset(container.NewBorder(nil, nil, open, nil, f.source)),
			f.count, column.Inset(tall(listHeight, f.list)),
		),
		Width:   dialogWidth,
		Focus:   f.text,
		Cancel:  ask.Button{Text: lang.L("Close"), Do: f.closed},
		Confirm: ask.Button{Text: lang.L("Add"), Do: f.add, Keep: true},
	}
	f.text.Keys = f.dialog.Key
	o.Dialogs.Show(f.dialog)
	f.show(Plan{}, "")
	return f
}

// tall returns something with at least a height.
func tall(height float32, o fyne.CanvasObject) fyne.CanvasObject {
	space := canvas.NewRectangle(color.Transparent)
	space.SetMinSize(fyne.NewSize(0, height))
	return container.NewStack(space, o)
}

// typed reads what is in the field now.
func (f *Form) typed(text string) {
	if text == "" && f.source.Text != "" { // it was emptied for a file
		return
	}
	f.source.SetText("")
	if strings.TrimSpace(text) == "" {
		f.work.Cancel()
		f.show(Plan{}, "")
		return
	}
	f.read(func(ctx context.Context) (Plan, error) { return f.o.Store.Plan(ctx, text) })
}

// IsOpen reports whether the dialog is shown.
func (f *Form) IsOpen() bool { return !f.isClosed }

// File reads a file in place of the field.
func (f *Form) File(path string) {
	f.use(filepath.Base(path), func(ctx context.Context) (Plan, error) { return f.o.Store.PlanFile(ctx, path) })
}

// use reads something that is not shown in the field.
func (f *Form) use(source string, read func(context.Context) (Plan, error)) {
	f.source.SetText(source)
	f.text.SetText("")
	f.read(read)
}

func (f *Form) read(read func(context.Context) (Plan, error)) {
	f.again = read
	f.show(Plan{}, lang.L("Reading …"))
	f.work.Load(f.o.Run, read, func(p Plan, err error) {
		said := ""
		if err != nil {
			said, p = f.o.Sentence(err), Plan{}
		}
		f.show(p, said)
	})
}

// show says what the rows become; said takes the place of the numbers.
func (f *Form) show(p Plan, said string) {
	f.plan = faultyFirst(p)
	switch {
	case said != "":
		f.count.SetText(said)
	case len(p.Rows) == 0:
		f.count.SetText(lang.L("No sites yet"))
	default:
		f.count.SetText(sum(&p))
	}
	f.list.Refresh()
	f.list.ScrollToTop()
	f.dialog.Enable(p.count(Added)+p.count(Changed) > 0)
}

// faultyFirst returns the plan with the rows that can't be used at the top.
func faultyFirst(p Plan) Plan {
	var faulty, others []Row
	for _, r := range p.Rows {
		if r.Becomes == Faulty {
			faulty = append(faulty, r)
		} else {
			others = append(others, r)
		}
	}
	p.Rows = append(faulty, others...)
	return p
}

// sum says how many rows become what.
func sum(p *Plan) string {
	count := func(k Kind) map[string]any { return map[string]any{"Count": words.Number(p.count(k))} }
	texts := map[Kind]string{
		Added:    lang.L("{{.Count}} to be added", count(Added)),
		Changed:  lang.L("{{.Count}} to be changed", count(Changed)),
		Same:     lang.N("{{.Count}} there already", p.count(Same), count(Same)),
		Repeated: lang.L("{{.Count}} repeated", count(Repeated)),
		Faulty:   lang.N("{{.Count}} can't be used", p.count(Faulty), count(Faulty)),
	}
	var parts []string
	for k := Added; k <= Faulty; k++ {
		if p.count(k) > 0 {
			parts = append(parts, texts[k])
		}
	}
	return strings.Join(parts, ", ")
}

// add adds the sites. The dialog stays open if rows can't be used, so that they can be
// corrected.
func (f *Form) add() {
	plan, again := f.plan, f.again
	if plan.Add == nil {
		return
	}
	f.dialog.Enable(false)
	f.o.Run.Go(func(ctx context.Context) {
		undo, err := plan.Add(context.WithoutCancel(ctx))
		f.o.Run.Do(func() {
			if err != nil {
				f.o.Dialogs.Tell(lang.L("That did not work"), f.o.Sentence(err), lang.L("OK"))
			}
			if undo != nil {
				f.added, f.changed, f.undo = f.added+plan.count(Added), f.changed+plan.count(Changed), append(f.undo, undo)
			}
			f.o.Changed()
			if err == nil && plan.count(Faulty) == 0 {
				f.dialog.Close()
				f.closed()
				return
			}
			f.read(again)
		})
	})
}

// closed says what was done, and takes it back if the person wants that.
func (f *Form) closed() {
	f.isClosed = true
	f.work.Cancel()
	if len(f.undo) == 0 {
		return
	}
	text := lang.N("{{.Count}} sites were added.", f.added, map[string]any{"Count": words.Number(f.added)})
	if f.changed > 0 {
		text += " " + lang.N("{{.Count}} sites were changed.", f.changed, map[string]any{"Count": words.Number(f.changed)})
	}
	f.o.Toasts.Show(toast.Message{Text: text, Action: lang.L("Undo"), Undoes: true, Do: f.takeBack})
}

// takeBack undoes what was added, the last first.
func (f *Form) takeBack() {
	f.o.Run.Go(func(ctx context.Context) {
		var errs []error
		for i := len(f.undo) - 1; i >= 0; i-- {
			errs = append(errs, f.undo[i](context.WithoutCancel(ctx)))
		}
		err := errors.Join(errs...)
		f.o.Run.Do(func() {
			if err != nil {
				f.o.Dialogs.Tell(lang.L("That did not work"), f.o.Sentence(err), lang.L("OK"))
			}
			f.o.Changed()
		})
	})
}
