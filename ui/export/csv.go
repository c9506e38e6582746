package export

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/field"
)

// Rows is what the rows of a CSV file are, by the name that it has on the command line.
type Rows string

// The rows, in the order in which they are offered.
const (
	ProblemRows Rows = "problems"
	FixRows     Rows = "fixes"
	LinkRows    Rows = "links"
	JiraRows    Rows = "jira"
	TrelloRows  Rows = "trello"
)

var allRows = []Rows{ProblemRows, FixRows, LinkRows, JiraRows, TrelloRows}

// forTickets reports whether they are for a program that reads its own kind of CSV alone.
func (r Rows) forTickets() bool { return r == JiraRows || r == TrelloRows }

func (r Rows) title() string {
	switch r {
	case FixRows:
		return lang.L("Fixes")
	case LinkRows:
		return lang.L("Links of problems")
	case JiraRows:
		return lang.L("Tickets for Jira")
	case TrelloRows:
		return lang.L("Cards for Trello")
	default:
		return lang.L("Problems")
	}
}

func (r Rows) about() string {
	switch r {
	case FixRows:
		return lang.L("A row for every fix.")
	case LinkRows:
		return lang.L("A row for every link to a problem.")
	case JiraRows:
		return lang.L("A row for every fix, as Jira imports it.")
	case TrelloRows:
		return lang.L("A row for every fix, as importers of Trello read it.")
	default:
		return lang.L("A row for every problem.")
	}
}

// CSVOptions say how a CSV file looks.
type CSVOptions struct {
	Rows      Rows
	Separator rune // of cells: ',', ';' or a tab
	// NoMark leaves out the byte order mark.
	NoMark bool
}

var separators = []rune{',', ';', '\t'}

// csvChoice is the part of the dialog that says how a CSV file looks. It is hidden for other formats.
type csvChoice struct {
	f               *form
	rows, separator *field.Choice
	mark            *control.Check
	hint            *widget.Label
	content         *fyne.Container
	kind            fyne.CanvasObject // the rows with their name
}

func newCSV(f *form) *csvChoice {
	c := &csvChoice{f: f, hint: badge.Caption(lang.L("Excel expects semicolons where the comma is the decimal sign."))}
	var titles []string
	for _, r := range allRows {
		titles = append(titles, r.title())
	}
	c.rows = f.newChoice(titles, func(int) { f.tell() })
	c.separator = f.newChoice([]string{lang.L("Commas"), lang.L("Semicolons"), lang.L("Tabs")}, func(int) {})
	c.mark = control.NewCheck(lang.L("For Excel (byte order mark)"), nil)
	c.mark.SetChecked(true)
	c.hint.Wrapping = fyne.TextWrapWord
	c.kind = labelled(lang.L("Rows"), framed(c.rows))
	between := labelled(lang.L("Between cells"), framed(c.separator))
	c.content = container.NewVBox(container.NewGridWithColumns(2, c.kind, between), container.NewGridWithColumns(2, column.Inset(c.mark), c.hint))
	c.content.Hide()
	return c
}

// chosen returns what a person chose.
func (c *csvChoice) chosen() CSVOptions {
	return CSVOptions{Rows: c.chosenRows(), Separator: separators[max(c.separator.SelectedIndex(), 0)], NoMark: !c.mark.Checked}
}

func (c *csvChoice) chosenRows() Rows { return allRows[max(c.rows.SelectedIndex(), 0)] }

// about says what the rows are.
func (c *csvChoice) about() string { return c.chosenRows().about() }

// show shows what applies to the format that is chosen.
func (c *csvChoice) show() {
	visible(c.content, c.f.as == CSV && (c.f.reports != nil || c.f.list >= 0))
	visible(c.kind, c.f.list < 0)
	c.enable(true)
}

// enable lets a person change what they chose, or not while a file is written.
func (c *csvChoice) enable(on bool) {
	enable(c.rows, on)
	free := on && (c.f.list >= 0 || !c.chosenRows().forTickets())
	enable(c.separator, free)
	enable(c.mark, free)
}

// enable switches a widget on or off.
func enable(w fyne.Disableable, on bool) {
	if on {
		w.Enable()
	} else {
		w.Disable()
	}
}

func visible(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
