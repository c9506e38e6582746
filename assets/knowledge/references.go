package knowledge

import "slices"

// onLinux is what a Reference names that is about servers that run Linux.
const onLinux = "Linux"

// referencesHere returns the references that are not about something that the site
// is known not to run on.
func (v *view) referencesHere(all []Reference) []Reference {
	var here []Reference
	for _, r := range all {
		if len(r.For) == 0 || v.facts.general() || slices.ContainsFunc(r.For, v.mayRunOn) {
			here = append(here, r)
		}
	}
	return here
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
