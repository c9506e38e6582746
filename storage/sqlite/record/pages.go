package record

import (
	"context"
	"encoding/binary"
	"fmt"

	"sitewell/scanner/result"
	"sitewell/storage/sqlite/findings"
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
	if err := b.versions.store(b.tx); err != nil {
		return err
	}
	return anchors.Flush()
}

// addPage stores the links of a page.
func (b *batch) addPage(p *result.Page, anchors *query.Insert) error {
	at, err := b.address(p.Address)
	if err != nil {
		return err
	}
	row := b.rows.of(p.Address, at.url)
	before, err := b.linksBefore(at, row)
	if err != nil {
		return err
	}
	internal, err := b.versions.add(row, p.Links, b.address)
	if err != nil {
		return err
	}
	row.facts = nil
	if p.Facts != nil {
		row.facts = findings.PackFacts(p.Facts, internal)
	}
	row.hasPage, row.document, row.links = true, p.Document, len(p.Links)
	b.counts.Links += len(p.Links) - before
	b.counts.Pages += query.Int(p.Document) - query.Int(at.state&stateDocument != 0)
	at.state.set(stateDocument, p.Document)
	at.state.set(stateLinks, len(p.Links) > 0)
	if err := b.addAnchors(p, anchors); err != nil {
		return err
	}
	if b.versions.isDue() {
		return b.versions.store(b.tx)
	}
	return nil
}

// linksBefore returns how many links a page had when it was read before: row is
// what this batch says of it.
func (b *batch) linksBefore(at *address, row *Finding) (links int, err error) {
	if row.hasPage {
		return row.links, nil
	}
	if at.state&stateLinks == 0 {
		return 0, nil
	}
	err = b.tx.QueryRow(`SELECT p.links FROM finding f JOIN page_version p ON p.id = f.page_version WHERE f.first_scan = ? AND f.url = ?`,
		b.id, int64(at.url)).Scan(&links)
	return links, query.Missing("page version of address", int64(at.url), err)
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
	data := make([]byte, 1, 1+8*len(p.Anchors))
	data[0] = byte(query.Int(p.Scripted) | query.Int(p.HasScripts)<<1)
	for _, a := range p.Anchors {
		data = binary.LittleEndian.AppendUint64(data, a)
	}
	return anchors.Row(b.id, int64(p.Address), data)
}
