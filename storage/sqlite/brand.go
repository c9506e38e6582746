package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
)

const brandColumns = `b.id, b.name, b.client, b.usual, b.footer, b.logo, b.logo_type, b.accent, b.language, b.promise, b.without`

func brandRow(row findings.Scanner) (b storage.Brand, err error) {
	var without string
	err = row.Scan(&b.ID, &b.Name, &b.Client, &b.Default, &b.Footer, &b.Logo, &b.LogoType, &b.Accent, &b.Language, &b.Promise, &without)
	if without != "" {
		b.Without = strings.Split(without, ",")
	}
	return b, err
}

// Brands lists all brands by name.
func (db *DB) Brands(ctx context.Context) (all []storage.Brand, err error) {
	err = db.file.Reading(ctx, "list brands", func(tx *sql.Tx) error {
		rows, err := tx.Query(`SELECT ` + brandColumns + ` FROM brand b ORDER BY b.name, b.id`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			b, err := brandRow(rows)
			if err != nil {
				return err
			}
			all = append(all, b)
		}
		return rows.Err()
	})
	return all, err
}

// BrandOf returns the brand of a site: its own, else that of its client, else the one of
// all sites; the zero value where there is none.
func (db *DB) BrandOf(ctx context.Context, site storage.SiteID) (b storage.Brand, err error) {
	err = db.file.Reading(ctx, "find brand", func(tx *sql.Tx) error {
		b, err = brandRow(tx.QueryRow(`SELECT `+brandColumns+` FROM brand b JOIN site s ON s.id = ?1
			LEFT JOIN site_brand own ON own.site = s.id
			WHERE b.id = own.brand OR b.client <> '' AND b.client = trim(s.client) OR b.usual
			ORDER BY b.id IS own.brand DESC, b.client <> '' AND b.client = trim(s.client) DESC, b.id LIMIT 1`, site))
		if errors.Is(err, sql.ErrNoRows) {
			b, err = storage.Brand{}, nil
		}
		return err
	})
	return b, err
}

// SaveBrand stores a brand: a new one where its ID is 0, else the changes to an old one,
// and returns it as it is stored. ErrBrandTaken, ErrNotFound.
func (db *DB) SaveBrand(ctx context.Context, b storage.Brand) (storage.Brand, error) {
	err := db.file.Writing(ctx, "save brand", func(tx *sql.Tx) error {
		var taken int64
		switch err := tx.QueryRow(`SELECT id FROM brand WHERE name = ? AND id <> ?`, b.Name, b.ID).Scan(&taken); {
		case err == nil:
			return fmt.Errorf("brand %d: %w", taken, storage.ErrBrandTaken)
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
		if b.Default {
			if _, err := tx.Exec(`UPDATE brand SET usual = 0 WHERE usual AND id <> ?`, b.ID); err != nil {
				return err
			}
		}
		values := []any{b.Name, b.Client, b.Default, b.Footer, b.Logo, b.LogoType, b.Accent, b.Language, b.Promise, strings.Join(b.Without, ",")}
		if b.ID == 0 {
			res, err := tx.Exec(`INSERT INTO brand (name, client, usual, footer, logo, logo_type, accent, language, promise, without)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, values...)
			b.ID, err = newID[storage.BrandID](res, err)
			return err
		}
		res, err := tx.Exec(`UPDATE brand SET name = ?, client = ?, usual = ?, footer = ?, logo = ?, logo_type = ?, accent = ?, language = ?,
			promise = ?, without = ? WHERE id = ?`, append(values, b.ID)...)
		return oneRow(res, err, "brand", b.ID)
	})
	return b, err
}

// DeleteBrand deletes a brand. Sites that had it have the next that is for them.
// ErrNotFound where there is none.
func (db *DB) DeleteBrand(ctx context.Context, id storage.BrandID) error {
	return db.file.Writing(ctx, "delete brand", func(tx *sql.Tx) error {
		if _, err := tx.Exec(`DELETE FROM site_brand WHERE brand = ?`, id); err != nil {
			return err
		}
		res, err := tx.Exec(`DELETE FROM brand WHERE id = ?`, id)
		return oneRow(res, err, "brand", id)
	})
}

// SiteBrand returns which brand a site has of its own, 0 for none.
func (db *DB) SiteBrand(ctx context.Context, site storage.SiteID) (id storage.BrandID, err error) {
	err = db.file.Reading(ctx, "find a site's own brand", func(tx *sql.Tx) error {
		err := tx.QueryRow(`SELECT brand FROM site_brand WHERE site = ?`, site).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return id, err
}

// SetSiteBrand stores which brand a site has of its own, 0 for none. ErrNotFound where there is no
// such site or brand.
func (db *DB) SetSiteBrand(ctx context.Context, site storage.SiteID, brand storage.BrandID) error {
	return db.file.Writing(ctx, "choose brand", func(tx *sql.Tx) error {
		if err := tx.QueryRow(`SELECT id FROM site WHERE id = ? AND deleted = 0`, site).Scan(new(int64)); err != nil {
			return fmt.Errorf("site %d: %w", site, err)
		}
		if brand == 0 {
			_, err := tx.Exec(`DELETE FROM site_brand WHERE site = ?`, site)
			return err
		}
		if err := tx.QueryRow(`SELECT id FROM brand WHERE id = ?`, brand).Scan(new(int64)); err != nil {
			return fmt.Errorf("brand %d: %w", brand, err)
		}
		_, err := tx.Exec(`INSERT OR REPLACE INTO site_brand (site, brand) VALUES (?, ?)`, site, brand)
		return err
	})
}
