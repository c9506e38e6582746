package appsettings

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/storage"
	"sitewell/ui/background"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/keeping"
	"sitewell/ui/words"
)

// data is about the history.
type data struct {
	s      *Screen
	path   string
	where  *widget.Label
	size   *widget.Label
	keep   *fyne.Container // the list of rules, once the present one is known
	notice *notice
	about  background.Loader[history]
	save   background.Loader[struct{}]
}

// history is what is told of it.
type history struct {
	path string
	size int64
	rule storage.KeepRule
}

func newData(s *Screen) *data {
	d := &data{s: s, where: &widget.Label{Wrapping: fyne.TextWrapBreak}, size: wrapped(""), keep: container.NewStack()}
	s.section(lang.L("Your data"))
	button := func(text string, icon fyne.Resource, do func()) *control.Button {
		return &control.Button{Button: widget.Button{Text: text, Icon: icon, OnTapped: do}}
	}
	reveal := button(lang.L("Show in folder"), fynetheme.FolderIcon(), func() { s.o.Reveal(d.path) })
	move := button(lang.L("Move …"), fynetheme.ContentCutIcon(), d.move)
	help := lang.L("All sites and scans are in this file on this computer, and nowhere else.")
	if s.o.Store.Values().DataFixed {
		move.Hide()
		help += " " + lang.L("It was named when Sitewell was started (--db), so it can't be moved here.")
	}
	s.add(lang.L("History"), help, container.NewVBox(container.New(&rows{gap: textGap}, d.where, d.size), column.Flow(8, reveal, move)))
	d.notice = s.add(lang.L("Scans that are kept"),
		lang.L("Others are deleted whenever a scan is complete. A site can have a rule of its own, in its menu."), d.keep)
	s.add(lang.L("Back-up"), lang.L("Copy the history to a safe place, bring a copy back, and check whether the file is damaged."),
		column.Flow(8, button(lang.L("History file …"), fynetheme.DocumentSaveIcon(), func() { keeping.ShowFile(s.o.Keeping) })))
	return d
}

// read shows where the history is and which scans are kept.
func (d *data) read() {
	d.about.Load(d.s.o.Run, func(ctx context.Context) (h history, err error) {
		h.path, h.size = d.s.o.Keeping.Store.File()
		h.rule, _, err = d.s.o.Keeping.Store.KeepRule(ctx, 0)
		return h, err
	}, func(h history, err error) {
		d.path = h.path
		d.where.SetText(h.path)
		d.size.SetText(words.Size(h.size))
		d.notice.tell(d.s.o.Sentence, err)
		if err == nil {
			d.offer(h.rule)
		}
		d.s.refresh()
	})
}

// offer lists the rules, with the present one chosen.
func (d *data) offer(now storage.KeepRule) {
	var choices []Choice
	rules := keeping.Rules(now)
	for _, r := range rules {
		choices = append(choices, Choice{r.String(), keeping.RuleText(r)})
	}
	d.keep.Objects = []fyne.CanvasObject{newList(choices, now.String(), func(value string) {
		for _, r := range rules {
			if r.String() == value {
				d.store(r)
			}
		}
	})}
	d.keep.Refresh()
}

// store stores the rule of all sites that have none of their own.
func (d *data) store(r storage.KeepRule) {
	d.save.Load(d.s.o.Run, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, d.s.o.Keeping.Store.SetKeepRule(ctx, 0, &r)
	}, func(_ struct{}, err error) { d.notice.tell(d.s.o.Sentence, err) })
}

// move lets the person choose a folder and moves the history there.
func (d *data) move() {
	d.s.o.PickFolder("", func(folder string) { keeping.AskMove(d.s.o.Keeping, folder) })
}

func (d *data) cancel() {
	d.about.Cancel()
	d.save.Cancel()
}
