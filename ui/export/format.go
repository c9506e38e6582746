package export

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"sitewell/ui/field"
)

// Format is a form in which a scan is saved, by the name that it has on the command
// line.
type Format string

// The formats, in the order in which they are offered.
const (
	Spreadsheet Format = "xlsx"
	PDF         Format = "pdf"
	Database    Format = "sqlite"
	JSONLines   Format = "jsonl"
	CSV         Format = "csv"
	WebPage     Format = "html"
	ScanFile    Format = "sitewell"
	// Picture is none of a scan: a picture of a page.
	Picture Format = "jpg"
)

// formats are those of a scan.
var formats = []Format{Spreadsheet, PDF, WebPage, CSV, Database, JSONLines, ScanFile}

// extension is the ending of the names of files.
func (f Format) extension() string {
	switch f {
	case Database:
		return ".db"
	case PDF:
		return ".pdf"
	case JSONLines:
		return ".jsonl"
	case CSV:
		return ".csv"
	case WebPage:
		return ".html"
	case ScanFile:
		return ".sitewell"
	case Picture:
		return ".jpg"
	default:
		return ".xlsx"
	}
}

// forAudience reports whether it is made for somebody; others have the whole scan.
func (f Format) forAudience() bool { return f != Database && f != ScanFile }

// title is what the format is called on the screen.
func (f Format) title() string {
	switch f {
	case Database:
		return lang.L("Database (SQLite)")
	case PDF:
		return lang.L("Document (PDF)")
	case JSONLines:
		return lang.L("JSON Lines")
	case CSV:
		return lang.L("Table (CSV)")
	case WebPage:
		return lang.L("Web page (HTML)")
	case ScanFile:
		return lang.L("Scan for another computer")
	case Picture:
		return lang.L("Picture (JPEG)")
	default:
		return lang.L("Spreadsheet (Excel)")
	}
}

// about says what the format is good for.
func (f Format) about() string {
	switch f {
	case Database:
		return lang.L("For your own questions: plain tables with a row for every link, for Datasette, Power BI or the sqlite3 shell.")
	case PDF:
		return lang.L("A page or two to read and print, also on a telephone.")
	case JSONLines:
		return lang.L("For programs: a line for every address and every fix.")
	case CSV:
		return lang.L("For every spreadsheet program and many others: a row for every problem.")
	case WebPage:
		return lang.L("For people: one file that every browser shows and prints, also without a network.")
	case ScanFile:
		return lang.L("The scan itself: “Import a scan …” in the menu “File” adds it to the history of another computer.")
	case Picture:
		return lang.L("For a message or a ticket: the page as a visitor saw it.")
	default:
		return lang.L("For people: a workbook to read, sort, filter and fill in.")
	}
}

// newChoice makes a list of which the first is chosen.
func (f *form) newChoice(titles []string, chose func(i int)) *field.Choice {
	return field.NewChoice(titles, chose, func(k *fyne.KeyEvent) { f.dialog.Key(k) })
}

// newFormats makes the list of formats.
func (f *form) newFormats() *field.Choice {
	var titles []string
	for _, as := range f.o.Formats {
		titles = append(titles, as.title())
	}
	return f.newChoice(titles, func(i int) { f.chose(f.o.Formats[i]) })
}

// chose changes to another format, and the ending of the name with it where that is
// the ending of the format before.
func (f *form) chose(as Format) {
	before := f.as
	f.as = as
	if f.reports != nil {
		f.reports.changedFormat(before)
	}
	if name := f.name.Text; strings.EqualFold(filepath.Ext(name), before.extension()) {
		f.name.SetText(name[:len(name)-len(before.extension())] + as.extension())
	}
	f.tell()
}

// tell says what the file will contain, and lets a person save it where it can be made.
func (f *form) tell() {
	f.about.SetText(f.says())
	f.csv.show()
	if f.reports != nil {
		f.reports.enable(true)
	}
	f.dialog.Enable(f.possible())
	f.dialog.Fit()
}

// says returns what the file will contain.
func (f *form) says() string {
	format := f.o.aboutFormat(f.as)
	switch {
	case f.list >= 0 && f.as.forAudience():
		return f.saysList()
	case f.as == CSV && f.reports != nil:
		format = lang.L("For every spreadsheet program and many others.") + " " + f.csv.about()
	}
	if f.reports != nil {
		return f.reports.says() + "\n" + format
	}
	return format
}
