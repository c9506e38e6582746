package storage

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/huff0"
)

// How a packed value is kept; the first byte of its data.
const (
	packedPlain = 0
	packedFlate = 1
	packedHuff  = 2 // the number of bytes, then a Huffman table and codes
)

// squeezeFrom is the size from which compressing is tried.
const squeezeFrom = 48

// unpackLimit guards against a damaged file that unpacks without end.
const unpackLimit = 64 << 20

// squeeze compresses values, each for itself or against a dictionary that the
// reader has too. Not safe for concurrent use.
type squeeze struct {
	w     *flate.Writer
	r     io.ReadCloser
	out   bytes.Buffer
	in    bytes.Reader
	codes huff0.Scratch
	table huff0.Scratch
	dense []byte
}

// pack appends data, compressed where that makes it shorter.
func (s *squeeze) pack(dst, data, dict []byte) []byte {
	if len(data) >= squeezeFrom {
		s.out.Reset()
		if s.w == nil {
			s.w, _ = flate.NewWriter(&s.out, flateLevel) // fails for a wrong level only
		}
		s.w.ResetDict(&s.out, dict) // Reset alone would keep the last one
		s.w.Write(data)             // a bytes.Buffer takes everything
		s.w.Close()
		if s.out.Len() < len(data) {
			dst = append(dst, packedFlate)
			return append(dst, s.out.Bytes()...)
		}
	}
	dst = append(dst, packedPlain)
	return append(dst, data...)
}

const flateLevel = 6

// packDense appends data, compressed by codes alone or by repetition too. For
// columns of numbers codes are mostly better, and several times faster to
// unpack.
func (s *squeeze) packDense(dst, data []byte) []byte {
	s.dense = s.pack(s.dense[:0], data, nil)
	best := s.dense
	s.codes.Reuse = huff0.ReusePolicyNone // every value is unpacked for itself
	if codes, _, err := huff0.Compress1X(data, &s.codes); err == nil && len(codes)*10 < len(best)*11 {
		dst = append(dst, packedHuff)
		dst = binary.AppendUvarint(dst, uint64(len(data)))
		return append(dst, codes...)
	}
	return append(dst, best...)
}

// unpackHuff gives what packDense compressed by codes alone.
func (s *squeeze) unpackHuff(data []byte) ([]byte, error) {
	r := reader{b: data}
	n := r.count(huff0.BlockSizeMax)
	if r.err != nil {
		return nil, r.err
	}
	table, codes, err := huff0.ReadTable(r.b, &s.table)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	if cap(s.dense) < n {
		s.dense = make([]byte, n)
	}
	raw, err := table.Decoder().Decompress1X(s.dense[:0:n], codes)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	if len(raw) != n {
		return nil, fmt.Errorf("%w: data cut short", ErrCorrupt)
	}
	return raw, nil
}

// unpack gives what was packed. The result may share memory with data.
func (s *squeeze) unpack(data, dict []byte) ([]byte, error) {
	if len(data) == 0 {
		return nil, fmt.Errorf("%w: packed value is empty", ErrCorrupt)
	}
	switch data[0] {
	case packedPlain:
		return data[1:], nil
	case packedHuff:
		return s.unpackHuff(data[1:])
	case packedFlate:
	default:
		return nil, fmt.Errorf("%w: unknown packing", ErrCorrupt)
	}
	s.in.Reset(data[1:])
	if s.r == nil {
		s.r = flate.NewReaderDict(&s.in, dict)
	} else if err := s.r.(flate.Resetter).Reset(&s.in, dict); err != nil {
		return nil, err
	}
	s.out.Reset()
	if _, err := s.out.ReadFrom(io.LimitReader(s.r, unpackLimit)); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return s.out.Bytes(), nil
}
