package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
)

const pictureColumns = `p.url, u.text, p.taken, p.by_hand, p.status, p.shown, p.title, length(p.data)`

func pictureRow(row findings.Scanner, more ...any) (p storage.Picture, err error) {
	var taken int64
	err = row.Scan(append([]any{&p.Address, &p.URL, &taken, &p.ByHand, &p.Status, &p.Shown, &p.Title, &p.Bytes}, more...)...)
	p.Taken = query.Time(taken)
	return p, err
}

// Pictures lists the pictures of a scan, without their bytes, in the order of the
// addresses. ErrNotFound where there is no such scan.
func (db *DB) Pictures(ctx context.Context, scan storage.ScanID) (all []storage.Picture, err error) {
	err = findings.Viewing(ctx, db.file, "list pictures", scan, func(tx *sql.Tx, _ *findings.View) error {
		return query.Each(tx, `SELECT `+pictureColumns+` FROM picture p JOIN url u ON u.id = p.url WHERE p.scan = ? ORDER BY u.text`, func(rows *sql.Rows) error {
			p, err := pictureRow(rows)
			all = append(all, p)
			return err
		}, scan)
	})
	return all, err
}

// Picture returns the picture of an address in a scan, or ErrNotFound.
func (db *DB) Picture(ctx context.Context, scan storage.ScanID, address storage.URLID) (p storage.Picture, err error) {
	err = findings.Viewing(ctx, db.file, "read picture", scan, func(tx *sql.Tx, _ *findings.View) error {
		var data []byte
		p, err = pictureRow(tx.QueryRow(`SELECT `+pictureColumns+`, p.data FROM picture p JOIN url u ON u.id = p.url WHERE p.scan = ? AND p.url = ?`,
			scan, int64(address)), &data)
		p.JPEG = data
		if err != nil {
			return fmt.Errorf("picture of address %d: %w", address, err)
		}
		return nil
	})
	return p, err
}

// SavePicture stores the picture of an address of a scan, in place of the one before. If
// there is no room for it, the oldest ones go. ErrNotFound where there is no such scan, or
// where it does not have the address.
func (db *DB) SavePicture(ctx context.Context, scan storage.ScanID, p storage.Picture) error {
	return db.file.Writing(ctx, "store picture", func(tx *sql.Tx) error {
		s, err := findings.ScanByID(tx, scan)
		if err != nil {
			return err
		}
		if _, err := findings.ViewOf(s).Destination(tx, p.Address); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM picture WHERE scan = ?1 AND (url = ?2 OR url IN (SELECT url FROM (
			SELECT url, row_number() OVER w AS n, sum(length(data)) OVER w AS bytes FROM picture WHERE scan = ?1 AND url <> ?2 WINDOW w AS (ORDER BY taken DESC, url))
			WHERE n >= ?3 OR bytes > ?4))`, scan, int64(p.Address), storage.MaxPictures, storage.MaxPictureBytes-len(p.JPEG)); err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO picture (scan, url, taken, by_hand, status, shown, title, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			scan, int64(p.Address), query.Millis(p.Taken), p.ByHand, p.Status, p.Shown, p.Title, p.JPEG)
		return err
	})
}

// DeletePicture deletes the picture of an address in a scan. ErrNotFound where there is
// none.
func (db *DB) DeletePicture(ctx context.Context, scan storage.ScanID, address storage.URLID) error {
	n, err := db.deletePictures(ctx, `scan = ? AND url = ?`, scan, int64(address))
	if err == nil && n == 0 {
		err = fmt.Errorf("picture of address %d: %w", address, storage.ErrNotFound)
	}
	return err
}

// DeletePictures deletes the pictures of a scan, and returns how many there were.
func (db *DB) DeletePictures(ctx context.Context, scan storage.ScanID) (int, error) {
	return db.deletePictures(ctx, `scan = ?`, scan)
}

// DeleteSitePictures deletes the pictures of all scans of a site, and returns how many
// there were.
func (db *DB) DeleteSitePictures(ctx context.Context, site storage.SiteID) (int, error) {
	return db.deletePictures(ctx, `scan IN (SELECT id FROM scan WHERE site = ?)`, site)
}

// deletePictures deletes pictures, and gives their room back.
func (db *DB) deletePictures(ctx context.Context, condition string, args ...any) (int, error) {
	var n int64
	err := db.file.Writing(ctx, "delete pictures", func(tx *sql.Tx) error {
		res, err := tx.Exec(`DELETE FROM picture WHERE `+condition, args...)
		if err == nil {
			n, err = res.RowsAffected()
		}
		return err
	})
	if err != nil || n == 0 {
		return 0, err
	}
	return int(n), db.file.Vacuum(ctx)
}
