package record

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"

	"sitewell/scanner/result"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/query"
)

// addPages stores the links of pages.
func (b *batch) addPages(ctx context.Context, pages []result.Page) error {
	anchors := query.Insert{Tx: b.tx, Or: "REPLACE", Into: `scan_anchors (scan, id, data)`, Columns: 3}
	for i := range pages {
		p := &pages[i]
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := b.addPage(p, &anchors); err != nil {
			return fmt.Errorf("page %d: %w", p.Address, err)
		}
	}
	return anchors.Flush()
}

// addPage stores the links of a page.
func (b *batch) addPage(p *result.Page, anchors *query.Insert) error {
	at, err := b.address(p.Address)
	if err != nil {
		return err
	}
	links := b.versions.links[:0]
	for i := range p.Links {
		l := &p.Links[i]
		target, err := b.address(l.Target)
		if err != nil {
			return err
		}
		links = append(links, linkset.Link{
			Target: target.url, Fragment: l.Fragment, Text: l.Text, Line: max(l.Line, 0),
			Shape: linkset.Shape{Element: l.Element, Kind: l.Kind, Outcome: l.Outcome, Place: l.Place, Nofollow: l.Nofollow, Unsafe: l.Unsafe != ""},
		})
	}
	b.versions.links = links
	if at.state&stateLinks != 0 { // read again
		var before int
		err := b.tx.QueryRow(`SELECT p.links FROM finding f JOIN page_version p ON p.id = f.page_version WHERE f.first_scan = ? AND f.url = ?`,
			b.id, int64(at.url)).Scan(&before)
		if err != nil {
			return query.Missing("page version of address", int64(at.url), err)
		}
		b.counts.Links -= before
	}
	b.counts.Links += len(links)
	b.counts.Pages += query.Int(p.Document) - query.Int(at.state&stateDocument != 0)
	at.state.set(stateDocument, p.Document)
	at.state.set(stateLinks, len(links) > 0)
	if err := b.addAnchors(p, anchors); err != nil {
		return err
	}
	version, err := b.versions.store(b.tx, links)
	if err != nil {
		return err
	}
	if row := b.fresh.of(p.Address); row != nil {
		row.version, row.document = version, p.Document
		return nil
	}
	_, err = b.tx.Exec(`UPDATE finding SET page_version = ?, document = ? WHERE first_scan = ? AND url = ?`, query.Null(version), p.Document, b.id, int64(at.url))
	return err
}

// addAnchors keeps the anchors of a page until the scan is complete. They are
// stored when anchors is flushed.
func (b *batch) addAnchors(p *result.Page, anchors *query.Insert) error {
	if !p.Anchored {
		if err := anchors.Flush(); err != nil { // it may have those of this page
			return err
		}
		_, err := b.tx.Exec(`DELETE FROM scan_anchors WHERE scan = ? AND id = ?`, b.id, int64(p.Address))
		return err
	}
	data := make([]byte, 1, 1+8*len(p.Anchors)+4)
	data[0] = byte(query.Int(p.Scripted))
	for _, a := range p.Anchors {
		data = binary.LittleEndian.AppendUint64(data, a)
	}
	return anchors.Row(b.id, int64(p.Address), linkset.AppendSum(data, data))
}

// versionStore stores page versions. It keeps buffers only, nothing that the
// database may forget.
type versionStore struct {
	encoder linkset.Encoder
	packer  linkset.Packer
	links   []linkset.Link
	raw     []byte
	targets []byte
	packed  []byte
}

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
	v.targets = linkset.AppendSum(v.targets, v.targets)
	v.packed = v.packer.Pack(v.packed[:0], v.raw)
	res, err := tx.Exec(`INSERT INTO page_version (hash, links, targets, linkset) VALUES (?, ?, ?, ?)`, hash, len(links), v.targets, v.packed)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}
