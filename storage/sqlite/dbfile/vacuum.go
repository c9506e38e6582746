package dbfile

import (
	"context"
	"fmt"
)

// vacuumStep is how many pages are given back in one transaction.
const vacuumStep = 512

// Vacuum returns free pages back to the file system.
func (f *File) Vacuum(ctx context.Context) error {
	for {
		var free int
		if err := f.Write.QueryRowContext(ctx, `PRAGMA freelist_count`).Scan(&free); err != nil || free == 0 {
			return Wrap("free space", err)
		}
		// It returns one row a page, so it must be read to the end.
		rows, err := f.Write.QueryContext(ctx, fmt.Sprintf(`PRAGMA incremental_vacuum(%d)`, vacuumStep))
		if err != nil {
			return Wrap("free space", err)
		}
		for rows.Next() {
		}
		if err := rows.Close(); err != nil {
			return Wrap("free space", err)
		}
		if err := rows.Err(); err != nil {
			return Wrap("free space", err)
		}
	}
}
