package storage

import (
	"database/sql"
	"math"
)

// novelty tells which address texts can't be stored yet, so that nobody needs
// to look for them: those below a parent that this writer stored itself, with
// no other writer between, and that this writer has not stored either. In the
// first scan of a site that is nearly every address.
//
// It goes by numbers: texts get rising ones, so a newest number that this
// writer did not give is a sign of another.
type novelty struct {
	from   uint32 // all texts from here on are this writer's
	newest uint32 // that it gave last
	texts  bloom  // hashes of what it stored since from
}

// knownTexts is for how many texts a novelty is as good as it can be; with
// more of them it sends more than it must to be looked for.
const knownTexts = 1 << 20

// forget makes everything be looked for, until begin has been called.
func (n *novelty) forget() { n.from, n.newest = math.MaxUint32, math.MaxUint32 }

// begin takes in what is stored when a look-up begins.
func (n *novelty) begin(tx *sql.Tx) error {
	var newest uint32
	if err := tx.QueryRow(`SELECT coalesce(max(id), 0) FROM url`).Scan(&newest); err != nil {
		return err
	}
	if newest != n.newest {
		n.from, n.newest = newest+1, newest
		n.texts = newBloom(knownTexts)
	}
	return nil
}

// sure reports whether a text with that hash can't be stored yet.
func (n *novelty) sure(k urlKey, hash uint64) bool {
	return k.parent >= n.from && !n.texts.has(hash)
}

// stored takes in that this writer has stored a text, as the newest.
func (n *novelty) stored(id uint32, hash uint64) {
	n.newest = id
	n.texts.add(hash)
}
