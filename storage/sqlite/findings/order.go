package findings

import "sitewell/storage"

// column is what rows are sorted by.
type column struct {
	expression string // of finding f and url u
	absent     string // condition of rows that have nothing there; "": none are
}

const unchecked = `f.verdict = 0`

// columns is the allow-list of what can be sorted by. Any other column sorts
// by severity.
var columns = map[storage.Column]column{
	storage.ByAddress: {expression: `u.text`},
	storage.ByStatus:  {expression: `f.status`, absent: `f.status <= 0`},
	storage.ByOutcome: {expression: `f.outcome`, absent: `f.outcome = ''`},
	// In the order of outcome.Verdicts.
	storage.ByVerdict: {expression: `CASE f.verdict WHEN 4 THEN 0 WHEN 2 THEN 1 WHEN 3 THEN 2 WHEN 1 THEN 3 ELSE 4 END`, absent: unchecked},
	storage.ByKind:    {expression: `f.kind`},
	storage.BySources: {expression: `max(f.pages, 0)`},
	storage.ByDepth:   {expression: `f.depth`},
	storage.BySize:    {expression: `f.size`, absent: `(f.size < 0 OR ` + unchecked + `)`},
	storage.ByTook:    {expression: `f.took`, absent: unchecked},
	storage.ByTitle:   {expression: `lower(f.title)`, absent: `f.title = ''`},
	storage.ByType:    {expression: `f.content_type`, absent: `f.content_type = ''`},
	storage.ByFound:   {expression: `f.url`},
}

// orderBy returns what follows ORDER BY. Rows that have nothing in the column
// come last in either direction, equal ones in the order in which the history
// met their addresses first.
func orderBy(o storage.Order) string {
	rising, falling := ` ASC`, ` DESC`
	if o.Desc {
		rising, falling = falling, rising
	}
	c, ok := columns[o.By]
	if !ok { // the worst first, then what most pages link to
		return `(` + unchecked + `), f.severity` + falling + `, f.pages` + falling + `, f.url`
	}
	key := c.expression
	if c.absent != "" {
		// One key is compared faster than two. NULL sorts before everything, an
		// empty blob after everything.
		last := `x''`
		if o.Desc {
			last = `NULL`
		}
		key = `CASE WHEN ` + c.absent + ` THEN ` + last + ` ELSE ` + key + ` END`
	}
	order := key + rising
	if o.By != storage.ByFound {
		order += `, f.url`
	}
	return order
}
