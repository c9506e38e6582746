package core

import "sitewell/scanner/weburl"

// addressesTyped returns the addresses that a person may mean by what they typed: whole,
// or relative to where the site starts. Each comes before the page that it is a place on.
func addressesTyped(start, typed string) []string {
	all := []string{typed}
	add := func(u weburl.URL) { all = append(all, u.String(), u.Key(), u.WithoutFragment().Key()) }
	if base, err := weburl.Parse(start); err == nil {
		if u, err := base.Resolve(typed); err == nil {
			add(u)
		}
	}
	if candidates, err := weburl.ParseInput(typed); err == nil {
		for _, u := range candidates {
			add(u)
		}
	}
	return all
}
