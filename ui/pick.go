package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	fynestorage "fyne.io/fyne/v2/storage"
)

// pickFolder lets the person choose a folder, beginning with from, and calls
// chosen with it, or not at all.
func (w *Window) pickFolder(from string, chosen func(folder string)) {
	if w.picker != nil {
		return
	}
	d := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		if err == nil && folder != nil {
			chosen(folder.Path())
		}
	}, w.window)
	if start := readableFolder(from); start != nil {
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
