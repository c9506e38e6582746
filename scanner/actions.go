package scanner

import (
	"sitewell/scanner/extract"
	"sitewell/scanner/policy"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// unsafeWords returns why a link or a form that a page describes so could sign out
// or change something, or "" if the page says nothing of the kind (check 87). Only
// links of the site itself count; see discovery.mark.
func unsafeWords(w extract.LinkWords) string {
	switch w.Acts {
	case "":
	case "confirm":
		return "a link to it asks before it is followed"
	default:
		return "a link to it has “" + w.Acts + "”"
	}
	if word := policy.UnsafeText(w.Text); word != "" {
		return "the text of a link to it says “" + word + "”"
	}
	for _, label := range []string{w.Label, w.Title} {
		if word := policy.UnsafeText(label); word != "" {
			return "the label of a link to it says “" + word + "”"
		}
	}
	if word := policy.UnsafeMark(w.Marks); word != "" {
		return "an attribute of a link to it says “" + word + "”"
	}
	return ""
}

// mark marks the target of a link on a page as unsafe, if the link says so. From
// then on it is not requested, be it queued, to be tried again or the target of a
// redirect (check 87). A link to its own page does something by script, if at all;
// the start address is always requested, and other sites do not know who asks. So
// such links mark nothing, and their Unsafe is emptied.
func (d *discovery) mark(page, target result.ID, l *result.Link) {
	if l.Unsafe == "" {
		return
	}
	u, err := weburl.Parse(l.URL)
	if err != nil || l.Outcome != "" || target == page || target == startID || !d.policy.IsInternal(u) {
		l.Unsafe = ""
		return
	}
	d.marks.Add(u, l.Unsafe)
}
