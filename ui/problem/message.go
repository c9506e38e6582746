package problem

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/assets/knowledge"
	"sitewell/ui/ask"
)

// messageHeight is how much of a message is in view.
const messageHeight = 300

// showMessage writes a message and shows it, to be copied or sent.
func (p *Panel) showMessage(to knowledge.Assignee) {
	scan, id := p.scan, p.id
	p.letter.Load(p.o.Run, func(ctx context.Context) (string, error) {
		return p.o.Source.Message(ctx, scan, id, to)
	}, func(text string, err error) {
		if err != nil {
			p.o.Desktop.Tell(p.o.Sentence(err))
			return
		}
		OfferMessage(p.o.Dialogs, p.o.Desktop, to, text)
	})
}

// OfferMessage shows a message to somebody, whose first line is its subject, to be copied
// or sent; where dialogs is nil it is copied at once.
func OfferMessage(dialogs *ask.Host, d Desktop, to knowledge.Assignee, text string) {
	copied := func() {
		d.Copy(text)
		d.Tell(lang.L("The message is copied. Paste it into your mail program."))
	}
	if dialogs == nil {
		copied()
		return
	}
	shown := &widget.Label{Text: text, Wrapping: fyne.TextWrapWord, Selectable: true}
	scroll := container.NewVScroll(shown)
	scroll.SetMinSize(fyne.NewSize(0, messageHeight))
	dialogs.Show(&ask.Dialog{
		Title: Recipient(to), Content: scroll, Width: 560,
		Cancel: ask.Button{Text: lang.L("Close")},
		Others: []ask.Button{{Text: lang.L("Open in mail"), Icon: fynetheme.MailComposeIcon(), Do: func() {
			d.Mail(letter(text))
		}}},
		Confirm: ask.Button{Text: lang.L("Copy"), Icon: fynetheme.ContentCopyIcon(), Do: copied},
	})
}

// letter divides a message into subject and text.
func letter(message string) (subject, text string) {
	first, rest, _ := strings.Cut(strings.TrimSpace(message), "\n")
	if _, after, named := strings.Cut(first, ": "); named {
		return strings.TrimSpace(after), strings.TrimSpace(rest)
	}
	return "", message
}
