package export

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/table"
	"sitewell/ui/words"
)

// Shown is a list behind the dialog.
type Shown struct {
	// Title is what it is called among the contents to choose from; "" is "This view".
	Title string
	table.View
	// Problems returns the problems of its rows, off the window's thread; nil where the rows
	// are something else, of which no report can be made.
	Problems func(ctx context.Context) ([]storage.URLID, error)
}

// ViewSaver saves lists as they are shown, as Spreadsheet or CSV. It does as
// Exporter.Export does.
type ViewSaver interface {
	SaveView(ctx context.Context, v table.View, as Format, csv CSVOptions, path string, progress func(done, total int)) error
}

// titles are what the lists behind the dialog are called.
func (f *form) titles() []string {
	titles := make([]string, len(f.o.Shown))
	for i, s := range f.o.Shown {
		if titles[i] = s.Title; s.Title == "" {
			titles[i] = lang.L("This view")
		}
	}
	return titles
}

// asList reports whether a list is saved as it is shown.
func (f *form) asList() bool { return f.list >= 0 && (f.as == Spreadsheet || f.as == CSV) }

// possible reports whether what a person chose can be made.
func (f *form) possible() bool {
	switch {
	case f.list < 0, f.asList():
		return true
	case f.reports == nil:
		return false
	default: // what is for nobody in particular has the whole scan
		return !f.as.forAudience() || f.o.Shown[f.list].Problems != nil
	}
}

// saysList says what of a list is saved.
func (f *form) saysList() string {
	n := f.o.Shown[f.list].Count
	data := map[string]any{"Count": words.Number(n)}
	switch {
	case f.asList():
		return lang.N("The list behind this dialog as it is: {{.Count}} rows, with its search, filters, order and columns.", n, data)
	case !f.possible():
		return lang.L("This format is for reports. Choose “Spreadsheet (Excel)” or “Table (CSV)” for a list.")
	default:
		return lang.N("A report on the {{.Count}} problems of the list behind this dialog.", n, data) + "\n" + f.as.about()
	}
}
