package ui

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	fynestorage "fyne.io/fyne/v2/storage"

	"sitewell/ui/brands"
	"sitewell/ui/desktop"
	"sitewell/ui/sitesettings"
)

// realDesktop is the desktop that the window runs on.
type realDesktop struct{}

func (realDesktop) ChooseFolder(ctx context.Context, title, from string) (folder string, err error) {
	return desktop.ChooseFolder(ctx, title, from)
}

func (realDesktop) ChooseFile(ctx context.Context, title, from string) (file string, err error) {
	return desktop.ChooseFile(ctx, title, from)
}

func (realDesktop) Open(ctx context.Context, path string) error   { return desktop.Open(ctx, path) }
func (realDesktop) Reveal(ctx context.Context, path string) error { return desktop.Reveal(ctx, path) }

// pickFolder lets the person choose a folder, beginning with from, and calls
// chosen with it, or not at all. The chooser is the system's own; where there is none, it
// is Fyne's.
func (w *Window) pickFolder(from string, chosen func(folder string)) {
	if w.picker != nil || w.picking {
		return
	}
	w.picking = true
	refocus := w.refocus()
	w.run.Go(func(ctx context.Context) {
		folder, err := w.o.Desktop.ChooseFolder(ctx, lang.L("Choose a folder"), from)
		var start fyne.ListableURI
		if err != nil {
			w.o.Logger.Info("the system has no chooser of folders", "error", err)
			start = readableFolder(from)
		}
		w.run.Do(func() {
			w.picking = false
			switch {
			case err != nil && (w.dialogs.Open() || w.router.current.route.Name == AppSettings): // else the person has closed what asked
				w.pickInWindow(start, chosen, refocus)
			case folder != "":
				chosen(folder)
				refocus()
			default:
				refocus()
			}
		})
	})
}

// pickInWindow is pickFolder with Fyne's dialog.
func (w *Window) pickInWindow(start fyne.ListableURI, chosen func(folder string), refocus func()) {
	if w.picker != nil {
		return
	}
	w.showPicker(dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		if err == nil && folder != nil {
			chosen(folder.Path())
		}
	}, w.window), start, refocus)
}

// refocus returns what gives the keyboard back, after a chooser, to the dialog that asked for
// it, unless something else got it meanwhile: a button that is pressed loses it.
func (w *Window) refocus() func() {
	c := w.window.Canvas()
	before, top := c.Focused(), c.Overlays().Top()
	return func() {
		switch {
		case c.Focused() != nil || c.Overlays().Top() != top:
		case before != nil:
			c.Focus(before)
		case top != nil:
			c.FocusNext() // the first of the dialog
		}
	}
}

// pickFile lets the person choose a file, as pickFolder does a folder. The dialog of the
// window lists only files with an extension, "" for all.
func (w *Window) pickFile(extension string, chosen func(path string)) {
	if w.picker != nil || w.picking {
		return
	}
	w.picking = true
	from := folders{w}.Last()
	refocus := w.refocus()
	w.run.Go(func(ctx context.Context) {
		file, err := w.o.Desktop.ChooseFile(ctx, lang.L("Choose a file"), from)
		var start fyne.ListableURI
		if err != nil {
			w.o.Logger.Info("the system has no chooser of files", "error", err)
			start = readableFolder(from)
		}
		w.run.Do(func() {
			w.picking = false
			switch {
			case err != nil && w.picker == nil:
				w.picker = showFiles(w.window, start, extension, chosen, func() { w.picker = nil; refocus() })
			case err == nil && file != "":
				chosen(file)
				refocus()
			default:
				refocus()
			}
		})
	})
}

// showPicker shows a dialog of Fyne's that chooses something, beginning with a folder.
func (w *Window) showPicker(d *dialog.FileDialog, start fyne.ListableURI, refocus func()) {
	if start != nil {
		d.SetLocation(start)
	}
	d.SetOnClosed(func() { w.picker = nil; refocus() })
	w.picker = d
	d.Show() // before it is resized: Fyne 2.8.1 panics the other way round
	d.Resize(w.window.Canvas().Size().SubtractWidthHeight(80, 80))
}

// showFiles shows Fyne's dialog for choosing a file with an extension ("" for any).
// closed runs when it has gone, before chosen.
func showFiles(window fyne.Window, start fyne.ListableURI, extension string, chosen func(path string), closed func()) *dialog.FileDialog {
	d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil || file == nil {
			return
		}
		path := file.URI().Path()
		_ = file.Close()
		chosen(path)
	}, window)
	if extension != "" {
		d.SetFilter(fynestorage.NewExtensionFileFilter([]string{extension}))
	}
	if start != nil {
		d.SetLocation(start)
	}
	d.SetOnClosed(closed)
	d.Show() // before it is resized: Fyne 2.8.1 panics the other way round
	d.Resize(window.Canvas().Size().SubtractWidthHeight(80, 80))
	return d
}

// brands asks what reports look like.
func (w *Window) brands() {
	brands.Show(brands.Options{
		Run: w.run, Dialogs: w.dialogs, Store: w.o.Brands, Sentence: w.o.Sentence,
		Pick: func(chosen func(path string)) { w.pickFile("", chosen) },
		Changed: func() {
			if page, ok := w.router.current.page.(*sitesettings.Screen); ok {
				page.BrandsChanged()
			}
		},
	})
}

// readableFolder returns folder, or the nearest folder above it that exists
// and can be listed; nil where there is none or the path is not absolute.
// Fyne's dialog can't begin in any other.
func readableFolder(folder string) fyne.ListableURI {
	if !filepath.IsAbs(folder) {
		return nil
	}
	for folder = filepath.Clean(folder); ; folder = filepath.Dir(folder) {
		if u, err := fynestorage.ListerForURI(fynestorage.NewFileURI(folder)); err == nil {
			if _, err := u.List(); err == nil {
				return u
			}
		}
		if folder == filepath.Dir(folder) {
			return nil
		}
	}
}
