package report

import (
	"slices"

	"sitewell/storage"
)

// Audience is for whom a report is made, by the name that it has on the command line.
type Audience string

// The audiences. Everything is the zero value's meaning, too.
const (
	ForClient    Audience = "client"    // better or worse, and the few things that matter most
	ForDeveloper Audience = "developer" // what is changed in the site's programs, templates and settings
	ForEditor    Audience = "editor"    // what is changed in the text of pages
	ForHost      Audience = "host"      // what the provider of the server has to do
	Everything   Audience = "all"
)

// Audiences returns all of them in the order in which they are offered.
func Audiences() []Audience {
	return []Audience{ForClient, ForDeveloper, ForEditor, ForHost, Everything}
}

// Narrow leaves in a source only the fixes that a predicate keeps, and the problems
// that are in them.
func (s Source) Narrow(keep func(Fix) bool) Source {
	s.Fixes = slices.DeleteFunc(slices.Clone(s.Fixes), func(f Fix) bool { return !keep(f) })
	s.narrowed, s.kept = true, nil
	return s
}

// Only leaves in a source only some of the problems, and the fixes that any of them is
// in: what a person sees in a table.
func (s Source) Only(ids []storage.URLID) Source {
	kept := make(map[storage.URLID]bool, len(ids))
	for _, id := range ids {
		kept[id] = true
	}
	var fixes []Fix
	for _, f := range s.Fixes {
		f.Problems = slices.DeleteFunc(slices.Clone(f.Problems), func(id storage.URLID) bool { return !kept[id] })
		if len(f.Problems) > 0 {
			fixes = append(fixes, f)
		}
	}
	s.Fixes, s.narrowed, s.kept = fixes, true, kept
	return s
}

// Has reports whether a problem is in the report.
func (s *Source) Has(id storage.URLID) bool {
	if !s.narrowed {
		return true
	}
	if s.kept == nil {
		s.kept = make(map[storage.URLID]bool)
		for _, f := range s.Fixes {
			for _, id := range f.Problems {
				s.kept[id] = true
			}
		}
	}
	return s.kept[id]
}

// For returns the source for an audience.
func (s Source) For(a Audience) Source {
	s.Audience = a
	if a == ForDeveloper || a == ForEditor || a == ForHost {
		return s.Narrow(func(f Fix) bool { return Actor(f.Fix) == a })
	}
	return s
}
