package keeping

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/words"
)

// choices are the rules that are offered.
var choices = []storage.KeepRule{
	{Keep: storage.KeepAll}, {Keep: storage.KeepLast, Count: 5}, {Keep: storage.KeepLast, Count: 10}, {Keep: storage.KeepLast, Count: 30}, {Keep: storage.KeepMonthly},
}

// Rules returns the rules that are offered where a rule holds now.
func Rules(now storage.KeepRule) []storage.KeepRule {
	if now.Keep == "" || slices.Contains(choices, now) {
		return choices
	}
	return append([]storage.KeepRule{now}, choices...) // another number, from the command line
}

// RuleText says which scans a rule keeps.
func RuleText(r storage.KeepRule) string {
	switch r.Keep {
	case storage.KeepLast:
		return lang.N("The newest {{.Count}} scans", r.Count, map[string]any{"Count": words.Number(r.Count)})
	case storage.KeepMonthly:
		return lang.L("The last of each month, and all of the last 31 days")
	default:
		return lang.L("All scans")
	}
}

// rule is the dialog about which scans are kept.
type rule struct {
	o      Options
	site   storage.SiteID
	dialog *ask.Dialog
	rules  []storage.KeepRule
	choice *widget.RadioGroup
	all    *control.Check
	effect *widget.Label
	now    background.Loader[present]
	count  background.Loader[int]
	save   background.Loader[struct{}]
}

// present is the rule that holds.
type present struct {
	rule storage.KeepRule
	own  bool
}

// ShowRule asks which scans of a site are kept.
func ShowRule(o Options, site storage.SiteID) {
	r := &rule{o: o, site: site, rules: choices, effect: badge.Caption("")}
	r.effect.Wrapping = fyne.TextWrapWord
	r.choice = widget.NewRadioGroup(nil, func(string) { r.chosen() })
	r.choice.Required = true
	r.all = control.NewCheck(lang.L("Also for all other sites"), nil)
	r.dialog = &ask.Dialog{
		Title: lang.L("Which scans are kept"), Width: 520,
		Text:    lang.L("Other scans are deleted whenever a scan is complete. The newest complete scan is always kept."),
		Content: container.NewVBox(column.Inset(r.choice), column.Inset(r.all), r.effect),
		Cancel:  ask.Button{Text: lang.L("Cancel"), Do: func() { r.now.Cancel(); r.count.Cancel() }},
		Confirm: ask.Button{Text: lang.L("Save"), Do: r.store, Keep: true},
	}
	o.Dialogs.Show(r.dialog)
	r.now.Load(o.Run, func(ctx context.Context) (p present, err error) {
		p.rule, p.own, err = o.Store.KeepRule(ctx, site)
		return p, err
	}, func(p present, err error) {
		if err != nil {
			r.effect.SetText(o.Sentence(err))
			return
		}
		r.offer(p.rule)
	})
}

// offer shows the rules, with the present one chosen.
func (r *rule) offer(now storage.KeepRule) {
	r.rules = Rules(now)
	r.choice.Options = nil
	for _, c := range r.rules {
		r.choice.Append(RuleText(c))
	}
	r.choice.SetSelected(RuleText(now))
	r.dialog.Fit()
}

// of returns the rule that is chosen.
func (r *rule) of() storage.KeepRule {
	for _, c := range r.rules {
		if RuleText(c) == r.choice.Selected {
			return c
		}
	}
	return storage.KeepRule{Keep: storage.KeepAll}
}

// chosen says how many scans the rule would delete.
func (r *rule) chosen() {
	of := r.of()
	r.count.Load(r.o.Run, func(ctx context.Context) (int, error) {
		surplus, err := r.o.Store.Surplus(ctx, r.site, of)
		return len(surplus), err
	}, func(n int, err error) {
		switch {
		case err != nil:
			r.effect.SetText(r.o.Sentence(err))
		case n == 0:
			r.effect.SetText(lang.L("No scan of this site will be deleted now."))
		default:
			r.effect.SetText(lang.N("{{.Count}} scans of this site will be deleted when the next one is complete.", n, map[string]any{"Count": words.Number(n)}))
		}
		r.dialog.Fit()
	})
}

// store stores the rule and closes the dialog.
func (r *rule) store() {
	of, all := r.of(), r.all.Checked
	r.dialog.Enable(false)
	r.save.Load(r.o.Run, func(ctx context.Context) (struct{}, error) {
		if err := r.o.Store.SetKeepRule(ctx, r.site, &of); err != nil || !all {
			return struct{}{}, err
		}
		return struct{}{}, r.o.Store.SetKeepRule(ctx, 0, &of)
	}, func(_ struct{}, err error) {
		r.dialog.Enable(true)
		if err != nil {
			r.effect.SetText(r.o.Sentence(err))
			r.dialog.Fit()
			return
		}
		r.count.Cancel()
		r.dialog.Close()
	})
}
