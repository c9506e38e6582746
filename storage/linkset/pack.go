package linkset

import (
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/flate"
)

// How the bytes after the version of a packed value are kept.
const (
	packedPlain = 0
	packedFlate = 1
)

const (
	// packFrom is the size from which compressing is tried.
	packFrom = 32
	level    = 6
	// unpackLimit guards against a damaged value that unpacks without end.
	unpackLimit = 64 << 20
)

// Packer compresses values with DEFLATE (RFC 1951), each by itself or against a
// dictionary that the reader has as well. The zero value is ready. It is not
// safe for concurrent use.
type Packer struct {
	w   *flate.Writer
	r   io.ReadCloser
	out bytes.Buffer
	in  bytes.Reader
}

// Pack appends data to dst, compressed where that makes it shorter.
func (p *Packer) Pack(dst, data, dictionary []byte) []byte {
	if len(data) >= packFrom {
		p.out.Reset()
		if p.w == nil {
			p.w, _ = flate.NewWriter(&p.out, level) // fails for a wrong level only
		}
		p.w.ResetDict(&p.out, dictionary)
		p.w.Write(data) // a bytes.Buffer takes everything
		p.w.Close()
		if p.out.Len() < len(data) {
			dst = append(dst, version, packedFlate)
			return append(dst, p.out.Bytes()...)
		}
	}
	dst = append(dst, version, packedPlain)
	return append(dst, data...)
}

// Unpack returns what was packed. The result is valid until the next call, and
// may share memory with packed. Its error is ErrDamaged.
func (p *Packer) Unpack(packed, dictionary []byte) ([]byte, error) {
	if len(packed) < 2 || packed[0] != version {
		return nil, ErrDamaged
	}
	switch packed[1] {
	case packedPlain:
		return packed[2:], nil
	case packedFlate:
	default:
		return nil, ErrDamaged
	}
	p.in.Reset(packed[2:])
	if p.r == nil {
		p.r = flate.NewReaderDict(&p.in, dictionary)
	} else if err := p.r.(flate.Resetter).Reset(&p.in, dictionary); err != nil {
		return nil, errors.Join(ErrDamaged, err)
	}
	p.out.Reset()
	if _, err := p.out.ReadFrom(io.LimitReader(p.r, unpackLimit)); err != nil {
		return nil, errors.Join(ErrDamaged, err)
	}
	return p.out.Bytes(), nil
}
