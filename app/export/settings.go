package export

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"sitewell/app/report"
	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
)

// settingsInWords returns settings as a report lists them. What is as usual is left
// out, but for what a reader of numbers must know: whether other sites were
// asked, and under what name. title gives the title of an outcome; speech says
// the rest.
func settingsInWords(s profile.Settings, title func(outcome.Key) string, speech report.Speech) []report.Fact {
	speak := func(text string) string { return speech.Say(text, nil) }
	agent := s.UserAgent
	if agent == "" {
		agent = fetch.DefaultUserAgent
	}
	facts := []report.Fact{
		{Name: speak("Other sites"), Value: choose(s.NoExternal, speak("Left out"), speak("Each address checked once"))},
		{Name: speak("User agent"), Value: agent},
	}
	add := func(set bool, name, value string) {
		if set {
			facts = append(facts, report.Fact{Name: name, Value: value})
		}
	}
	add(s.Folder != "", speak("Files of the folder"), filepath.Base(s.Folder))
	addresses, _ := s.List.Addresses() // the scan has read them
	add(len(addresses) > 0, speak("List of addresses"), speech.Number(len(addresses)))
	add(s.Subdomains, speak("Sub-domains"), speak("Part of the site"))
	add(len(s.Include) > 0, speak("Only addresses like"), strings.Join(s.Include, "\n"))
	add(len(s.Exclude) > 0, speak("Without addresses like"), strings.Join(s.Exclude, "\n"))
	add(s.MaxDepth > 0, speak("Clicks from start, at most"), speech.Number(s.MaxDepth))
	add(s.MaxAddresses > 0, speak("Addresses, at most"), speech.Number(s.MaxAddresses))
	add(s.FollowNothing, speak("Pages"), speak("Only the start page and what it names"))
	add(s.IgnoreRobots, speak("robots.txt"), speak("Not obeyed, by the owner's wish"))
	add(s.NoSitemap, speak("Sitemap"), speak("Not read"))
	add(s.NoFragments, speak("Places on pages (#)"), speak("Not checked"))
	add(s.StructuredData, speak("Addresses in JSON-LD"), speak("Checked"))
	add(s.Render == profile.RenderNever, speak("Shown in a browser"), speak("No pages"))
	add(s.Render == profile.RenderAlways, speak("Shown in a browser"), speak("All pages"))
	add(s.Pictures == profile.PicturesNever, speak("Pictures of pages with problems"), speak("Not kept"))
	add(s.SignIn != nil && s.Pictures == profile.PicturesSignedIn, speak("Pictures of pages with problems"), speak("Kept, also while signed in"))
	add(s.ObeyNofollow, speak("Pages behind nofollow"), speak("Checked, but not read for further links"))
	add(s.Concurrency > 0, speak("Requests at once, at most"), speech.Number(s.Concurrency))
	add(s.NoDelay, speak("Pause between requests"), speak("None, by the owner's wish"))
	add(s.TimeoutSeconds > 0, speak("Time allowed for a request"), fmt.Sprintf("%g s", s.TimeoutSeconds))
	add(len(s.Headers) > 0, speak("Further headers"), strings.Join(s.Headers, "\n"))
	add(s.SignIn != nil, speak("Signed in"), signInMethod(s.SignIn, speak))
	add(s.SignIn != nil && s.PagesOnly, speak("Opened while signed in"), speak("Only what looks like a page"))
	add(len(s.Verdicts) > 0, speak("What counts as a problem"), verdictsInWords(s.Verdicts, title, speech))
	return facts
}

// signInMethod says how a scan was signed in. A client reads it, so it names
// nobody.
func signInMethod(in *profile.SignIn, speak func(string) string) string {
	if in == nil {
		return ""
	}
	switch in.Kind {
	case profile.Password:
		return speak("With user name and password")
	case profile.Cookie:
		return speak("With cookies")
	default:
		return speak("With a header")
	}
}

// verdictsInWords lists the verdicts that the owner decided.
func verdictsInWords(verdicts map[outcome.Key]string, title func(outcome.Key) string, speech report.Speech) string {
	var lines []string
	for _, key := range slices.Sorted(maps.Keys(verdicts)) {
		v, _ := outcome.ParseVerdict(verdicts[key])
		name := title(key)
		if !strings.Contains(name, string(key)) {
			name += " (" + string(key) + ")"
		}
		lines = append(lines, name+": "+speech.Verdict(v))
	}
	return strings.Join(lines, "\n")
}

func choose(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}
