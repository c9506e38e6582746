package words

import (
	"fyne.io/fyne/v2/lang"

	"sitewell/scanner/coverage"
	"sitewell/storage"
)

// Gap says in plain words what a scan did not look at, and what to do about it.
func Gap(g coverage.Gap) (title, advice string) {
	data := make(map[string]any, len(g.Data))
	for name, value := range g.Data {
		if n, ok := value.(int); ok {
			value = Number(n)
		}
		data[name] = value
	}
	return lang.L(g.Text, data), lang.L(g.Next, data)
}

// Headline says in a few words that a scan did not look at all of its site; ""
// where it did.
func Headline(s storage.Scan) string {
	if h := coverage.ExtentOf(s.Gaps()).Headline(); h.Text != "" {
		return lang.L(h.Text)
	}
	return ""
}
