package core

import (
	"context"
	"errors"

	"sitewell/storage"
	"sitewell/storage/sqlite"
)

// CheckHistory checks the history at path without changing it. progress is told how
// many steps are done. Damage is in the result, or an ErrCorrupt where the file can't
// be opened at all; other errors are those of opening it, or of ctx.
func CheckHistory(ctx context.Context, path string, progress func(done, steps int)) (storage.DatabaseCheck, error) {
	db, err := sqlite.Open(ctx, path, sqlite.Options{ReadOnly: true})
	if err != nil {
		return storage.DatabaseCheck{}, err
	}
	check, err := db.Check(ctx, progress)
	return check, errors.Join(err, db.Close())
}
