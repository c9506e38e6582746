package storage

import (
	"database/sql"
	"errors"
	"fmt"
	"hash/maphash"
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
	own      maphash.Seed
	begin    bool                    // others may have stored texts since
	recent   recent                  // the newest texts
	urls     cache[textHash, uint32] // others that were asked for
	hashes   []textHash              // of what number was called for
	doubtful []int                   // which of it was to be looked up
	origins  cache[string, uint32]
	answers  cache[answerKey, uint32]
	shapes   cache[shapeKey, uint32]
	kinds    cache[result.Kind, uint32]
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
		recent:  recent{stale: true, most: recentMost},
		own:     maphash.MakeSeed(),
		urls:    newCache[textHash, uint32](1 << 14),
		origins: newCache[string, uint32](1 << 10),
		answers: newCache[answerKey, uint32](1 << 12),
		shapes:  newCache[shapeKey, uint32](1 << 12),
		kinds:   newCache[result.Kind, uint32](1 << 8),
	}
	return in
}

func (in *interner) forget() {
	in.recent.forget()
	in.urls.clear()
	in.origins.clear()
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

// page splits an address text in its key and its fragment. Where there is one
// the key is that of the page, which it stands below, so that it is the same
// row wherever it is met.
func (in *interner) page(tx *sql.Tx, text string) (k urlKey, fragment string, found bool, err error) {
	origin, rest := splitOrigin(text)
	if origin == "" {
		return urlKey{text: text}, "", false, nil
	}
	rest, fragment, found = strings.Cut(rest, "#")
	parent, err := in.origin(tx, origin)
	return urlKey{parent: parent, text: rest}, fragment, found, err
}

// origin gives the number of the text that addresses of a host stand below.
func (in *interner) origin(tx *sql.Tx, origin string) (uint32, error) {
	if id, ok := in.origins.get(origin); ok {
		return id, nil
	}
	one := []want{{urlKey: urlKey{text: origin}}}
	if err := in.number(tx, one); err != nil {
		return 0, err
	}
	in.origins.put(strings.Clone(origin), one[0].id)
	return one[0].id, nil
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
