package storage

import (
	"database/sql"
)

// answerBook knows the answers of several scans by their numbers. Those of
// what was not found, or waits, are the zero answerKey.
type answerBook struct {
	places []uint32 // in keys, by number of the answer; 0: not known
	keys   []answerKey
	ask    []uint32
}

// learn reads the answers of records that are not known yet.
func (b *answerBook) learn(tx *sql.Tx, recs []record) error {
	b.ask = b.ask[:0]
	for i := range recs {
		if id := recs[i].answer; id != 0 && (int(id) >= len(b.places) || b.places[id] == 0) {
			b.ask = append(b.ask, id)
		}
	}
	if len(b.ask) == 0 {
		return nil
	}
	ids := distinct(b.ask)
	there, err := readAnswers(tx, ids)
	if err != nil {
		return err
	}
	if len(b.keys) == 0 {
		b.keys = make([]answerKey, 1)
	}
	if last := int(ids[len(ids)-1]); last >= len(b.places) {
		b.places = append(b.places, make([]uint32, last+1-len(b.places))...)
	}
	for _, id := range ids {
		a, ok := there[id]
		if !ok {
			return missing("answer", id, sql.ErrNoRows)
		}
		b.places[id] = uint32(len(b.keys))
		b.keys = append(b.keys, a)
	}
	return nil
}

// of gives an answer that was learned. It must not be changed.
func (b *answerBook) of(id uint32) *answerKey {
	if id == 0 || int(id) >= len(b.places) {
		return &answerKey{}
	}
	return &b.keys[b.places[id]]
}
