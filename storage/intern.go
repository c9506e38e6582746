package storage

import (
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// interner turns what repeats into numbers, each stored once for all scans.
// Its caches may know numbers of a transaction that is not yet committed: when
// that fails, forget must be called. Not safe for concurrent use.
type interner struct {
	seed     seed
	sweeping bool // rows that are found by their hash must be noted
	urls     cache[urlKey, uint32]
	batch    map[urlKey]uint32 // what lookUp found for the batch under way
	novel    novelty
	answers  cache[answerKey, uint32]
	shapes   cache[shapeKey, uint32]
	kinds    cache[result.Kind, uint32]
}

type urlKey struct {
	parent uint32
	text   string
}

// answerKey is how an address answered.
type answerKey struct {
	status   int
	outcome  outcome.Key
	verdict  outcome.Verdict
	severity outcome.Severity
	typ      string
	reason   string
}

// shapeKey is what a link is, but for where it leads and what it says.
type shapeKey struct {
	element string
	kind    result.Kind
	place   result.Place
	flags   uint8
	outcome outcome.Key
}

const (
	shapeNofollow = 1 << iota
	shapeInert
)

func newInterner(s seed) *interner {
	in := &interner{
		seed:    s,
		urls:    newCache[urlKey, uint32](1 << 14),
		answers: newCache[answerKey, uint32](1 << 12),
		shapes:  newCache[shapeKey, uint32](1 << 12),
		kinds:   newCache[result.Kind, uint32](1 << 8),
	}
	in.novel.forget()
	return in
}

func (in *interner) forget() {
	in.urls.clear()
	in.batch = nil
	in.novel.forget()
	in.answers.clear()
	in.shapes.clear()
	in.kinds.clear()
}

// splitOrigin cuts "https://host" off an address, "" where there is none.
func splitOrigin(text string) (origin, rest string) {
	if !strings.HasPrefix(text, "http://") && !strings.HasPrefix(text, "https://") {
		return "", text
	}
	start := strings.Index(text, "//") + 2
	i := strings.IndexByte(text[start:], '/')
	if i <= 0 {
		return "", text
	}
	return text[:start+i], text[start+i:]
}

// key splits an address text in its parent's number and the rest: a fragment
// stands below its page, so that it is the same row wherever it is met.
func (in *interner) key(tx *sql.Tx, text string) (urlKey, error) {
	origin, rest := splitOrigin(text)
	if origin == "" {
		return urlKey{0, text}, nil
	}
	parent, err := in.urlBelow(tx, 0, origin)
	page, fragment, found := strings.Cut(rest, "#")
	if err != nil || !found {
		return urlKey{parent, rest}, err
	}
	parent, err = in.urlBelow(tx, parent, page)
	return urlKey{parent, "#" + fragment}, err
}

// url gives the number of an address text.
func (in *interner) url(tx *sql.Tx, text string) (uint32, error) {
	k, err := in.key(tx, text)
	if err != nil {
		return 0, err
	}
	return in.urlBelow(tx, k.parent, k.text)
}

// urlBelow gives the number of parent's text followed by text.
func (in *interner) urlBelow(tx *sql.Tx, parent uint32, text string) (uint32, error) {
	key := urlKey{parent, text}
	if id, ok := in.batch[key]; ok {
		return id, nil
	}
	if id, ok := in.urls.get(key); ok {
		return id, nil
	}
	found, err := in.lookUp(tx, []urlKey{key})
	return found[key], err
}

func (in *interner) answer(tx *sql.Tx, k answerKey) (uint32, error) {
	if id, ok := in.answers.get(k); ok {
		return id, nil
	}
	h := in.seed.sum(uint64(k.status)<<16|uint64(k.verdict)<<8|uint64(k.severity), string(k.outcome))
	hash := short(in.seed.sum(in.seed.sum(h, k.typ), k.reason))
	var id int64
	err := tx.QueryRow(`SELECT id FROM answer WHERE hash = ? AND status = ? AND outcome = ? AND verdict = ? AND severity = ? AND type = ? AND reason = ?`,
		hash, k.status, k.outcome, k.verdict, k.severity, k.typ, k.reason).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		id, err = insert(tx, `INSERT INTO answer (hash, status, outcome, verdict, severity, type, reason) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			hash, k.status, k.outcome, k.verdict, k.severity, k.typ, k.reason)
	}
	if err != nil {
		return 0, err
	}
	in.answers.put(k, uint32(id))
	return uint32(id), in.note(tx, "answer", uint32(id))
}

func (in *interner) shape(tx *sql.Tx, k shapeKey) (uint32, error) {
	if id, ok := in.shapes.get(k); ok {
		return id, nil
	}
	var id int64
	err := tx.QueryRow(`SELECT id FROM shape WHERE element = ? AND kind = ? AND place = ? AND flags = ? AND outcome = ?`,
		k.element, k.kind, k.place, k.flags, k.outcome).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		id, err = insert(tx, `INSERT INTO shape (element, kind, place, flags, outcome) VALUES (?, ?, ?, ?, ?)`,
			k.element, k.kind, k.place, k.flags, k.outcome)
	}
	if err != nil {
		return 0, err
	}
	in.shapes.put(k, uint32(id))
	return uint32(id), nil
}

func (in *interner) kind(tx *sql.Tx, k result.Kind) (uint32, error) {
	if id, ok := in.kinds.get(k); ok {
		return id, nil
	}
	var id int64
	err := tx.QueryRow(`SELECT id FROM kind WHERE name = ?`, k).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		id, err = insert(tx, `INSERT INTO kind (name) VALUES (?)`, k)
	}
	if err != nil {
		return 0, err
	}
	if id > math.MaxUint8 {
		return 0, fmt.Errorf("kind %q: too many kinds", k)
	}
	in.kinds.put(k, uint32(id))
	return uint32(id), nil
}

// insert adds a row and gives its number, which must fit 32 bits.
func insert(tx *sql.Tx, query string, args ...any) (int64, error) {
	res, err := tx.Exec(query, args...)
	if err != nil {
		return 0, err
	}
	id, err := res.LastInsertId()
	if err == nil && id > math.MaxUint32 {
		err = fmt.Errorf("%w: no numbers left", ErrFull)
	}
	return id, err
}
