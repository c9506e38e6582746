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
		p.offerMessage(recipient(to), text)
	})
}

func (p *Panel) copyMessage(text string) {
	p.o.Desktop.Copy(text)
	p.o.Desktop.Tell(lang.L("The message is copied. Paste it into your mail program."))
}

// offerMessage shows a message, whose first line is its subject.
func (p *Panel) offerMessage(title, text string) {
	if p.o.Dialogs == nil {
		p.copyMessage(text)
		return
	}
	shown := &widget.Label{Text: text, Wrapping: fyne.TextWrapWord, Selectable: true}
	scroll := container.NewVScroll(shown)
	scroll.SetMinSize(fyne.NewSize(0, messageHeight))
	p.o.Dialogs.Show(&ask.Dialog{
		Title: title, Content: scroll, Width: 560,
		Cancel: ask.Button{Text: lang.L("Close")},
		Others: []ask.Button{{Text: lang.L("Open in mail"), Icon: fynetheme.MailComposeIcon(), Do: func() {
			p.o.Desktop.Mail(letter(text))
		}}},
		Confirm: ask.Button{Text: lang.L("Copy"), Icon: fynetheme.ContentCopyIcon(), Do: func() { p.copyMessage(text) }},
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
