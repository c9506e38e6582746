package start

import (
	"context"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/background"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/field"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Scanner starts scans. Its methods are called off the window's thread and may
// take as long as the network does.
type Scanner interface {
	// ScanAddress starts a scan of what a person typed and gives its number.
	ScanAddress(ctx context.Context, typed string) (scan storage.ScanID, err error)
	// ScanDemo starts a scan of the demo site.
	ScanDemo(ctx context.Context) (scan storage.ScanID, err error)
}

// Options are what the form needs.
type Options struct {
	Run     *background.Runner
	Scanner Scanner
	// Started is called when a scan has begun.
	Started func(scan storage.ScanID)
	// Failed may take an error over, and reports whether it did; again tries
	// once more. It may be nil.
	Failed func(err error, again func()) bool
	// Sentence says in the reader's words what went wrong and what to do.
	Sentence func(err error) string
	// Meant returns the address that the person may have meant instead of what can't be
	// used, "" for none.
	Meant func(err error) string
	// Keys is asked about keys that type nothing; it may be nil.
	Keys func(*fyne.KeyEvent) bool
}

// Form is the field for an address with its button, and the explanation
// beside it when that did not work.
type Form struct {
	o       Options
	entry   *field.Entry
	scan    *control.Button
	demo    *control.Button
	busy    *widget.Activity
	status  *widget.Label
	problem *fyne.Container
	reason  *widget.Label
	meant   *control.Button // scans what the person may have meant
	content fyne.CanvasObject
	loader  background.Loader[storage.ScanID]
	waiting bool
}

// NewForm makes the form.
func NewForm(o Options) *Form {
	f := &Form{o: o}
	f.entry = field.New(lang.L("Your website's address, such as example.com"))
	f.entry.Keys = f.key
	f.entry.OnSubmitted = func(string) { f.Submit() }
	f.entry.OnChanged = func(string) { f.problem.Hide() }
	f.scan = &control.Button{Button: widget.Button{Text: lang.L("Scan"), Icon: fynetheme.SearchIcon(), Importance: widget.HighImportance, OnTapped: f.Submit}}
	f.demo = &control.Button{Button: widget.Button{Text: lang.L("Try it on a demo site"), OnTapped: f.Demo}}

	f.busy = widget.NewActivity()
	f.busy.Hide()
	f.status = &widget.Label{Importance: widget.LowImportance}
	f.status.Hide()
	f.reason = &widget.Label{Wrapping: fyne.TextWrapWord}
	f.meant = &control.Button{Button: widget.Button{Icon: fynetheme.SearchIcon()}}
	f.problem = container.NewBorder(nil, nil, container.NewVBox(column.Margin(theme.Size(theme.SizeGap), widget.NewIcon(theme.VerdictIcon(outcome.Broken)))),
		container.NewVBox(f.meant), f.reason)
	f.problem.Hide()

	// The room for two lines is kept free, so that nothing moves when there is something to say.
	room := canvas.NewRectangle(color.Transparent)
	room.SetMinSize(widget.NewLabel("\n").MinSize())
	f.content = container.NewVBox(
		container.NewBorder(nil, nil, nil, f.scan, f.entry),
		container.NewStack(room, container.NewHBox(f.busy, f.status), f.problem),
	)
	return f
}

// Content is the field, the button and the room for an explanation below.
func (f *Form) Content() fyne.CanvasObject { return f.content }

// DemoButton starts a scan of the demo site. The screen places it.
func (f *Form) DemoButton() fyne.CanvasObject { return f.demo }

// Focus puts the keyboard into the field.
func (f *Form) Focus(c fyne.Canvas) { c.Focus(f.entry) }

// SetText types an address without scanning it.
func (f *Form) SetText(s string) { f.entry.SetText(s) }

// Submit scans what is typed.
func (f *Form) Submit() {
	if f.waiting {
		return
	}
	typed := strings.TrimSpace(f.entry.Text)
	if shown := words.Readable(typed); shown != f.entry.Text {
		f.entry.SetText(shown)
	}
	f.begin(lang.L("Looking for the site …"), func(ctx context.Context) (storage.ScanID, error) {
		return f.o.Scanner.ScanAddress(ctx, typed)
	})
}

// Demo scans the demo site.
func (f *Form) Demo() {
	if !f.waiting {
		f.begin(lang.L("Starting the demo site …"), f.o.Scanner.ScanDemo)
	}
}

// Cancel stops looking for a site. It reports whether that was under way.
func (f *Form) Cancel() bool {
	was := f.waiting
	f.loader.Cancel()
	f.end()
	return was
}

func (f *Form) begin(status string, start func(context.Context) (storage.ScanID, error)) {
	f.waiting = true
	f.problem.Hide()
	f.scan.Disable()
	f.demo.Disable()
	f.status.SetText(status)
	f.status.Show()
	f.busy.Show()
	f.busy.Start()
	f.loader.Load(f.o.Run, start, func(scan storage.ScanID, err error) {
		f.end()
		if err != nil && f.o.Failed != nil && f.o.Failed(err, func() { f.begin(status, start) }) {
			return
		}
		if err != nil {
			f.explain(err)
			return
		}
		f.entry.SetText("")
		f.o.Started(scan)
	})
}

func (f *Form) end() {
	f.waiting = false
	f.busy.Stop()
	f.busy.Hide()
	f.status.Hide()
	f.scan.Enable()
	f.demo.Enable()
}

// longestMeant is how many characters of an address a button shows: it is as wide as they are.
const longestMeant = 40

func (f *Form) explain(err error) {
	f.reason.SetText(f.o.Sentence(err))
	f.meant.Hide()
	if meant := f.o.Meant(err); meant != "" {
		f.meant.OnTapped = func() {
			f.entry.SetText(meant)
			f.Submit()
		}
		f.meant.SetText(lang.L("Scan {{.Site}}", map[string]any{"Site": words.Middle(meant, longestMeant)}))
		f.meant.Show()
	}
	f.problem.Show()
	f.content.Refresh()
}

func (f *Form) key(k *fyne.KeyEvent) bool {
	if k.Name == fyne.KeyEscape && f.Cancel() {
		return true
	}
	return f.o.Keys != nil && f.o.Keys(k)
}
