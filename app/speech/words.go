package speech

import (
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// kinds and places are the English words of the window, which are the keys of its
// translations (ui/words).
var (
	kinds = map[result.Kind]string{
		result.KindPage: "Page", result.KindImage: "Image", result.KindStyle: "Style sheet", result.KindScript: "Script",
		result.KindModule: "Script module", result.KindFont: "Font", result.KindMedia: "Sound or video", result.KindFrame: "Embedded page",
		result.KindDownload: "Download", result.KindFeed: "News feed", result.KindForm: "Form", result.KindRequest: "Request by script", result.KindMeta: "Page data",
		result.KindCanonical: "Canonical address", result.KindLanguage: "Other language", result.KindAlternate: "Other form",
		result.KindNext: "Next page", result.KindPrev: "Page before", result.KindSitemap: "Sitemap",
	}
	places = map[result.Place]string{
		result.PlaceHead: "Page head (not visible)", result.PlaceHeader: "Page header", result.PlaceNavigation: "Menu",
		result.PlaceMain: "Main text", result.PlaceAside: "Side column", result.PlaceFooter: "Footer", result.PlaceStyle: "Style sheet",
		result.PlaceHTTP: "Server's answer (not visible)",
	}
	// skips say why addresses were skipped.
	skips = map[outcome.Key]string{
		outcome.UnsupportedScheme: "{{.Count}} mail, telephone and app links", outcome.Excluded: "{{.Count}} on other sites",
		outcome.RobotsBlocked: "{{.Count}} forbidden by robots.txt", outcome.TooDeep: "{{.Count}} too many clicks away",
		outcome.OverLimit: "{{.Count}} over the limit", outcome.Trap: "{{.Count}} in traps without end",
		outcome.LogsOut: "{{.Count}} would log out or delete", outcome.LeavesSite: "{{.Count}} redirected to other sites",
	}
)

func (v voice) kind(k result.Kind) string {
	if word, ok := kinds[k]; ok {
		return v.say(word, nil)
	}
	return v.say("Mail, telephone and others", nil)
}

func (v voice) place(p result.Place) string { return v.say(places[p], nil) }

// ledger accounts for every address in one sentence.
func (v voice) ledger(l storage.Ledger) string {
	var reasons []string
	for _, s := range l.Skipped {
		reasons = append(reasons, v.skipped(s))
	}
	why := ""
	if len(reasons) > 0 {
		why = " (" + strings.Join(reasons, ", ") + ")"
	}
	const found = "{{.Count}} addresses found = {{.Checked}} checked + {{.Skipped}} skipped{{.Reasons}} + {{.Waiting}} waiting"
	account := v.counted(l.Found, found, found, map[string]any{
		"Count": v.number(l.Found), "Checked": v.number(l.Checked), "Skipped": v.number(l.Skips()), "Reasons": why, "Waiting": v.number(l.Waiting),
	})
	if l.Omitted > 0 {
		const omitted = "{{.Count}} links were not looked at because of a limit"
		account += "; " + v.counted(l.Omitted, omitted, omitted, map[string]any{"Count": v.number(l.Omitted)})
	}
	if l.PlacesChecked > 0 {
		const places = "{{.Count}} places on pages checked, {{.Missing}} missing"
		account += "; " + v.counted(l.PlacesChecked, places, places, map[string]any{"Count": v.number(l.PlacesChecked), "Missing": v.number(l.PlaceProblems)})
	}
	return account
}

// skipped says how many were skipped for one reason.
func (v voice) skipped(s storage.Skipped) string {
	text := skips[s.Outcome]
	switch {
	case s.Outcome == outcome.Excluded && s.Internal:
		text = "{{.Count}} left out by rules"
	case text == "":
		text = "{{.Count}} for other reasons"
	}
	return v.counted(s.Count, text, text, map[string]any{"Count": v.number(s.Count)})
}
