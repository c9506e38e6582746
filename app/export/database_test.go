package export

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sitewell/app/core"
	"sitewell/app/message"
	"sitewell/app/output"
	"sitewell/scanner/sitetest"
	"sitewell/storage"
)

// exported saves a scan as a database and opens that.
func exported(t *testing.T, e *Exporter, scan storage.ScanID) *sql.DB {
	t.Helper()
	path := filepath.Join(t.TempDir(), "site's 100% #1?.db")
	rows := 0
	if err := e.Export(t.Context(), scan, Database, path, func(done, total int) { rows = done }); err != nil {
		t.Fatal(err)
	}
	counts, err := e.o().Core.Store.Counts(t.Context(), scan)
	if err != nil {
		t.Fatal(err)
	}
	if rows != 0 && rows > counts.Rows()+counts.Links {
		t.Errorf("progress told of %d rows, more than there are", rows)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "export.db")
	if err := os.Rename(path, copied); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", copied)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// number returns the one number that a query answers with.
func number(t *testing.T, db *sql.DB, query string, args ...any) (n int) {
	t.Helper()
	if err := db.QueryRow(query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// lines returns what a query answers with, the columns of a row joined.
func lines(t *testing.T, db *sql.DB, query string) (all []string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		cells := make([]string, len(columns))
		for i, v := range values {
			cells[i] = v.String
		}
		all = append(all, strings.Join(cells, "|"))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func bakeryScan(t *testing.T) (*Exporter, storage.Scan) {
	t.Helper()
	site := sitetest.New(t, bakery(t))
	site.Open("oven")
	e, c := kitchen(t, site)
	r, err := c.Runner.ScanAddress(t.Context(), "bakery.example")
	return e, await(t, c, r, err)
}

// Truths 2 and 8: the numbers of the history, a row for every link, and every
// problem with all pages that link to it.
func TestDatabaseAgreesWithHistory(t *testing.T) {
	e, scan := bakeryScan(t)
	db := exported(t, e, scan.ID)
	counts := scan.Counts
	for query, want := range map[string]int{
		`SELECT count(*) FROM address`:                                                              counts.Found,
		`SELECT count(*) FROM missing_place`:                                                        counts.PlaceProblems,
		`SELECT count(*) FROM link`:                                                                 counts.Links,
		`SELECT count(*) FROM link_with_addresses`:                                                  counts.Links,
		`SELECT count(*) FROM problem`:                                                              counts.Problems(),
		`SELECT count(*) FROM problem WHERE verdict = 'broken'`:                                     counts.Broken,
		`SELECT links FROM scan`:                                                                    counts.Links,
		`SELECT broken FROM scan`:                                                                   counts.Broken,
		`SELECT count(*) FROM problem WHERE fix_number IS NULL`:                                     0,
		`SELECT count(*) FROM problem WHERE how_to_fix IS NULL`:                                     0,
		`SELECT count(*) FROM pragma_foreign_key_check`:                                             0,
		`SELECT count(*) FROM link WHERE missing_place_id IS NOT NULL`:                              1,
		`SELECT count(*) FROM address WHERE address LIKE '%#%'`:                                     0,
		`SELECT count(*) FROM address WHERE severity = 'none'`:                                      0,
		`SELECT user_version FROM pragma_user_version`:                                              1,
		`SELECT count(*) FROM readme r LEFT JOIN sqlite_schema s USING (name) WHERE s.name IS NULL`: 0,
		`SELECT count(*) FROM sqlite_schema s LEFT JOIN readme r USING (name) WHERE s.type <> 'index' AND s.name NOT LIKE 'sqlite%' AND r.name IS NULL`: 0,
	} {
		if got := number(t, db, query); got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
	wrong := lines(t, db, `SELECT p.address, p.linking_pages, count(DISTINCT l.source) FROM problem p LEFT JOIN problem_link l ON l.problem_id = p.id
		GROUP BY p.id HAVING p.linking_pages <> count(DISTINCT l.source)`)
	if len(wrong) > 0 {
		t.Errorf("problems whose pages are not all listed: %v", wrong)
	}
	if got := lines(t, db, `SELECT text, element, attribute, place FROM problem_link JOIN link_with_addresses USING (text, element, place) WHERE problem = 'https://bakery.example/gone' AND link_with_addresses.source = 'https://bakery.example/' LIMIT 1`); len(got) != 1 || got[0] != "Gone|a|href|navigation" {
		t.Errorf("link to /gone: %v", got)
	}
	verdicts := map[string]string{}
	for _, line := range lines(t, db, `SELECT address, outcome, verdict FROM address UNION ALL SELECT address, outcome, verdict FROM missing_place`) {
		address, rest, _ := strings.Cut(line, "|")
		verdicts[address] = strings.ReplaceAll(rest, "|", " ")
	}
	for row, err := range e.o().Core.Store.EachRow(t.Context(), scan.ID, storage.Filter{}, storage.Order{}) {
		if err != nil {
			t.Fatal(err)
		}
		if want := string(row.Outcome) + " " + row.Verdict.String(); verdicts[row.URL] != want {
			t.Errorf("%s: %q, want %q", row.URL, verdicts[row.URL], want)
		}
	}
}

// The queries of docs/export.md are answered, and its tables are those of the file.
func TestDocumentedQueriesOfExport(t *testing.T) {
	text, err := os.ReadFile("../../docs/export.md")
	if err != nil {
		t.Fatal(err)
	}
	e, scan := bakeryScan(t)
	db := exported(t, e, scan.ID)
	parts := strings.Split(string(text), "```sql\n")[1:]
	if len(parts) != 5 {
		t.Errorf("%d queries, want 5", len(parts))
	}
	for _, part := range parts {
		query, _, _ := strings.Cut(part, "```")
		if len(lines(t, db, query)) == 0 {
			t.Errorf("no row for\n%s", query)
		}
	}
	for _, column := range lines(t, db, `SELECT c.name FROM sqlite_schema s JOIN pragma_table_info(s.name) c WHERE s.name NOT LIKE 'sqlite%'
		UNION SELECT name FROM readme`) {
		if !strings.Contains(string(text), "`"+column+"`") {
			t.Errorf("docs/export.md does not say what %s is", column)
		}
	}
}

// Nothing is left of what could not be completed, and what was there stays.
func TestDatabaseIsWholeOrNotAtAll(t *testing.T) {
	e, scan := bakeryScan(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "report.db")
	if err := os.WriteFile(path, []byte("before"), 0o640); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := e.Export(ctx, scan.ID, Database, path, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of its context: %v", err)
	}
	var inUse *output.InUseError
	for _, reserved := range []string{e.o().DB, e.o().DB + "-wal"} {
		if err := e.Export(t.Context(), scan.ID, Database, reserved, nil); !errors.As(err, &inUse) {
			t.Errorf("into %s: %v", reserved, err)
		}
	}
	entries, err := os.ReadDir(dir)
	if text, _ := os.ReadFile(path); err != nil || len(entries) != 1 || string(text) != "before" {
		t.Errorf("left %v with %q, %v", entries, text, err)
	}
	if err := e.Export(t.Context(), scan.ID, Database, path, nil); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("mode %v, %v; want that of the file before", info.Mode(), err)
	}
}

// A scan that runs changes between its rows and its links.
func TestDatabaseOfARunningScan(t *testing.T) {
	site := sitetest.New(t, bakery(t))
	e, c := kitchen(t, site)
	r, err := c.Runner.ScanAddress(t.Context(), "bakery.example")
	if err != nil {
		t.Fatal(err)
	}
	err = e.Export(t.Context(), r.ScanID(), Database, filepath.Join(t.TempDir(), "report.db"), nil)
	if !errors.Is(err, core.ErrChanging) || !strings.Contains(message.ForError(err).Text, "still running") {
		t.Errorf("got %v, %q", err, message.ForError(err))
	}
	site.Open("oven")
	await(t, c, r, nil)
}
