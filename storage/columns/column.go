// Package columns declares in which columns addresses are shown: in the tables
// of the window, on the sheets of a spreadsheet, and as keys in JSON Lines. A
// new column is added in columns.go and nowhere else.
//
// It must not know how a value looks: those who show one decide that by its
// type (ui/results, app/report).
package columns

import "sitewell/storage"

// Column is one thing that is shown of an address.
type Column struct {
	// ID is the name under which the window remembers the column. It never
	// changes. For a column that can be sorted by it is the storage.Column.
	ID string
	// Heading in English, which is the key of its translation.
	Heading string
	// Value returns what a row has in the column: a string, an int that counts
	// something, a time.Time, a time.Duration, a type of packages outcome and
	// result, or one of the types below. It is nil for a column that needs more
	// than the row: those who show it know it by its ID.
	Value func(r *storage.Row) any
	// Width is what the column would like in the window, MinWidth what it needs,
	// in Fyne's units.
	Width, MinWidth float32
	// Sortable columns can be sorted by, DescFirst with the largest value first.
	Sortable, DescFirst bool
	// Subtle columns are less prominent in the window than the others.
	Subtle bool
}

// Types of values that a plain Go type does not describe.
type (
	URL   string // an address that can be opened
	Code  int    // a number that is a name, such as an HTTP status; 0: none
	Bytes int64  // a size; negative: unknown
	Side  bool   // whether an address belongs to the site itself
	Marks []storage.Mark
)

// View is a table of the window. Columns are shown in this order; those that are
// hidden follow once a person chooses them.
type View struct{ Shown, Hidden []Column }

// Cell is a column of a sheet.
type Cell struct {
	Column
	// Heading in English, which is the key of its translation; "" stands for that
	// of the column.
	Heading string
	Width   float64 // in characters
}

// Key is a key of the object that JSON Lines have for an address.
type Key struct {
	Name string
	// Type in JSON and Meaning are what docs/jsonl.md says of the key.
	Type, Meaning string
	// Value returns what is written. It is nil for a key that needs more than
	// the row: package report knows it by its name.
	Value func(r *storage.Row) any
}
