package urlid

import (
	"database/sql"
	"slices"

	"sitewell/storage/sqlite/query"
)

// Texts returns the texts of addresses by their numbers; 0 has none.
func Texts(tx *sql.Tx, ids []uint32) (map[uint32]string, error) {
	ids = Distinct(ids)
	texts := make(map[uint32]string, len(ids))
	for part := range slices.Chunk(ids, query.LookupSize) {
		err := query.Each(tx, `SELECT u.id, u.text FROM json_each(?) j CROSS JOIN url u ON u.id = j.value`, func(rows *sql.Rows) error {
			var id uint32
			var text string
			err := rows.Scan(&id, &text)
			texts[id] = text
			return err
		}, query.List(part))
		if err != nil {
			return nil, err
		}
	}
	for _, id := range ids {
		if _, ok := texts[id]; !ok {
			return nil, query.Missing("address", int64(id), sql.ErrNoRows)
		}
	}
	return texts, nil
}

// Distinct returns the numbers in order, each once, without 0.
func Distinct(ids []uint32) []uint32 {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) > 0 && ids[0] == 0 {
		ids = ids[1:]
	}
	return ids
}
