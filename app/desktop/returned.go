//go:build !headless

package desktop

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"sitewell/app/core"
	"sitewell/app/report/workbook"
	"sitewell/app/returned"
	"sitewell/storage"
	uireturned "sitewell/ui/returned"
)

// workbooks adapts package returned to the window.
type workbooks struct {
	*core.Marks
	reader *returned.Reader
}

// Plan returns what a workbook would change, in the person's language.
func (w workbooks) Plan(ctx context.Context, path string) (uireturned.Plan, error) {
	plan, err := w.reader.Plan(ctx, path)
	if err != nil {
		return uireturned.Plan{}, err
	}
	p := uireturned.Plan{Site: plan.Site.Start, Saved: plan.Saved}
	if plan.Site.Name != "" {
		p.Site = plan.Site.Name
	}
	for _, c := range plan.Changes {
		p.Changes = append(p.Changes, uireturned.Change{
			Title: c.Title, Field: fieldName(c.Field), Before: fieldValue(c.Field, c.Before), After: fieldValue(c.Field, c.After), Conflict: c.Conflict,
		})
	}
	for _, title := range plan.Gone {
		p.Left = append(p.Left, lang.L("Left out, since it is fixed or ignored in this scan: {{.What}}", map[string]any{"What": title}))
	}
	for _, u := range plan.Unread {
		data := map[string]any{"Sheet": u.Sheet, "Cell": u.Cell, "Text": u.Text, "Field": fieldName(u.Field)}
		if u.Twice {
			p.Left = append(p.Left, lang.L("Left out, since the fix has another row above that says something else: {{.Sheet}}, cell {{.Cell}}", data))
			continue
		}
		p.Left = append(p.Left, lang.L("Left out, since “{{.Text}}” can't be used as {{.Field}}: {{.Sheet}}, cell {{.Cell}}", data))
	}
	if n := plan.Unkeyed; n > 0 {
		p.Left = append(p.Left, lang.N("Left out: {{.Count}} rows that somebody added.", n, map[string]any{"Count": n}))
	}
	p.Apply = func(ctx context.Context, overwrite bool) (int, storage.MarkChange, error) {
		return w.reader.Apply(ctx, plan, overwrite)
	}
	return p, nil
}

// fieldName is the heading of a field.
func fieldName(f workbook.Field) string {
	switch f {
	case workbook.FieldOwner:
		return lang.L("Owner")
	case workbook.FieldState:
		return lang.L("State")
	case workbook.FieldDue:
		return lang.L("Due")
	default:
		return lang.L("Note")
	}
}

// fieldValue is what is said in a field; states are words of ours.
func fieldValue(f workbook.Field, value string) string {
	if f != workbook.FieldState {
		return value
	}
	switch workbook.State(value) {
	case workbook.Done:
		return lang.L("Done")
	case workbook.Ignored:
		return lang.L("Ignored")
	default:
		return lang.L("Open")
	}
}
