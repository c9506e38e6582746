// Package table is Sitewell's data table: columns declared as data, sorting,
// resizing and choosing of columns, selection by id, the keyboard, copying,
// and a million rows without delay. It must not know what its rows are, nor
// where they come from: it asks a Source, off the window's thread.
//
// It is based on widget.List with a heading row of its own, because widget.Table is a
// grid of cells: there selection, hover and focus are per cell, resizing a
// column tells nobody, and a click that moves by two units is lost.
//
// Everything but a Source's methods runs on the window's thread, and so must
// every call into this package. Its goroutines belong to the Runner that it was
// given, and hand their answers back through it.
package table
