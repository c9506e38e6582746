package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sitewell/storage"
)

// lookupSize is how many rows are fetched by number with one query.
const lookupSize = 512

// eachQuery runs a query and calls scan for every row.
func eachQuery(tx *sql.Tx, query string, scan func(rows *sql.Rows) error, args ...any) error {
	rows, err := tx.Query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// jsonList returns numbers as JSON, for json_each.
func jsonList[T ~uint32 | ~int64](ids []T) string {
	b := make([]byte, 1, 2+12*len(ids))
	b[0] = '['
	for i, id := range ids {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(id), 10)
	}
	return string(append(b, ']'))
}

// parseIDs reads numbers with a comma between, as group_concat returns them:
// reading a row for each takes ten times as long.
func parseIDs(list []byte) []storage.URLID {
	if len(list) == 0 {
		return []storage.URLID{}
	}
	ids := make([]storage.URLID, 0, len(list)/6+1)
	id := storage.URLID(0)
	for _, c := range list {
		if c == ',' {
			ids = append(ids, id)
			id = 0
			continue
		}
		id = id*10 + storage.URLID(c-'0')
	}
	return append(ids, id)
}

// urlTexts returns the texts of addresses by their numbers; 0 has none.
func urlTexts(tx *sql.Tx, ids []uint32) (map[uint32]string, error) {
	ids = distinct(ids)
	texts := make(map[uint32]string, len(ids))
	for part := range slices.Chunk(ids, lookupSize) {
		err := eachQuery(tx, `SELECT u.id, u.text FROM json_each(?) j CROSS JOIN url u ON u.id = j.value`, func(rows *sql.Rows) error {
			var id uint32
			var text string
			err := rows.Scan(&id, &text)
			texts[id] = text
			return err
		}, jsonList(part))
		if err != nil {
			return nil, err
		}
	}
	for _, id := range ids {
		if _, ok := texts[id]; !ok {
			return nil, missing("address", int64(id), sql.ErrNoRows)
		}
	}
	return texts, nil
}

// distinct returns the numbers in order, each once, without 0.
func distinct(ids []uint32) []uint32 {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) > 0 && ids[0] == 0 {
		ids = ids[1:]
	}
	return ids
}

// parameters returns "?, ?, …" for an IN list or a row of values.
func parameters(n int) string { return "?" + strings.Repeat(", ?", n-1) }

// missing turns a row that must be there and is not into ErrCorrupt.
func missing(what string, id int64, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%w: %s %d is missing", storage.ErrCorrupt, what, id)
	}
	return err
}
