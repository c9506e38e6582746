package storage

import (
	"database/sql"
	"encoding/binary"
)

// link is a link with everything that repeats as a number.
type link struct {
	page  uint32 // url of the target without its fragment
	frag  uint32 // url of the target with it, 0: the link has none
	shape uint32
	line  uint32
	text  string
}

// target is where a link leads.
type target struct{ page, frag uint32 }

// A run is links packed in two parts. The head says where they lead and is all
// that finding the sources of a target needs; the rest holds shapes, lines and
// texts, and stands in a bundle.

// appendTargets packs where links lead. References of neighbours differ by
// little: a page's own addresses were found together.
func appendTargets(b []byte, links []link) []byte {
	var page, frag int64
	for i := range links {
		l := &links[i]
		v := zigzag(int64(l.page)-page) << 1
		page = int64(l.page)
		if l.frag == 0 {
			b = binary.AppendUvarint(b, v)
			continue
		}
		b = binary.AppendUvarint(b, v|1)
		b = binary.AppendUvarint(b, zigzag(int64(l.frag)-frag))
		frag = int64(l.frag)
	}
	return b
}

// targets appends what appendTargets packed, n of them.
func (r *reader) targets(dst []target, n int) []target {
	var page, frag int64
	for range n {
		v := r.uvarint()
		page += unzigzag(v >> 1)
		t := target{page: uint32(page)}
		if v&1 != 0 {
			frag += r.varint()
			t.frag = uint32(frag)
		}
		dst = append(dst, t)
	}
	return dst
}

// runCodec gives the rest of runs as bytes, and reads it within a transaction.
// Not safe for concurrent use.
type runCodec struct {
	bundles
	nums []uint64
	raw  []byte
}

func newRunCodec(tx *sql.Tx) *runCodec { return &runCodec{bundles: newBundles(tx)} }

// rest gives shapes, lines and texts of links, valid until the next call.
func (c *runCodec) rest(links []link) []byte {
	c.nums, c.raw = c.nums[:0], c.raw[:0]
	if len(links) == 0 {
		return c.raw
	}
	for i := range links {
		c.nums = append(c.nums, uint64(links[i].shape))
	}
	c.raw = appendColumn(c.raw, c.nums)
	c.raw = appendColumn(c.raw, lineSteps(c.nums[:0], 0, links))
	c.nums = c.nums[:0]
	for i := range links {
		c.nums = append(c.nums, uint64(len(links[i].text)))
	}
	c.raw = appendColumn(c.raw, c.nums)
	for i := range links {
		c.raw = append(c.raw, links[i].text...)
	}
	return c.raw
}

// lineSteps gives how many lines each link stands below the one before it, the
// first below the line from.
func lineSteps(dst []uint64, from uint32, links []link) []uint64 {
	for i := range links {
		dst = append(dst, zigzag(int64(links[i].line)-int64(from)))
		from = links[i].line
	}
	return dst
}

// unpackRest gives what rest gave, from where it is stored.
func (c *runCodec) unpackRest(data []byte) ([]byte, error) {
	ref, bundled, err := decodeRef(data)
	if err != nil {
		return nil, err
	}
	if bundled {
		return c.part(ref)
	}
	return c.unpack(data, nil)
}

// unrestShapes fills only the shapes of links, and gives what follows them.
func (c *runCodec) unrestShapes(data []byte, links []link) (reader, error) {
	raw, err := c.unpackRest(data)
	r := reader{b: raw, err: err}
	if err != nil {
		return r, err
	}
	c.nums = append(c.nums[:0], make([]uint64, len(links))...)
	r.column(c.nums)
	for i := range links {
		links[i].shape = uint32(c.nums[i])
	}
	return r, r.err
}

// unrest fills shape, line and text of links.
func (c *runCodec) unrest(data []byte, links []link) error {
	if len(links) == 0 {
		return nil
	}
	r, err := c.unrestShapes(data, links)
	if err != nil {
		return err
	}
	r.column(c.nums)
	line := int64(0)
	for i := range links {
		line += unzigzag(c.nums[i])
		links[i].line = uint32(line)
	}
	r.column(c.nums)
	all := 0
	for _, n := range c.nums {
		if n > uint64(len(r.b)) {
			r.fail("text cut short")
			break
		}
		all += int(n)
	}
	texts := string(r.take(all))
	if r.err != nil {
		return r.err
	}
	for i := range links {
		n := int(c.nums[i])
		links[i].text, texts = texts[:n], texts[n:]
	}
	return nil
}
