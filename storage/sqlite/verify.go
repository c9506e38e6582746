package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/urlid"
)

// Verify recounts everything that is stored of a scan, reads all its links and
// evidence, and checks that every reference of the database leads somewhere. It is
// for tests and for support; the error says what the first mistake is, and is
// ErrCorrupt.
func (db *DB) Verify(ctx context.Context, scan storage.ScanID) error {
	return errors.Join(db.file.Reading(ctx, "verify", checkReferences), db.file.Reading(ctx, "verify", checkMarks), db.file.Reading(ctx, "verify", checkRedirects), db.verifyScan(ctx, scan))
}

// verifyScan is Verify without what is not of one scan.
func (db *DB) verifyScan(ctx context.Context, scan storage.ScanID) error {
	return findings.Viewing(ctx, db.file, "verify", scan, func(tx *sql.Tx, v *findings.View) error {
		var got storage.Counts
		var there urlid.Map[int] // 1 and more: found; how many pages are said to link there, plus 2
		if err := recount(v, tx, &got, &there); err != nil {
			return err
		}
		if err := recountLinks(ctx, v, tx, &got, &there); err != nil {
			return err
		}
		if err := v.CheckEvidence(tx); err != nil {
			return err
		}
		if err := v.CheckEarlier(tx); err != nil {
			return err
		}
		// Places that are there leave no trace, nor do links that were left out.
		got.PlacesChecked, got.Omitted = v.Counts.PlacesChecked, v.Counts.Omitted
		if got != v.Counts {
			return fmt.Errorf("%w: counts are %+v, recounted %+v", storage.ErrCorrupt, v.Counts, got)
		}
		return nil
	})
}

// checkReferences returns an error where a row of the database refers to one
// that is not there.
func checkReferences(tx *sql.Tx) error {
	return query.Each(tx, `SELECT "table", parent FROM pragma_foreign_key_check`, func(rows *sql.Rows) error {
		var table, parent string
		if err := rows.Scan(&table, &parent); err != nil {
			return err
		}
		return fmt.Errorf("%w: a row of %s refers to one of %s that is not there", storage.ErrCorrupt, table, parent)
	})
}

// recount counts addresses.
func recount(v *findings.View, tx *sql.Tx, c *storage.Counts, there *urlid.Map[int]) error {
	where, args := v.Where()
	return query.Each(tx, `SELECT f.url, f.verdict, f.internal, f.document, f.pages, coalesce(u.page, 0), f.outcome, f.reason
		FROM finding f CROSS JOIN url u ON u.id = f.url WHERE `+where, func(rows *sql.Rows) error {
		var url, page uint32
		var internal, document bool
		var verdict outcome.Verdict
		var pages int
		var key, reason string
		if err := rows.Scan(&url, &verdict, &internal, &document, &pages, &page, &key, &reason); err != nil {
			return err
		}
		switch {
		case there.Get(url) != 0:
			return fmt.Errorf("%w: address %d is there twice", storage.ErrCorrupt, url)
		case verdict == outcome.Unchecked && key != "", verdict != outcome.Unchecked && key == "":
			return fmt.Errorf("%w: address %d has verdict %v and outcome %q", storage.ErrCorrupt, url, verdict, key)
		case verdict == outcome.Skipped && reason == "":
			return fmt.Errorf("%w: address %d is skipped for no reason", storage.ErrCorrupt, url)
		}
		there.Set(url, pages+2)
		c.Add(verdict, 1)
		if page != 0 {
			c.PlaceProblems += query.Int(verdict.IsProblem())
			return nil
		}
		c.Found++
		c.Internal += query.Int(internal)
		c.Pages += query.Int(document)
		return nil
	}, args...)
}

// recountLinks counts links, and the pages that link to each address where
// these are counted.
func recountLinks(ctx context.Context, v *findings.View, tx *sql.Tx, c *storage.Counts, there *urlid.Map[int]) error {
	places, err := v.AllPlaces(tx)
	if err != nil {
		return err
	}
	var pages urlid.Map[int]
	err = v.EachVersion(ctx, tx, func(p *findings.PageVersion, read findings.ReadLinks) error {
		links, err := read(nil)
		if err != nil {
			return err
		}
		c.Links += len(links) * len(p.Pages)
		targets := make([]uint32, len(links))
		for i := range links {
			targets[i] = links[i].Target
		}
		if !bytes.Equal(linkset.AppendTargets(nil, targets), p.Targets) {
			return fmt.Errorf("%w: page version %d has other targets than links", storage.ErrCorrupt, p.ID)
		}
		seen := make(map[uint32]bool)
		for i := range links {
			l := &links[i]
			if there.Get(l.Target) == 0 {
				return fmt.Errorf("%w: link %d of page version %d leads nowhere", storage.ErrCorrupt, i, p.ID)
			}
			seen[l.Target] = true
			if id := places[findings.Place{Page: l.Target, Fragment: l.Fragment}]; l.Fragment != "" && id != 0 {
				seen[uint32(id)] = true
			}
		}
		for url := range seen {
			*pages.At(url) += len(p.Pages)
		}
		return nil
	})
	if err != nil || !v.Counted {
		return err
	}
	where, args := v.Where()
	return query.Each(tx, `SELECT f.url FROM finding f WHERE `+where, func(rows *sql.Rows) error {
		var url uint32
		if err := rows.Scan(&url); err != nil {
			return err
		}
		if got, want := there.Get(url)-2, pages.Get(url); got != want {
			return fmt.Errorf("%w: address %d has %d pages, counted %d", storage.ErrCorrupt, url, got, want)
		}
		return nil
	}, args...)
}
