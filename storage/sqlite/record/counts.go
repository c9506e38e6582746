package record

import (
	"database/sql"

	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
)

// SaveCounts stores the numbers of a scan and its next revision, where its
// revision is still the one given. Else the scan is ErrNotFound or ErrConflict.
func SaveCounts(tx *sql.Tx, scan storage.ScanID, revision int64, c storage.Counts) error {
	res, err := tx.Exec(`UPDATE scan SET revision = revision + 1, found = ?, waiting = ?, pages = ?, links = ?, broken = ?, warning = ?,
		cant = ?, works = ?, skipped = ?, internal = ?, places_checked = ?, place_problems = ?, omitted = ? WHERE id = ? AND revision = ? AND deleted = 0`,
		c.Found, c.Waiting, c.Pages, c.Links, c.Broken, c.Warning, c.Cant, c.Works, c.Skipped, c.Internal, c.PlacesChecked, c.PlaceProblems, c.Omitted, scan, revision)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n > 0 {
		return err
	}
	if _, err := findings.ScanByID(tx, scan); err != nil {
		return err
	}
	return storage.ErrConflict
}
