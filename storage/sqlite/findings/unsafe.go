package findings

import (
	"context"
	"database/sql"
	"slices"

	"sitewell/storage"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/urlid"
)

// Unsafe calls yield once for every address that a link of a scan leads to which is
// unsafe while signed in, until yield returns false.
func (l *Links) Unsafe(ctx context.Context, scan storage.ScanID, yield func(address string) bool) error {
	return Viewing(ctx, l.file, "read links", scan, func(tx *sql.Tx, v *View) error { return v.Unsafe(ctx, tx, yield) })
}

// Unsafe is Links.Unsafe within a transaction.
func (v *View) Unsafe(ctx context.Context, tx *sql.Tx, yield func(address string) bool) error {
	var seen urlid.Map[bool]
	var found []uint32
	err := v.EachVersion(ctx, tx, func(_ *PageVersion, read ReadLinks) error {
		links, err := read(nil)
		for i := range links {
			if l := &links[i]; l.Unsafe && !seen.Get(l.Target) {
				seen.Set(l.Target, true)
				found = append(found, l.Target)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	for part := range slices.Chunk(found, query.LookupSize) {
		texts, err := urlid.Texts(tx, part)
		if err != nil {
			return err
		}
		for _, url := range part {
			if !yield(texts[url]) {
				return nil
			}
		}
	}
	return nil
}
