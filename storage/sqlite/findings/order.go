package findings

import "sitewell/storage"

// column is what rows are sorted by.
type column struct {
	expression string // of finding f and url u
	absent     string // condition of rows that have nothing there; "": none are
}

const unchecked = `f.verdict = 0`

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
