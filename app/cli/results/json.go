package results

import (
	"time"

	"sitewell/storage"
)

// markJSON is something that was said about a problem.
type markJSON struct {
	Kind     storage.MarkKind `json:"kind"`
	About    string           `json:"about"` // address, link, host, pattern, element or fix
	Subject  string           `json:"subject"`
	Page     string           `json:"page"`
	Text     string           `json:"text"`
	Assignee string           `json:"assignee"`
	Due      string           `json:"due"`
	Made     *time.Time       `json:"made"`
	Until    *time.Time       `json:"until"`
	Verified *time.Time       `json:"verified"`
}

func newMarksJSON(marks []storage.Mark) []markJSON {
	all := make([]markJSON, len(marks))
	for i, m := range marks {
		all[i] = markJSON{m.Kind, string(m.Scope), m.Subject, m.Page, m.Text, m.Assignee, m.Due, momentJSON(m.Made), momentJSON(m.Until), momentJSON(m.Verified)}
	}
	return all
}

// momentJSON is a moment as a program reads it, null for none.
func momentJSON(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// fileJSON is a file that was saved of a scan.
type fileJSON struct {
	Scan   storage.ScanID `json:"scan"`
	Format string         `json:"format"`
	File   string         `json:"file"`
}
