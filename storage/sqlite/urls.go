package sqlite

import (
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"

	"sitewell/storage"
)

// numberURLs returns the numbers of address texts, and stores those that are
// new. An empty text is one, too: it is where an empty link leads.
func numberURLs(tx *sql.Tx, texts []string) ([]uint32, error) {
	known := make(map[string]uint32, len(texts))
	var wanted []string
	for _, t := range texts {
		if _, ok := known[t]; !ok {
			known[t] = 0
			wanted = append(wanted, t)
		}
	}
	if err := findURLs(tx, wanted, known); err != nil {
		return nil, err
	}
	wanted = slices.DeleteFunc(wanted, func(t string) bool { return known[t] != 0 })
	if err := insertURLs(tx, wanted, known); err != nil {
		return nil, err
	}
	urls := make([]uint32, len(texts))
	for i, t := range texts {
		urls[i] = known[t]
	}
	return urls, nil
}

// findURLs fills in the numbers of the texts that are stored.
func findURLs(tx *sql.Tx, texts []string, known map[string]uint32) error {
	for size := insertRows; size > 0; size /= 4 { // few different statements, see insertRows
		for ; len(texts) >= size; texts = texts[size:] {
			args := make([]any, size)
			for i, t := range texts[:size] {
				args[i] = t
			}
			err := eachQuery(tx, `WITH t (text) AS (VALUES (?)`+strings.Repeat(`, (?)`, size-1)+`) SELECT u.id, u.text FROM t CROSS JOIN url u ON u.text = t.text`,
				func(rows *sql.Rows) error {
					var id uint32
					var text string
					err := rows.Scan(&id, &text)
					known[text] = id
					return err
				}, args...)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// insertURLs stores new texts. Their numbers follow the highest there ever was.
func insertURLs(tx *sql.Tx, texts []string, known map[string]uint32) error {
	if len(texts) == 0 {
		return nil
	}
	var last int64
	if err := tx.QueryRow(`SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'url'`).Scan(&last); err != nil {
		return err
	}
	if last+int64(len(texts)) > math.MaxUint32 {
		return fmt.Errorf("%w: no numbers left", storage.ErrFull)
	}
	insert := rowsInsert{tx: tx, into: `url (id, text)`, columns: 2}
	for _, t := range texts {
		last++
		known[t] = uint32(last)
		if err := insert.row(last, t); err != nil {
			return err
		}
	}
	return insert.flush()
}
