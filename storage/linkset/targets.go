package linkset

import (
	"encoding/binary"
	"slices"
)

// Target is an address that a page links to, and by how many links.
type Target struct {
	URL   uint32
	Links int
}

// AppendTargets appends where links lead to dst: every address once, in rising
// order, so that a reader can stop once it has passed what it looks for. all has
// the target of each link, and is sorted.
func AppendTargets(dst []byte, all []uint32) []byte {
	slices.Sort(all)
	before := uint32(0)
	for i := 0; i < len(all); {
		n := 1
		for i+n < len(all) && all[i+n] == all[i] {
			n++
		}
		step := uint64(all[i]-before) << 1
		if n == 1 {
			dst = binary.AppendUvarint(dst, step)
		} else {
			dst = binary.AppendUvarint(dst, step|1)
			dst = binary.AppendUvarint(dst, uint64(n))
		}
		before = all[i]
		i += n
	}
	return dst
}

// Cursor goes through the targets of a page.
type Cursor struct {
	data []byte
	Target
}

// Targets returns a Cursor before the first of the targets in data.
func Targets(data []byte) Cursor { return Cursor{data: data} }

// Next moves to the next target and reports whether there is one. Damaged bytes
// end it early.
func (c *Cursor) Next() bool {
	step, n := uint64(0), 1
	if len(c.data) == 0 {
		return false
	}
	if c.data[0] < 0x80 { // most steps
		step = uint64(c.data[0])
	} else if step, n = binary.Uvarint(c.data); n <= 0 {
		return false
	}
	c.data = c.data[n:]
	c.URL += uint32(step >> 1)
	c.Links = 1
	if step&1 == 1 {
		links, n := binary.Uvarint(c.data)
		if n <= 0 || links > 1<<31-1 {
			c.data = nil
			return false
		}
		c.data = c.data[n:]
		c.Links = int(links)
	}
	return true
}

// Find returns how many links of a page lead to an address. data are the
// targets of the page.
func Find(data []byte, url uint32) int {
	for c := Targets(data); c.Next() && c.URL <= url; {
		if c.URL == url {
			return c.Links
		}
	}
	return 0
}
