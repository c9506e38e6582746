//go:build !headless

package desktop

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"sitewell/app/core"
	"sitewell/app/message"
	"sitewell/ui/overview"
	"sitewell/ui/words"
)

// conditions are core's in the words of the window.
var conditions = map[core.Condition]overview.Condition{
	core.Unread: overview.Unread, core.Broken: overview.Broken, core.Warned: overview.Warned, core.Fine: overview.Fine,
	core.Scanning: overview.Scanning, core.Unfinished: overview.Unfinished, core.Unscanned: overview.Unscanned,
}

// overviews adapts core's portfolio to the window's overview, in the reader's language.
type overviews struct{ *core.Portfolio }

func (o overviews) Overview(ctx context.Context) ([]overview.Health, error) {
	sites, err := o.Portfolio.Overview(ctx, "", nil)
	all := make([]overview.Health, len(sites))
	for i := range sites {
		s := &sites[i]
		all[i] = overview.Health{
			SiteSummary: s.SiteSummary, Condition: conditions[s.Condition()], IsRunning: s.IsRunning, IsCompared: s.IsCompared, Oldest: s.Oldest,
			New: s.Changes.New + s.Changes.CameBack, Fixed: s.Changes.Fixed + s.Changes.LinkRemoved,
		}
	}
	return all, err
}

func (o overviews) Causes(ctx context.Context) ([]overview.Cause, error) {
	shared, err := o.SharedCauses(ctx, "", nil)
	all := make([]overview.Cause, len(shared))
	for i, c := range shared {
		title, reach := message.ForShared(c, translated())
		all[i] = overview.Cause{Title: title, Reach: reach, Read: func(ctx context.Context) (overview.CauseLinks, error) { return o.links(ctx, c) }}
		for _, s := range c.Sites {
			all[i].Sites = append(all[i].Sites, overview.CauseSite{Site: s.Site, Scan: s.Scan, Links: s.Links})
		}
	}
	return all, err
}

func (o overviews) links(ctx context.Context, c core.SharedCause) (overview.CauseLinks, error) {
	shared, err := o.SharedLinks(ctx, c, core.MaxSharedLinks)
	links := overview.CauseLinks{Message: message.SharedMessage(c, shared, translated())}
	for _, l := range shared {
		links.Links = append(links.Links, overview.CauseLink{Site: l.Site.ID, Page: l.PageURL, To: l.URL, Text: l.Text})
	}
	return links, err
}

// translated are the words of the window.
func translated() message.Words {
	return message.Words{
		Say:    func(text string, data map[string]any) string { return lang.L(text, data) },
		Plural: func(n int, _, other string) string { return lang.N(other, n, map[string]any{"Count": words.Number(n)}) },
	}
}
