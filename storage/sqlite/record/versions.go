package record

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"

	"sitewell/scanner/result"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/query"
)

// versionStore stores the links of pages, those of many pages together. Between
// two batches it keeps buffers only, nothing that the database may forget.
type versionStore struct {
	encoder linkset.Encoder
	packer  linkset.Packer
	pages   []versionPage
	raw     []byte   // of pages
	targets []uint32 // of pages
	packed  []byte
}

// versionPage is a page whose links are not stored yet.
type versionPage struct {
	row     *Finding
	hash    versionHash // zero for a page without links
	raw     []byte      // its links, encoded
	targets []uint32    // one for each link
}

type versionHash [16]byte

// pendingBytes is how many bytes of links are kept until they are stored
// together.
const pendingBytes = 256 << 10

// isDue reports whether so many pages wait that they should be stored.
func (v *versionStore) isDue() bool {
	return len(v.pages) >= query.InsertRows || len(v.raw) >= pendingBytes
}

// add takes in the links of the page of a row. address returns what an ID stands
// for. It returns how many of the links lead a visitor to an address of the site.
func (v *versionStore) add(row *Finding, links []result.Link, address func(result.ID) (*address, error)) (internal int, err error) {
	if len(links) == 0 {
		v.pages = append(v.pages, versionPage{row: row})
		return 0, nil
	}
	raw, targets := len(v.raw), len(v.targets)
	v.raw = v.encoder.Begin(v.raw, len(links))
	for i := range links {
		l := &links[i]
		target, err := address(l.Target)
		if err != nil {
			return 0, err
		}
		if target.state&stateInternal != 0 && (l.Kind == result.KindPage || l.Kind == result.KindDownload) {
			internal++
		}
		v.targets = append(v.targets, target.url)
		v.raw = v.encoder.Add(v.raw, &linkset.Link{
			Target: target.url, Fragment: l.Fragment, Text: l.Text, Line: max(l.Line, 0),
			Shape: linkset.Shape{Element: l.Element, Kind: l.Kind, Outcome: l.Outcome, Place: l.Place, Nofollow: l.Nofollow, Unsafe: l.Unsafe != ""},
		})
	}
	p := versionPage{row: row, raw: v.raw[raw:], targets: v.targets[targets:]}
	sum := sha256.Sum256(p.raw)
	copy(p.hash[:], sum[:])
	v.pages = append(v.pages, p)
	return internal, nil
}

// store stores the links of the pages that were added, and gives their rows the
// numbers of their page versions: old ones where there are some with exactly
// these links, 0 for no links.
func (v *versionStore) store(tx *sql.Tx) error {
	versions, err := v.find(tx)
	if err != nil {
		return err
	}
	var last int64
	if err := tx.QueryRow(`SELECT coalesce(max(id), 0) FROM page_version`).Scan(&last); err != nil {
		return err
	}
	insert := query.Insert{Tx: tx, Into: `page_version (id, hash, links, targets, linkset)`, Columns: 5}
	for i := range v.pages {
		p := &v.pages[i]
		version, known := versions[p.hash]
		if !known {
			last++
			version, versions[p.hash] = last, last
			if err := insert.Row(last, p.hash[:], len(p.targets), v.packTargets(p.targets), v.pack(p.raw)); err != nil {
				return err
			}
		}
		p.row.version = version
	}
	if err := insert.Flush(); err != nil {
		return err
	}
	clear(v.pages)
	v.pages, v.raw, v.targets, v.packed = v.pages[:0], v.raw[:0], v.targets[:0], v.packed[:0]
	return nil
}

// find returns the numbers of the page versions that are stored.
func (v *versionStore) find(tx *sql.Tx) (map[versionHash]int64, error) {
	versions := map[versionHash]int64{{}: 0}
	hashes := make([]string, 0, len(v.pages))
	for i := range v.pages {
		hashes = append(hashes, hex.EncodeToString(v.pages[i].hash[:]))
	}
	list, err := json.Marshal(hashes)
	if err != nil {
		return nil, err
	}
	return versions, query.Each(tx, `SELECT p.hash, p.id FROM json_each(?) j CROSS JOIN page_version p ON p.hash = unhex(j.value)`, func(rows *sql.Rows) error {
		var hash sql.RawBytes
		var id int64
		err := rows.Scan(&hash, &id)
		versions[versionHash(hash)] = id
		return err
	}, string(list))
}

// packTargets returns what the column targets stores, until the next store.
func (v *versionStore) packTargets(targets []uint32) []byte {
	from := len(v.packed)
	v.packed = linkset.AppendTargets(v.packed, targets)
	return v.packed[from:]
}

// pack returns what the column linkset stores, until the next store.
func (v *versionStore) pack(raw []byte) []byte {
	from := len(v.packed)
	v.packed = v.packer.Pack(v.packed, raw)
	return v.packed[from:]
}
