package message

import (
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// ForChange says why an address has its change between two scans: what it was and
// is, or what was done. title returns what an outcome is called. Text is a key of
// the translations.
func ForChange(r *storage.ChangeRow, title func(outcome.Key) string) Sentence {
	s := reasonOf(r)
	s.Data = map[string]any{
		"Before": nameOf(r.Before, title), "Now": nameOf(r.Now, title), "Status": r.Now.Status, "Address": r.Now.Final, "Pages": r.Pages,
	}
	return s
}

func reasonOf(r *storage.ChangeRow) Sentence {
	switch r.Change {
	case storage.New, storage.CameBack:
		return appeared(r)
	case storage.StillThere:
		if r.Before.Outcome == r.Now.Outcome {
			return Sentence{Text: "As before: {{.Now}}"}
		}
		return Sentence{Text: "Before: {{.Before}}; now: {{.Now}}"}
	case storage.Fixed:
		return fixed(r)
	case storage.LinkRemoved:
		if r.Pages == 1 {
			return Sentence{Text: "The link was removed from the page that had it."}
		}
		return Sentence{Text: "The link was removed from the {{.Pages}} pages that had it."}
	default:
		return notReached(r)
	}
}

func nameOf(o storage.Observation, title func(outcome.Key) string) string {
	if o.Outcome == "" {
		return ""
	}
	return title(o.Outcome)
}

// appeared says since when there is a problem that was none in the scan before.
func appeared(r *storage.ChangeRow) Sentence {
	switch {
	case r.Judged:
		return Sentence{Text: "The answer is as before, and is judged differently: {{.Now}}"}
	case r.Change == storage.CameBack:
		return Sentence{Text: "A problem in an earlier scan, then it worked; now again: {{.Now}}"}
	case r.Before.Verdict == outcome.Works:
		return Sentence{Text: "Worked before; now: {{.Now}}"}
	case r.Before.ID == 0:
		return Sentence{Text: "Not linked before; now: {{.Now}}"}
	default:
		return Sentence{Text: "Not checked before; now: {{.Now}}"}
	}
}

// fixed says what was done about a problem.
func fixed(r *storage.ChangeRow) Sentence {
	switch {
	case r.Judged:
		return Sentence{Text: "The answer is as before, and counts as working now."}
	case r.Now.ID == 0:
		return Sentence{Text: "The page has this place now."}
	case r.Now.Final != "":
		return Sentence{Text: "Redirects to {{.Address}} now, which works."}
	case r.Now.Status != 0:
		return Sentence{Text: "Answers {{.Status}} now."}
	default:
		return Sentence{Text: "Works now."}
	}
}

// notReached says why nothing is known of an address any more.
func notReached(r *storage.ChangeRow) Sentence {
	switch {
	case r.Now.ID == 0:
		return Sentence{Text: "Not found this time, and not every page that linked to it was read again."}
	case r.Now.Outcome == "":
		return Sentence{Text: "Still waiting when the scan ended."}
	default:
		return Sentence{Text: "Not checked this time: {{.Now}}"}
	}
}

// Unreached says why so many ({{.Count}}) problems of an earlier scan were not
// reached, by the outcome that they have in the later one: "" for those that it did
// not find, or that still waited. limited: the later scan left out links because of
// a limit.
func Unreached(key outcome.Key, limited bool) Sentence {
	switch key {
	case "":
		if limited {
			return Sentence{Text: "{{.Count}} because of the limit of addresses"}
		}
		return Sentence{Text: "{{.Count}} were still waiting, or no page that was read links to them"}
	case outcome.OverLimit:
		return Sentence{Text: "{{.Count}} are over the limit of addresses"}
	case outcome.TooDeep:
		return Sentence{Text: "{{.Count}} are more clicks away than the limit"}
	case outcome.Excluded:
		return Sentence{Text: "{{.Count}} are left out by the settings"}
	case outcome.RobotsBlocked:
		return Sentence{Text: "{{.Count}} are forbidden by robots.txt"}
	case outcome.LogsOut:
		return Sentence{Text: "{{.Count}} look like log-out or delete"}
	default:
		return Sentence{Text: "{{.Count}} were skipped for other reasons"}
	}
}
