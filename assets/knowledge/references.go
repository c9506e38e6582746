package knowledge

import (
	"slices"
	"strings"
)

// onLinux is what a Reference names that is about servers that run Linux.
const onLinux = "Linux"

// referencesHere returns the references that are not about something that the site
// is known not to run on.
func (v *view) referencesHere(all []Reference) []Reference {
	var here []Reference
	for _, r := range all {
		if about := r.about(); len(about) == 0 || v.facts.general() || slices.ContainsFunc(about, v.mayRunOn) {
			here = append(here, r)
		}
	}
	return here
}

// about names what a reference is about: what its entry says, else the maker of a
// product before the colon of its text ("WordPress: Debugging").
func (r Reference) about() []string {
	if len(r.For) > 0 {
		return r.For
	}
	maker, _, named := strings.Cut(r.Text, ":")
	if _, known := FindFamily(maker); named && known {
		return []string{maker}
	}
	return nil
}

// mayRunOn reports whether the site runs on a family or server, or may do so as far
// as anything shows.
func (v *view) mayRunOn(name string) bool {
	if name == onLinux {
		return v.MayUseLinux()
	}
	if _, ok := FindFamily(name); ok {
		return v.isFamily(name) || v.groupIs(Unrecognised)
	}
	return v.isServer(name) || v.facts.Server == ""
}
