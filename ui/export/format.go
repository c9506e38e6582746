package export

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
)

// Format is a form in which a scan is saved, by the name that it has on the command
// line.
type Format string

// The formats, in the order in which they are offered.
const (
	Spreadsheet Format = "xlsx"
	Database    Format = "sqlite"
	JSONLines   Format = "jsonl"
	CSV         Format = "csv"
	WebPage     Format = "html"
	ScanFile    Format = "sitewell"
)

// formats are those of a scan.
var formats = []Format{Spreadsheet, Database, JSONLines, ScanFile}

// extension is the ending of the names of files.
func (f Format) extension() string {
	switch f {
	case Database:
		return ".db"
	case JSONLines:
		return ".jsonl"
	case CSV:
		return ".csv"
	case WebPage:
		return ".html"
	case ScanFile:
		return ".sitewell"
	default:
		return ".xlsx"
	}
}

// title is what the format is called on the screen.
func (f Format) title() string {
	switch f {
	case Database:
		return lang.L("Database (SQLite)")
	case JSONLines:
		return lang.L("JSON Lines")
	case CSV:
		return lang.L("Table (CSV)")
	case WebPage:
		return lang.L("Web page (HTML)")
	case ScanFile:
		return lang.L("Scan for another computer")
	default:
		return lang.L("Spreadsheet (Excel)")
	}
}

// about says what the format is good for.
func (f Format) about() string {
	switch f {
	case Database:
		return lang.L("For your own questions: plain tables with a row for every link, for Datasette, Power BI or the sqlite3 shell.")
	case JSONLines:
		return lang.L("For programs: a line for every address and every fix.")
	case CSV:
		return lang.L("For every spreadsheet program and many others: a row for every change.")
	case WebPage:
		return lang.L("For people: one file that every browser shows and prints, also without a network.")
	case ScanFile:
		return lang.L("The scan itself: “Import a scan …” in the menu “Scan” adds it to the history of another computer.")
	default:
		return lang.L("For people: fixes, problems, links and all addresses, each on a sheet.")
	}
}

// choice is the drop-down list of formats. It passes on the keys that answer the
// dialog.
type choice struct {
	widget.Select
	keys func(*fyne.KeyEvent) bool
}

func (f *form) newChoice() *choice {
	c := &choice{keys: func(k *fyne.KeyEvent) bool { return f.dialog.Key(k) }}
	for _, as := range f.o.Formats {
		c.Options = append(c.Options, as.title())
	}
	c.Selected = f.as.title()
	c.OnChanged = func(string) { f.chose(f.o.Formats[c.SelectedIndex()]) }
	c.ExtendBaseWidget(c)
	return c
}

// TypedKey is for Fyne.
func (c *choice) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyEscape:
		c.keys(k)
	default:
		c.Select.TypedKey(k)
	}
}

// chose changes to another format, and the ending of the name with it where that is
// the ending of the format before.
func (f *form) chose(as Format) {
	if name := f.name.Text; strings.EqualFold(filepath.Ext(name), f.as.extension()) {
		f.name.SetText(name[:len(name)-len(f.as.extension())] + as.extension())
	}
	f.as = as
	f.about.SetText(f.o.aboutFormat(as))
	f.dialog.Fit()
}
