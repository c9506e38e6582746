package sqlite

import (
	"os"
	"strings"
	"testing"

	"sitewell/storage"
)

// The questions of docs/database.md are answered, and those about a scan that
// has something of each kind have rows.
func TestDocumentedQueries(t *testing.T) {
	text, err := os.ReadFile("../../docs/database.md")
	if err != nil {
		t.Fatal(err)
	}
	db := newDB(t)
	site := newSite(t, db)
	filled(t, db, site, 1, 6)
	filled(t, db, site, 2, 6)
	questions := 0
	for i, part := range strings.Split(string(text), "```sql\n") {
		if i == 0 {
			continue
		}
		questions++
		query, _, _ := strings.Cut(part, "```")
		rows, err := db.file.Read.Query(query)
		if err != nil {
			t.Errorf("%s\n%v", query, err)
			continue
		}
		n := 0
		for rows.Next() {
			n++
		}
		if err := rows.Err(); err != nil {
			t.Errorf("%s\n%v", query, err)
		}
		rows.Close()
		if n == 0 && !strings.HasPrefix(query, "-- 4.") && !strings.HasPrefix(query, "-- 8.") {
			t.Errorf("no row for\n%s", query)
		}
	}
	if questions != 10 {
		t.Errorf("%d questions, want 10", questions)
	}
}

// v_address shows of every scan what Rows does, whether it is folded or not.
func TestViewOfAddresses(t *testing.T) {
	db := newDB(t)
	site := newSite(t, db)
	scans := []storage.ScanID{}
	for seed := range uint64(3) {
		id, _ := filled(t, db, site, seed, 4)
		scans = append(scans, id)
	}
	w := scanOf(t, db, site)
	if err := w.Commit(t.Context(), newGenerator(1).batch()); err != nil {
		t.Fatal(err)
	}
	for _, scan := range append(scans, w.ID()) {
		want := map[string]string{}
		for r, err := range db.EachRow(t.Context(), scan, storage.Filter{}, storage.Order{}) {
			if err != nil {
				t.Fatal(err)
			}
			want[r.URL] = r.Verdict.String() + " " + r.Severity.String() + " " + string(r.Outcome)
		}
		got := map[string]string{}
		rows, err := db.file.Read.Query(`SELECT address, verdict || ' ' || severity || ' ' || outcome FROM v_address WHERE scan = ?`, scan)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var address, says string
			if err := rows.Scan(&address, &says); err != nil {
				t.Fatal(err)
			}
			got[address] = says
		}
		diff(t, "view", got, want)
	}
}
