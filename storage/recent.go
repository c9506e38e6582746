package storage

import (
	"cmp"
	"database/sql"
	"slices"
)

// recent knows the newest address texts, which url_hash does not have yet. A
// text goes into the table beside it at the end, but into a table of hashes
// anywhere: one by one, every text of a large scan would cost a page of the
// file. So up to recentMost of them are kept in memory by whoever stores texts,
// and go into the table together, in its order. Who comes later reads them
// from the texts: the setting "hashed" tells which are missing.
//
// It knows as well which texts can't be stored yet, so that nobody needs to
// look for them: in the first scan of a site that is nearly every one.
type recent struct {
	hashed uint32              // the last text that url_hash has
	newest uint32              // the last text there is
	ids    map[textHash]uint32 // of the texts between
	stale  bool                // nothing above is to be relied on
	most   int                 // how many texts url_hash may lack

	from uint32 // all texts from here on are this writer's
	own  bloom  // those of them that are in url_hash; no bits: none is
}

const (
	// recentMost is how many texts url_hash may lack. A scan begins by reading
	// them, and each takes some 40 bytes of memory.
	recentMost = 1 << 16
	// knownTexts is for how many texts of its own a writer knows as well as can
	// be that they are new; with more, it sends more than it must to be looked
	// for.
	knownTexts = 1 << 20
)

func (r *recent) forget() { *r = recent{stale: true, most: r.most} }

// begin takes in what others have stored, or put into url_hash, since.
func (r *recent) begin(tx *sql.Tx, hash func(urlKey) textHash) error {
	var hashed, newest uint32
	if err := tx.QueryRow(`SELECT value, (SELECT coalesce(max(id), 0) FROM url) FROM setting WHERE name = 'hashed'`).Scan(&hashed, &newest); err != nil {
		return err
	}
	if hashed > newest { // the newest were swept, and their numbers come again
		hashed = newest
		if err := setHashed(tx, hashed); err != nil {
			return err
		}
	}
	if !r.stale && hashed == r.hashed && newest == r.newest {
		return nil
	}
	from := r.newest + 1
	if r.stale || hashed != r.hashed || newest < r.newest {
		from = hashed + 1
		r.ids = make(map[textHash]uint32)
	}
	r.stale, r.hashed, r.newest = false, hashed, newest
	r.from, r.own = newest+1, bloom{}
	return eachText(tx, from, func(id uint32, k urlKey) { r.ids[hash(k)] = id })
}

// eachText gives the address texts from a number on.
func eachText(tx *sql.Tx, from uint32, yield func(id uint32, k urlKey)) error {
	return eachQuery(tx, `SELECT id, parent, text FROM url WHERE id >= ?`, func(rows *sql.Rows) error {
		var id, parent uint32
		var text string
		err := rows.Scan(&id, &parent, &text)
		yield(id, keyOf(parent, text))
		return err
	}, from)
}

// new reports whether a text that is not among the recent ones can't be stored
// at all. A text is younger than its parent.
func (r *recent) new(parent uint32, h textHash) bool {
	return parent > r.hashed || parent >= r.from && (r.own.bits == nil || !r.own.has(h.stored))
}

// add takes in a text that was stored as the newest.
func (r *recent) add(id uint32, h textHash) {
	r.ids[h] = id
	r.newest = id
}

// settle puts all texts into url_hash once there are many.
func (r *recent) settle(tx *sql.Tx) error {
	if len(r.ids) < r.most {
		return nil
	}
	if r.own.bits == nil {
		r.own = newBloom(knownTexts)
	}
	hashes := make([]hashedText, 0, len(r.ids))
	for h, id := range r.ids {
		hashes = append(hashes, hashedText{short(h.stored), id})
		if id >= r.from {
			r.own.add(h.stored)
		}
	}
	clear(r.ids)
	r.hashed = r.newest
	return addHashes(tx, hashes, r.newest)
}

// hashedText is a row of url_hash.
type hashedText struct {
	hash int64
	id   uint32
}

// addHashes puts into url_hash what it lacks of the texts up to newest.
func addHashes(tx *sql.Tx, hashes []hashedText, newest uint32) error {
	slices.SortFunc(hashes, func(a, b hashedText) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.id, b.id)) })
	insert := rowsInsert{tx: tx, into: `INSERT INTO url_hash (hash, url) VALUES `, columns: 2}
	for _, h := range hashes {
		if err := insert.row(h.hash, h.id); err != nil {
			return err
		}
	}
	if err := insert.flush(); err != nil {
		return err
	}
	return setHashed(tx, newest)
}

func setHashed(tx *sql.Tx, last uint32) error {
	_, err := tx.Exec(`UPDATE setting SET value = ? WHERE name = 'hashed'`, last)
	return err
}

// hashRecent puts all texts into url_hash, however few it lacks.
func (s *seed) hashRecent(tx *sql.Tx) error {
	var hashed uint32
	if err := tx.QueryRow(`SELECT value FROM setting WHERE name = 'hashed'`).Scan(&hashed); err != nil {
		return err
	}
	var hashes []hashedText
	newest := hashed
	err := eachText(tx, hashed+1, func(id uint32, k urlKey) {
		hashes = append(hashes, hashedText{short(s.text(k)), id})
		newest = id
	})
	if err != nil {
		return err
	}
	return addHashes(tx, hashes, newest)
}
