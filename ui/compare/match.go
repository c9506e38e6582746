package compare

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/field"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// suggest offers rules by which most addresses of the two scans are the same.
func (s *Screen) suggest(rules []string) {
	if len(rules) == 0 {
		return
	}
	s.suggestion.Add(badge.Banner(badge.Info,
		lang.L("Nearly all pages have another address than before."), lang.L("Compared by this rule, most of them are the same: {{.Rules}}.", map[string]any{"Rules": ruleNames(rules)}),
		badge.Action{Text: lang.L("Compare like this"), Main: true, Do: func() { s.applyRules(rules) }}))
}

// applyRules compares by other rules; none: by those that fit the start addresses.
func (s *Screen) applyRules(rules []string) {
	s.rules = rules
	s.Opened()
}

// presets are the rules with a name.
func presets() []string {
	return []string{storage.MapWWW, storage.MapHTTPS, storage.MapSlash, storage.MapHost}
}

// presetName says what a preset does; "" for a rule that is none.
func presetName(rule string) string {
	switch rule {
	case storage.MapWWW:
		return lang.L("With or without “www.”")
	case storage.MapHTTPS:
		return lang.L("http or https")
	case storage.MapSlash:
		return lang.L("With or without a slash at the end")
	case storage.MapHost:
		return lang.L("Another host")
	default:
		return ""
	}
}

// ruleNames lists rules in words.
func ruleNames(rules []string) string {
	names := make([]string, len(rules))
	for i, rule := range rules {
		if names[i] = presetName(rule); names[i] == "" {
			names[i] = rule
		}
	}
	return strings.Join(names, ", ")
}

// matcher is the dialog about which address is which.
type matcher struct {
	s       *Screen
	request Request
	loader  background.Loader[preview]
	dialog  *ask.Dialog
	presets []*check
	lines   *field.Lines
	wrong   *fyne.Container
	sentence,
	effect, examples *widget.Label
}

// preview is what rules do, and which apply by themselves where nobody gave any.
type preview struct {
	storage.MapPreview
	byItself []string
}

// check is a box whose Enter and Escape are the dialog's.
type check struct {
	control.Check
	keys func(*fyne.KeyEvent) bool
}

// TypedKey is for Fyne.
func (c *check) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter:
		c.keys(k)
	default:
		c.Check.TypedKey(k)
	}
}

// matchAddresses asks which address of one scan is which of the other.
func (s *Screen) matchAddresses() {
	if !s.loaded || s.o.Dialogs.Open() {
		return
	}
	m := &matcher{s: s, request: s.shown.Request, sentence: badge.Body(""), effect: badge.Body(""), examples: badge.Caption("")}
	m.examples.Wrapping = fyne.TextWrapBreak
	key := func(k *fyne.KeyEvent) bool { return m.dialog.Key(k) }
	boxes := container.NewGridWithColumns(2)
	for _, preset := range presets() {
		c := &check{keys: key}
		c.Text = presetName(preset)
		c.Checked = slices.Contains(s.shown.Rules, preset)
		c.OnChanged = func(bool) { m.preview() }
		c.ExtendBaseWidget(c)
		m.presets = append(m.presets, c)
		boxes.Add(c)
	}
	m.lines = field.NewLines("https://old.example/blog/=https://new.example/news/", 3)
	m.lines.SetText(strings.Join(own(s.shown.Rules), "\n"))
	m.lines.OnChanged = func(string) { m.preview() }
	m.lines.Keys = key
	icon := container.NewVBox(container.NewPadded(widget.NewIcon(theme.VerdictIcon(outcome.Warning))))
	m.wrong = container.NewBorder(nil, nil, icon, nil, m.sentence)
	m.dialog = &ask.Dialog{
		Title: lang.L("Match addresses"), Width: matchWidth,
		Text: lang.L("Where addresses have changed, say which old address is which new one. Otherwise everything would be removed and new."),
		Content: container.NewVBox(
			boxes,
			badge.Caption(lang.L("Rules, one on each line: the old beginning of addresses, =, the new one")), column.Inset(m.lines),
			container.New(&least{fyne.NewSize(1, previewHeight)}, container.NewVScroll(container.NewVBox(m.wrong, m.effect, m.examples))),
		),
		Cancel:  ask.Button{Text: lang.L("Cancel"), Do: m.loader.Cancel},
		Confirm: ask.Button{Text: lang.L("Compare"), Do: func() { m.loader.Cancel(); s.applyRules(m.rules()) }},
		Focus:   m.presets[0],
	}
	s.o.Dialogs.Show(m.dialog)
	m.preview()
}

// Sizes of the dialog, and of its preview, which scrolls.
const (
	matchWidth    = 640
	previewHeight = 190
)

// own returns the rules that are no presets.
func own(rules []string) []string {
	return slices.DeleteFunc(slices.Clone(rules), func(r string) bool { return presetName(r) != "" })
}

// rules are those that are chosen and typed.
func (m *matcher) rules() (rules []string) {
	for i, preset := range presets() {
		if m.presets[i].Checked {
			rules = append(rules, preset)
		}
	}
	for line := range strings.Lines(m.lines.Text) {
		if line = strings.TrimSpace(line); line != "" {
			rules = append(rules, line)
		}
	}
	return rules
}

// preview shows what the rules do.
func (m *matcher) preview() {
	r := m.request
	r.Rules = m.rules()
	m.dialog.Enable(true)
	m.loader.Load(m.s.o.Run, func(ctx context.Context) (p preview, err error) {
		var rules []string
		if p.MapPreview, rules, err = m.s.o.Read.Preview(ctx, r); len(r.Rules) == 0 {
			p.byItself = rules
		}
		return p, err
	}, m.show)
}

func (m *matcher) show(p preview, err error) {
	show(m.wrong, err != nil)
	show(m.effect, err == nil)
	show(m.examples, err == nil)
	m.dialog.Enable(err == nil)
	if err != nil {
		m.sentence.SetText(m.s.o.Sentence(err))
		return
	}
	effect := ""
	if len(p.byItself) > 0 {
		effect = lang.L("Without a rule of yours, this one applies: {{.Rules}}.", map[string]any{"Rules": ruleNames(p.byItself)}) + "\n"
	}
	m.effect.SetText(effect + lang.L("{{.Paired}} of {{.Addresses}} addresses have a match, {{.Moved}} of them under another address. Pages: {{.PairedPages}} of {{.Pages}}.", map[string]any{
		"Paired": words.Number(p.Paired), "Addresses": words.Number(p.Addresses), "Moved": words.Number(p.Moved),
		"PairedPages": words.Number(p.PairedPages), "Pages": words.Number(p.Pages),
	}))
	var lines []string
	list := func(head string, all []string) {
		if len(all) > 0 {
			lines = append(lines, head)
			lines = append(lines, all[:min(len(all), shownExamples)]...)
		}
	}
	var moved []string
	for _, a := range p.MovedExamples {
		moved = append(moved, lang.L("{{.Before}} is now {{.Now}}", map[string]any{"Before": a.Before, "Now": a.Now}))
	}
	list(lang.L("Matched, for example:"), moved)
	list(lang.L("Without a match, for example:"), p.Unpaired)
	list(lang.L("Without a match, because several would be the same address:"), p.Ambiguous)
	m.examples.SetText(strings.Join(lines, "\n"))
}

// shownExamples is how many addresses of each kind are shown.
const shownExamples = 4
