package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/urlid"
)

// CountLinks stores what only all links of the scan together tell: how many
// pages link to each address and, of problems, whether a link to it is in a
// header or a menu, and what the links say. Until then rows are sorted by, and
// found by, what was stored the last time; how many pages link to a row is
// counted whenever somebody reads it. Finish does it where nobody did.
func (w *Writer) CountLinks(ctx context.Context) error {
	return w.store(ctx, "count links", func(tx *sql.Tx) error {
		if w.counted {
			return nil
		}
		if err := countLinks(ctx, tx, w.id); err != nil {
			return err
		}
		w.counted = true
		_, err := tx.Exec(`UPDATE scan SET counted = 1 WHERE id = ?`, w.id)
		return err
	})
}

const (
	// keptTexts is how many texts of links to a problem are kept, and
	// keptTextBytes how long they are at most together, with a line break each.
	keptTexts     = 5
	keptTextBytes = 500
)

// place is a place within a page.
type place struct {
	page     uint32
	fragment string
}

// linkCount counts the links of a scan.
type linkCount struct {
	pages    urlid.Map[uint32]    // that link to an address
	wanted   urlid.Map[bool]      // addresses of which links can add more than their number
	problems map[uint32]seenLinks // by address
	places   map[place]uint32     // addresses of the places that are problems
	hasPlace map[uint32]bool      // pages of these
}

// seenLinks is what links to a problem look like. It is small: there may be a
// million of them.
type seenLinks struct {
	texts      string // a line each
	kept       uint8  // how many texts
	full       bool   // no more texts are kept
	navigation bool
}

// enough reports whether no further link can add anything.
func (s seenLinks) enough() bool { return s.navigation && s.full }

// see takes in a link to an address, if that is a problem.
func (c *linkCount) see(url uint32, l *linkset.Link) {
	s, isProblem := c.problems[url]
	if !isProblem || s.enough() {
		return
	}
	before := s
	s.add(l)
	if s == before {
		return
	}
	c.problems[url] = s
	if s.enough() && !c.hasPlace[url] {
		c.wanted.Set(url, false)
	}
}

func (s *seenLinks) add(l *linkset.Link) {
	s.navigation = s.navigation || l.Place == result.PlaceHeader || l.Place == result.PlaceNavigation
	if l.Text == "" || s.full || s.has(l.Text) {
		return
	}
	if len(s.texts)+len(l.Text) > keptTextBytes {
		s.full = true
		return
	}
	if s.kept > 0 {
		s.texts += "\n"
	}
	s.texts += l.Text
	s.kept++
	s.full = s.kept == keptTexts
}

func (s *seenLinks) has(text string) bool {
	for t := range strings.SplitSeq(s.texts, "\n") {
		if t == text {
			return true
		}
	}
	return false
}

// countLinks counts the links of a scan that is not folded.
func countLinks(ctx context.Context, tx *sql.Tx, scan storage.ScanID) error {
	s, err := scanByID(tx, scan)
	if err != nil {
		return err
	}
	c := linkCount{problems: make(map[uint32]seenLinks), places: make(map[place]uint32), hasPlace: make(map[uint32]bool)}
	v := viewOf(s)
	if err := c.readProblems(tx, v); err != nil {
		return err
	}
	if err := v.eachVersion(ctx, tx, c.add); err != nil {
		return err
	}
	return c.save(ctx, tx, scan)
}

// countPages returns how many pages link to each address, where that is not
// stored yet: one pass over the links, without their texts. It returns nil
// where it is.
func (v *view) countPages(ctx context.Context, tx *sql.Tx) (*urlid.Map[uint32], error) {
	if v.counted {
		return nil, nil
	}
	places, err := v.allPlaces(tx)
	if err != nil {
		return nil, err
	}
	c := linkCount{places: make(map[place]uint32, len(places)), hasPlace: make(map[uint32]bool)}
	for p, id := range places {
		c.addPlace(p, uint32(id))
	}
	return &c.pages, v.eachVersion(ctx, tx, c.add)
}

// readProblems takes in the problems of the scan.
func (c *linkCount) readProblems(tx *sql.Tx, v *view) error {
	where, args := v.where()
	return query.Each(tx, `SELECT f.url, coalesce(u.page, 0), CASE WHEN u.page THEN u.text ELSE '' END FROM finding f CROSS JOIN url u ON u.id = f.url
		WHERE `+where+` AND f.verdict IN `+problemVerdicts, func(rows *sql.Rows) error {
		var url, page uint32
		var text string
		if err := rows.Scan(&url, &page, &text); err != nil {
			return err
		}
		c.problems[url] = seenLinks{}
		c.wanted.Set(url, true)
		if page != 0 {
			_, fragment, _ := strings.Cut(text, "#")
			c.addPlace(place{page, fragment}, url)
		}
		return nil
	}, args...)
}

// problemVerdicts are the verdicts of which outcome.Verdict.IsProblem is true.
const problemVerdicts = `(2, 3, 4)`

func (c *linkCount) addPlace(p place, url uint32) {
	c.places[p] = url
	c.hasPlace[p.page] = true
	c.wanted.Set(p.page, true)
}

// add counts the links of a page version.
func (c *linkCount) add(p *pageVersion, read readLinks) error {
	wanted := false
	for t := linkset.Targets(p.targets); t.Next(); {
		*c.pages.At(t.URL) += uint32(len(p.pages))
		wanted = wanted || c.wanted.Get(t.URL)
	}
	if !wanted {
		return nil
	}
	links, err := read(c.wanted.Get)
	if err != nil {
		return err
	}
	var counted []uint32
	for i := range links {
		l := &links[i]
		c.see(l.Target, l)
		if l.Fragment == "" {
			continue
		}
		url := c.places[place{l.Target, l.Fragment}]
		if url == 0 {
			continue
		}
		c.see(url, l)
		if !slices.Contains(counted, url) {
			counted = append(counted, url)
			*c.pages.At(url) += uint32(len(p.pages))
		}
	}
	return nil
}

// savedRows is how many rows are compared with what is stored together.
const savedRows = 4096

// save stores what differs from what is stored.
func (c *linkCount) save(ctx context.Context, tx *sql.Tx, scan storage.ScanID) error {
	update, err := tx.PrepareContext(ctx, `UPDATE OR FAIL finding SET pages = ?, navigation = ?, link_text = ? WHERE first_scan = ? AND url = ?`)
	if err != nil {
		return err
	}
	defer update.Close()
	for last, more := uint32(0), true; more; {
		changed := make([]counted, 0, savedRows)
		rows := 0
		err := query.Each(tx, `SELECT url, pages, navigation, link_text FROM finding WHERE first_scan = ? AND url > ? ORDER BY url LIMIT ?`, func(r *sql.Rows) error {
			var old counted
			if err := r.Scan(&old.url, &old.pages, &old.navigation, &old.text); err != nil {
				return err
			}
			rows++
			last = old.url
			if now := c.of(old.url); now != old {
				changed = append(changed, now)
			}
			return nil
		}, scan, int64(last), savedRows)
		if err != nil {
			return err
		}
		for _, n := range changed {
			if _, err := update.ExecContext(ctx, n.pages, n.navigation, n.text, scan, int64(n.url)); err != nil {
				return err
			}
		}
		more = rows == savedRows
	}
	return nil
}

// counted is what is stored of the links to an address.
type counted struct {
	url        uint32
	pages      int64
	navigation bool
	text       string
}

func (c *linkCount) of(url uint32) counted {
	n := counted{url: url, pages: int64(c.pages.Get(url))}
	seen := c.problems[url]
	n.navigation, n.text = seen.navigation, seen.texts
	return n
}
