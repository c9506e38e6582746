package message

import (
	"cmp"
	"strings"

	"sitewell/app/core"
	"sitewell/storage"
)

// OfComparison returns what the comparison of two scans rests on. Text is a key of the
// translations, as that of ForError; say translates the names of rules.
func OfComparison(c core.Comparison, say func(text string) string) []Sentence {
	var rules []string
	for _, rule := range c.Pair.Map.Rules() {
		rules = append(rules, say(MapRule(rule)))
	}
	data := map[string]any{"Before": c.From.Start, "Now": c.To.Start, "Rules": strings.Join(rules, ", "), "Count": len(c.Ambiguous)}
	var all []Sentence
	switch c.MapReason {
	case core.MapStartChanged:
		all = append(all, Sentence{Text: "The start address changed from {{.Before}} to {{.Now}}. Addresses are compared by these rules: {{.Rules}}.", Data: data})
	case core.MapOtherSite:
		all = append(all, Sentence{Text: "{{.Before}} and {{.Now}} are two sites. Addresses are compared by these rules: {{.Rules}}.", Data: data})
	case core.MapRequested:
		all = append(all, Sentence{Text: "Addresses are compared by these rules: {{.Rules}}.", Data: data})
	}
	if len(c.Ambiguous) > 0 {
		all = append(all, Sentence{Text: "Addresses that are compared with none, because several would be the same by these rules: {{.Count}}", Data: data})
	}
	if len(c.MadeWith) > 0 {
		data := map[string]any{"Versions": versions(c.MadeWith)}
		all = append(all, Sentence{Text: "Also different between the two scans: {{.Versions}}. That does not prove that it caused any of the changes.", Data: data})
	}
	return all
}

// MapRule returns what a rule of a storage.AddressMap is called: the key of a
// translation for a preset, and else the rule itself.
func MapRule(rule string) string {
	switch rule {
	case storage.MapWWW:
		return Sentence{Text: "with or without “www.”"}.Text
	case storage.MapHTTPS:
		return Sentence{Text: "http or https"}.Text
	case storage.MapSlash:
		return Sentence{Text: "with or without a slash at the end"}.Text
	case storage.MapHost:
		return Sentence{Text: "another host"}.Text
	default:
		return rule
	}
}

// versions lists changes of versions, as "PHP 8.1 → 8.3".
func versions(changes []storage.VersionChange) string {
	parts := make([]string, len(changes))
	for i, c := range changes {
		parts[i] = c.Name + " " + cmp.Or(c.Before, "–") + " → " + cmp.Or(c.Now, "–")
	}
	return strings.Join(parts, ", ")
}
