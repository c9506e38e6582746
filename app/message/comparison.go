package message

import (
	"cmp"
	"strings"

	"sitewell/app/core"
	"sitewell/storage"
)

// OfComparison returns what the comparison of two scans rests on. Text is a key of the
// translations, as that of ForError.
func OfComparison(c core.Comparison) []Sentence {
	data := map[string]any{"Before": c.From.Start, "Now": c.To.Start, "Rules": c.Pair.Map.String(), "Count": len(c.Ambiguous)}
	var all []Sentence
	switch c.MapReason {
	case core.MapStartChanged:
		all = append(all, Sentence{Text: "The start address changed from {{.Before}} to {{.Now}}: compared with {{.Rules}}.", Data: data})
	case core.MapOtherSite:
		all = append(all, Sentence{Text: "{{.Before}} and {{.Now}} are two sites: compared with {{.Rules}}.", Data: data})
	case core.MapRequested:
		all = append(all, Sentence{Text: "Addresses are compared with {{.Rules}}.", Data: data})
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

// versions lists changes of versions, as "PHP 8.1 → 8.3".
func versions(changes []storage.VersionChange) string {
	parts := make([]string, len(changes))
	for i, c := range changes {
		parts[i] = c.Name + " " + cmp.Or(c.Before, "–") + " → " + cmp.Or(c.Now, "–")
	}
	return strings.Join(parts, ", ")
}
