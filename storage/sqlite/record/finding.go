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
	version  int64 // page_version, 0: none
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

// updateFinding is the statement of Update.
var updateFinding = `UPDATE OR FAIL finding SET verdict = ?, evidence = ?, final = ?, kind = coalesce(nullif(?, ''), kind), causes = '', ` +
	strings.Join(checkColumns(), ` = ?, `) + ` = ? WHERE first_scan = ? AND url = ?`

// Update stores what Check took in, in the row of an address.
func (f *Finding) Update(tx *sql.Tx, scan storage.ScanID, url uint32) error {
	args := append([]any{int64(f.verdict), query.Null(f.evidence), query.Null(int64(f.final)), string(f.kind)}, f.checked...)
	_, err := tx.Exec(updateFinding, append(args, scan, int64(url))...)
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
	checked := query.Insert{Tx: tx, Columns: 10 + len(findings.CheckColumns), Into: `finding (first_scan, url, verdict, internal, depth, kind,
		document, page_version, evidence, final, ` + strings.Join(checkColumns(), ", ") + `)`}
	unchecked := findings.CheckValues(&result.Check{Size: -1})
	for i := range rows {
		f := &rows[i]
		values := []any{scan, int64(f.url), int64(f.verdict), f.internal, f.depth, string(f.kind)}
		insert := &waiting
		if f.checked != nil || f.version != 0 || f.document {
			insert = &checked
			values = append(values, f.document, query.Null(f.version), query.Null(f.evidence), query.Null(int64(f.final)))
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
