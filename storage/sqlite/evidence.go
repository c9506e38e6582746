package sqlite

import (
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/linkset"
)

// kept is what is stored as evidence of a check.
type kept struct {
	result.Evidence
	Notes []result.Note `json:"notes,omitempty"`
}

// evidenceDict holds what most evidence is made of. It belongs to the file
// format: never change it.
const evidenceDict = `"cache-control","value":"no-cache, no-store, must-revalidate"},{"name":"Vary","value":"Accept-Encoding"},` +
	`{"name":"X-Content-Type-Options","value":"nosniff"},{"name":"Strict-Transport-Security","value":"max-age=31536000"},` +
	`{"name":"Etag","value":"\""},{"name":"Last-Modified","value":"Mon, 01 Jan 2024 GMT"},{"name":"Accept-Ranges","value":"bytes"},` +
	`{"name":"Location","value":"https://www."},{"name":"Set-Cookie","value":"…"},` +
	`{"method":"HEAD","remote":"127.0.0.1:443","protocol":"HTTP/2.0","request":[{"name":"User-Agent","value":"Mozilla/5.0 (compatible; Sitewell/1.0)"},` +
	`{"name":"Accept","value":"*/*"},{"name":"Accept-Encoding","value":"gzip, br, zstd, deflate"}],"response":[{"name":"Server","value":"nginx"},` +
	`{"name":"Date","value":"Tue, 02 Jan 2025 10:00:00 GMT"},{"name":"Content-Type","value":"text/html; charset=utf-8"},` +
	`{"name":"Content-Length","value":"153"},{"name":"Connection","value":"keep-alive"}],"hops":[{"url":"http://www.","status":404,"location":"https://"}],` +
	`"timing":{"dns":0,"connect":0,"tls":0,"firstByte":0,"total":0},"attempts":[{"at":"2025-01-02T10:00:00.000000000Z","method":"GET","status":404,` +
	`"outcome":"404","duration":0,"detail":""}],"snippet":"\u003c!DOCTYPE html\u003e\n\u003chtml\u003e\n\u003chead\u003e\u003ctitle\u003e404 Not Found` +
	`\u003c/title\u003e\u003c/head\u003e\n\u003cbody\u003e","server":"nginx","platform":"","clue":"Server: nginx","certSubject":"CN=",` +
	`"certIssuer":"CN=","certExpires":"2025-01-01T00:00:00Z","detail":"","notes":[{"outcome":"","detail":""}]}`

// slim leaves of the evidence of an address that is no problem what does not
// change from scan to scan: the way it was asked, who answered, and the hops
// of a redirect.
func slim(k kept) kept {
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
func rounded(k kept) kept {
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

// evidenceStore stores evidence.
type evidenceStore struct {
	packer linkset.Packer
	shared map[[16]byte]int64
}

// sharedEvidence is how much shared evidence a Writer remembers.
const sharedEvidence = 1 << 12

func (e *evidenceStore) forget() { e.shared = nil }

// store returns the number of the evidence of a check, 0 where it says nothing.
// That of a problem belongs to it alone; of what works many addresses have the
// same.
func (e *evidenceStore) store(tx *sql.Tx, c *result.Check) (int64, error) {
	k := rounded(kept{c.Evidence, c.Notes})
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
	if e.shared == nil || len(e.shared) >= sharedEvidence {
		e.shared = make(map[[16]byte]int64)
	}
	e.shared[hash] = id
	return id, nil
}

func (e *evidenceStore) insert(tx *sql.Tx, hash, text []byte) (int64, error) {
	if e.packer.Dictionary == nil {
		e.packer.Dictionary = []byte(evidenceDict)
	}
	data := e.packer.Pack(nil, text)
	var key any // NULL, not an empty blob
	if hash != nil {
		key = hash
	}
	res, err := tx.Exec(`INSERT INTO evidence (hash, data) VALUES (?, ?)`, key, data)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// readEvidence returns evidence by its number; 0 is none.
func readEvidence(tx *sql.Tx, id int64) (k kept, err error) {
	if id == 0 {
		return k, nil
	}
	var data []byte
	if err := tx.QueryRow(`SELECT data FROM evidence WHERE id = ?`, id).Scan(&data); err != nil {
		return k, missing("evidence", id, err)
	}
	p := linkset.Packer{Dictionary: []byte(evidenceDict)}
	text, err := p.Unpack(data)
	if err == nil {
		err = json.Unmarshal(text, &k)
	}
	if err != nil {
		return k, fmt.Errorf("%w: evidence %d: %w", storage.ErrCorrupt, id, err)
	}
	return k, nil
}
