package storage

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"sitewell/scanner/result"
)

// kept is what is stored as evidence of a check.
type kept struct {
	result.Evidence
	Notes []result.Note `json:"notes,omitempty"`
}

// evidenceDict holds what evidence is mostly made of. It belongs to the file
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

// rounded gives evidence with its times in whole milliseconds: the digits
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

// evidenceKeeper writes evidence. Not safe for concurrent use.
type evidenceKeeper struct {
	squeeze
	in     *interner
	shared cache[uint64, uint32]
}

// share stores evidence that many addresses have in common once, and gives 0
// for evidence that says nothing.
func (e *evidenceKeeper) share(tx *sql.Tx, k kept) (uint32, error) {
	text, err := json.Marshal(k)
	if err != nil || string(text) == "{}" {
		return 0, err
	}
	hash := e.in.seed.sum(1, string(text))
	if id, ok := e.shared.get(hash); ok {
		return id, nil
	}
	id, err := e.find(tx, hash, text)
	if errors.Is(err, sql.ErrNoRows) {
		if id, err = e.add(tx, 0, text, nil); err == nil {
			_, err = tx.Exec(`INSERT INTO evidence_hash (hash, evidence) VALUES (?, ?)`, int64(hash), id)
		}
	}
	if err != nil {
		return 0, err
	}
	e.shared.put(hash, id)
	return id, nil
}

// find looks for shared evidence of exactly this text.
func (e *evidenceKeeper) find(tx *sql.Tx, hash uint64, text []byte) (uint32, error) {
	var id uint32
	var data []byte
	err := tx.QueryRow(`SELECT e.id, e.data FROM evidence_hash h JOIN evidence e ON e.id = h.evidence WHERE h.hash = ? LIMIT 1`,
		int64(hash)).Scan(&id, &data)
	if err != nil {
		return 0, err
	}
	if there, err := e.unpack(data, []byte(evidenceDict)); err != nil {
		return 0, err
	} else if !bytes.Equal(there, text) {
		return 0, sql.ErrNoRows // two texts of one 64-bit hash: the second is not shared
	}
	return id, e.in.note(tx, "evidence", id)
}

// keep stores the evidence of a problem. base is evidence that an earlier
// check of the same address left, 0 for none: what is the same costs nothing
// then.
func (e *evidenceKeeper) keep(tx *sql.Tx, k kept, base uint32) (uint32, error) {
	text, err := json.Marshal(k)
	if err != nil {
		return 0, err
	}
	if base == 0 {
		return e.add(tx, 0, text, nil)
	}
	there, err := e.text(tx, base)
	if err != nil {
		return 0, err
	}
	if bytes.Equal(there, text) {
		return base, nil
	}
	return e.add(tx, base, text, bytes.Clone(there))
}

func (e *evidenceKeeper) add(tx *sql.Tx, base uint32, text, against []byte) (uint32, error) {
	data := e.pack(nil, text, append([]byte(evidenceDict), against...))
	id, err := insert(tx, `INSERT INTO evidence (base, data) VALUES (?, ?)`, base, data)
	return uint32(id), err
}

// text gives the JSON of evidence, valid until the next call.
func (s *squeeze) text(tx *sql.Tx, id uint32) ([]byte, error) {
	var base uint32
	var data []byte
	if err := tx.QueryRow(`SELECT base, data FROM evidence WHERE id = ?`, id).Scan(&base, &data); err != nil {
		return nil, missing("evidence", id, err)
	}
	dict := []byte(evidenceDict)
	if base != 0 {
		against, err := s.text(tx, base)
		if err != nil {
			return nil, err
		}
		dict = append(dict, against...)
	}
	return s.unpack(data, dict)
}

// readEvidence gives evidence by its number.
func readEvidence(tx *sql.Tx, id uint32) (k kept, err error) {
	if id == 0 {
		return k, nil
	}
	var s squeeze
	text, err := s.text(tx, id)
	if err != nil {
		return k, err
	}
	if err := json.Unmarshal(text, &k); err != nil {
		return k, fmt.Errorf("%w: evidence %d: %w", ErrCorrupt, id, err)
	}
	return k, nil
}

// missing turns a row that must be there and is not into ErrCorrupt.
func missing(what string, id uint32, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%w: %s %d is missing", ErrCorrupt, what, id)
	}
	return err
}
