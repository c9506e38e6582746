package findings

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/query"
)

// StoredEvidence is what is stored as evidence of a check.
type StoredEvidence struct {
	result.Evidence
	Notes []result.Note `json:"notes,omitempty"`
}

// EvidenceDict holds what evidence often consists of. It belongs to the file
// format: never change it.
const EvidenceDict = `"cache-control","value":"no-cache, no-store, must-revalidate"},{"name":"Vary","value":"Accept-Encoding"},` +
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

// readEvidence returns evidence by its number; 0 is none.
func readEvidence(tx *sql.Tx, id int64) (k StoredEvidence, err error) {
	if id == 0 {
		return k, nil
	}
	var data []byte
	if err := tx.QueryRow(`SELECT data FROM evidence WHERE id = ?`, id).Scan(&data); err != nil {
		return k, query.Missing("evidence", id, err)
	}
	return decodeEvidence(&linkset.Packer{Dictionary: []byte(EvidenceDict)}, id, data)
}

func decodeEvidence(p *linkset.Packer, id int64, data []byte) (k StoredEvidence, err error) {
	text, err := p.Unpack(data)
	if err == nil {
		err = json.Unmarshal(text, &k)
	}
	if err != nil {
		return k, fmt.Errorf("%w: evidence %d: %w", storage.ErrCorrupt, id, err)
	}
	return k, nil
}

// CheckEvidence reads all evidence of the scan. Its error is ErrCorrupt.
func (v *View) CheckEvidence(tx *sql.Tx) error {
	p := linkset.Packer{Dictionary: []byte(EvidenceDict)}
	where, args := v.Where()
	return query.Each(tx, `SELECT DISTINCT f.evidence, e.data FROM finding f LEFT JOIN evidence e ON e.id = f.evidence
		WHERE `+where+` AND f.evidence IS NOT NULL`, func(rows *sql.Rows) error {
		var id int64
		var data []byte
		if err := rows.Scan(&id, &data); err != nil {
			return err
		}
		if data == nil {
			return query.Missing("evidence", id, sql.ErrNoRows)
		}
		_, err := decodeEvidence(&p, id, data)
		return err
	}, args...)
}

// DamagedEvidence returns the numbers of the evidence of the whole database that can't be
// decoded.
func DamagedEvidence(tx *sql.Tx) (damaged []int64, err error) {
	p := linkset.Packer{Dictionary: []byte(EvidenceDict)}
	return damaged, query.Each(tx, `SELECT id, data FROM evidence`, func(rows *sql.Rows) error {
		var id int64
		var data []byte
		if err := rows.Scan(&id, &data); err != nil {
			return err
		}
		if _, err := decodeEvidence(&p, id, data); err != nil {
			damaged = append(damaged, id)
		}
		return nil
	})
}
