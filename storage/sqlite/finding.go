package sqlite

import (
	"database/sql"
	"strings"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// finding is a row of the table finding as a Writer stores it. A new column is
// named in this file and nowhere else in the package: it is stored by update
// and insertFindings, read by readRow, sorted by if it is in columns, and
// compared with the scan before if it is in sharedColumns.
type finding struct {
	url         uint32
	verdict     outcome.Verdict
	severity    outcome.Severity
	status      int
	internal    bool
	document    bool
	depth       int
	kind        result.Kind
	outcome     outcome.Key
	size        int64
	took        int64 // ms
	at          int64 // ms since 1970
	content     int64
	version     int64 // page_version, 0: none
	evidence    int64 // 0: none
	final       uint32
	contentType string
	reason      string
	title       string
}

// check takes in how the address answered. kind stays where the answer does
// not refine it.
func (f *finding) check(c *result.Check, final uint32, evidence int64) {
	f.verdict, f.severity, f.status, f.outcome = c.Verdict, c.Severity, c.Status, c.Outcome
	f.size, f.took, f.at, f.content = max(c.Size, -1), c.Took.Round(time.Millisecond).Milliseconds(), toMillis(c.At), int64(c.Content)
	f.evidence, f.final = evidence, final
	f.contentType, f.reason, f.title = c.ContentType, c.Reason, c.Title
	if c.Kind != "" {
		f.kind = c.Kind
	}
}

// null returns NULL for 0.
func null[N ~int64](n N) any {
	if n == 0 {
		return nil
	}
	return n
}

// update stores what check took in, in the row of an address.
func (f *finding) update(tx *sql.Tx, scan storage.ScanID, url uint32) error {
	_, err := tx.Exec(`UPDATE OR FAIL finding SET verdict = ?, severity = ?, status = ?, outcome = ?, size = ?, took = ?, checked_at = ?, content = ?,
		evidence = ?, final = ?, content_type = ?, reason = ?, title = ?, causes = '', kind = coalesce(nullif(?, ''), kind) WHERE first_scan = ? AND url = ?`,
		int64(f.verdict), int64(f.severity), f.status, string(f.outcome), f.size, f.took, null(f.at), f.content,
		null(f.evidence), null(int64(f.final)), f.contentType, f.reason, f.title, string(f.kind), scan, int64(url))
	return err
}

// insertFindings stores the rows of new addresses.
func insertFindings(tx *sql.Tx, scan storage.ScanID, rows []finding) error {
	waiting := rowsInsert{tx: tx, columns: 6, into: `finding (first_scan, url, verdict, internal, depth, kind)`}
	checked := rowsInsert{tx: tx, columns: 21, into: `finding (first_scan, url, verdict, internal, depth, kind, severity, status, document,
		outcome, size, took, checked_at, content, page_version, evidence, final, content_type, reason, title, until_scan)`}
	for i := range rows {
		f := &rows[i]
		var err error
		if f.verdict == outcome.Unchecked && f.version == 0 && !f.document {
			err = waiting.row(scan, int64(f.url), int64(f.verdict), f.internal, f.depth, string(f.kind))
		} else {
			err = checked.row(scan, int64(f.url), int64(f.verdict), f.internal, f.depth, string(f.kind), int64(f.severity), f.status, f.document,
				string(f.outcome), f.size, f.took, null(f.at), f.content, null(f.version), null(f.evidence), null(int64(f.final)),
				f.contentType, f.reason, f.title, nil)
		}
		if err != nil {
			return err
		}
	}
	if err := waiting.flush(); err != nil {
		return err
	}
	return checked.flush()
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
	r.At, r.Took, r.Causes = fromMillis(at), time.Duration(took)*time.Millisecond, splitCauses(causes)
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

// sharedColumns are what makes two findings of an address the same. When it was
// checked, how long that took, and evidence are not among them.
const sharedColumns = `verdict, severity, status, pages, internal, document, navigation, depth, kind, outcome, size, content,
	page_version, final, content_type, reason, causes, title, link_text`

// sameFinding is the condition that findings c and d are the same.
var sameFinding = `(` + columnsOf("c", sharedColumns) + `) IS (` + columnsOf("d", sharedColumns) + `)`

// columnsOf puts the name of a table before each of some columns.
func columnsOf(table, columns string) string {
	names := strings.Split(columns, ",")
	for i, name := range names {
		names[i] = table + "." + strings.TrimSpace(name)
	}
	return strings.Join(names, ", ")
}
