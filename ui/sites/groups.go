package sites

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"sitewell/storage"
	"sitewell/ui/words"
)

// group is the sites of a client with what they come to.
type group struct {
	client string // "": sites without one
	sites  []storage.SiteSummary
	folded bool
}

// entry is a line of the list: the heading of a group, or a site.
type entry struct {
	group *group // of which it is the heading, nil for a site
	site  int    // place in the sites that are shown
}

// groupsOf returns sites by client, which keep their order: the groups are sorted as the
// sites are, and those without a client are last.
func groupsOf(shown []storage.SiteSummary, by order, folded map[string]bool) []*group {
	var groups []*group
	of := make(map[string]*group)
	for _, s := range shown {
		key := strings.ToLower(s.Client)
		g := of[key]
		if g == nil {
			g = &group{client: s.Client, folded: folded[key]}
			of[key] = g
			groups = append(groups, g)
		}
		g.sites = append(g.sites, s)
	}
	names := collate.New(language.Make(lang.SystemLocale().LanguageString()), collate.IgnoreCase, collate.Numeric)
	slices.SortStableFunc(groups, func(a, b *group) int {
		if (a.client == "") != (b.client == "") {
			return cmp.Compare(b.client, a.client) // "" last
		}
		switch by {
		case byProblems:
			if c := cmp.Compare(b.problems(), a.problems()); c != 0 {
				return c
			}
		case byScanned:
			if c := b.scanned().Compare(a.scanned()); c != 0 {
				return c
			}
		}
		return names.CompareString(a.client, b.client)
	})
	return groups
}

func (g *group) problems() (n int) {
	for _, s := range g.sites {
		n += problems(s)
	}
	return n
}

func (g *group) scanned() (newest time.Time) {
	for _, s := range g.sites {
		if t := scanned(s); t.After(newest) {
			newest = t
		}
	}
	return newest
}

// name is what the group is called.
func (g *group) name() string {
	if g.client == "" {
		return lang.L("Without a client")
	}
	return g.client
}

// sum says what the sites of the group come to: “12 sites · 3 with something broken · 40
// problems”.
func (g *group) sum(since *since) string {
	broken, never, all := 0, 0, 0
	var changes storage.ChangeCounts
	for _, s := range g.sites {
		counts := s.Counts()
		all += counts.Problems()
		switch {
		case s.Last == nil:
			never++
		case counts.Broken > 0:
			broken++
		}
		if key, ok := keyOf(s); ok {
			c := since.known[key]
			changes.New += c.New + c.CameBack
			changes.Fixed += c.Fixed + c.LinkRemoved
		}
	}
	count := func(n int) map[string]any { return map[string]any{"Count": words.Number(n)} }
	parts := []string{lang.N("{{.Count}} sites", len(g.sites), count(len(g.sites)))}
	if never < len(g.sites) {
		parts = append(parts, lang.N("{{.Count}} problems", all, count(all)))
	}
	if broken > 0 {
		parts = append(parts, lang.L("{{.Count}} with something broken", count(broken)))
	}
	if never > 0 {
		parts = append(parts, lang.L("{{.Count}} never scanned", count(never)))
	}
	if changes.New+changes.Fixed > 0 {
		parts = append(parts, changed(changes))
	}
	return strings.Join(parts, " · ")
}

// entriesOf returns the lines of the list, without those in groups that are folded.
func entriesOf(shown []storage.SiteSummary, groups []*group) (entries []entry) {
	if groups == nil {
		for i := range shown {
			entries = append(entries, entry{site: i})
		}
		return entries
	}
	at := make(map[storage.SiteID]int, len(shown))
	for i := range shown {
		at[shown[i].ID] = i
	}
	for _, g := range groups {
		entries = append(entries, entry{group: g})
		if g.folded {
			continue
		}
		for _, s := range g.sites {
			entries = append(entries, entry{site: at[s.ID]})
		}
	}
	return entries
}

// clients counts the clients that sites have.
func clients(all []storage.SiteSummary) int {
	known := make(map[string]bool)
	for _, s := range all {
		if s.Client != "" {
			known[strings.ToLower(s.Client)] = true
		}
	}
	return len(known)
}
