package results

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"sitewell/assets/knowledge"
	"sitewell/storage"
	"sitewell/ui/marking"
	"sitewell/ui/problem"
	"sitewell/ui/words"
)

// chooseRecipient writes to the one person who can fix it, or opens a menu of those who can.
func (p *fixPanel) chooseRecipient() {
	all := problem.Recipients(p.guide.facts.text)
	if len(all) == 1 {
		p.message(all[0])
		return
	}
	var items []*fyne.MenuItem
	for _, to := range all {
		items = append(items, fyne.NewMenuItem(problem.Recipient(to), func() { p.message(to) }))
	}
	marking.ShowBelow(p.write, items)
}

// listedInMessage is how many addresses a message names beside the first.
const listedInMessage = 20

// message writes about the worst problem of the fix, and names the others.
func (p *fixPanel) message(to knowledge.Assignee) {
	o, ids := p.s.o, p.row.Problems
	o.Run.Go(func(ctx context.Context) {
		text, err := o.Problem.Message(ctx, o.Scan, ids[0], to)
		var rows []storage.Row
		if err == nil {
			rows, err = o.Read.Rows(ctx, o.Scan, ids[1:min(len(ids), 1+listedInMessage)])
		}
		o.Run.Do(func() {
			if err != nil {
				o.Desktop.Tell(o.Sentence(err))
				return
			}
			problem.OfferMessage(o.Dialogs, o.Desktop, to, text+alsoAbout(rows, len(ids)-1))
		})
	})
}

// alsoAbout names further addresses of a message, of all in all.
func alsoAbout(rows []storage.Row, all int) string {
	if len(rows) == 0 {
		return ""
	}
	lines := []string{"", "", lang.N("The same is to be fixed at {{.Count}} more addresses:", all, map[string]any{"Count": words.Number(all)})}
	for _, r := range rows {
		lines = append(lines, r.URL)
	}
	if left := all - len(rows); left > 0 {
		lines = append(lines, lang.N("and {{.Count}} more", left, map[string]any{"Count": words.Number(left)}))
	}
	return strings.Join(lines, "\n")
}
