package problem

import (
	"context"
	"image"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/control"
	"sitewell/ui/marking"
	"sitewell/ui/table"
	"sitewell/ui/words"
)

// Tried is what a browser showed of an address.
type Tried struct {
	URL    string // after redirects
	Status int    // 0: there was no answer
	Title  string
	// Picture is what a visitor sees first; nil: there is none.
	Picture image.Image
}

// isTurnedAway reports whether the browser got an error page, or the page of a wall.
func (t *Tried) isTurnedAway() bool { return t.Status < 200 || t.Status > 399 }

// TryFunc opens an address of a scan once in the browser of this computer, with its window
// or without. It is called off the window's thread, and ends soon after its context.
type TryFunc func(ctx context.Context, scan storage.ScanID, address string, window bool) (Tried, error)

// walls are the outcomes of another site that may turn away programs alone.
var walls = []outcome.Key{"403", "405", "406", "418", "999", outcome.BotChallenge}

// IsWall reports whether the address of a row may let a browser in: it is on another site,
// which may turn away programs alone.
func IsWall(r storage.Row) bool {
	return r.Verdict == outcome.CantVerify && !r.Internal && Browsable(r.URL) && slices.Contains(walls, r.Outcome)
}

// Wall is an address that may let a browser in.
type Wall struct {
	ID  storage.URLID
	URL string
}

// Trier opens addresses in the browser of this computer where a person asks for that, and
// asks what came of it. Nothing is changed by the answer of a browser alone. Its methods
// belong to the window's thread.
type Trier struct {
	Run     *background.Runner
	Try     TryFunc
	Dialogs *ask.Host
	// Marks keeps what the person says of an address; nil: nothing does.
	Marks    *marking.Marker
	Prefs    table.Prefs
	Sentence func(error) string
}

// windowKey is where it is remembered that the browser is opened without its window.
const (
	windowKey     = "problem.try.window"
	withoutWindow = "no"
)

// Ask asks whether addresses of a scan are to be opened in the browser, and opens them.
func (t *Trier) Ask(scan storage.Scan, walls []Wall) {
	data := map[string]any{"Count": words.Number(len(walls))}
	d := &ask.Dialog{
		Title: lang.L("Open it in a browser?"), Text: lang.L("The browser on this computer shows it for some seconds. Sitewell does nothing in it: an address that turns the browser away, too, stays “Can't verify”."),
		Cancel: ask.Button{Text: lang.L("Cancel")},
	}
	about := excerptOf(walls[0].URL)
	if len(walls) > 1 {
		d.Title = lang.N("Open {{.Count}} addresses in a browser?", len(walls), data)
		d.Text = lang.L("The browser on this computer shows one after the other, each for some seconds. Sitewell does nothing in it: addresses that turn the browser away, too, stay “Can't verify”. You are asked about all others at the end.")
		about = container.NewVBox()
	}
	window := control.NewCheck(lang.L("Show the browser's window"), nil)
	window.Checked = t.Prefs == nil || t.Prefs.String(windowKey) != withoutWindow
	why := badge.Caption(lang.L("A browser that shows its window is turned away less often."))
	why.Wrapping = fyne.TextWrapWord
	d.Content = container.NewVBox(about, window, why)
	d.Confirm = ask.Button{Text: lang.L("Open"), Do: func() {
		if t.Prefs != nil {
			t.Prefs.SetString(windowKey, map[bool]string{true: "", false: withoutWindow}[window.Checked])
		}
		t.open(scan, walls, window.Checked)
	}}
	t.Dialogs.Show(d)
}

// opened is what came of one address.
type opened struct {
	Wall
	Tried
	err error
}

// open opens addresses one after the other. The dialog meanwhile can end that: one address
// is then forgotten, and of several those are told that were opened.
func (t *Trier) open(scan storage.Scan, walls []Wall, window bool) {
	ctx, stop := context.WithCancel(context.Background())
	isStopped := false
	busy, place, address := widget.NewActivity(), badge.Caption(""), badge.NewExcerpt(2)
	busy.Start()
	waiting := &ask.Dialog{
		Title: lang.L("Opening it in a browser …"), Content: container.NewBorder(nil, place, busy, nil, address),
		Cancel: ask.Button{Text: lang.L("Cancel"), Do: func() { isStopped = true; stop() }},
	}
	if window {
		waiting.Text = lang.L("A window of the browser on this computer opens for some seconds, and closes by itself. Sitewell does nothing in it.")
	}
	if len(walls) > 1 {
		waiting.Title, waiting.Cancel.Text = lang.L("Opening addresses in a browser …"), lang.L("Stop")
	}
	show := func(i int) {
		address.SetText(words.Readable(walls[i].URL))
		if len(walls) > 1 {
			place.SetText(lang.L("{{.Place}} of {{.Total}}", map[string]any{"Place": words.Number(i + 1), "Total": words.Number(len(walls))}))
		}
	}
	show(0)
	t.Dialogs.Show(waiting)
	run, try := t.Run, t.Try
	run.Go(func(life context.Context) {
		defer context.AfterFunc(life, stop)()
		defer stop()
		var all []opened
		for i, w := range walls {
			run.Do(func() { show(i) })
			shown, err := try(ctx, scan.ID, w.URL, window)
			if ctx.Err() != nil {
				break
			}
			all = append(all, opened{w, shown, err})
		}
		run.Do(func() {
			switch {
			case !isStopped:
				waiting.Close()
			case len(walls) == 1:
				return
			}
			t.tell(scan, all, len(walls))
		})
	})
}

// tell says what came of one address, or of several.
func (t *Trier) tell(scan storage.Scan, all []opened, total int) {
	if total == 1 && len(all) == 1 {
		t.tellOne(scan, all[0])
		return
	}
	sum := &summary{total: total}
	var shown []opened
	for _, o := range all {
		switch {
		case o.err != nil:
			sum.failed++
			sum.why = t.Sentence(o.err)
		case o.Status == 0:
			sum.silent++
		case o.isTurnedAway():
			sum.turnedAway++
		default:
			shown = append(shown, o)
		}
	}
	sum.left = total - len(all)
	t.review(scan, shown, 0, sum)
}

func (t *Trier) tellOne(scan storage.Scan, o opened) {
	if o.err != nil {
		t.Dialogs.Tell(lang.L("The browser did not show it"), t.Sentence(o.err), lang.L("OK"))
		return
	}
	d := tried(o.Tried, o.Wall.URL)
	if t.Marks != nil && !o.isTurnedAway() {
		d.Cancel = ask.Button{Text: lang.L("No, it does not")}
		d.Confirm = ask.Button{Text: lang.L("Yes, it works"), Do: func() { t.works(scan, []opened{o}) }}
	}
	t.Dialogs.Show(d)
}

// works marks addresses as those that work in the browser.
func (t *Trier) works(scan storage.Scan, all []opened) {
	subject := marking.One(scan, all[0].ID, all[0].Wall.URL)
	if len(all) > 1 {
		var ids []storage.URLID
		for _, o := range all {
			ids = append(ids, o.ID)
		}
		subject = marking.Subject{Scan: scan, Count: len(ids), IDs: func(context.Context) ([]storage.URLID, error) { return ids, nil }}
	}
	t.Marks.WorksInBrowser(subject)
}

// summary counts what came of several addresses.
type summary struct {
	total, turnedAway, silent, failed, left int
	why                                     string // the last one failed
	works                                   []opened
	not                                     int // as the person said, or did not say
}

// review asks about each of the addresses that the browser showed, and then says what came of
// all. Later leaves the rest as they are.
func (t *Trier) review(scan storage.Scan, shown []opened, at int, sum *summary) {
	if at == len(shown) || t.Marks == nil {
		sum.not += len(shown) - at
		if len(sum.works) > 0 {
			t.works(scan, sum.works)
		}
		t.Dialogs.Tell(lang.L("What the browser showed"), sum.words(), lang.L("OK"))
		return
	}
	o := shown[at]
	d := tried(o.Tried, o.Wall.URL)
	d.Title = lang.L("Does it work in the browser? ({{.Place}} of {{.Total}})", map[string]any{"Place": words.Number(at + 1), "Total": words.Number(len(shown))})
	d.Cancel = ask.Button{Text: lang.L("Ask no more"), Do: func() { t.review(scan, shown[:0], 0, sum.leave(len(shown)-at)) }}
	d.Others = []ask.Button{{Text: lang.L("No, it does not"), Do: func() { t.review(scan, shown, at+1, sum.leave(1)) }}}
	d.Confirm = ask.Button{Text: lang.L("Yes, it works"), Do: func() {
		sum.works = append(sum.works, o)
		t.review(scan, shown, at+1, sum)
	}}
	t.Dialogs.Show(d)
}

// leave counts addresses that stay as they are.
func (s *summary) leave(n int) *summary {
	s.not += n
	return s
}

// words says what came of all.
func (s *summary) words() string {
	var said []string
	add := func(n int, one func(data map[string]any) string) {
		if n > 0 {
			said = append(said, one(map[string]any{"Count": words.Number(n), "Days": words.Number(storage.BrowserDays)}))
		}
	}
	add(len(s.works), func(d map[string]any) string {
		return lang.N("{{.Count}} addresses work in the browser and are ignored for {{.Days}} days.", len(s.works), d)
	})
	add(s.not, func(d map[string]any) string {
		return lang.N("{{.Count}} addresses were shown, and stay “Can't verify”.", s.not, d)
	})
	add(s.turnedAway, func(d map[string]any) string {
		return lang.N("{{.Count}} addresses turned the browser away, too, and stay “Can't verify”.", s.turnedAway, d)
	})
	add(s.silent, func(d map[string]any) string {
		return lang.N("{{.Count}} addresses gave no answer in the browser, either.", s.silent, d)
	})
	add(s.failed, func(d map[string]any) string {
		return lang.N("{{.Count}} addresses could not be shown:", s.failed, d) + " " + s.why
	})
	add(s.left, func(d map[string]any) string { return lang.N("{{.Count}} addresses were not opened.", s.left, d) })
	return strings.Join(said, "\n\n")
}

// try asks whether the address is to be opened in the browser.
func (p *Panel) try() {
	scan := storage.Scan{ID: p.scan}
	if p.o.Scan != nil {
		scan = p.o.Scan()
	}
	p.o.Trier.Ask(scan, []Wall{{p.id, p.facts.detail.URL}})
}

// tried shows what a browser showed.
func tried(t Tried, address string) *ask.Dialog {
	data := map[string]any{"Status": statusLine(t.Status), "Days": words.Number(storage.BrowserDays)}
	d := &ask.Dialog{Width: triedWidth, Confirm: ask.Button{Text: lang.L("OK")}}
	switch {
	case t.Status == 0:
		d.Title, d.Text = lang.L("There was no answer in the browser, either"), lang.L("The address stays “Can't verify”.")
	case t.isTurnedAway():
		d.Title = lang.L("The browser was turned away, too")
		d.Text = lang.L("The answer was {{.Status}}, so the address stays “Can't verify”. Press Open to look at it in your own browser, where you may be signed in.", data)
	default:
		d.Title = lang.L("Does it work in the browser?")
		d.Text = lang.L("The answer was {{.Status}}. If this is the page that the link promises, and not a question whether you are human, the address is ignored for {{.Days}} days.", data)
	}
	if t.URL == "" {
		t.URL = address
	}
	content := container.NewVBox()
	if t.Title != "" {
		title := &widget.Label{Text: t.Title, TextStyle: fyne.TextStyle{Bold: true}, Truncation: fyne.TextTruncateEllipsis}
		content.Add(title)
	}
	content.Add(excerptOf(t.URL))
	if t.Picture != nil {
		picture := canvas.NewImageFromImage(t.Picture)
		picture.FillMode = canvas.ImageFillContain
		picture.SetMinSize(fyne.NewSize(triedWidth, triedHeight))
		content.Add(picture)
	}
	d.Content = content
	return d
}

// triedWidth and triedHeight are the size of the picture of a page, which has to fit the
// smallest window with the texts around it.
const triedWidth, triedHeight = 440, 250

func excerptOf(address string) fyne.CanvasObject {
	e := badge.NewExcerpt(2)
	e.SetText(words.Readable(address))
	return e
}
