// Package returned is the dialog about a workbook that people filled in: what it would
// change, what else is to know, and whether to write that. It must not know how a workbook
// is read or how marks are stored.
package returned

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/words"
)

// Extension is the ending of the names of workbooks.
const Extension = ".xlsx"

// Change is something that the workbook says otherwise than the history.
type Change struct {
	Title string // what to do
	// Field is what is said, such as "Owner"; Before is what the history says, and After
	// what the workbook says, "" for nothing. All of them are in the person's language.
	Field, Before, After string
	// Conflict: it was changed in the history since the workbook was saved, too.
	Conflict bool
}

// Plan is what a workbook would change.
type Plan struct {
	Site    string
	Saved   time.Time // when the workbook was saved
	Changes []Change
	Left    []string // what is left out, and why, in sentences
	// Apply writes the changes, those with conflicts only where overwrite is set. It
	// returns how many it wrote, and what undoes them. It is called off the window's
	// thread.
	Apply func(ctx context.Context, overwrite bool) (written int, undo storage.MarkChange, err error)
}

// Store reads workbooks and changes marks. Its methods are called off the window's
// thread.
type Store interface {
	Plan(ctx context.Context, path string) (Plan, error)
	Change(ctx context.Context, c storage.MarkChange) (undo storage.MarkChange, err error)
}

// Options are what the dialog needs.
type Options struct {
	Run      *background.Runner
	Dialogs  *ask.Host
	Store    Store
	Sentence func(error) string
	Now      func() time.Time
	// Offer shows a short message with one thing to do about it, "" for none.
	Offer func(message, action string, do func())
	// Changed is told that marks have changed.
	Changed func()
}

// Open reads a workbook and asks whether to write what it changes.
func Open(o Options, path string) {
	var work background.Loader[Plan]
	d := &ask.Dialog{
		Title:   lang.L("Reading a workbook"),
		Text:    filepath.Base(path),
		Content: column.Inset(widget.NewProgressBarInfinite()),
		Cancel:  ask.Button{Text: lang.L("Cancel"), Do: work.Cancel},
	}
	o.Dialogs.Show(d)
	work.Load(o.Run, func(ctx context.Context) (Plan, error) { return o.Store.Plan(ctx, path) }, func(p Plan, err error) {
		d.Close()
		if err != nil {
			o.Dialogs.Tell(lang.L("The workbook can't be used"), o.Sentence(err), lang.L("OK"))
			return
		}
		o.ask(p)
	})
}

// shownChanges is how many changes the dialog lists.
const shownChanges = 100

// ask shows what would change.
func (o Options) ask(p Plan) {
	saved := lang.L("{{.Site}}, saved on {{.Date}}", map[string]any{"Site": p.Site, "Date": words.DateTime(p.Saved.In(o.Now().Location()))})
	rows := container.NewVBox()
	conflicts, title := 0, ""
	for i, c := range p.Changes {
		if c.Conflict {
			conflicts++
		}
		if i >= shownChanges {
			continue
		}
		if c.Title != title {
			title = c.Title
			rows.Add(paragraph(shortened(title), fyne.TextStyle{Bold: true}))
		}
		rows.Add(paragraph(c.sentence(), fyne.TextStyle{}))
	}
	if more := len(p.Changes) - shownChanges; more > 0 {
		rows.Add(paragraph(lang.N("and {{.Count}} more changes", more, map[string]any{"Count": words.Number(more)}), fyne.TextStyle{}))
	}
	for _, left := range p.Left[:min(len(p.Left), shownChanges)] {
		rows.Add(paragraph(left, fyne.TextStyle{Italic: true}))
	}
	if len(p.Changes) == 0 {
		o.Dialogs.Show(&ask.Dialog{
			Title: lang.L("The workbook changes nothing"), Text: saved, Content: rows, Width: dialogWidth, Confirm: ask.Button{Text: lang.L("OK")},
		})
		return
	}
	overwrite := control.NewCheck(lang.L("In conflicts, take what the workbook says"), nil)
	if conflicts > 0 {
		rows.Objects = append([]fyne.CanvasObject{
			paragraph(lang.N("{{.Count}} conflicts: somebody also changed these in Sitewell after the workbook was saved. What Sitewell has stays, unless you choose otherwise.", conflicts, map[string]any{"Count": words.Number(conflicts)}), fyne.TextStyle{Bold: true}),
			overwrite,
		}, rows.Objects...)
	}
	o.Dialogs.Show(&ask.Dialog{
		Title:   lang.N("The workbook changes {{.Count}} things", len(p.Changes), map[string]any{"Count": words.Number(len(p.Changes))}),
		Text:    saved,
		Content: rows, Width: dialogWidth,
		Cancel:  ask.Button{Text: lang.L("Cancel")},
		Confirm: ask.Button{Text: lang.L("Save the changes"), Do: func() { o.write(p, overwrite.Checked) }},
	})
}

// dialogWidth is that of the dialog's content.
const dialogWidth = 560

// paragraph is text over as many lines as it takes.
func paragraph(text string, style fyne.TextStyle) *widget.Label {
	l := widget.NewLabelWithStyle(text, fyne.TextAlignLeading, style)
	l.Wrapping = fyne.TextWrapWord
	return l
}

// sentence says what changes.
func (c Change) sentence() string {
	said := func(text string) string {
		if text == "" {
			return lang.L("nothing")
		}
		return "“" + shortened(text) + "”"
	}
	text := c.Field + ": " + said(c.After)
	if c.Before != "" {
		text = lang.L("{{.Field}}: {{.After}} (before: {{.Before}})", map[string]any{"Field": c.Field, "After": said(c.After), "Before": said(c.Before)})
	}
	if c.Conflict {
		text += " – " + lang.L("conflict")
	}
	return text
}

// shortened returns a text as one line, cut where it is long.
func shortened(text string) string {
	const most = 120
	all := []rune(strings.Join(strings.Fields(text), " "))
	if len(all) > most {
		return string(all[:most]) + "…"
	}
	return string(all)
}

// write writes the changes, and offers to take them back.
func (o Options) write(p Plan, overwrite bool) {
	o.Run.Go(func(ctx context.Context) {
		n, undo, err := p.Apply(ctx, overwrite)
		o.Run.Do(func() {
			switch {
			case err != nil:
				o.Offer(o.Sentence(err), "", nil)
			case n == 0:
				o.Offer(lang.L("Nothing was changed: what Sitewell has stays."), "", nil)
			default:
				o.Changed()
				o.Offer(lang.N("{{.Count}} changes of the workbook are saved.", n, map[string]any{"Count": words.Number(n)}), lang.L("Undo"), func() { o.undo(undo) })
			}
		})
	})
}

// undo takes the changes back.
func (o Options) undo(c storage.MarkChange) {
	o.Run.Go(func(ctx context.Context) {
		_, err := o.Store.Change(ctx, c)
		o.Run.Do(func() {
			if err != nil {
				o.Offer(o.Sentence(err), "", nil)
			}
			o.Changed()
		})
	})
}
