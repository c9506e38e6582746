package scanner

import (
	"slices"
	"strings"

	"sitewell/scanner/result"
)

// factsOf returns what a page says of itself.
func factsOf(v *visit) *result.PageFacts {
	d := v.document
	f := &result.PageFacts{
		Heading: d.Heading, Canonical: d.Canonical, Description: d.Description,
		Post: d.Post.ID, PostFolder: d.Post.Folder,
		Robots: notableRobots(robotsDirectives(v)), Text: uint32(d.Text ^ d.Text>>32),
	}
	if f.Canonical == v.answer.Final.Key() {
		f.Canonical = result.CanonicalSelf
	}
	f.Canonical = f.Canonical[:min(len(f.Canonical), maxRobotsText)]
	return f
}

// byDefault are the directives that search engines assume where there are none.
var byDefault = []string{"", "index", "follow", "all", "max-snippet:-1", "max-video-preview:-1"}

// notableRobots returns the directives for search engines that change what they do,
// sorted, with a comma between. What a header says counts as what the page says.
func notableRobots(directives string) string {
	if directives == "" {
		return ""
	}
	var notable []string
	for d := range strings.FieldsFuncSeq(strings.ToLower(directives), func(r rune) bool { return r == ',' || r == ';' }) {
		d = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(d), "x-robots-tag:"))
		if !slices.Contains(byDefault, d) {
			notable = append(notable, d)
		}
	}
	slices.Sort(notable)
	return strings.Join(slices.Compact(notable), ", ")
}
