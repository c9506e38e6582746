// Package urlid numbers the addresses of table url: finds the numbers of their
// texts, the texts of numbers, and keeps values by number. It must not know what
// was found at an address.
package urlid

import (
	"database/sql"
	"fmt"
	"math"
	"strings"

	"sitewell/storage"
	"sitewell/storage/sqlite/query"
)

// Of returns the numbers of address texts, and stores those that are
// new. An empty text is one, too: it is where an empty link leads.
func Of(tx *sql.Tx, texts []string) ([]uint32, error) { return OfPlaces(tx, texts, nil) }

// OfPlaces is Of for places within pages, too: pageOf are the
// numbers of their pages.
func OfPlaces(tx *sql.Tx, texts []string, pageOf map[string]uint32) ([]uint32, error) {
	known := make(map[string]uint32, len(texts))
	var wanted []string
	for _, t := range texts {
		if _, ok := known[t]; !ok {
			known[t] = 0
			wanted = append(wanted, t)
		}
	}
	if err := find(tx, wanted, known); err != nil {
		return nil, err
	}
	fresh := wanted[:0]
	for _, t := range wanted {
		if known[t] == 0 {
			fresh = append(fresh, t)
		} else if page := pageOf[t]; page != 0 { // it may have been an address until now
			if _, err := tx.Exec(`UPDATE url SET page = ? WHERE id = ? AND page IS NOT ?1`, int64(page), int64(known[t])); err != nil {
				return nil, err
			}
		}
	}
	if err := insert(tx, fresh, known, pageOf); err != nil {
		return nil, err
	}
	urls := make([]uint32, len(texts))
	for i, t := range texts {
		urls[i] = known[t]
	}
	return urls, nil
}

// find fills in the numbers of the texts that are stored.
func find(tx *sql.Tx, texts []string, known map[string]uint32) error {
	for size := query.InsertRows; size > 0; size /= 4 { // few different statements, see query.InsertRows
		for ; len(texts) >= size; texts = texts[size:] {
			args := make([]any, size)
			for i, t := range texts[:size] {
				args[i] = t
			}
			err := query.Each(tx, `WITH t (text) AS (VALUES (?)`+strings.Repeat(`, (?)`, size-1)+`) SELECT u.id, u.text FROM t CROSS JOIN url u ON u.text = t.text`,
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

// insert stores new texts. Their numbers follow the highest there ever was.
func insert(tx *sql.Tx, texts []string, known, pageOf map[string]uint32) error {
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
	insert := query.Insert{Tx: tx, Into: `url (id, text, page)`, Columns: 3}
	for _, t := range texts {
		last++
		known[t] = uint32(last)
		if err := insert.Row(last, t, query.Null(int64(pageOf[t]))); err != nil {
			return err
		}
	}
	return insert.Flush()
}
