package record

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/dbfile"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/urlid"
)

// Journal reads back what a scan stored of itself, for one that goes on.
type Journal struct {
	file *dbfile.File
	id   storage.ScanID
}

// Addresses calls yield for every address of the scan in order of ID, with
// outcome and verdict of its check, zero where it has none yet, until yield
// returns false.
func (j *Journal) Addresses(ctx context.Context, yield func(a result.Address, found outcome.Key, verdict outcome.Verdict) bool) error {
	return j.file.Reading(ctx, "read addresses", func(tx *sql.Tx) error {
		return query.Stoppable(query.Each(tx, `SELECT a.id, u.text, f.internal, f.kind, f.depth, f.outcome, f.verdict FROM scan_address a
			CROSS JOIN finding f ON f.first_scan = a.scan AND f.url = a.url CROSS JOIN url u ON u.id = a.url WHERE a.scan = ? ORDER BY a.id`,
			func(rows *sql.Rows) error {
				var a result.Address
				var found outcome.Key
				var verdict outcome.Verdict
				if err := rows.Scan(&a.ID, &a.URL, &a.Internal, &a.Kind, &a.Depth, &found, &verdict); err != nil {
					return err
				}
				return query.GoOn(yield(a, found, verdict))
			}, j.id))
	})
}

// Anchors calls yield for every page whose anchors were read, until yield
// returns false. They are kept until the scan is complete.
func (j *Journal) Anchors(ctx context.Context, yield func(p result.Page) bool) error {
	return j.file.Reading(ctx, "read anchors", func(tx *sql.Tx) error {
		return query.Stoppable(query.Each(tx, `SELECT id, data FROM scan_anchors WHERE scan = ? ORDER BY id`, func(rows *sql.Rows) error {
			var data sql.RawBytes
			p := result.Page{Anchored: true}
			if err := rows.Scan(&p.Address, &data); err != nil {
				return err
			}
			if len(data)%8 != 1 {
				return fmt.Errorf("%w: anchors of address %d", storage.ErrCorrupt, p.Address)
			}
			p.Scripted, p.HasScripts = data[0]&1 != 0, data[0]&2 != 0
			for data = data[1:]; len(data) > 0; data = data[8:] {
				p.Anchors = append(p.Anchors, binary.LittleEndian.Uint64(data))
			}
			return query.GoOn(yield(p))
		}, j.id))
	})
}

// Omitted returns how many links the scan has left out, as the last batch said.
func (j *Journal) Omitted(ctx context.Context) (n int, err error) {
	err = j.file.Reading(ctx, "read counts", func(tx *sql.Tx) error {
		s, err := findings.ScanByID(tx, j.id)
		n = s.Counts.Omitted
		return err
	})
	return n, err
}

// Fragments calls yield once for every pair of target and fragment that links
// of the scan name, with the address of the target, until yield returns false.
func (j *Journal) Fragments(ctx context.Context, yield func(target result.ID, address, fragment string) bool) error {
	type place struct {
		url      uint32
		fragment string
	}
	return j.file.Reading(ctx, "read fragments", func(tx *sql.Tx) error {
		ids, err := j.numbers(tx)
		if err != nil {
			return err
		}
		seen := make(map[place]struct{})
		var names []place
		err = j.eachVersion(ctx, tx, func(links []linkset.Link) {
			for i := range links {
				l := &links[i]
				at := place{l.Target, l.Fragment}
				if _, known := seen[at]; known || l.Fragment == "" {
					continue
				}
				seen[at] = struct{}{}
				names = append(names, at)
			}
		})
		for len(names) > 0 && err == nil {
			part := names[:min(len(names), query.LookupSize)]
			names = names[len(part):]
			urls := make([]uint32, len(part))
			for i := range part {
				urls[i] = part[i].url
			}
			var texts map[uint32]string
			if texts, err = urlid.Texts(tx, urls); err != nil {
				return err
			}
			for _, p := range part {
				if !yield(result.ID(ids.Get(p.url)), texts[p.url], p.fragment) {
					return nil
				}
			}
		}
		return err
	})
}

// Places calls yield for every place that was looked for, with what was found,
// until yield returns false. They are kept until the scan is complete.
func (j *Journal) Places(ctx context.Context, yield func(target result.ID, fragment string, verdict outcome.Verdict) bool) error {
	return j.file.Reading(ctx, "read places", func(tx *sql.Tx) error {
		ids, err := j.numbers(tx)
		if err != nil {
			return err
		}
		return query.Stoppable(query.Each(tx, `SELECT url, fragment, verdict FROM scan_place WHERE scan = ?`, func(rows *sql.Rows) error {
			var url uint32
			var fragment string
			var verdict outcome.Verdict
			if err := rows.Scan(&url, &fragment, &verdict); err != nil {
				return err
			}
			return query.GoOn(yield(result.ID(ids.Get(url)), fragment, verdict))
		}, j.id))
	})
}

// Followed calls yield once for every address that a link without nofollow
// leads to, until yield returns false.
func (j *Journal) Followed(ctx context.Context, yield func(target result.ID) bool) error {
	return j.file.Reading(ctx, "read links", func(tx *sql.Tx) error {
		ids, err := j.numbers(tx)
		if err != nil {
			return err
		}
		var seen urlid.Map[bool]
		var found []result.ID
		err = j.eachVersion(ctx, tx, func(links []linkset.Link) {
			for i := range links {
				if l := &links[i]; !l.Nofollow && !seen.Get(l.Target) {
					seen.Set(l.Target, true)
					found = append(found, result.ID(ids.Get(l.Target)))
				}
			}
		})
		for _, id := range found {
			if err != nil || !yield(id) {
				break
			}
		}
		return err
	})
}

// Unsafe calls yield once for every address that a link leads to which is unsafe
// while signed in, until yield returns false.
func (j *Journal) Unsafe(ctx context.Context, yield func(address string) bool) error {
	return findings.Viewing(ctx, j.file, "read links", j.id, func(tx *sql.Tx, v *findings.View) error { return v.Unsafe(ctx, tx, yield) })
}

// numbers returns the scan's own numbers of addresses.
func (j *Journal) numbers(tx *sql.Tx) (*urlid.Map[uint32], error) {
	var ids urlid.Map[uint32]
	err := query.Each(tx, `SELECT id, url FROM scan_address WHERE scan = ?`, func(rows *sql.Rows) error {
		var id, url uint32
		err := rows.Scan(&id, &url)
		ids.Set(url, id)
		return err
	}, j.id)
	return &ids, err
}

// eachVersion calls yield with the links of every page version of the scan,
// which must not be kept.
func (j *Journal) eachVersion(ctx context.Context, tx *sql.Tx, yield func(links []linkset.Link)) error {
	s, err := findings.ScanByID(tx, j.id)
	if err != nil {
		return err
	}
	return findings.ViewOf(s).EachVersion(ctx, tx, func(_ *findings.PageVersion, read findings.ReadLinks) error {
		links, err := read(nil)
		yield(links)
		return err
	})
}
