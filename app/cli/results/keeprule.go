package results

import (
	"context"
	"fmt"

	"sitewell/app/cli/command"
	"sitewell/app/report"
	"sitewell/app/session"
	"sitewell/storage"
)

// keepRule is a flag with a rule for which scans are kept.
type keepRule struct {
	typed bool
	rule  *storage.KeepRule // nil: the rule of all sites
}

func (k *keepRule) Set(text string) error {
	k.typed, k.rule = true, nil
	if text == "default" {
		return nil
	}
	r, ok := storage.ParseKeepRule(text)
	if !ok {
		return fmt.Errorf("choose all, last=N (N from 1 to %d), monthly or default", storage.MostKept)
	}
	k.rule = &r
	return nil
}

func (k *keepRule) String() string { return "" }
func (k *keepRule) Type() string   { return "string" }

// setKeepRule changes which scans are kept, and says what the next complete scan deletes.
func (p histories) setKeepRule(ctx context.Context, h session.Opened, args []string, keep keepRule) error {
	if len(args) == 0 {
		if keep.rule == nil {
			return command.Unusable(errNoDefault)
		}
		if err := h.History.SetKeepRule(ctx, 0, keep.rule); err != nil {
			return err
		}
		return p.Tell(keptJSON{Keep: keep.rule.String()}, "Of every site without a rule of its own: "+keepInWords(*keep.rule))
	}
	site, err := h.History.FindSite(ctx, args[0])
	if err != nil {
		return err
	}
	if err := h.History.SetKeepRule(ctx, site.ID, keep.rule); err != nil {
		return err
	}
	rule, _, err := h.History.KeepRule(ctx, site.ID)
	if err != nil {
		return err
	}
	surplus, err := h.History.Surplus(ctx, site.ID, rule)
	if err != nil {
		return err
	}
	lines := []string{"Of " + report.Printable(site.Start) + ": " + keepInWords(rule)}
	if len(surplus) > 0 {
		lines = append(lines, "When the next scan is complete, "+report.Plural(len(surplus), "scan", "scans")+" will be deleted.")
	}
	return p.Tell(keptJSON{site.Start, rule.String(), len(surplus)}, lines...)
}

// keptJSON is which scans are kept, and how many the next complete scan deletes.
type keptJSON struct {
	Address string `json:"address"` // "" for all sites without a rule of their own
	Keep    string `json:"keep"`
	Deletes int    `json:"deletes"`
}

// errNoDefault: there is no rule that the rule of all sites could follow.
var errNoDefault = command.Sentence("--keep default needs a site: sitewell history SITE --keep default")

// keepInWords says which scans a rule keeps.
func keepInWords(r storage.KeepRule) string {
	switch r.Keep {
	case storage.KeepLast:
		return "the newest " + report.Plural(r.Count, "scan is kept.", "scans are kept.")
	case storage.KeepMonthly:
		return "the last complete scan of each month and all of the last 31 days are kept."
	default:
		return "all scans are kept."
	}
}
