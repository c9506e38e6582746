package dbfile

import (
	"errors"
	"path/filepath"
	"testing"

	"sitewell/storage"
)

// What is stored breaks no constraint, so SQLite says that it does only where an index
// or a row is damaged.
func TestABrokenConstraintIsDamage(t *testing.T) {
	f := openTest(t, filepath.Join(t.TempDir(), "history.db"))
	for _, statement := range []string{
		`INSERT INTO url (text) VALUES ('https://a.example/'), ('https://a.example/')`,
		`INSERT INTO url (text) VALUES (NULL)`,
		`INSERT INTO url (id, text) VALUES ('one', 'https://a.example/')`,
	} {
		_, err := f.Write.Exec(statement)
		if got := Wrap("store", err); !errors.Is(got, storage.ErrCorrupt) {
			t.Errorf("%s: %v, want ErrCorrupt", statement, got)
		}
	}
}
