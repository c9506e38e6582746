package export

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"sitewell/app/message"
	"sitewell/app/report"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/storage"
)

// differences lists the settings in which two scans differ, in words. Settings that
// can't be read differ in nothing that anybody could tell.
func (e *Exporter) differences(from, to storage.Scan) []report.Difference {
	before, err := profile.Parse(from.Settings)
	if err != nil {
		return nil
	}
	now, err := profile.Parse(to.Settings)
	if err != nil {
		return nil
	}
	usual := e.o().Speech.Say("as usual", nil)
	old, latest := settingsInWords(before, e.title, e.o().Speech), settingsInWords(now, e.title, e.o().Speech)
	valueOf := func(facts []report.Fact, name string) string {
		for _, f := range facts {
			if f.Name == name {
				return strings.ReplaceAll(f.Value, "\n", ", ")
			}
		}
		return usual
	}
	var all []report.Difference
	seen := make(map[string]bool)
	for _, f := range slices.Concat(old, latest) {
		d := report.Difference{Name: f.Name, Before: valueOf(old, f.Name), Now: valueOf(latest, f.Name)}
		if !seen[f.Name] && d.Before != d.Now {
			all = append(all, d)
		}
		seen[f.Name] = true
	}
	return all
}

// unreached says why a scan did not reach what it did not, "" where it reached all.
func (e *Exporter) unreached(c storage.Comparison) string {
	if c.Counts.NotReached == 0 {
		return ""
	}
	keys := slices.SortedFunc(maps.Keys(c.Unreached), func(a, b outcome.Key) int {
		return cmp.Or(cmp.Compare(c.Unreached[b], c.Unreached[a]), cmp.Compare(a, b))
	})
	var parts []string
	for _, key := range keys {
		parts = append(parts, e.o().Speech.Say(message.Unreached(key, c.To.Counts.Omitted > c.From.Counts.Omitted).Text, map[string]any{"Count": e.o().Speech.Number(c.Unreached[key])}))
	}
	return e.o().Speech.Say("{{.Count}} not reached: {{.Reasons}}", map[string]any{
		"Count": e.o().Speech.Number(c.Counts.NotReached), "Reasons": strings.Join(parts, ", "),
	})
}
