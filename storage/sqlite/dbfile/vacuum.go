package dbfile

import (
	"context"
	"database/sql"
	"fmt"

	"sitewell/storage/sqlite/query"
)

// vacuumStep is how many pages are given back in one transaction at most.
const vacuumStep = 512

// Vacuum returns free pages back to the file system.
func (f *File) Vacuum(ctx context.Context) error {
	return f.InSteps(ctx, "free space", vacuumStep, func(tx *sql.Tx, pages int) (more bool, err error) {
		var free int
		if err := tx.QueryRow(`PRAGMA freelist_count`).Scan(&free); err != nil || free == 0 {
			return false, err
		}
		// It returns one row a page, so it must be read to the end.
		err = query.Each(tx, fmt.Sprintf(`PRAGMA incremental_vacuum(%d)`, pages), func(*sql.Rows) error { return nil })
		return free > pages, err
	})
}
