// Package findings reads what scans found: rows by filter and order, links, the
// ledger, the past of an address. A View is one scan of which the findings are
// read within a transaction. The package must not write.
package findings

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"sitewell/storage"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/dbfile"
	"sitewell/storage/sqlite/query"
)

// View reads the findings of one scan.
type View struct{ ScanRow }

// ViewOf returns the view of a scan.
func ViewOf(s ScanRow) *View { return &View{s} }

// Viewing runs f with the view of a scan, in a reading transaction.
func Viewing(ctx context.Context, file *dbfile.File, op string, scan storage.ScanID, f func(tx *sql.Tx, v *View) error) error {
	return file.Reading(ctx, op, func(tx *sql.Tx) error {
		s, err := ScanByID(tx, scan)
		if err != nil {
			return err
		}
		return f(tx, ViewOf(s))
	})
}

// Chain are the scans whose findings a folded scan shares: of its site, not
// newer than it. What it reads of them has until_scan NULL or above its own ID.
const Chain = `(SELECT c.id FROM scan c WHERE c.site = ? AND c.folded = 1 AND c.id <= ?)`

// Where returns the condition on finding f that leaves the findings of the
// scan, and its arguments.
func (v *View) Where() (string, []any) {
	if !v.Folded {
		return `f.first_scan = ?`, []any{v.ID}
	}
	return `f.first_scan IN ` + Chain + ` AND (f.until_scan IS NULL OR f.until_scan > ?)`, []any{v.Site, v.ID, v.ID}
}

// linkedPage is a page of a scan that has links.
type linkedPage struct {
	url     uint32
	version int64
}

// pages returns the pages with links of a scan, in order of their addresses.
// condition leaves some of them; it may be "".
func (v *View) pages(tx *sql.Tx, condition string) ([]linkedPage, error) {
	pages, err := v.unsortedPages(tx, condition)
	slices.SortFunc(pages, func(a, b linkedPage) int { return cmp.Compare(a.url, b.url) })
	return pages, err
}

// unsortedPages is pages in no order. There may be millions of them.
func (v *View) unsortedPages(tx *sql.Tx, condition string) (pages []linkedPage, err error) {
	where, args := v.Where()
	if condition != "" {
		condition = " AND " + condition
	}
	var urls, versions sql.RawBytes
	err = query.Each(tx, `SELECT count(*), group_concat(f.url), group_concat(f.page_version) FROM finding f INDEXED BY finding_links WHERE `+where+` AND f.page_version IS NOT NULL`+condition,
		func(rows *sql.Rows) error {
			var n int
			if err := rows.Scan(&n, &urls, &versions); err != nil {
				return err
			}
			pages = make([]linkedPage, 0, n)
			query.EachNumber(urls, func(url int64) { pages = append(pages, linkedPage{url: uint32(url)}) })
			numbered := 0
			query.EachNumber(versions, func(version int64) {
				if numbered < len(pages) {
					pages[numbered].version = version
				}
				numbered++
			})
			if numbered != len(pages) {
				return fmt.Errorf("%w: %d pages with %d page versions", storage.ErrCorrupt, len(pages), numbered)
			}
			return nil
		}, args...)
	return pages, err
}

// PageVersion is the links of one page, or of several that have the same.
type PageVersion struct {
	ID      int64
	Pages   []uint32 // that have these links, in order
	Targets []byte
}

// ReadLinks returns the links of a page version to the targets that are wanted;
// nil: to all. They are valid until the next call.
type ReadLinks func(wanted func(target uint32) bool) ([]linkset.Link, error)

// EachVersion calls yield with every page version of the scan once, in the
// order of the first page that has it. read reads its links.
func (v *View) EachVersion(ctx context.Context, tx *sql.Tx, yield func(p *PageVersion, read ReadLinks) error) error {
	pages, err := v.unsortedPages(tx, "")
	if err != nil {
		return err
	}
	links := newLinkReader(tx)
	for part := range slices.Chunk(groupVersions(pages), query.LookupSize) {
		if err := ctx.Err(); err != nil {
			return err
		}
		versions, err := readVersions(tx, pages, part)
		if err != nil {
			return err
		}
		for i := range versions {
			p := &versions[i]
			if err := yield(p, func(wanted func(target uint32) bool) ([]linkset.Link, error) { return links.read(p.ID, wanted) }); err != nil {
				return err
			}
		}
	}
	return nil
}

// versionGroup are pages with the same links: those from one place in a list to
// before another.
type versionGroup struct{ from, to uint32 }

// groupVersions puts pages with the same links together, in the order of the first
// of each. It sorts pages for that. There may be millions of them.
func groupVersions(pages []linkedPage) []versionGroup {
	slices.SortFunc(pages, func(a, b linkedPage) int {
		return cmp.Or(cmp.Compare(a.version, b.version), cmp.Compare(a.url, b.url))
	})
	groups := make([]versionGroup, 0, len(pages))
	for i := range pages {
		if i == 0 || pages[i].version != pages[i-1].version {
			groups = append(groups, versionGroup{from: uint32(i)})
		}
		groups[len(groups)-1].to = uint32(i) + 1
	}
	slices.SortFunc(groups, func(a, b versionGroup) int { return cmp.Compare(pages[a.from].url, pages[b.from].url) })
	return groups
}

// readVersions reads the page versions of some groups of pages, without the links.
func readVersions(tx *sql.Tx, pages []linkedPage, groups []versionGroup) ([]PageVersion, error) {
	versions := make([]PageVersion, len(groups))
	for i, g := range groups {
		p := PageVersion{ID: pages[g.from].version, Pages: make([]uint32, 0, g.to-g.from)}
		for _, page := range pages[g.from:g.to] {
			p.Pages = append(p.Pages, page.url)
		}
		versions[i] = p
	}
	return versions, readTargets(tx, versions)
}

// readTargets reads where the links of some versions lead.
func readTargets(tx *sql.Tx, versions []PageVersion) error {
	ids := make([]int64, len(versions))
	for i := range versions {
		ids[i] = versions[i].ID
	}
	next := 0
	err := query.Each(tx, `SELECT p.id, p.targets FROM json_each(?) j CROSS JOIN page_version p ON p.id = j.value`, func(rows *sql.Rows) error {
		var id int64
		var targets []byte
		if err := rows.Scan(&id, &targets); err != nil {
			return err
		}
		for next < len(versions) && versions[next].ID != id {
			next++
		}
		if next < len(versions) {
			versions[next].Targets = targets
		}
		return nil
	}, query.List(ids))
	for i := range versions {
		if err == nil && versions[i].Targets == nil {
			err = query.Missing("page version", versions[i].ID, sql.ErrNoRows)
		}
	}
	return err
}

// linkReader reads links of page versions.
type linkReader struct {
	tx     *sql.Tx
	packer linkset.Packer
	links  []linkset.Link
	last   int64 // the version that links are of
}

func newLinkReader(tx *sql.Tx) *linkReader { return &linkReader{tx: tx} }

// read returns the links of a page version to the targets that are wanted; nil:
// to all. They are valid until the next call.
func (r *linkReader) read(version int64, wanted func(target uint32) bool) ([]linkset.Link, error) {
	if version == r.last {
		return r.links, nil
	}
	r.last = 0
	var packed []byte
	if err := r.tx.QueryRow(`SELECT linkset FROM page_version WHERE id = ?`, version).Scan(&packed); err != nil {
		return nil, query.Missing("page version", version, err)
	}
	raw, err := r.packer.Unpack(packed)
	if err != nil {
		return nil, damaged(version, err)
	}
	if r.links, err = linkset.Decode(r.links[:0], raw, wanted); err != nil {
		return nil, damaged(version, err)
	}
	if wanted == nil {
		r.last = version
	}
	return r.links, nil
}

func damaged(version int64, err error) error {
	return fmt.Errorf("%w: links of page version %d: %w", storage.ErrCorrupt, version, err)
}
