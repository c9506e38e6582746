package sites

import (
	"maps"
	"slices"
	"strings"

	"sitewell/storage"
)

// Keys of Fyne's preferences for the list of sites.
const (
	prefGrouped = "sites.grouped" // "yes" or "no"; "" is what suits the sites
	prefFolded  = "sites.folded"
)

// regroup finds the lines of the list.
func (s *Screen) regroup(all []storage.SiteSummary) {
	several := clients(all)
	show(s.grouped, several > 0)
	on := several > 1
	if s.o.Prefs != nil {
		switch s.o.Prefs.String(prefGrouped) {
		case "yes":
			on = several > 0
		case "no":
			on = false
		}
	}
	s.grouped.Checked = on
	s.grouped.Refresh()
	var groups []*group
	if on {
		folded := s.folded
		if strings.TrimSpace(s.view.text) != "" { // what is searched for is to be seen
			folded = nil
		}
		groups = groupsOf(s.shown, s.view.order, folded)
	}
	s.entries = entriesOf(s.shown, groups)
	s.isGrouped = on
}

// group is called when a person groups the list, or does not any more.
func (s *Screen) group(on bool) {
	if s.o.Prefs != nil {
		s.o.Prefs.SetString(prefGrouped, map[bool]string{true: "yes", false: "no"}[on])
	}
	s.apply()
}

// fold shows or hides the sites of a client.
func (s *Screen) fold(g *group) {
	key := strings.ToLower(g.client)
	if s.folded[key] {
		delete(s.folded, key)
	} else {
		s.folded[key] = true
	}
	if s.o.Prefs != nil {
		s.o.Prefs.SetStringList(prefFolded, slices.Sorted(maps.Keys(s.folded)))
	}
	s.apply()
}

func (s *Screen) readFolded() map[string]bool {
	folded := make(map[string]bool)
	if s.o.Prefs != nil {
		for _, key := range s.o.Prefs.StringList(prefFolded) {
			folded[key] = true
		}
	}
	return folded
}
