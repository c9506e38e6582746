package redirects

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/field"
)

// prefFormat is where the format is remembered.
const prefFormat = "redirects.format"

// lastFormat returns the index of the format that was chosen last.
func (s *Screen) lastFormat() int {
	if s.o.Prefs == nil {
		return 0
	}
	last := s.o.Prefs.String(prefFormat)
	return max(slices.IndexFunc(s.formats, func(f Format) bool { return f.ID == last }), 0)
}

// formatChosen is the format that is chosen.
func (s *Screen) formatChosen() Format { return s.formats[max(s.format.SelectedIndex(), 0)] }

func (s *Screen) choseFormat() {
	if s.o.Prefs != nil {
		s.o.Prefs.SetString(prefFormat, s.formatChosen().ID)
	}
	s.readFile()
}

// readFile shows the file as it would be written.
func (s *Screen) readFile() {
	if !s.loaded {
		return
	}
	scan, as := s.o.Scan, s.formatChosen().ID
	s.filing.Load(s.o.Run, func(ctx context.Context) (File, error) { return s.o.Store.RedirectFile(ctx, scan, as) }, func(f File, err error) {
		if err != nil {
			s.tell(err)
			return
		}
		s.file = f
		s.how.SetText(strings.Join(f.Instructions, "\n"))
		s.left.SetText(leftOut(f.Left))
		if len(f.Left) > 0 {
			s.left.Show()
		} else {
			s.left.Hide()
		}
		able(s.copying, f.Rules > 0)
		able(s.save, f.Rules > 0)
		text := excerpt(f.Text)
		if f.Rules == 0 {
			text = lang.L("No redirect is accepted yet. Accept some under “Addresses”.")
		}
		s.preview.SetText(text)
		s.scroll.ScrollToTop()
		s.content.Refresh()
	})
}

// mostLeft is how many redirects are named that a file does not have.
const mostLeft = 3

// leftOut says what a file does not have, and why.
func leftOut(left []string) string {
	if len(left) == 0 {
		return ""
	}
	lines := left[:min(len(left), mostLeft)]
	text := lang.N("{{.Count}} left out of this file:", len(left), map[string]any{"Count": len(left)}) + " " + strings.Join(lines, " ")
	if len(left) > mostLeft {
		text += " …"
	}
	return text
}

// A preview has only so many lines, of so many characters.
const (
	previewLines = 400
	previewWidth = 240
)

// excerpt returns the beginning of a file, without what would take long to draw.
func excerpt(text string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	more := len(lines) - previewLines
	for i, line := range lines[:min(len(lines), previewLines)] {
		if r := []rune(line); len(r) > previewWidth {
			lines[i] = string(r[:previewWidth]) + "…"
		}
	}
	if more > 0 {
		lines = append(lines[:previewLines], "…", lang.N("{{.Count}} more lines", more, map[string]any{"Count": more}))
	}
	return strings.ReplaceAll(strings.Join(lines, "\n"), "\t", "    ")
}

// change asks where an address is to lead.
func (s *Screen) change(r Row) {
	target := field.New(lang.L("New address"))
	start := r.leads()
	if start == "" {
		start, _ = cutOrigin(r.Address)
		start += "/"
	}
	target.SetText(start)
	target.CursorColumn = len([]rune(start))
	reason := badge.Body("")
	reason.Hide()
	old := badge.Body(r.Address)
	old.Wrapping = fyne.TextWrapBreak
	d := &ask.Dialog{
		Title: lang.L("Where is it to lead?"), Width: 620,
		Content: container.NewVBox(badge.Caption(lang.L("Old address")), old, badge.Caption(lang.L("New address")), column.Inset(target), reason),
		Cancel:  ask.Button{Text: lang.L("Cancel")}, Focus: target,
	}
	d.Confirm = ask.Button{Text: lang.L("Accept"), Icon: fynetheme.ConfirmIcon(), Keep: true, Do: func() {
		decision := storage.Redirect{Address: r.Address, Decision: storage.RedirectAccepted, Target: target.Text}
		d.Enable(false)
		s.work(func(ctx context.Context) ([]storage.Redirect, error) {
			return s.o.Store.DecideRedirects(ctx, s.o.Scan, []storage.Redirect{decision})
		}, func(undo []storage.Redirect, err error) {
			d.Enable(true)
			if err != nil {
				reason.SetText(s.o.Sentence(err))
				reason.Show()
				d.Fit()
				return
			}
			d.Close()
			s.renew()
			s.o.Offer(lang.L("The redirect is accepted."), lang.L("Undo"), func() { s.decide(undo, "", s.tell) })
		})
	}}
	target.OnSubmitted = func(string) { d.Submit() }
	target.Keys = func(k *fyne.KeyEvent) bool { return d.Key(k) }
	s.o.Dialogs.Show(d)
}

// askWhere asks where to save the file.
func (s *Screen) askWhere() {
	as := s.formatChosen()
	folder, name := field.New(lang.L("Folder")), field.New(lang.L("File name"))
	folder.SetText(s.o.Folders.Last())
	name.SetText(as.Name)
	reason := badge.Body("")
	reason.Hide()
	pick := &control.Button{Button: widget.Button{Text: lang.L("Choose …"), Icon: fynetheme.FolderOpenIcon(), OnTapped: func() { s.o.Pick(folder.Text, folder.SetText) }}}
	d := &ask.Dialog{
		Title: lang.L("Save the redirects"), Width: 560,
		Content: container.NewVBox(
			badge.Caption(lang.L("Folder")), column.Inset(container.NewBorder(nil, nil, nil, pick, folder)),
			badge.Caption(lang.L("File name")), column.Inset(name), reason,
		),
		Cancel: ask.Button{Text: lang.L("Cancel")}, Focus: name,
	}
	replace := ""
	d.Confirm = ask.Button{Text: lang.L("Save"), Icon: fynetheme.DocumentSaveIcon(), Keep: true, Do: func() {
		base := strings.TrimSpace(name.Text)
		path := filepath.Join(strings.TrimSpace(folder.Text), filepath.Base(base))
		say := func(text string) {
			reason.SetText(text)
			reason.Show()
			d.Fit()
		}
		if base == "" {
			say(lang.L("Please give the file a name."))
			return
		}
		mayReplace := replace == path
		d.Enable(false)
		s.work(func(ctx context.Context) ([]storage.Redirect, error) {
			if !mayReplace && s.o.Folders.Exists(path) {
				return nil, errThere
			}
			return nil, s.o.Store.SaveRedirects(ctx, s.o.Scan, as.ID, path)
		}, func(_ []storage.Redirect, err error) {
			d.Enable(true)
			switch {
			case errors.Is(err, errThere):
				replace = path
				say(lang.L("There is a file of this name already. Press Save again to replace it, or change the name."))
			case err != nil:
				say(s.o.Sentence(err))
			default:
				d.Close()
				s.o.Folders.Remember(filepath.Dir(path))
				s.o.Dialogs.Tell(lang.L("The redirects are saved"), path, lang.L("OK"))
			}
		})
	}}
	for _, e := range []*field.Entry{folder, name} {
		e.OnSubmitted = func(string) { d.Submit() }
		e.Keys = func(k *fyne.KeyEvent) bool { return d.Key(k) }
		e.OnChanged = func(string) {
			if reason.Visible() {
				reason.Hide()
				d.Fit()
			}
		}
	}
	s.o.Dialogs.Show(d)
}

// errThere: there is a file of that name.
var errThere = errors.New("file exists")
