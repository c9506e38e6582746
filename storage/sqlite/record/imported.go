package record

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"

	"sitewell/storage"
	"sitewell/storage/linkset"
)

// LinkStore stores the links of pages that no scan of this history read. The zero
// value is ready. It is not safe for concurrent use.
type LinkStore struct{ versions versionStore }

// Store returns the number of the page version with these links, of which there is at
// least one.
func (s *LinkStore) Store(tx *sql.Tx, links []linkset.Link) (int64, error) {
	v := &s.versions
	raw := v.encoder.Begin(v.raw[:0], len(links))
	targets := v.targets[:0]
	for i := range links {
		raw = v.encoder.Add(raw, &links[i])
		targets = append(targets, links[i].Target)
	}
	v.raw, v.targets = raw, targets
	sum := sha256.Sum256(raw)
	var id int64
	err := tx.QueryRow(`SELECT id FROM page_version WHERE hash = ?`, sum[:16]).Scan(&id)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	v.packed = v.packed[:0]
	res, err := tx.Exec(`INSERT INTO page_version (hash, links, targets, linkset) VALUES (?, ?, ?, ?)`, sum[:16], len(links), linkset.AppendTargets(nil, targets), v.pack(raw))
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// Imported counts the links of a scan whose findings no Writer stored, and lets it share
// findings with the scans before it where fold is true.
func Imported(ctx context.Context, tx *sql.Tx, scan storage.ScanID, site storage.SiteID, fold bool) error {
	if err := countLinks(ctx, tx, scan, countedProblems); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE scan SET counted = 1 WHERE id = ?`, scan); err != nil || !fold {
		return err
	}
	return foldScan(tx, scan, site)
}
