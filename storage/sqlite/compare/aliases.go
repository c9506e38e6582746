package compare

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/urlid"
)

// aliases say which number an address of the earlier scan has in the later one. The
// zero value is for scans of which each address has one number.
type aliases struct {
	isMapped bool
	now, was urlid.Map[uint32]
	// ambiguous are addresses of the earlier scan of which nothing can be said, and
	// claimed those of the later one that they would be.
	ambiguous, claimed urlid.Map[bool]
}

// later returns the number that an address of the earlier scan would have in the later
// one, 0 for none.
func (a *aliases) later(earlier uint32) uint32 {
	if !a.isMapped {
		return earlier
	}
	return a.now.Get(earlier)
}

// earlier is later the other way round.
func (a *aliases) earlier(later uint32) uint32 {
	if !a.isMapped {
		return later
	}
	return a.was.Get(later)
}

// mapped is an address with its text.
type mapped struct {
	id   uint32
	text string
	page bool
}

// addresses reads all addresses of a scan with their texts.
func (c *comparison) addresses(v *findings.View) (all []mapped, err error) {
	where, args := v.Where()
	return all, query.Each(c.tx, `SELECT f.url, u.text, f.document FROM finding f CROSS JOIN url u ON u.id = f.url WHERE `+where, func(rows *sql.Rows) error {
		var m mapped
		err := rows.Scan(&m.id, &m.text, &m.page)
		all = append(all, m)
		return err
	}, args...)
}

// readAliases finds the pairs of addresses where the comparison has a map. It takes the
// memory of all texts of both scans.
func (c *comparison) readAliases() error {
	if c.pair.Map.IsZero() {
		return nil
	}
	c.aliases.isMapped = true
	before, err := c.addresses(c.from)
	if err != nil {
		return err
	}
	now, err := c.addresses(c.to)
	if err != nil {
		return err
	}
	later := make(map[string]uint32, len(now))
	for _, m := range now {
		later[m.text] = m.id
	}
	pairs := c.pairs(before, now)
	for _, m := range before {
		if id := later[pairs.Now[m.text]]; id != 0 {
			c.aliases.now.Set(m.id, id)
			c.aliases.was.Set(id, m.id)
		} else if _, isAmbiguous := slices.BinarySearch(pairs.Ambiguous, m.text); isAmbiguous {
			c.aliases.ambiguous.Set(m.id, true)
		}
	}
	for _, text := range pairs.Claimed {
		c.aliases.claimed.Set(later[text], true)
	}
	c.Ambiguous = pairs.Ambiguous
	return c.ctx.Err()
}

// pairs applies the map to the addresses of both scans.
func (c *comparison) pairs(before, now []mapped) storage.Pairing {
	later := make(map[string]bool, len(now))
	for _, m := range now {
		later[m.text] = true
	}
	old := make([]storage.MappedAddress, len(before))
	for i, m := range before {
		old[i] = storage.MappedAddress{URL: m.text, IsPage: m.page}
	}
	return c.pair.Map.Pair(old, func(address string) bool { return later[address] })
}

// mapExamples is how many examples a preview has of each kind.
const mapExamples = 10

// PreviewMap says what the map of p does. Errors are those of Compare.
func (c *Comparer) PreviewMap(ctx context.Context, p storage.Pair) (preview storage.MapPreview, err error) {
	err = c.file.Reading(ctx, "preview map", func(tx *sql.Tx) error {
		w, err := newComparison(ctx, tx, p)
		if err != nil {
			return err
		}
		preview, err = w.preview()
		return err
	})
	return preview, err
}

func (c *comparison) preview() (p storage.MapPreview, err error) {
	before, err := c.addresses(c.from)
	if err != nil {
		return p, err
	}
	now, err := c.addresses(c.to)
	if err != nil {
		return p, err
	}
	pairs := c.pairs(before, now)
	p.Ambiguous = pairs.Ambiguous
	slices.SortFunc(before, func(a, b mapped) int {
		return cmp.Or(query.Int(b.page)-query.Int(a.page), cmp.Compare(a.text, b.text))
	})
	for _, m := range before {
		later, isPaired := pairs.Now[m.text]
		p.Addresses++
		p.Pages += query.Int(m.page)
		switch {
		case !isPaired:
			if len(p.Unpaired) < mapExamples {
				p.Unpaired = append(p.Unpaired, m.text)
			}
			continue
		case later != m.text:
			p.Moved++
			if len(p.MovedExamples) < mapExamples {
				p.MovedExamples = append(p.MovedExamples, storage.MovedAddress{Before: m.text, Now: later})
			}
		}
		p.Paired++
		p.PairedPages += query.Int(m.page)
	}
	return p, nil
}
