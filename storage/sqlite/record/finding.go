package record

import (
	"database/sql"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
)

// Finding is a row of the table finding as a Writer stores it. The zero value is
// that of an address that is not checked.
type Finding struct {
	url      uint32
	verdict  outcome.Verdict
	internal bool
	document bool
	depth    int
	kind     result.Kind
	hasPage  bool  // document, version and facts are known
	version  int64 // page_version, 0: none
	links    int   // of version
	facts    any   // of a page as findings.PackFacts has them, nil: none
	evidence int64 // 0: none
	final    uint32
	checked  []any // what findings.CheckColumns store of the check, nil: there was none
}

// Check takes in how the address answered. kind stays where the answer does
// not refine it.
func (f *Finding) Check(c *result.Check, final uint32, evidence int64) {
	f.verdict, f.evidence, f.final = c.Verdict, evidence, final
	f.checked = findings.CheckValues(c)
	if c.Kind != "" {
		f.kind = c.Kind
	}
}

// The statements of Update: one for what a check says, one for what a page has,
// and one for both.
var (
	setCheck = `verdict = ?, evidence = ?, final = ?, kind = coalesce(nullif(?, ''), kind), causes = '', ` +
		strings.Join(checkColumns(), ` = ?, `) + ` = ?`
	setPage     = `page_version = ?, document = ?, facts = ?`
	updateCheck = updateOf(setCheck)
	updatePage  = updateOf(setPage)
	updateBoth  = updateOf(setCheck + `, ` + setPage)
)

func updateOf(set string) string {
	return `UPDATE OR FAIL finding SET ` + set + ` WHERE first_scan = ? AND url = ?`
}

// Update stores a check, a page, or both, in the row of an address.
func (f *Finding) Update(tx *sql.Tx, scan storage.ScanID, url uint32) error {
	args := make([]any, 0, len(f.checked)+8)
	statement := updatePage
	if f.checked != nil {
		statement = updateCheck
		args = append(args, int64(f.verdict), query.Null(f.evidence), query.Null(int64(f.final)), string(f.kind))
		args = append(args, f.checked...)
	}
	if f.hasPage {
		if f.checked != nil {
			statement = updateBoth
		}
		args = append(args, query.Null(f.version), f.document, f.facts)
	}
	_, err := tx.Exec(statement, append(args, scan, int64(url))...)
	return err
}

func checkColumns() []string {
	names := make([]string, len(findings.CheckColumns))
	for i, c := range findings.CheckColumns {
		names[i] = c.Name
	}
	return names
}

// insertFindings stores the rows of new addresses.
func insertFindings(tx *sql.Tx, scan storage.ScanID, rows []Finding) error {
	waiting := query.Insert{Tx: tx, Columns: 6, Into: `finding (first_scan, url, verdict, internal, depth, kind)`}
	checked := query.Insert{Tx: tx, Columns: 11 + len(findings.CheckColumns), Into: `finding (first_scan, url, verdict, internal, depth, kind,
		document, page_version, facts, evidence, final, ` + strings.Join(checkColumns(), ", ") + `)`}
	unchecked := findings.CheckValues(&result.Check{Size: -1})
	for i := range rows {
		f := &rows[i]
		values := []any{scan, int64(f.url), int64(f.verdict), f.internal, f.depth, string(f.kind)}
		insert := &waiting
		if f.checked != nil || f.hasPage {
			insert = &checked
			values = append(values, f.document, query.Null(f.version), f.facts, query.Null(f.evidence), query.Null(int64(f.final)))
			if f.checked == nil {
				f.checked = unchecked
			}
			values = append(values, f.checked...)
		}
		if err := insert.Row(values...); err != nil {
			return err
		}
	}
	if err := waiting.Flush(); err != nil {
		return err
	}
	return checked.Flush()
}
