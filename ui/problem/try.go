package problem

import (
	"context"
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/badge"
	"sitewell/ui/marking"
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

// TryFunc opens an address of a scan once in the browser of this computer. It is called
// off the window's thread, and ends soon after its context.
type TryFunc func(ctx context.Context, scan storage.ScanID, address string) (Tried, error)

// walls are the outcomes of another site that may turn away programs alone.
var walls = []outcome.Key{"403", "405", "406", "418", "999", outcome.BotChallenge}

// isWall reports whether another site may let a browser in.
func isWall(d storage.Detail) bool {
	return d.Verdict == outcome.CantVerify && !d.Internal && Browsable(d.URL) && slices.Contains(walls, d.Outcome)
}

// try opens the address in a browser, and shows what came of it. The dialog meanwhile can
// end that.
func (p *Panel) try() {
	scan, address := p.scan, p.facts.detail.URL
	busy := widget.NewActivity()
	busy.Start()
	waiting := &ask.Dialog{
		Title:   lang.L("Opening it in a browser …"),
		Text:    lang.L("A window of the browser on this computer opens for some seconds, and closes by itself. Sitewell does nothing in it."),
		Content: container.NewBorder(nil, nil, busy, nil, excerptOf(address)),
		Cancel:  ask.Button{Text: lang.L("Cancel"), Do: p.trying.Cancel},
	}
	p.o.Dialogs.Show(waiting)
	var subject marking.Subject
	if p.o.Marks != nil {
		subject = p.marked() // before another problem is shown
	}
	p.trying.Load(p.o.Run, func(ctx context.Context) (Tried, error) {
		return p.o.Try(ctx, scan, address)
	}, func(t Tried, err error) {
		waiting.Close()
		if err != nil {
			p.o.Dialogs.Tell(lang.L("The browser did not show it"), p.o.Sentence(err), lang.L("OK"))
			return
		}
		d := tried(t, address)
		if p.o.Marks != nil && !t.isTurnedAway() {
			d.Cancel = ask.Button{Text: lang.L("No, it does not")}
			d.Confirm = ask.Button{Text: lang.L("Yes, it works"), Do: func() { p.o.Marks.WorksInBrowser(subject) }}
		}
		p.o.Dialogs.Show(d)
	})
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
