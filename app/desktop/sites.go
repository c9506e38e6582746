//go:build !headless

package desktop

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"fyne.io/fyne/v2/lang"

	"sitewell/app/core"
	"sitewell/app/core/addresslist"
	"sitewell/app/core/sitelist"
	"sitewell/ui/manysites"
	"sitewell/ui/words"
)

// manySites reads lists of sites for the window, in the person's language.
type manySites struct{ *core.Portfolio }

// Plan reads what was typed or pasted.
func (m manySites) Plan(ctx context.Context, text string) (manysites.Plan, error) {
	return m.read(ctx, []byte(text))
}

// PlanFile reads a file.
func (m manySites) PlanFile(ctx context.Context, path string) (manysites.Plan, error) {
	f, err := os.Open(path)
	if err != nil {
		return manysites.Plan{}, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, addresslist.MaxSize+1))
	if err != nil {
		return manysites.Plan{}, fmt.Errorf("read list: %w", err)
	}
	return m.read(ctx, data)
}

func (m manySites) read(ctx context.Context, data []byte) (manysites.Plan, error) {
	list, err := sitelist.Read(ctx, data)
	if err != nil {
		return manysites.Plan{}, err
	}
	planned, err := m.PlanSites(ctx, list)
	if err != nil {
		return manysites.Plan{}, err
	}
	plan := manysites.Plan{Add: func(ctx context.Context) (func(context.Context) error, error) {
		done, err := m.AddPlanned(ctx, planned)
		return func(ctx context.Context) error { return m.UndoAdded(ctx, done) }, err
	}}
	for _, p := range planned {
		plan.Rows = append(plan.Rows, rowOf(p))
	}
	return plan, nil
}

// rowOf says what becomes of a row.
func rowOf(p core.PlannedSite) manysites.Row {
	kinds := map[core.SitePlan]manysites.Kind{core.PlanAdd: manysites.Added, core.PlanChange: manysites.Changed, core.PlanSame: manysites.Same, core.PlanRepeat: manysites.Repeated, core.PlanFaulty: manysites.Faulty}
	row := manysites.Row{Number: p.Row, Becomes: kinds[p.Plan], Site: p.Becomes.Title()}
	switch p.Plan {
	case core.PlanFaulty:
		row.Site, row.Text = p.Address, sentence(p.Err)
		if row.Site == "" {
			row.Site = p.Name
		}
	case core.PlanRepeat:
		row.Text = lang.L("The same site as row {{.Row}}", map[string]any{"Row": words.Number(p.Of)})
	default:
		var parts []string
		if p.Becomes.Name != "" {
			parts = append(parts, p.Becomes.Start)
		}
		if p.Becomes.Client != "" {
			parts = append(parts, lang.L("Client: {{.Client}}", map[string]any{"Client": p.Becomes.Client}))
		}
		row.Text = strings.Join(parts, " · ")
	}
	return row
}
