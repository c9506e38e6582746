package storage

import (
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"
)

// prefetch gives numbers to many address texts at once, for the batch under
// way. One by one each costs several crossings into SQLite.
func (in *interner) prefetch(tx *sql.Tx, keys []urlKey) error {
	if in.batch == nil {
		in.batch = make(map[urlKey]uint32, len(keys))
	}
	missing := keys[:0]
	for _, k := range keys {
		if _, ok := in.batch[k]; ok {
			continue
		}
		id, ok := in.urls.get(k)
		in.batch[k] = id // 0 for what is looked up below, so that it is looked up once
		if !ok {
			missing = append(missing, k)
		}
	}
	for part := range slices.Chunk(missing, 4*lookupSize) {
		found, err := in.lookUp(tx, part)
		if err != nil {
			return err
		}
		for k, id := range found {
			in.batch[k] = id
		}
	}
	return nil
}

// lookUp finds the numbers of texts and gives new ones to those that have
// none. No key may stand twice.
func (in *interner) lookUp(tx *sql.Tx, keys []urlKey) (map[urlKey]uint32, error) {
	if err := in.novel.begin(tx); err != nil {
		return nil, err
	}
	hashes := make([]uint64, len(keys))
	var doubtful []int64
	for i, k := range keys {
		hashes[i] = in.seed.sum(uint64(k.parent), k.text)
		if !in.novel.sure(k, hashes[i]) {
			doubtful = append(doubtful, short(hashes[i]))
		}
	}
	found := make(map[urlKey]uint32, len(keys))
	if err := in.stored(tx, doubtful, found); err != nil {
		return nil, err
	}
	add := addURLs{tx: tx, next: int64(in.novel.newest) + 1}
	for i, k := range keys { // in the order of finding, so that neighbours have neighbouring numbers
		id, ok := found[k]
		if !ok {
			var err error
			if id, err = add.row(short(hashes[i]), k); err != nil {
				return nil, err
			}
			in.novel.stored(id, hashes[i])
			found[k] = id
		}
		in.urls.put(urlKey{k.parent, strings.Clone(k.text)}, id)
		if err := in.note(tx, "url", id); err != nil {
			return nil, err
		}
	}
	return found, add.flush()
}

// stored finds the texts that have one of the hashes.
func (in *interner) stored(tx *sql.Tx, hashes []int64, found map[urlKey]uint32) error {
	if len(hashes) == 0 {
		return nil
	}
	return eachQuery(tx, `SELECT u.id, u.parent, u.text FROM json_each(?) j CROSS JOIN url_hash h ON h.hash = j.value CROSS JOIN url u ON u.id = h.url`,
		func(rows *sql.Rows) error {
			var id uint32
			var k urlKey
			err := rows.Scan(&id, &k.parent, &k.text)
			found[k] = id
			return err
		}, jsonList(distinctOf(hashes)))
}

// distinctOf gives numbers in order, each once.
func distinctOf(all []int64) []int64 {
	all = slices.Sorted(slices.Values(all))
	return slices.Compact(all)
}

// addURLs inserts address texts, several with each statement. Within a
// transaction of the only writer it may choose the numbers itself.
type addURLs struct {
	tx           *sql.Tx
	next         int64 // number
	urls, hashes []any
}

// addRows is how many rows one statement inserts.
const addRows = 32

func (a *addURLs) row(hash int64, k urlKey) (uint32, error) {
	if a.next > math.MaxUint32 {
		return 0, fmt.Errorf("%w: no numbers left for addresses", ErrFull)
	}
	id := a.next
	a.next++
	a.urls = append(a.urls, id, k.parent, k.text)
	a.hashes = append(a.hashes, hash, id)
	if len(a.hashes) < 2*addRows {
		return uint32(id), nil
	}
	return uint32(id), a.flush()
}

func (a *addURLs) flush() error {
	n := len(a.hashes) / 2
	if n == 0 {
		return nil
	}
	if _, err := a.tx.Exec(`INSERT INTO url (id, parent, text) VALUES (?, ?, ?)`+strings.Repeat(`, (?, ?, ?)`, n-1), a.urls...); err != nil {
		return err
	}
	_, err := a.tx.Exec(`INSERT INTO url_hash (hash, url) VALUES (?, ?)`+strings.Repeat(`, (?, ?)`, n-1), a.hashes...)
	a.urls, a.hashes = a.urls[:0], a.hashes[:0]
	return err
}
