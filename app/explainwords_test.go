package app

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
)

// A terminal has neither buttons nor settings: whatever 'sitewell explain' prints about an
// outcome names commands and options that there are.
func TestExplanationsInTerminalNameCommands(t *testing.T) {
	base, err := knowledge.Load()
	if err != nil {
		t.Fatal(err)
	}
	options := map[string][]string{}
	eachCommand(t, func(path string, cmd *cobra.Command) {
		options[path] = strings.Fields(cmd.Flags().FlagUsages())
	})
	window := regexp.MustCompile(`(?i)“(Settings|All addresses|Check again|Message …|Copy[^”]*|Open in mail|For [^”]*)\b|„(Einstellungen|Alle Adressen|Noch einmal prüfen|Nachricht …|Kopieren|Für [^“]*)`)
	command := regexp.MustCompile("`sitewell ([a-z-]+)([^`]*)`")
	said := map[string]bool{}
	for _, lang := range base.Languages() {
		for _, info := range outcome.All() {
			key := info.Key
			for _, f := range everyReader(key) {
				e, err := base.Explain(f, lang)
				if err != nil {
					t.Fatalf("%s, %s: %v", lang, key, err)
				}
				text := strings.Join([]string{e.Title, e.Short, e.Fix, e.Why, e.Markdown()}, "\n")
				for _, found := range window.FindAllString(text, -1) {
					if fault := lang + ", " + string(key) + ": " + found; !said[fault] {
						said[fault] = true
						t.Error(fault)
					}
				}
				for _, found := range command.FindAllStringSubmatch(text, -1) {
					flags, ok := options[found[1]]
					for _, word := range strings.Fields(found[2]) {
						ok = ok && (!strings.HasPrefix(word, "--") || slices.Contains(flags, word))
					}
					if fault := lang + ", " + string(key) + ": there is no " + found[0]; !ok && !said[fault] {
						said[fault] = true
						t.Error(fault)
					}
				}
			}
		}
	}
}

// everyReader returns what can be said of an outcome on the command line: nothing, or one of
// all platforms, servers and hosting panels.
func everyReader(key outcome.Key) []knowledge.Facts {
	all := []knowledge.Facts{{Key: key, Terminal: true}}
	for _, name := range knowledge.FamilyNames() {
		all = append(all, knowledge.Facts{Key: key, Terminal: true, Platform: name})
	}
	for _, name := range knowledge.Servers() {
		all = append(all, knowledge.Facts{Key: key, Terminal: true, Server: name})
	}
	for _, panel := range knowledge.Panels() {
		all = append(all, knowledge.Facts{Key: key, Terminal: true, Panel: panel.Name})
	}
	return all
}
