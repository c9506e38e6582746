package linkset

import (
	"errors"

	"github.com/klauspost/compress/zstd"
)

// How the bytes after the version and this byte of a packed value are kept.
const (
	packedPlain = 0
	packedZstd  = 1
)

const (
	// packFrom is the size from which compressing is tried.
	packFrom = 32
	// entropyFrom is the size from which a value without a dictionary is compressed
	// with entropy coding: in a smaller one it takes most of the time, for a tenth
	// of the bytes.
	entropyFrom = 4 << 10
	// window is how far back repetition is looked for.
	window = 256 << 10
	// unpackLimit guards against a damaged value that unpacks without end.
	unpackLimit = 64 << 20
	// dictionaryID is written where there is a dictionary. It belongs to the format.
	dictionaryID = 1
)

// Packer compresses values with Zstandard (RFC 8878), each by itself. The zero
// value is ready. It is not safe for concurrent use.
type Packer struct {
	// Dictionary is what values usually consist of, the same for packing and
	// unpacking; nil for none. It is set before the first use and never changed.
	Dictionary []byte

	encoder *zstd.Encoder
	small   *zstd.Encoder // without entropy coding
	decoder *zstd.Decoder
	out     []byte
}

// Pack appends data to dst, compressed where that makes it shorter.
func (p *Packer) Pack(dst, data []byte) []byte {
	if len(data) >= packFrom {
		p.out = p.encoderFor(data).EncodeAll(data, p.out[:0])
		if len(p.out) < len(data) {
			dst = append(dst, version, packedZstd)
			return append(dst, p.out...)
		}
	}
	dst = append(dst, version, packedPlain)
	return append(dst, data...)
}

// encoderFor returns the encoder for values of this size.
func (p *Packer) encoderFor(data []byte) *zstd.Encoder {
	hasEntropy := p.Dictionary != nil || len(data) >= entropyFrom
	encoder := &p.small
	if hasEntropy {
		encoder = &p.encoder
	}
	if *encoder == nil {
		*encoder = newEncoder(p.Dictionary, hasEntropy)
	}
	return *encoder
}

// newEncoder returns the fastest encoder: the others take several times as long
// and save little.
func newEncoder(dictionary []byte, hasEntropy bool) *zstd.Encoder {
	options := []zstd.EOption{
		zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false), zstd.WithWindowSize(window),
		zstd.WithNoEntropyCompression(!hasEntropy),
	}
	if dictionary != nil {
		options = append(options, zstd.WithEncoderDictRaw(dictionaryID, dictionary))
	}
	e, _ := zstd.NewWriter(nil, options...) // fails for wrong options only
	return e
}

// Unpack returns what was packed. The result is valid until the next call, and
// may share memory with packed. Its error is ErrDamaged.
func (p *Packer) Unpack(packed []byte) (data []byte, err error) {
	if len(packed) < 2 || packed[0] != version {
		return nil, ErrDamaged
	}
	switch packed[1] {
	case packedPlain:
		return packed[2:], nil
	case packedZstd:
	default:
		return nil, ErrDamaged
	}
	if p.decoder == nil {
		p.decoder = newDecoder(p.Dictionary)
	}
	if p.out, err = p.decoder.DecodeAll(packed[2:], p.out[:0]); err != nil {
		return nil, errors.Join(ErrDamaged, err)
	}
	return p.out, nil
}

func newDecoder(dictionary []byte) *zstd.Decoder {
	options := []zstd.DOption{zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(unpackLimit)}
	if dictionary != nil {
		options = append(options, zstd.WithDecoderDictRaw(dictionaryID, dictionary))
	}
	d, _ := zstd.NewReader(nil, options...) // fails for wrong options only
	return d
}
