package report

import (
	"strings"

	"sitewell/storage"
)

// MapPreviewText says what the rules of an address map do, for a terminal.
func MapPreviewText(p storage.MapPreview, rules string) string {
	var b strings.Builder
	line := func(s string) { b.WriteString(Printable(s) + "\n") }
	if rules == "" {
		rules = "no rules"
	}
	line("With " + rules + ":")
	line("  " + Number(p.Paired) + " of " + Plural(p.Addresses, "address", "addresses") + " of the earlier scan have a pair in the later one, " +
		Number(p.Moved) + " of them under another address.")
	line("  " + Number(p.PairedPages) + " of " + Plural(p.Pages, "page", "pages") + " have a pair.")
	list := func(head string, all []string) {
		if len(all) == 0 {
			return
		}
		line("")
		line(head)
		for _, s := range all[:min(len(all), maxPreview)] {
			line("  " + s)
		}
		if len(all) > maxPreview {
			line("  and " + Number(len(all)-maxPreview) + " more")
		}
	}
	var moved []string
	for _, m := range p.MovedExamples {
		moved = append(moved, m.Before+" is now "+m.Now)
	}
	list("Moved, for example:", moved)
	list("Without a pair, for example:", p.Unpaired)
	list("Ambiguous (several would be the same address, so none of them has a pair):", p.Ambiguous)
	return b.String()
}

// maxPreview is how many addresses a preview lists of each kind.
const maxPreview = 10
