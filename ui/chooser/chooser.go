// Package chooser lets a person choose a folder or a file: in the system's own dialog, or, where
// there is none, in Fyne's within the window. It must not know what the choice is for.
package chooser

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	fynestorage "fyne.io/fyne/v2/storage"

	"sitewell/ui/background"
)

// Desktop has the system's dialogs. Its methods are called off the window's thread and may take
// as long as a person does.
type Desktop interface {
	// ChooseFolder returns "" if the person cancels, and an error where there is no chooser.
	ChooseFolder(ctx context.Context, title, from string) (folder string, err error)
	// ChooseFile does the same for a file.
	ChooseFile(ctx context.Context, title, from string) (file string, err error)
}

// Options are what a chooser needs.
type Options struct {
	Window  fyne.Window
	Run     *background.Runner
	Desktop Desktop
	Logger  *slog.Logger
	// Usual returns the folder in which choosing a file begins.
	Usual func() string
	// IsFolderWanted reports whether what asked for a folder is still open. The system may say late
	// that it has no dialog.
	IsFolderWanted func() bool
}

// Chooser shows one dialog at a time. Its methods belong to the window's thread.
type Chooser struct {
	o      Options
	dialog *dialog.FileDialog // Fyne's, nil while it is closed
	asking bool               // the system's dialog is open
}

// New returns a chooser for a window.
func New(o Options) *Chooser { return &Chooser{o: o} }

// IsOpen reports whether Fyne's dialog covers the window.
func (c *Chooser) IsOpen() bool { return c.dialog != nil }

// Key closes Fyne's dialog on Escape. It reports whether that is open: then no key belongs to
// anything below it.
func (c *Chooser) Key(k *fyne.KeyEvent) bool {
	if c.dialog == nil {
		return false
	}
	if k.Name == fyne.KeyEscape {
		c.dialog.Dismiss()
	}
	return true
}

// Folder lets the person choose a folder, beginning with from, and calls chosen with it, or not
// at all.
func (c *Chooser) Folder(from string, chosen func(folder string)) {
	ask := func(ctx context.Context) (string, error) {
		return c.o.Desktop.ChooseFolder(ctx, lang.L("Choose a folder"), from)
	}
	c.choose(ask, from, chosen, func(start fyne.ListableURI, refocus func()) {
		if c.o.IsFolderWanted() {
			c.dialog = showFolders(c.o.Window, start, chosen, func() { c.closed(); refocus() })
		}
	})
}

// File lets the person choose a file. Fyne's dialog lists only files with an extension, "" for
// all.
func (c *Chooser) File(extension string, chosen func(path string)) {
	from := c.o.Usual()
	ask := func(ctx context.Context) (string, error) {
		return c.o.Desktop.ChooseFile(ctx, lang.L("Choose a file"), from)
	}
	c.choose(ask, from, chosen, func(start fyne.ListableURI, refocus func()) {
		c.dialog = ShowFiles(c.o.Window, start, extension, chosen, func() { c.closed(); refocus() })
	})
}

// choose asks by the system's dialog, and by instead where there is none.
func (c *Chooser) choose(ask func(context.Context) (string, error), from string, chosen func(string), instead func(start fyne.ListableURI, refocus func())) {
	if c.dialog != nil || c.asking {
		return
	}
	c.asking = true
	refocus := c.refocus()
	c.o.Run.Go(func(ctx context.Context) {
		path, err := ask(ctx)
		var start fyne.ListableURI
		if err != nil {
			c.o.Logger.Info("the system has no dialog to choose by", "error", err)
			start = ReadableFolder(from)
		}
		c.o.Run.Do(func() {
			c.asking = false
			switch {
			case err != nil && c.dialog == nil:
				instead(start, refocus)
			case err == nil && path != "":
				chosen(path)
				refocus()
			default:
				refocus()
			}
		})
	})
}

// refocus returns what gives the keyboard back to the dialog that asked, unless something else
// got it meanwhile: a button that is pressed loses it.
func (c *Chooser) refocus() func() {
	window := c.o.Window.Canvas()
	before, top := window.Focused(), window.Overlays().Top()
	return func() {
		switch {
		case window.Focused() != nil || window.Overlays().Top() != top:
		case before != nil:
			window.Focus(before)
		case top != nil:
			window.FocusNext() // the first of the dialog
		}
	}
}

func (c *Chooser) closed() { c.dialog = nil }

// showFolders shows Fyne's dialog for choosing a folder. closed runs when it has gone, before
// chosen.
func showFolders(window fyne.Window, start fyne.ListableURI, chosen func(folder string), closed func()) *dialog.FileDialog {
	d := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		if err == nil && folder != nil {
			chosen(folder.Path())
		}
	}, window)
	show(d, window, start, closed)
	return d
}

// ShowFiles shows Fyne's dialog for choosing a file with an extension ("" for any), beginning
// with a folder, nil for the usual one. closed runs when it has gone, before chosen.
func ShowFiles(window fyne.Window, start fyne.ListableURI, extension string, chosen func(path string), closed func()) *dialog.FileDialog {
	d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil || file == nil {
			return
		}
		path := file.URI().Path()
		_ = file.Close()
		chosen(path)
	}, window)
	d.SetFilter(readable{extension})
	show(d, window, start, closed)
	return d
}

// readable is a filter of Fyne's dialog: files with an extension ("" for any). Fyne opens each
// file that it lists, and a pipe, which nobody writes to, would hold up the window for ever.
type readable struct{ extension string }

// Matches is for Fyne.
func (r readable) Matches(file fyne.URI) bool {
	if r.extension != "" && !strings.EqualFold(file.Extension(), r.extension) {
		return false
	}
	info, err := os.Stat(file.Path())
	return err == nil && info.Mode().IsRegular()
}

func show(d *dialog.FileDialog, window fyne.Window, start fyne.ListableURI, closed func()) {
	if start != nil {
		d.SetLocation(start)
	}
	d.SetOnClosed(closed)
	d.Show() // before it is resized: Fyne 2.8.1 panics the other way round
	d.Resize(window.Canvas().Size().SubtractWidthHeight(80, 80))
}

// ReadableFolder returns folder, or the nearest folder above it that exists
// and can be listed; nil where there is none or the path is not absolute.
// Fyne's dialog can't begin in any other. It reads the disk.
func ReadableFolder(folder string) fyne.ListableURI {
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
