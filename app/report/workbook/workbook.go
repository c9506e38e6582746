// Package workbook is what goes out in a workbook and comes back: the layout that
// package report writes beside the fixes, and a reader for the same workbook after
// people have worked on it in Excel, LibreOffice or Google Sheets.
//
// It must not know what a fix or a mark is, and it trusts nothing in a file.
package workbook

import "time"

// State is how far the work on a fix is.
type State string

// The states, by the words that workbooks store.
const (
	Open    State = "open"
	Done    State = "done"    // somebody says so, and the next scan verifies it
	Ignored State = "ignored" // nothing is to be done about it
)

// States returns all of them in the order in which they are offered.
func States() []State { return []State{Open, Done, Ignored} }

// Work is what people say about a fix.
type Work struct {
	Owner string
	State State  // "" is Open
	Due   string // day as 2006-01-02, "" for none
	Note  string
}

// Field is one of the columns that people fill in.
type Field string

// The fields of Work.
const (
	FieldOwner Field = "owner"
	FieldState Field = "state"
	FieldDue   Field = "due"
	FieldNote  Field = "note"
)

// FieldTitle is the column that says what to do: people are shown it beside a change.
const FieldTitle Field = "title"

// Fields returns all of them in the order of their columns.
func Fields() []Field { return []Field{FieldOwner, FieldState, FieldDue, FieldNote} }

// Get returns what a field says; an open state is "".
func (w Work) Get(f Field) string {
	switch f {
	case FieldOwner:
		return w.Owner
	case FieldState:
		if w.State == Open {
			return ""
		}
		return string(w.State)
	case FieldDue:
		return w.Due
	default:
		return w.Note
	}
}

// Set replaces what a field says.
func (w *Work) Set(f Field, value string) {
	switch f {
	case FieldOwner:
		w.Owner = value
	case FieldState:
		w.State = State(value)
	case FieldDue:
		w.Due = value
	default:
		w.Note = value
	}
}

// The layout of what a workbook remembers of the scan that it is about. It is on a
// sheet of its own that spreadsheets hide: a row for each record, whose first cell
// says what it is.
//
//	sitewell  VERSION
//	scan      NUMBER   BEGAN    time as RFC 3339
//	site      START    NAME
//	saved     TIME
//	column    FIELD    HEADING  of a column that people fill in, or of what to do
//	state     STATE    WORD     in the language of the workbook
//	owner     ""       NAME     that is offered
//	was       KEY      OWNER STATE DUE NOTE  what a fix had when the workbook was saved
//
// A fix of which nothing was said has no record. Readers ignore records that they do
// not know.
const (
	Sheet   = "Sitewell"
	Version = "1"

	RecordFile   = "sitewell"
	RecordScan   = "scan"
	RecordSite   = "site"
	RecordSaved  = "saved"
	RecordColumn = "column"
	RecordState  = "state"
	RecordOwner  = "owner"
	RecordWas    = "was"

	// KeyHeading is above the hidden column with the lasting keys of fixes. It is the
	// same in every language.
	KeyHeading = "Sitewell key"
)

// Returned is a workbook that came back.
type Returned struct {
	Scan  int64     // number of the scan in the history that it was saved from
	Began time.Time // when the scan began
	Start string    // start address of the site
	Site  string    // name of the site, "" for none
	Saved time.Time
	Rows  []Row
	// Unread are cells that can't be used; what they are about stays as it is.
	Unread []Unread
	// Unkeyed is how many rows without a key say something: somebody added them.
	Unkeyed int
}

// Row is a fix of a workbook that came back.
type Row struct {
	Key   string // of the fix
	Title string // what to do, as the workbook says it; "" where the column is gone
	Was   Work   // when the workbook was saved
	Now   Work   // what it says now, a field that was left out as it was
}

// Unread is a cell that can't be used.
type Unread struct {
	Sheet string
	Cell  string // as B7
	Field Field
	Text  string
	// Twice: the fix has two rows that say different things, and this is not the first.
	Twice bool
}
