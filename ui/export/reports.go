package export

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/assets/texts"
	"sitewell/storage"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/brands"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/field"
	"sitewell/ui/words"
)

// Audience is for whom a report is, by the name that it has on the command line.
type Audience string

// The audiences, in the order in which they are offered. View is what a table shows.
const (
	Client     Audience = "client"
	Developer  Audience = "developer"
	Editor     Audience = "editor"
	Host       Audience = "host"
	Everything Audience = "all"
	View       Audience = "view"
)

// Content is how much a report has. Rows and Links are 0 where only problems are in it.
type Content struct{ Fixes, Problems, Rows, Links int }

// Request says what a report is to be like.
type Request struct {
	Audience Audience
	Only     []storage.URLID // of View
	CSV      CSVOptions
	// Brand is the name of a brand; "" is that of the site, and NoBrand is none.
	Brand    string
	Language string // "" is that of the brand
	// Without are the parts that are left out, which is remembered with the brand; nil for
	// those that the brand leaves out.
	Without []string
}

// NoBrand stands for a report without a brand.
const NoBrand = "none"

// Brands are the names of all brands, and which one a site has, "" for none.
type Brands struct {
	Names []string
	Own   string
	// Without are the parts that each leaves out, by its name.
	Without map[string][]string
}

// Reports makes reports. Its methods are called off the window's thread; Save does as
// Exporter.Export does.
type Reports interface {
	Contents(ctx context.Context, scan storage.ScanID) (map[Audience]Content, error)
	Brands(ctx context.Context, scan storage.ScanID) (Brands, error)
	Save(ctx context.Context, scan storage.ScanID, as Format, r Request, path string, progress func(done, total int)) error
}

// title is what the audience is called on the screen.
func (a Audience) title() string {
	switch a {
	case Developer:
		return lang.L("The developer")
	case Editor:
		return lang.L("The editor")
	case Host:
		return lang.L("The host")
	case Everything:
		return lang.L("Everything")
	default:
		return lang.L("The client")
	}
}

// about says what is in a report for the audience.
func (a Audience) about() string {
	switch a {
	case Developer:
		return lang.L("What is changed in templates, redirects, settings and scripts.")
	case Editor:
		return lang.L("What is changed in texts: links, pictures and files.")
	case Host:
		return lang.L("What only the provider of the server can fix.")
	case Everything:
		return lang.L("All fixes and problems, and also every address and every link.")
	default:
		return lang.L("Better or worse, and everything that is to be fixed.")
	}
}

// reports is the part of the dialog that says what a report is like.
type reports struct {
	f         *form
	audiences []Audience
	audience  Audience
	brands    []string // by position in the list; see Request.Brand
	brand     string
	language  string
	contents  map[Audience]Content
	failed    string // why the contents are not known
	suggested string // the name of the file, as long as nobody changed it
	base      string // of suggested

	without                map[string][]string // see Brands
	own                    string
	parts                  []*control.Check // of brands.Parts
	forWhom, whose, spoken *field.Choice
	loader                 loaders
}

func newReports(f *form, name string) *reports {
	r := &reports{f: f, audience: Client, audiences: []Audience{Client, Developer, Editor, Host, Everything}, suggested: name}
	r.base = strings.TrimSuffix(name, Spreadsheet.extension())
	var titles []string
	for _, a := range r.audiences {
		titles = append(titles, a.title())
	}
	titles = append(titles, f.titles()...)
	r.forWhom = f.newChoice(titles, r.chose)
	r.whose = f.newChoice([]string{lang.L("None")}, func(i int) { r.brand = r.brands[i]; r.showParts() })
	r.whose.Disable()
	for _, p := range brands.Parts() {
		r.parts = append(r.parts, control.NewCheck(p.Title, nil))
	}
	r.showParts()
	said := []string{lang.L("That of the brand")}
	languages := texts.Languages()
	for _, l := range languages {
		said = append(said, l.Name)
	}
	r.spoken = f.newChoice(said, func(i int) {
		if r.language = ""; i > 0 {
			r.language = languages[i-1].Tag
		}
	})
	return r
}

// labelled is a field with its name above.
func labelled(name string, o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewVBox(badge.Caption(name), column.Inset(o))
}

func framed(c *field.Choice) fyne.CanvasObject {
	frame := badge.NewSurface(c)
	frame.Inset = 1
	return frame
}

// rows are the fields, two in a row.
func (r *reports) rows() fyne.CanvasObject {
	checks := container.NewVBox()
	for _, c := range r.parts {
		checks.Add(c)
	}
	checks.Hide()
	var fold *control.Button
	fold = &control.Button{Button: widget.Button{Text: lang.L("Parts …"), Icon: fynetheme.MenuExpandIcon(), Importance: widget.LowImportance, Alignment: widget.ButtonAlignLeading, OnTapped: func() {
		visible(checks, !checks.Visible())
		fold.SetIcon(fynetheme.MenuExpandIcon())
		if checks.Visible() {
			fold.SetIcon(fynetheme.MenuDropDownIcon())
		}
		r.f.dialog.Fit()
	}}}
	return container.NewVBox(
		container.NewGridWithColumns(2, labelled(lang.L("For"), framed(r.forWhom)), labelled(lang.L("Format"), framed(r.f.format))),
		r.f.about,
		r.f.csv.content,
		container.NewGridWithColumns(2, labelled(lang.L("Brand"), framed(r.whose)), labelled(lang.L("Language"), framed(r.spoken))),
		container.NewHBox(fold), column.Inset(checks),
	)
}

// showParts shows the parts that the chosen brand has.
func (r *reports) showParts() {
	name := r.brand
	if name == "" {
		name = r.own
	}
	for i, p := range brands.Parts() {
		r.parts[i].SetChecked(!slices.Contains(r.without[name], p.Name))
	}
}

// left returns the parts that a person leaves out, nil as long as it is not known which those of the brand are.
func (r *reports) left() []string {
	if r.without == nil {
		return nil
	}
	names := []string{}
	for i, p := range brands.Parts() {
		if !r.parts[i].Checked {
			names = append(names, p.Name)
		}
	}
	return names
}

// chose changes for whom the report is, and the name of the file with it unless a person
// has changed that.
func (r *reports) chose(i int) {
	title := r.forWhom.Options[i]
	r.audience, r.f.list = View, i-len(r.audiences)
	if r.f.list < 0 {
		r.audience, r.f.list = r.audiences[i], -1
	}
	if r.f.name.Text == r.suggested {
		r.suggested = r.base
		if r.audience != Client {
			r.suggested += " (" + title + ")"
		}
		r.suggested += r.f.as.extension()
		r.f.name.SetText(r.suggested)
	}
	r.f.tell()
}

// changedFormat keeps in mind that the ending of the suggested name changed.
func (r *reports) changedFormat(before Format) {
	r.suggested = strings.TrimSuffix(r.suggested, before.extension()) + r.f.as.extension()
}

// says what the report has.
func (r *reports) says() string {
	if !r.f.as.forAudience() {
		return lang.L("The whole scan is in it, for everybody.")
	}
	text := r.audience.about() + " "
	c, known := r.contents[r.audience], r.contents != nil
	switch {
	case r.failed != "":
		return text + r.failed
	case !known:
		return text + lang.L("Counting …")
	case c.Fixes == 0 && c.Rows == 0:
		return text + lang.L("There is none in this scan.")
	}
	data := map[string]any{
		"Fixes":     lang.N("{{.Count}} fixes", c.Fixes, map[string]any{"Count": words.Number(c.Fixes)}),
		"Problems":  lang.N("{{.Count}} problems", c.Problems, map[string]any{"Count": words.Number(c.Problems)}),
		"Addresses": lang.N("{{.Count}} addresses", c.Rows, map[string]any{"Count": words.Number(c.Rows)}),
		"Links":     lang.N("{{.Count}} links", c.Links, map[string]any{"Count": words.Number(c.Links)}),
	}
	if c.Rows > 0 {
		return text + lang.L("{{.Fixes}}, {{.Problems}}, {{.Addresses}}, {{.Links}}.", data)
	}
	return text + lang.L("{{.Fixes}}, {{.Problems}}.", data)
}

// load reads what the reports have, and which brands there are.
func (r *reports) load() {
	o, scan := r.f.o, r.f.scan
	r.loader.contents.Load(o.Run, func(ctx context.Context) (map[Audience]Content, error) { return o.Reports.Contents(ctx, scan) }, func(c map[Audience]Content, err error) {
		if r.contents = c; err != nil {
			r.failed = o.Sentence(err)
		}
		r.f.tell()
	})
	r.loader.brands.Load(o.Run, func(ctx context.Context) (Brands, error) { return o.Reports.Brands(ctx, scan) }, func(b Brands, err error) {
		if err != nil {
			return
		}
		if r.own, r.without = b.Own, b.Without; r.without == nil {
			r.without = map[string][]string{}
		}
		if len(b.Names) > 0 {
			r.offer(b)
		}
	})
}

// offer lets a person choose from brands, that of the site first.
func (r *reports) offer(b Brands) {
	r.brands, r.whose.Options = nil, nil
	add := func(brand, title string) {
		r.brands, r.whose.Options = append(r.brands, brand), append(r.whose.Options, title)
	}
	if b.Own != "" {
		add("", b.Own)
	}
	add(NoBrand, lang.L("None"))
	for _, name := range b.Names {
		if name != b.Own {
			add(name, name)
		}
	}
	r.whose.SetSelectedIndex(0)
	r.whose.Enable()
}

// request returns what a person chose; it is called off the window's thread.
func (r *reports) request() func(ctx context.Context) (Request, error) {
	q := Request{Audience: r.audience, Brand: r.brand, Language: r.language, CSV: r.f.csv.chosen(), Without: r.left()}
	if q.Audience != View {
		return func(context.Context) (Request, error) { return q, nil }
	}
	shown := r.f.o.Shown[r.f.list]
	return func(ctx context.Context) (_ Request, err error) {
		q.Only, err = shown.Problems(ctx)
		return q, err
	}
}

// loaders read what the dialog tells.
type loaders struct {
	contents background.Loader[map[Audience]Content]
	brands   background.Loader[Brands]
}

func (l *loaders) cancel() {
	l.contents.Cancel()
	l.brands.Cancel()
}

// enable lets a person change what they chose, or not while a file is written.
func (r *reports) enable(on bool) {
	for _, c := range r.parts {
		enable(c, on && !r.f.asList() && r.f.as.forAudience())
	}
	for _, c := range []*field.Choice{r.forWhom, r.whose, r.spoken} {
		switch {
		case !on, c == r.whose && len(r.brands) == 0, c == r.forWhom && !r.f.as.forAudience(), c != r.forWhom && r.f.asList():
			c.Disable()
		default:
			c.Enable()
		}
	}
}
