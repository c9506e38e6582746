package findings

import (
	"database/sql"
	"strings"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/query"
)

// CheckColumn is a column of findings that is filled by the check of an address.
type CheckColumn struct {
	Name string
	// Value returns what is stored, in a type of the driver's.
	Value func(c *result.Check) any
}

// CheckColumns are the columns that depend on a check alone. A new column of
// findings is named in this file and nowhere else in storage/sqlite: it is stored
// as one of these, read by readRow, sorted by if it is in columns, and compared
// with the scan before if it is in SharedColumns.
var CheckColumns = []CheckColumn{
	{"severity", func(c *result.Check) any { return int64(c.Severity) }},
	{"status", func(c *result.Check) any { return int64(c.Status) }},
	{"outcome", func(c *result.Check) any { return string(c.Outcome) }},
	{"size", func(c *result.Check) any { return max(c.Size, -1) }},
	{"took", func(c *result.Check) any { return c.Took.Round(time.Millisecond).Milliseconds() }},
	{"checked_at", func(c *result.Check) any { return query.Null(query.Millis(c.At)) }},
	{"content", func(c *result.Check) any { return int64(c.Content) }},
	{"content_type", func(c *result.Check) any { return c.ContentType }},
	{"reason", func(c *result.Check) any { return c.Reason }},
	{"title", func(c *result.Check) any { return c.Title }},
}

// CheckValues returns what CheckColumns store of a check, in their order.
func CheckValues(c *result.Check) []any {
	values := make([]any, len(CheckColumns))
	for i := range CheckColumns {
		values[i] = CheckColumns[i].Value(c)
	}
	return values
}

// rowColumns are read by readRow, after the address's number.
const rowColumns = `u.text, coalesce(u.page, 0), f.internal, f.kind, f.depth, coalesce(x.text, ''), f.status, f.outcome, f.verdict, f.severity,
	f.causes, f.reason, f.content_type, f.size, f.title, coalesce(f.checked_at, 0), f.took, max(f.pages, 0)`

// readRow reads an address's number, rowColumns, and what more names.
func readRow(rows *sql.Rows, more ...any) (r storage.Row, err error) {
	var at, took int64
	var causes string
	err = rows.Scan(append([]any{
		&r.ID, &r.URL, &r.Page, &r.Internal, &r.Kind, &r.Depth, &r.Final, &r.Status, &r.Outcome, &r.Verdict, &r.Severity,
		&causes, &r.Reason, &r.ContentType, &r.Size, &r.Title, &at, &took, &r.Sources,
	}, more...)...)
	r.At, r.Took, r.Causes = query.Time(at), time.Duration(took)*time.Millisecond, splitCauses(causes)
	if r.Page != 0 {
		_, r.Fragment, _ = strings.Cut(r.URL, "#")
	}
	if r.Verdict == outcome.Unchecked {
		r.Size = 0
	}
	return r, err
}

// columns is the allow-list of what can be sorted by. Any other column sorts
// by severity.
var columns = map[storage.Column]column{
	storage.ByAddress: {expression: `u.text`},
	storage.ByStatus:  {expression: `f.status`, absent: `f.status <= 0`, isNumber: true},
	storage.ByOutcome: {expression: `f.outcome`, absent: `f.outcome = ''`},
	// In the order of outcome.Verdicts.
	storage.ByVerdict: {expression: `CASE f.verdict WHEN 4 THEN 0 WHEN 2 THEN 1 WHEN 3 THEN 2 WHEN 1 THEN 3 ELSE 4 END`, absent: unchecked, isNumber: true},
	storage.ByKind:    {expression: `f.kind`},
	storage.BySources: {expression: `max(f.pages, 0)`, isNumber: true},
	storage.ByDepth:   {expression: `f.depth`, isNumber: true},
	storage.BySize:    {expression: `f.size`, absent: `(f.size < 0 OR ` + unchecked + `)`, isNumber: true},
	storage.ByTook:    {expression: `f.took`, absent: unchecked, isNumber: true},
	storage.ByTitle:   {expression: `lower(f.title)`, absent: `f.title = ''`},
	storage.ByType:    {expression: `f.content_type`, absent: `f.content_type = ''`},
	storage.ByFound:   {expression: `f.url`}, // SQLite finds them in this order already
	storage.ByOutLinks: {
		expression: `coalesce((SELECT p.links FROM page_version p WHERE p.id = f.page_version), 0)`, isNumber: true,
	},
}

// SharedColumns are what makes two findings of an address the same. When it was
// checked, how long that took, and evidence are not among them.
const SharedColumns = `verdict, severity, status, pages, internal, document, navigation, depth, kind, outcome, size, content,
	page_version, facts, final, content_type, reason, causes, title, link_text`

// SameFinding is the condition that findings c and d are the same.
var SameFinding = `(` + columnsOf("c", SharedColumns) + `) IS (` + columnsOf("d", SharedColumns) + `)`

// columnsOf puts the name of a table before each of some columns.
func columnsOf(table, columns string) string {
	names := strings.Split(columns, ",")
	for i, name := range names {
		names[i] = table + "." + strings.TrimSpace(name)
	}
	return strings.Join(names, ", ")
}
