package sqlite

import (
	"errors"
	"testing"

	"sitewell/storage"
)

// Verify finds references that lead nowhere, though nothing enforces them.
func TestVerifyChecksReferences(t *testing.T) {
	for _, table := range []string{"url", "page_version", "evidence", "verdict"} {
		db := newDB(t)
		id, _ := filled(t, db, newSite(t, db), 1, 6)
		if err := db.Verify(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		if _, err := db.file.Write.Exec(`DELETE FROM ` + table); err != nil {
			t.Fatal(err)
		}
		if err := db.Verify(t.Context(), id); !errors.Is(err, storage.ErrCorrupt) {
			t.Errorf("without the rows of %s: %v, want ErrCorrupt", table, err)
		}
	}
}
