package storage

import (
	"database/sql"
	"errors"
	"testing"
)

// Verify holds truth 1 by address in what is stored: none twice, none without
// a verdict, none skipped for no reason. Each damage is found.
func TestVerifyFindsDamage(t *testing.T) {
	for name, damage := range map[string]string{
		"none":                   ``,
		"a verdict that is lost": `UPDATE answer SET verdict = 0 WHERE verdict = 1`,
		"a reason that is lost":  `UPDATE answer SET reason = '' WHERE verdict = 5`,
		"an outcome that is not": `UPDATE answer SET outcome = ''`,
		"a count that is wrong":  `UPDATE scan SET works = works + 1`,
	} {
		t.Run(name, func(t *testing.T) {
			db := newDB(t)
			w := newScan(t, db)
			g := newGenerator(7)
			for range 5 {
				if err := w.Commit(t.Context(), g.batch()); err != nil {
					t.Fatal(err)
				}
			}
			err := db.writing(t.Context(), "damage", func(tx *sql.Tx) error {
				_, err := tx.Exec(damage)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			err = db.Verify(t.Context(), w.ID())
			if (err != nil) != (damage != "") || err != nil && !errors.Is(err, ErrCorrupt) {
				t.Errorf("got %v", err)
			}
		})
	}
}
