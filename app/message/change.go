package message

import (
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// ForChange says why an address has its change between two scans: what it was and
// is, or what was done. title returns what an outcome is called. Text is a key of
// the translations.
func ForChange(r *storage.ChangeRow, title func(outcome.Key) string) Sentence {
	s := Sentence{Data: map[string]any{
		"Before": nameOf(r.Before, title), "Now": nameOf(r.Now, title), "Status": r.Now.Status, "Address": r.Now.Final, "Pages": r.Pages,
	}}
	switch r.Change {
	case storage.New, storage.CameBack:
		s.Text = appeared(r)
	case storage.StillThere:
		s.Text = "Before: {{.Before}}; now: {{.Now}}"
		if r.Before.Outcome == r.Now.Outcome {
			s.Text = "As before: {{.Now}}"
		}
	case storage.Fixed:
		s.Text = fixed(r)
	case storage.LinkRemoved:
		s.Text = "The link was removed from the {{.Pages}} pages that had it."
		if r.Pages == 1 {
			s.Text = "The link was removed from the page that had it."
		}
	default:
		s.Text = notReached(r)
	}
	return s
}

func nameOf(o storage.Observation, title func(outcome.Key) string) string {
	if o.Outcome == "" {
		return ""
	}
	return title(o.Outcome)
}

// appeared says since when there is a problem that was none in the scan before.
func appeared(r *storage.ChangeRow) string {
	switch {
	case r.Judged:
		return "The answer is as before, and is judged differently: {{.Now}}"
	case r.Change == storage.CameBack:
		return "A problem in an earlier scan, then it worked; now again: {{.Now}}"
	case r.Before.Verdict == outcome.Works:
		return "Worked before; now: {{.Now}}"
	case r.Before.ID == 0:
		return "Not linked before; now: {{.Now}}"
	default:
		return "Not checked before; now: {{.Now}}"
	}
}

// fixed says what was done about a problem.
func fixed(r *storage.ChangeRow) string {
	switch {
	case r.Judged:
		return "The answer is as before, and counts as working now."
	case r.Now.Final != "":
		return "Redirects to {{.Address}} now, which works."
	case r.Now.Status != 0:
		return "Answers {{.Status}} now."
	default:
		return "Works now."
	}
}

// notReached says why nothing is known of an address any more.
func notReached(r *storage.ChangeRow) string {
	switch {
	case r.Now.ID == 0:
		return "Not found this time, and not every page that linked to it was read again."
	case r.Now.Outcome == "":
		return "Still waiting when the scan ended."
	default:
		return "Not checked this time: {{.Now}}"
	}
}

// Unreached says why so many ({{.Count}}) problems of an earlier scan were not
// reached, by the outcome that they have in the later one: "" for those that it did
// not find, or that still waited. limited: the later scan left out links because of
// a limit. It is a key of the translations.
func Unreached(key outcome.Key, limited bool) string {
	switch key {
	case "":
		if limited {
			return "{{.Count}} because of the limit of addresses"
		}
		return "{{.Count}} were still waiting, or no page that was read links to them"
	case outcome.OverLimit:
		return "{{.Count}} are over the limit of addresses"
	case outcome.TooDeep:
		return "{{.Count}} are more clicks away than the limit"
	case outcome.Excluded:
		return "{{.Count}} are left out by the settings"
	case outcome.RobotsBlocked:
		return "{{.Count}} are forbidden by robots.txt"
	case outcome.LogsOut:
		return "{{.Count}} look like log-out or delete"
	default:
		return "{{.Count}} were skipped for other reasons"
	}
}
