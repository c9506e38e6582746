package returned

import (
	"context"
	"fmt"

	"sitewell/app/core"
	"sitewell/app/report/workbook"
	"sitewell/storage"
)

// Apply writes the changes of a plan, all of them or none, and returns how many that
// are and what undoes them. Conflicts are left as the history has them, unless overwrite
// is set.
func (r *Reader) Apply(ctx context.Context, p *Plan, overwrite bool) (written int, undo storage.MarkChange, err error) {
	change := storage.MarkChange{Site: p.Site.ID}
	a := applying{Reader: r, plan: p, MarkChange: &change}
	for i := 0; i < len(p.Changes); {
		key := p.Changes[i].Key
		work, fields := p.now[key], make(map[workbook.Field]bool)
		for ; i < len(p.Changes) && p.Changes[i].Key == key; i++ {
			if c := p.Changes[i]; !c.Conflict || overwrite {
				work.Set(c.Field, c.After)
				fields[c.Field] = true
			}
		}
		written += len(fields)
		if err := a.fix(ctx, key, work, fields); err != nil {
			return 0, undo, err
		}
	}
	if written == 0 {
		return 0, undo, nil
	}
	undo, err = r.core.Marks.Change(ctx, change)
	if err != nil {
		return 0, undo, err
	}
	return written, undo, nil
}

// applying collects the marks of a plan.
type applying struct {
	*Reader
	plan *Plan
	*storage.MarkChange
}

// fix says about a fix what the workbook says in some fields.
func (a *applying) fix(ctx context.Context, key string, w workbook.Work, fields map[workbook.Field]bool) error {
	if fields[workbook.FieldOwner] || fields[workbook.FieldDue] {
		a.say(storage.Mark{Kind: storage.Assigned, Scope: storage.OnFix, Subject: key, Assignee: w.Owner, Due: w.Due}, w.Owner+w.Due != "")
	}
	if fields[workbook.FieldNote] {
		a.say(storage.Mark{Kind: storage.Noted, Scope: storage.OnFix, Subject: key, Text: w.Note}, w.Note != "")
	}
	if !fields[workbook.FieldState] {
		return nil
	}
	rows, err := a.core.Store.Rows(ctx, a.plan.Scan.ID, a.plan.fixes[key].Problems)
	if err != nil {
		return fmt.Errorf("read problems: %w", err)
	}
	for _, row := range rows {
		if w.State == workbook.Ignored {
			a.say(core.About(row, storage.Mark{Kind: storage.Ignored, Text: w.Note}), true)
			continue
		}
		a.say(core.About(row, storage.Mark{Kind: storage.Done}), w.State == workbook.Done)
	}
	return nil
}

// say makes a mark, or removes the one with its identity.
func (a *applying) say(m storage.Mark, holds bool) {
	if holds {
		a.Save = append(a.Save, m)
		return
	}
	a.Remove = append(a.Remove, m.Identity())
}
