package findings

import (
	"context"
	"database/sql"
	"math"
	"slices"
	"strings"

	"sitewell/scanner/result"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/urlid"
)

const (
	// KeptTexts is how many texts of links to a problem are kept, and
	// keptTextBytes how long they are at most together, with a line break each.
	KeptTexts     = 5
	KeptTextBytes = 500
)

// Place is a place within a page.
type Place struct {
	Page     uint32
	Fragment string
}

// LinkCount counts the links of a scan.
type LinkCount struct {
	Pages    urlid.Map[uint32]    // that link to an address
	wanted   urlid.Map[bool]      // addresses of which links can add more than their number
	Problems map[uint32]seenLinks // by address
	places   map[Place]uint32     // addresses of the places that are problems
	hasPlace map[uint32]bool      // pages of these
	// Last is the last address whose links were read, or the highest number there
	// can be.
	Last uint32
}

// seenLinks is what links to a problem look like. It is small: there may be a
// million of them.
type seenLinks struct {
	Texts      string // a line each
	kept       uint8  // how many texts
	full       bool   // no more texts are kept
	Navigation bool
}

// enough reports whether no further link can add anything.
func (s seenLinks) enough() bool { return s.Navigation && s.full }

// see takes in a link to an address, if that is a problem.
func (c *LinkCount) see(url uint32, l *linkset.Link) {
	s, isProblem := c.Problems[url]
	if !isProblem || s.enough() {
		return
	}
	before := s
	s.add(l)
	if s == before {
		return
	}
	c.Problems[url] = s
	if s.enough() && !c.hasPlace[url] {
		c.wanted.Set(url, false)
	}
}

func (s *seenLinks) add(l *linkset.Link) {
	s.Navigation = s.Navigation || l.Place == result.PlaceHeader || l.Place == result.PlaceNavigation
	if l.Text == "" || s.full || s.has(l.Text) {
		return
	}
	if len(s.Texts)+len(l.Text) > KeptTextBytes {
		s.full = true
		return
	}
	if s.kept > 0 {
		s.Texts += "\n"
	}
	s.Texts += l.Text
	s.kept++
	s.full = s.kept == KeptTexts
}

func (s *seenLinks) has(text string) bool {
	for t := range strings.SplitSeq(s.Texts, "\n") {
		if t == text {
			return true
		}
	}
	return false
}

// CountLinks counts the links of a scan that is not folded, and reads those to
// the next problems in the order of their addresses: to as many as most, after
// the address after.
func (v *View) CountLinks(ctx context.Context, tx *sql.Tx, after uint32, most int) (*LinkCount, error) {
	c := LinkCount{Problems: make(map[uint32]seenLinks), places: make(map[Place]uint32), hasPlace: make(map[uint32]bool)}
	if err := c.readProblems(tx, v, after, most); err != nil {
		return nil, err
	}
	return &c, v.EachVersion(ctx, tx, c.add)
}

// CountPages returns how many pages link to each address, where that is not
// stored yet: one pass over the links, without their texts. It returns nil
// where it is.
func (v *View) CountPages(ctx context.Context, tx *sql.Tx) (*urlid.Map[uint32], error) {
	if v.Counted {
		return nil, nil
	}
	places, err := v.AllPlaces(tx)
	if err != nil {
		return nil, err
	}
	c := LinkCount{places: make(map[Place]uint32, len(places)), hasPlace: make(map[uint32]bool)}
	for p, id := range places {
		c.addPlace(p, uint32(id))
	}
	return &c.Pages, v.EachVersion(ctx, tx, c.add)
}

// readProblems takes in the next problems of the scan.
func (c *LinkCount) readProblems(tx *sql.Tx, v *View, after uint32, most int) error {
	where, args := v.Where()
	err := query.Each(tx, `SELECT f.url, coalesce(u.page, 0), CASE WHEN u.page THEN u.text ELSE '' END FROM finding f CROSS JOIN url u ON u.id = f.url
		WHERE `+where+` AND f.url > ? AND f.verdict IN `+ProblemVerdicts+` ORDER BY f.url LIMIT ?`, func(rows *sql.Rows) error {
		var url, page uint32
		var text string
		if err := rows.Scan(&url, &page, &text); err != nil {
			return err
		}
		c.Last = url
		c.Problems[url] = seenLinks{}
		c.wanted.Set(url, true)
		if page != 0 {
			_, fragment, _ := strings.Cut(text, "#")
			c.addPlace(Place{page, fragment}, url)
		}
		return nil
	}, append(args, int64(after), most)...)
	if len(c.Problems) < most {
		c.Last = math.MaxUint32
	}
	return err
}

// ProblemVerdicts are the verdicts of which outcome.Verdict.IsProblem is true.
const ProblemVerdicts = `(2, 3, 4)`

func (c *LinkCount) addPlace(p Place, url uint32) {
	c.places[p] = url
	c.hasPlace[p.Page] = true
	c.wanted.Set(p.Page, true)
}

// add counts the links of a page version.
func (c *LinkCount) add(p *PageVersion, read ReadLinks) error {
	wanted := false
	for t := linkset.Targets(p.Targets); t.Next(); {
		*c.Pages.At(t.URL) += uint32(len(p.Pages))
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
		url := c.places[Place{l.Target, l.Fragment}]
		if url == 0 {
			continue
		}
		c.see(url, l)
		if !slices.Contains(counted, url) {
			counted = append(counted, url)
			*c.Pages.At(url) += uint32(len(p.Pages))
		}
	}
	return nil
}
