package record

import (
	"database/sql"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/query"
)

// Finding is a row of the table finding as a Writer stores it.
type Finding struct {
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

// Check takes in how the address answered. kind stays where the answer does
// not refine it.
func (f *Finding) Check(c *result.Check, final uint32, evidence int64) {
	f.verdict, f.severity, f.status, f.outcome = c.Verdict, c.Severity, c.Status, c.Outcome
	f.size, f.took, f.at, f.content = max(c.Size, -1), c.Took.Round(time.Millisecond).Milliseconds(), query.Millis(c.At), int64(c.Content)
	f.evidence, f.final = evidence, final
	f.contentType, f.reason, f.title = c.ContentType, c.Reason, c.Title
	if c.Kind != "" {
		f.kind = c.Kind
	}
}

// Update stores what check took in, in the row of an address.
func (f *Finding) Update(tx *sql.Tx, scan storage.ScanID, url uint32) error {
	_, err := tx.Exec(`UPDATE OR FAIL finding SET verdict = ?, severity = ?, status = ?, outcome = ?, size = ?, took = ?, checked_at = ?, content = ?,
		evidence = ?, final = ?, content_type = ?, reason = ?, title = ?, causes = '', kind = coalesce(nullif(?, ''), kind) WHERE first_scan = ? AND url = ?`,
		int64(f.verdict), int64(f.severity), f.status, string(f.outcome), f.size, f.took, query.Null(f.at), f.content,
		query.Null(f.evidence), query.Null(int64(f.final)), f.contentType, f.reason, f.title, string(f.kind), scan, int64(url))
	return err
}

// insertFindings stores the rows of new addresses.
func insertFindings(tx *sql.Tx, scan storage.ScanID, rows []Finding) error {
	waiting := query.Insert{Tx: tx, Columns: 6, Into: `finding (first_scan, url, verdict, internal, depth, kind)`}
	checked := query.Insert{Tx: tx, Columns: 21, Into: `finding (first_scan, url, verdict, internal, depth, kind, severity, status, document,
		outcome, size, took, checked_at, content, page_version, evidence, final, content_type, reason, title, until_scan)`}
	for i := range rows {
		f := &rows[i]
		var err error
		if f.verdict == outcome.Unchecked && f.version == 0 && !f.document {
			err = waiting.Row(scan, int64(f.url), int64(f.verdict), f.internal, f.depth, string(f.kind))
		} else {
			err = checked.Row(scan, int64(f.url), int64(f.verdict), f.internal, f.depth, string(f.kind), int64(f.severity), f.status, f.document,
				string(f.outcome), f.size, f.took, query.Null(f.at), f.content, query.Null(f.version), query.Null(f.evidence), query.Null(int64(f.final)),
				f.contentType, f.reason, f.title, nil)
		}
		if err != nil {
			return err
		}
	}
	if err := waiting.Flush(); err != nil {
		return err
	}
	return checked.Flush()
}
