package ui

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	fynestorage "fyne.io/fyne/v2/storage"

	"sitewell/ui/desktop"
)

// realDesktop is the desktop that the window runs on.
type realDesktop struct{}

func (realDesktop) ChooseFolder(ctx context.Context, title, from string) (folder string, err error) {
	return desktop.ChooseFolder(ctx, title, from)
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
			case err != nil:
				w.pickInWindow(start, chosen)
			case folder != "":
				chosen(folder)
			}
		})
	})
}

// pickInWindow is pickFolder with Fyne's dialog.
func (w *Window) pickInWindow(start fyne.ListableURI, chosen func(folder string)) {
	if w.picker != nil {
		return
	}
	d := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		if err == nil && folder != nil {
			chosen(folder.Path())
		}
	}, w.window)
	if start != nil {
		d.SetLocation(start)
	}
	d.SetOnClosed(func() { w.picker = nil })
	w.picker = d
	d.Show() // before it is resized: Fyne 2.8.1 panics the other way round
	d.Resize(w.window.Canvas().Size().SubtractWidthHeight(80, 80))
}

// pickFile lets the person choose a file with an extension, beginning in the last folder,
// and calls chosen with it, or not at all.
func (w *Window) pickFile(extension string, chosen func(path string)) {
	if w.picker != nil {
		return
	}
	w.picker = showFiles(w.window, folders{w}.Last(), extension, chosen, func() { w.picker = nil })
}

// showFiles shows a dialog for choosing a file. closed runs when it has gone, before chosen.
func showFiles(window fyne.Window, from, extension string, chosen func(path string), closed func()) *dialog.FileDialog {
	d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil || file == nil {
			return
		}
		path := file.URI().Path()
		_ = file.Close()
		chosen(path)
	}, window)
	d.SetFilter(fynestorage.NewExtensionFileFilter([]string{extension}))
	if start := readableFolder(from); start != nil {
		d.SetLocation(start)
	}
	d.SetOnClosed(closed)
	d.Show() // before it is resized: Fyne 2.8.1 panics the other way round
	d.Resize(window.Canvas().Size().SubtractWidthHeight(80, 80))
	return d
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
