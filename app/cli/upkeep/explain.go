package upkeep

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/report"
	"sitewell/assets/knowledge"
	"sitewell/assets/texts"
	"sitewell/scanner/outcome"
)

// explanations are the command that explains outcomes.
type explanations struct{ *command.Run }

func (p explanations) explainCommand() *cobra.Command {
	language, facts := "", knowledge.Facts{Terminal: true}
	cmd := &cobra.Command{
		Use:   "explain [OUTCOME | WORDS]",
		Short: "Say in plain words what a status or outcome means",
		Long: `Say in plain words what a status or other outcome means, why it happens and how
to fix it. OUTCOME is an HTTP status such as 404, or the name of another
outcome, such as dns-not-found. WORDS find the outcomes that speak of them;
without either, all outcomes are listed.

--platform, --server and --panel leave out the steps that do not fit what your site
runs on, and name the pages of your hosting panel.`,
		Example: `  sitewell explain 500
  sitewell explain redirect-loop
  sitewell explain 500 --platform wordpress --server nginx
  sitewell explain 500 --platform wordpress --panel plesk
  sitewell explain certificate expired
  sitewell explain 404 --lang de`,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := knownProducts(&facts); err != nil {
				return err
			}
			return p.explain(strings.ToLower(strings.TrimSpace(strings.Join(args, " "))), language, facts)
		},
	}
	cmd.Flags().StringVar(&facts.Platform, "platform", "", "`NAME` of what the site is made with, such as wordpress, wix or django")
	cmd.Flags().StringVar(&facts.Server, "server", "", "`NAME` of the web server, such as apache, nginx or iis")
	cmd.Flags().StringVar(&facts.Panel, "panel", "", "`NAME` of the hosting panel or host, such as cpanel, plesk or kinsta")
	p.AddJSON(cmd)
	cmd.Flags().StringVar(&language, "lang", language, "`LANGUAGE` of explanations ("+strings.Join(texts.Tags(), ", ")+"); that of the settings, else English, unless given")
	return cmd
}

// explain writes what a query asks for: the explanation of the one outcome
// that it names or finds, or a list of those that it finds.
// The facts say what the site runs on.
func (p explanations) explain(query, language string, facts knowledge.Facts) error {
	base, err := knowledge.Load()
	if err != nil {
		return command.Failed(err)
	}
	if language == "" {
		language = spoken()
	}
	if all := texts.Tags(); !slices.Contains(all, language) {
		return fmt.Errorf("nothing is explained in %q; languages are %s", language, strings.Join(all, ", "))
	}
	s := command.NewScreen(p.Stdio, command.Outputs{}, p.Told)
	width := min(s.Width, 100)
	key := outcome.Key(query)
	if _, ok := outcome.Lookup(key); !ok {
		found := base.Search(query, language)
		switch len(found) {
		case 0:
			return fmt.Errorf("no outcome speaks of %q; 'sitewell explain' lists all", query)
		case 1:
			key = found[0].Key
		default:
			return p.Tell(newOutcomesJSON(found), strings.TrimSuffix(listed(found, width), "\n"))
		}
	}
	facts.Key = key
	e, err := base.Explain(facts, language)
	if err != nil {
		return command.Failed(err)
	}
	text := strings.TrimSuffix(explanation(e, markdown{width, s.Color}), "\n")
	if e.Lang != language {
		if said, err := texts.Load(language); err == nil {
			if note, ok := said.Text(notExplained, nil); ok {
				text = note + "\n\n" + text
			}
		}
	}
	return p.Tell(newExplanationJSON(e), text)
}

// notExplained is what the window says above an explanation in another language.
const notExplained = "This explanation is not available in your language yet. Here it is in English."

// knownProducts writes the names of a platform, server and panel the usual way. It fails
// for names that explanations have no steps for.
func knownProducts(facts *knowledge.Facts) error {
	if facts.Platform != "" {
		f, ok := knowledge.FindFamily(facts.Platform)
		if !ok {
			return fmt.Errorf("there are no steps for the platform %q; there are for %s", facts.Platform, strings.Join(knowledge.FamilyNames(), ", "))
		}
		facts.Platform = f.Name
	}
	if facts.Server != "" {
		i := slices.IndexFunc(knowledge.Servers(), func(n string) bool { return strings.EqualFold(n, facts.Server) })
		if i < 0 {
			return fmt.Errorf("there are no steps for the server %q; there are for %s", facts.Server, strings.Join(knowledge.Servers(), ", "))
		}
		facts.Server = knowledge.Servers()[i]
	}
	if facts.Panel != "" {
		p, ok := knowledge.FindPanel(facts.Panel)
		if !ok {
			var names []string
			for _, p := range knowledge.Panels() {
				names = append(names, p.Label())
			}
			return fmt.Errorf("there are no steps for the hosting panel %q; there are for %s", facts.Panel, strings.Join(names, ", "))
		}
		facts.Panel = p.Name
	}
	return nil
}

// listed is a line an outcome: what to ask for, and what it is called.
func listed(entries []knowledge.Entry, width int) string {
	widest := 0
	for _, e := range entries {
		widest = max(widest, len(e.Key))
	}
	var b strings.Builder
	for _, e := range entries {
		line := fmt.Sprintf("%-*s  %s", widest, e.Key, e.Title)
		b.WriteString(runewidth.Truncate(line, width, "…") + "\n")
	}
	return b.String()
}

// explanation is an entry as a terminal shows it.
func explanation(e knowledge.Explanation, m markdown) string {
	var b strings.Builder
	width := m.width
	b.WriteString(m.title(e.Title) + "\n\n")
	b.WriteString(report.Wrap(e.Short, "", width) + "\n")
	b.WriteString(report.Wrap(e.ToDo+" ("+e.When+"): "+e.Fix, "", width) + "\n")
	b.WriteString(report.Wrap(e.Why, "", width) + "\n\n")
	b.WriteString(m.write(e.Markdown()))
	if len(e.Related) > 0 {
		names := make([]string, len(e.Related))
		for i, key := range e.Related {
			names[i] = string(key)
		}
		b.WriteString("\n" + report.Wrap(e.Further+": "+strings.Join(names, ", "), "", width) + "\n")
	}
	for _, r := range e.References {
		b.WriteString(r.Text + ": " + r.URL + "\n")
	}
	return b.String()
}

// listMarker is what a list item begins with: "- ", "* ", "12. "; "" elsewhere.
func listMarker(s string) string {
	if strings.HasPrefix(s, "- ") || strings.HasPrefix(s, "* ") {
		return s[:2]
	}
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if digits > 0 && strings.HasPrefix(s[digits:], ". ") {
		return s[:digits+2]
	}
	return ""
}
