package sqlite

import (
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"slices"

	"sitewell/scanner/result"
	"sitewell/storage/linkset"
)

// addPage stores the links of a page.
func (w *Writer) addPage(tx *sql.Tx, p *result.Page, fresh *newRows) error {
	at, err := w.address(p.Address)
	if err != nil {
		return err
	}
	links := w.versions.links[:0]
	for i := range p.Links {
		l := &p.Links[i]
		target, err := w.address(l.Target)
		if err != nil {
			return err
		}
		links = append(links, linkset.Link{
			Target: target.url, Fragment: l.Fragment, Text: l.Text, Line: max(l.Line, 0),
			Shape: linkset.Shape{Element: l.Element, Kind: l.Kind, Outcome: l.Outcome, Place: l.Place, Nofollow: l.Nofollow, Inert: l.Inert},
		})
	}
	w.versions.links = links
	if at.state&stateLinks != 0 { // read again
		var before int
		err := tx.QueryRow(`SELECT p.links FROM finding f JOIN page_version p ON p.id = f.page_version WHERE f.first_scan = ? AND f.url = ?`,
			w.id, int64(at.url)).Scan(&before)
		if err != nil {
			return missing("page version of address", int64(at.url), err)
		}
		w.counts.Links -= before
	}
	w.counts.Links += len(links)
	w.counts.Pages += number(p.Document) - number(at.state&stateDocument != 0)
	at.state.set(stateDocument, p.Document)
	at.state.set(stateLinks, len(links) > 0)
	if err := w.addAnchors(tx, p); err != nil {
		return err
	}
	version, err := w.versions.store(tx, links)
	if err != nil {
		return err
	}
	if row := fresh.of(p.Address); row != nil {
		row.version, row.document = version, p.Document
		return nil
	}
	_, err = tx.Exec(`UPDATE finding SET page_version = ?, document = ? WHERE first_scan = ? AND url = ?`, null(version), p.Document, w.id, int64(at.url))
	return err
}

// addAnchors keeps the anchors of a page until the scan is complete.
func (w *Writer) addAnchors(tx *sql.Tx, p *result.Page) error {
	if !p.Anchored {
		_, err := tx.Exec(`DELETE FROM scan_anchors WHERE scan = ? AND id = ?`, w.id, int64(p.Address))
		return err
	}
	data := make([]byte, 1, 1+8*len(p.Anchors))
	data[0] = byte(number(p.Scripted))
	for _, a := range p.Anchors {
		data = binary.LittleEndian.AppendUint64(data, a)
	}
	_, err := tx.Exec(`INSERT OR REPLACE INTO scan_anchors (scan, id, data) VALUES (?, ?, ?)`, w.id, int64(p.Address), data)
	return err
}

// versionStore stores page versions. The links of pages that look alike are
// compressed against those of one of them, the base.
type versionStore struct {
	encoder linkset.Encoder
	packer  linkset.Packer
	bases   []base // used last comes last
	links   []linkset.Link
	raw     []byte
	targets []byte
	packed  []byte
}

// base is a page version that is compressed by itself.
type base struct {
	id      int64
	raw     []byte
	targets []byte
}

// keptBases is how many bases a Writer remembers: one for each kind of page that
// a site has, more or less.
const keptBases = 8

func (v *versionStore) forget() { v.bases = nil }

// store returns the number of the page version with these links, which may be
// an old one; 0 for no links.
func (v *versionStore) store(tx *sql.Tx, links []linkset.Link) (id int64, err error) {
	if len(links) == 0 {
		return 0, nil
	}
	v.raw = v.encoder.Append(v.raw[:0], links)
	sum := sha256.Sum256(v.raw)
	hash := sum[:16]
	err = tx.QueryRow(`SELECT id FROM page_version WHERE hash = ?`, hash).Scan(&id)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	v.targets = linkset.AppendTargets(v.targets[:0], links)
	against := v.compress()
	res, err := tx.Exec(`INSERT INTO page_version (hash, base, links, targets, linkset) VALUES (?, ?, ?, ?, ?)`,
		hash, null(against), len(links), v.targets, v.packed)
	if err != nil {
		return 0, err
	}
	if id, err = res.LastInsertId(); err == nil && against == 0 {
		v.bases = append(v.bases, base{id, slices.Clone(v.raw), slices.Clone(v.targets)})
		if len(v.bases) > keptBases {
			v.bases = slices.Delete(v.bases, 0, 1)
		}
	}
	return id, err
}

// compress packs the links against the base that is most like them, and
// returns that. It returns 0 where they are packed by themselves: where there is
// no base, or none that makes them much smaller.
func (v *versionStore) compress() int64 {
	best, most := -1, 0
	for i := range v.bases {
		if n := inCommon(v.targets, v.bases[i].targets); n > most {
			best, most = i, n
		}
	}
	if best < 0 {
		v.packed = v.packer.Pack(v.packed[:0], v.raw, nil)
		return 0
	}
	b := v.bases[best]
	v.packed = v.packer.Pack(v.packed[:0], v.raw, b.raw)
	if n := len(v.packed); n*3 > len(v.raw) {
		alone := v.packer.Pack(nil, v.raw, nil)
		if n*4 > len(alone)*3 {
			v.packed = alone
			return 0
		}
	}
	v.bases = append(slices.Delete(v.bases, best, best+1), b)
	return b.id
}

// inCommon counts the addresses that two pages link to.
func inCommon(a, b []byte) (n int) {
	x, y := linkset.Targets(a), linkset.Targets(b)
	hasX, hasY := x.Next(), y.Next()
	for hasX && hasY {
		switch {
		case x.URL < y.URL:
			hasX = x.Next()
		case x.URL > y.URL:
			hasY = y.Next()
		default:
			n++
			hasX, hasY = x.Next(), y.Next()
		}
	}
	return n
}
