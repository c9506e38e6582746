// Package linkset encodes the links of a page as bytes, and the addresses that
// they lead to. docs/database.md describes both formats byte by byte. It knows
// nothing of databases: addresses are numbers here.
package linkset

import (
	"encoding/binary"
	"errors"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// ErrDamaged is returned for bytes that are no link set.
var ErrDamaged = errors.New("link set is damaged")

// version is the first byte of a link set and of a packed one.
const version = 1

// Link is one link of a page; see result.Link for what the fields mean.
type Link struct {
	Target   uint32 // number of the address, without the fragment
	Fragment string
	Text     string
	Line     int
	Shape
}

// Shape is what many links of a page have in common.
type Shape struct {
	Element  string
	Kind     result.Kind
	Outcome  outcome.Key
	Place    result.Place
	Nofollow bool
	Unsafe   bool
}

const (
	flagNofollow = 1
	flagUnsafe   = 4
)

// Encoder encodes link sets: Begin, and then Add for each link. Equal links give
// equal bytes. The zero value is ready. It is not safe for concurrent use.
type Encoder struct {
	shapes       map[Shape]uint64
	target, line int64  // of the link before
	shape        Shape  // of the link before
	shapeN       uint64 // its number, 0 at the beginning
}

// Begin appends the beginning of a link set with so many links to dst.
func (e *Encoder) Begin(dst []byte, links int) []byte {
	shapes := e.shapes
	if shapes == nil {
		shapes = make(map[Shape]uint64)
	}
	clear(shapes)
	*e = Encoder{shapes: shapes}
	return binary.AppendUvarint(append(dst, version), uint64(links))
}

// Add appends the next link to dst.
func (e *Encoder) Add(dst []byte, l *Link) []byte {
	dst = e.addShape(dst, &l.Shape)
	dst = binary.AppendVarint(dst, int64(l.Target)-e.target)
	dst = binary.AppendVarint(dst, int64(l.Line)-e.line)
	e.target, e.line = int64(l.Target), int64(l.Line)
	size := uint64(len(l.Text)) << 1
	if l.Fragment != "" {
		size |= 1
	}
	dst = binary.AppendUvarint(dst, size)
	dst = append(dst, l.Text...)
	if l.Fragment != "" {
		dst = appendString(dst, l.Fragment)
	}
	return dst
}

func (e *Encoder) addShape(dst []byte, s *Shape) []byte {
	if e.shapeN != 0 && *s == e.shape { // usually
		return binary.AppendUvarint(dst, e.shapeN)
	}
	n, known := e.shapes[*s]
	if !known {
		n = uint64(len(e.shapes)) + 1
		e.shapes[*s] = n
	}
	e.shape, e.shapeN = *s, n
	if known {
		return binary.AppendUvarint(dst, n)
	}
	dst = append(dst, 0)
	dst = appendString(dst, s.Element)
	dst = appendString(dst, string(s.Kind))
	dst = appendString(dst, string(s.Outcome))
	var flags byte
	if s.Nofollow {
		flags |= flagNofollow
	}
	if s.Unsafe {
		flags |= flagUnsafe
	}
	return append(dst, byte(s.Place), flags)
}

func appendString(dst []byte, s string) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(s)))
	return append(dst, s...)
}

// smallestLink is how many bytes a link takes at least: shape, target, line
// and the length of its text. It bounds what a damaged number can reserve.
const smallestLink = 4

// Decode appends the links in data whose target is wanted to dst; where wanted is
// nil all are. It takes less time where few are. The texts of the links are copies,
// so data may change afterwards. Its error is ErrDamaged.
func Decode(dst []Link, data []byte, wanted func(target uint32) bool) ([]Link, error) {
	r := reader{data: data}
	if r.byte() != version {
		return dst, ErrDamaged
	}
	n := r.uvarint()
	if r.damaged || n > uint64(len(r.data))/smallestLink {
		return dst, ErrDamaged
	}
	var shapes []Shape
	var target, line int64
	for range n {
		var l Link
		switch number := r.uvarint(); {
		case number == 0:
			l.Shape = r.shape()
			shapes = append(shapes, l.Shape)
		case number > uint64(len(shapes)):
			return dst, ErrDamaged
		default:
			l.Shape = shapes[number-1]
		}
		target += r.varint()
		line += r.varint()
		if target < 0 || target > 1<<32-1 || line < 0 || line > 1<<31-1 {
			return dst, ErrDamaged
		}
		l.Target, l.Line = uint32(target), int(line)
		size := r.uvarint()
		text := r.bytes(size >> 1)
		var fragment []byte
		if size&1 == 1 {
			fragment = r.bytes(r.uvarint())
		}
		if r.damaged {
			return dst, ErrDamaged
		}
		if wanted == nil || wanted(l.Target) {
			l.Text, l.Fragment = string(text), string(fragment)
			dst = append(dst, l)
		}
	}
	if len(r.data) > 0 {
		return dst, ErrDamaged
	}
	return dst, nil
}

// reader reads values from bytes. Once damaged it gives zero values.
type reader struct {
	data    []byte
	damaged bool
}

func (r *reader) byte() byte {
	if len(r.data) == 0 {
		r.damaged = true
		return 0
	}
	b := r.data[0]
	r.data = r.data[1:]
	return b
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.data)
	return v & r.advance(n)
}

func (r *reader) varint() int64 {
	v, n := binary.Varint(r.data)
	return v & int64(r.advance(n))
}

// advance goes n bytes on and returns a mask that keeps the value that was
// read, or makes it 0.
func (r *reader) advance(n int) uint64 {
	if n <= 0 {
		r.damaged, r.data = true, nil
		return 0
	}
	r.data = r.data[n:]
	return ^uint64(0)
}

func (r *reader) bytes(size uint64) []byte {
	if size > uint64(len(r.data)) {
		r.damaged, r.data = true, nil
		return nil
	}
	b := r.data[:size]
	r.data = r.data[size:]
	return b
}

func (r *reader) text(size uint64) string { return string(r.bytes(size)) }

func (r *reader) shape() Shape {
	s := Shape{Element: r.text(r.uvarint()), Kind: result.Kind(r.text(r.uvarint())), Outcome: outcome.Key(r.text(r.uvarint()))}
	s.Place = result.Place(r.byte())
	flags := r.byte()
	s.Nofollow, s.Unsafe = flags&flagNofollow != 0, flags&flagUnsafe != 0
	return s
}
