package table

import "context"

// Runner runs what takes time; *background.Runner is one.
type Runner interface {
	// Go runs work on a goroutine that the runner owns, with a context that
	// ends when the window goes.
	Go(work func(ctx context.Context))
	// Do runs f on the window's thread, later and in order.
	Do(f func())
}

// Sort is the order that rows are wanted in. An empty Column is the source's
// own order.
type Sort struct {
	Column string // a Column's ID
	Desc   bool
}

// Source returns a table its rows. Its methods are called from goroutines, may
// block, must end soon after ctx does, and must not touch a widget. A source
// never changes: for another filter, give the table another source.
type Source[ID comparable, Row any] interface {
	// IDs returns the ids of all rows in order. The table keeps the slice.
	IDs(ctx context.Context, by Sort) ([]ID, error)
	// Rows returns the rows of some ids, in any order; ids without a row are left out.
	Rows(ctx context.Context, ids []ID) ([]Row, error)
}

// Prefs remembers widths and choice of columns; fyne.Preferences is one.
type Prefs interface {
	String(key string) string
	SetString(key, value string)
}
