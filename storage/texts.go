package storage

import (
	"database/sql"
	"slices"
	"strconv"
)

// lookupSize is how many rows are fetched by number with one query.
const lookupSize = 512

// eachRow runs query, which joins json_each(?) as j, for numbers in portions
// and calls scan for every row it gives.
func eachRow(tx *sql.Tx, query string, ids []uint32, scan func(rows *sql.Rows) error) error {
	for part := range slices.Chunk(ids, lookupSize) {
		if err := eachQuery(tx, query, scan, jsonList(part)); err != nil {
			return err
		}
	}
	return nil
}

// eachQuery runs a query and calls scan for every row it gives.
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

// jsonList gives numbers as JSON, for json_each.
func jsonList[T uint32 | int64](ids []T) string {
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

// urlTexts gives the text of addresses by their numbers, which need not be
// sorted or distinct; 0 has none.
func urlTexts(tx *sql.Tx, ids []uint32) (map[uint32]string, error) {
	ids = distinct(ids)
	texts := make(map[uint32]string, len(ids))
	err := eachRow(tx, `SELECT u.id, coalesce(g.text, '') || coalesce(p.text, '') || u.text FROM json_each(?) j
		CROSS JOIN url u ON u.id = j.value LEFT JOIN url p ON p.id = u.parent LEFT JOIN url g ON g.id = p.parent`, ids,
		func(rows *sql.Rows) error {
			var id uint32
			var text string
			err := rows.Scan(&id, &text)
			texts[id] = text
			return err
		})
	if err == nil && len(texts) < len(ids) {
		for _, id := range ids {
			if _, ok := texts[id]; !ok {
				return nil, missing("address", id, sql.ErrNoRows)
			}
		}
	}
	return texts, err
}

// readFacts gives facts by their numbers.
func readFacts(tx *sql.Tx, ids []uint32) (map[uint32]fact, error) {
	facts := make(map[uint32]fact, len(ids))
	err := eachRow(tx, `SELECT f.id, f.final, f.title, f.content, f.size, f.evidence FROM json_each(?) j CROSS JOIN fact f ON f.id = j.value`,
		distinct(ids), func(rows *sql.Rows) error {
			var id uint32
			var f fact
			err := rows.Scan(&id, &f.final, &f.title, &f.content, &f.size, &f.evidence)
			facts[id] = f
			return err
		})
	return facts, err
}

// readAnswers gives answers by their numbers.
func readAnswers(tx *sql.Tx, ids []uint32) (map[uint32]answerKey, error) {
	answers := make(map[uint32]answerKey, len(ids))
	err := eachRow(tx, `SELECT a.id, a.status, a.outcome, a.verdict, a.severity, a.type, a.reason FROM json_each(?) j CROSS JOIN answer a ON a.id = j.value`,
		distinct(ids), func(rows *sql.Rows) error {
			var id uint32
			var a answerKey
			err := rows.Scan(&id, &a.status, &a.outcome, &a.verdict, &a.severity, &a.typ, &a.reason)
			answers[id] = a
			return err
		})
	return answers, err
}

// distinct gives the numbers in order, each once, without 0.
func distinct(ids []uint32) []uint32 {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) > 0 && ids[0] == 0 {
		ids = ids[1:]
	}
	return ids
}
