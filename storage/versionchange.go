package storage

import (
	"cmp"
	"slices"
)

// VersionChange is what a site is made with, in another version than before. Before or
// Now is "" where one of two scans did not see it.
type VersionChange struct{ Name, Before, Now string }

// VersionChanges returns what differs between two scans, by name. What only one of them
// saw is left out unless both are complete and saw anything at all.
func VersionChanges(before, now map[string]string, complete bool) []VersionChange {
	var changes []VersionChange
	for name, version := range before {
		if now[name] != version {
			changes = append(changes, VersionChange{name, version, now[name]})
		}
	}
	for name, version := range now {
		if before[name] == "" {
			changes = append(changes, VersionChange{name, "", version})
		}
	}
	if !complete || len(before) == 0 || len(now) == 0 {
		changes = slices.DeleteFunc(changes, func(c VersionChange) bool { return c.Before == "" || c.Now == "" })
	}
	slices.SortFunc(changes, func(a, b VersionChange) int { return cmp.Compare(a.Name, b.Name) })
	return changes
}
