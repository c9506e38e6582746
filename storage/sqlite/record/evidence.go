package record

import (
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"sitewell/scanner/result"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/findings"
)

// slim leaves of the evidence of an address that is no problem what does not
// change from scan to scan: the way it was asked, who answered, and the hops
// of a redirect.
func slim(k findings.StoredEvidence) findings.StoredEvidence {
	k.Request, k.Response, k.Snippet, k.Timing = nil, nil, "", result.Timing{}
	if len(k.Hops) == 1 {
		k.Hops = nil
	}
	k.Attempts = nil
	return k
}

// rounded returns evidence with its times in whole milliseconds: the digits
// after that say nothing, and would cost more than all the rest in a scan that
// finds the same again.
func rounded(k findings.StoredEvidence) findings.StoredEvidence {
	t := &k.Timing
	for _, d := range []*time.Duration{&t.DNS, &t.Connect, &t.TLS, &t.FirstByte, &t.Total} {
		*d = d.Round(time.Millisecond)
	}
	k.Attempts = slices.Clone(k.Attempts)
	for i := range k.Attempts {
		a := &k.Attempts[i]
		a.At, a.Duration = a.At.Round(time.Millisecond), a.Duration.Round(time.Millisecond)
	}
	return k
}

// EvidenceStore stores evidence.
type EvidenceStore struct {
	packer linkset.Packer
	shared map[[16]byte]int64
}

// sharedEvidence is how much shared evidence a Writer remembers.
const sharedEvidence = 1 << 12

func (e *EvidenceStore) forget() { e.shared = nil }

// Store returns the number of the evidence of a check, 0 where it says nothing.
// That of a problem belongs to it alone; of what works many addresses have the
// same.
func (e *EvidenceStore) Store(tx *sql.Tx, c *result.Check) (int64, error) {
	k := rounded(findings.StoredEvidence{Evidence: c.Evidence, Notes: c.Notes})
	problem := c.Verdict.IsProblem()
	if !problem {
		k = slim(k)
	}
	text, err := json.Marshal(k)
	if err != nil || string(text) == "{}" {
		return 0, err
	}
	if problem {
		return e.insert(tx, nil, text)
	}
	sum := sha256.Sum256(text)
	hash := [16]byte(sum[:16])
	if id, ok := e.shared[hash]; ok {
		return id, nil
	}
	var id int64
	err = tx.QueryRow(`SELECT id FROM evidence WHERE hash = ?`, hash[:]).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		id, err = e.insert(tx, hash[:], text)
	}
	if err != nil {
		return 0, err
	}
	if _, err := tx.Exec(`UPDATE evidence SET used = (SELECT count FROM sweep) WHERE id = ? AND used < (SELECT count FROM sweep)`, id); err != nil {
		return 0, err
	}
	if e.shared == nil || len(e.shared) >= sharedEvidence {
		e.shared = make(map[[16]byte]int64)
	}
	e.shared[hash] = id
	return id, nil
}

func (e *EvidenceStore) insert(tx *sql.Tx, hash, text []byte) (int64, error) {
	if e.packer.Dictionary == nil {
		e.packer.Dictionary = []byte(findings.EvidenceDict)
	}
	data := e.packer.Pack(nil, text)
	var key any // NULL, not an empty blob
	if hash != nil {
		key = hash
	}
	res, err := tx.Exec(`INSERT INTO evidence (hash, used, data) VALUES (?, (SELECT count FROM sweep), ?)`, key, data)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}
