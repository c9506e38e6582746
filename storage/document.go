package storage

import (
	"encoding/binary"
)

// A document is the links of one page in their order: its own, and between
// them references to lists that it shares with other pages.

// docItem is a stretch of a document.
type docItem struct {
	list  uint32 // 0: the page's own links
	n     int    // links of its own
	line  uint32 // of a list's first link
	lines []byte // steps from line to line, where they are not the list's; packed column
}

// docHead is the part of a document that says where its links lead.
type docHead struct {
	links int // in all, those of lists included
	items []docItem
	own   []target
}

// appendDocHead packs the items and the targets of the page's own links.
func appendDocHead(b []byte, links int, items []docItem, own []link) []byte {
	b = binary.AppendUvarint(b, uint64(links))
	b = binary.AppendUvarint(b, uint64(len(items)))
	var list, line int64
	for _, it := range items {
		if it.list == 0 {
			b = binary.AppendUvarint(b, uint64(it.n)<<1)
			continue
		}
		v := zigzag(int64(it.list)-list)<<2 | 1
		if it.lines != nil {
			v |= 2
		}
		b = binary.AppendUvarint(b, v)
		b = binary.AppendUvarint(b, zigzag(int64(it.line)-line))
		if it.lines != nil {
			b = binary.AppendUvarint(b, uint64(len(it.lines)))
			b = append(b, it.lines...)
		}
		list, line = int64(it.list), int64(it.line)
	}
	return appendTargets(b, own)
}

// decode reads what appendDocHead packed. The head shares memory with data and
// reuses its own slices.
func (h *docHead) decode(data []byte) error {
	r := reader{b: data}
	h.links = int(r.uvarint())
	h.items = h.items[:0]
	h.own = h.own[:0]
	own := 0
	var list, line int64
	for range r.count(len(data)) {
		v := r.uvarint()
		if v&1 == 0 {
			n := int(v >> 1)
			own += n
			h.items = append(h.items, docItem{n: n})
			continue
		}
		list += unzigzag(v >> 2)
		line += r.varint()
		it := docItem{list: uint32(list), line: uint32(line)}
		if v&2 != 0 {
			it.lines = r.take(r.count(len(data)))
		}
		h.items = append(h.items, it)
	}
	if own < 0 || own > len(r.b) { // a target takes a byte at least
		r.fail("more links than data")
		own = 0
	}
	h.own = r.targets(h.own, own)
	return r.err
}

// docLinks counts the links of a packed document without reading the rest.
func docLinks(data []byte) (int, error) {
	r := reader{b: data}
	n := int(r.uvarint())
	return n, r.err
}

// list is a stretch of links that pages share; the lines of its links count
// from the first one's.
type list struct {
	id      uint32
	targets []target
	links   []link // nil until they are opened
}

// appendListHead packs the number of links and where they lead.
func appendListHead(b []byte, links []link) []byte {
	return appendTargets(binary.AppendUvarint(b, uint64(len(links))), links)
}

// decodeList reads the head of a list; its links are read when they are asked for.
func decodeList(id uint32, head []byte) (*list, error) {
	r := reader{b: head}
	n := r.count(len(head))
	l := &list{id: id, targets: r.targets(nil, n)}
	return l, r.err
}

// open reads the links of a list.
func (l *list) open(c *runCodec) ([]link, error) {
	if l.links != nil || len(l.targets) == 0 {
		return l.links, nil
	}
	var rest []byte // not kept with the head: a sweep may put it into another bundle
	if err := c.tx.QueryRow(`SELECT rest FROM list WHERE id = ?`, l.id).Scan(&rest); err != nil {
		return nil, missing("list", l.id, err)
	}
	return l.unpack(c, rest)
}

// unpack reads the links of a list from its rest.
func (l *list) unpack(c *runCodec, rest []byte) ([]link, error) {
	links := make([]link, len(l.targets))
	for i, t := range l.targets {
		links[i].page, links[i].frag = t.page, t.frag
	}
	if err := c.unrest(rest, links); err != nil {
		return nil, err
	}
	l.links = links
	return links, nil
}

// expand gives all links of a document in order. lists finds the lists that
// it names.
func (h *docHead) expand(c *runCodec, rest []byte, lists func(id uint32) (*list, error)) ([]link, error) {
	own := make([]link, len(h.own))
	for i, t := range h.own {
		own[i].page, own[i].frag = t.page, t.frag
	}
	if err := c.unrest(rest, own); err != nil {
		return nil, err
	}
	all := make([]link, 0, len(own)+16*len(h.items))
	for _, it := range h.items {
		if it.list == 0 {
			all, own = append(all, own[:it.n]...), own[it.n:]
			continue
		}
		l, err := lists(it.list)
		if err != nil {
			return nil, err
		}
		links, err := l.open(c)
		if err != nil {
			return nil, err
		}
		from := len(all)
		all = append(all, links...)
		if err := it.place(all[from:]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// place gives the links of a list the lines that they have on this page.
func (it *docItem) place(links []link) error {
	if it.lines == nil {
		for i := range links {
			links[i].line += it.line
		}
		return nil
	}
	steps := make([]uint64, len(links))
	r := reader{b: it.lines}
	r.column(steps)
	line := int64(it.line)
	for i := range links {
		line += unzigzag(steps[i])
		links[i].line = uint32(line)
	}
	return r.err
}
