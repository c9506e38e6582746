package ui

import (
	"sitewell/ui/manysites"
)

// addMany asks for a list of sites.
func (w *Window) addMany() { w.many = manysites.Open(w.manyOptions()) }

func (w *Window) manyOptions() manysites.Options {
	return manysites.Options{
		Run: w.run, Dialogs: w.dialogs, Toasts: w.toasts, Store: w.o.ManySites, Sentence: w.o.Sentence,
		PickFile: func(chosen func(path string)) { w.chooser.File("", chosen) },
		Changed:  w.reload,
	}
}

// droppedMany reads a file that is dropped on the dialog for many sites, and reports whether
// that is open.
func (w *Window) droppedMany(path string) bool {
	if w.many == nil || !w.many.IsOpen() {
		return false
	}
	w.many.File(path)
	return true
}

// counted is told how many sites there are.
func (w *Window) counted(sites int) {
	if (sites > 1) != w.hasSeveral {
		w.hasSeveral = sites > 1
		w.sidebar.Refresh()
	}
}
