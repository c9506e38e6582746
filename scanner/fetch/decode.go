package fetch

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// acceptEncoding is what we ask for: all that is decoded here.
const acceptEncoding = "gzip, deflate, br, zstd"

const (
	// maxLayers bounds stacked encodings.
	maxLayers = 5
	// maxWindow is the memory a zstd body may ask for (RFC 9659 §3).
	maxWindow = 8 << 20
	// A layer may take in emptyBytes, and emptyRatio times as much as it
	// returns, before it counts as damaged: empty members, frames and blocks can
	// go on without end. A real one takes in little more than it returns.
	emptyBytes = 1 << 20
	emptyRatio = 32
	// layerPiece is how much of a layer is decoded at once. A zstd decoder reads
	// on until it has filled all the room it is given.
	layerPiece = 32 << 10
)

// Errors of decoded bodies.
var (
	errNotEncoded = errors.New("body is not in the encoding that its header names")
	errCorrupt    = errors.New("compressed body is damaged")
	errEmpty      = errors.New("it goes on without containing anything")
)

// decoders hands out decoders to use again; each costs up to some 100 KB.
type decoders struct {
	gzip, zstd, brotli sync.Pool
}

// decodingTransport adds Accept-Encoding and decodes what comes back (checks 67, 68).
// Transport must have DisableCompression set.
type decodingTransport struct {
	next http.RoundTripper
	pool *decoders
}

// RoundTrip implements http.RoundTripper.
func (d *decodingTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("Accept-Encoding", acceptEncoding)
	response, err := d.next.RoundTrip(r)
	if err != nil || response.Body == http.NoBody || r.Method == http.MethodHead {
		return response, err
	}
	layers := encodings(response.Header)
	if len(layers) > 0 {
		response.Body = &decodedBody{wire: response.Body, layers: layers, pool: d.pool}
		response.ContentLength = -1 // Header keeps what was sent
	}
	return response, nil
}

// encodings reads Content-Encoding: the layers in the order in which they
// must be taken off. Names that no browser knows are passed over, as browsers
// pass them over.
func encodings(h http.Header) []string {
	var layers []string
	for _, field := range h["Content-Encoding"] {
		for name := range strings.SplitSeq(field, ",") {
			switch name = strings.ToLower(strings.TrimSpace(name)); name {
			case "gzip", "x-gzip":
				layers = append(layers, "gzip")
			case "deflate", "br", "zstd":
				layers = append(layers, name)
			}
		}
	}
	slices.Reverse(layers)
	return layers
}

// decodedBody takes the layers off as it is read. An error that it gives
// wraps errNotEncoded or errCorrupt where the encoding is to blame.
type decodedBody struct {
	wire   io.ReadCloser
	layers []string
	pool   *decoders

	reader  io.Reader // nil until the first Read
	release []func()
	plain   bool // a layer was missing and the body is text all the same
	failed  error
	wireErr error
}

// Read implements io.Reader.
func (b *decodedBody) Read(p []byte) (int, error) {
	if b.failed != nil {
		return 0, b.failed
	}
	if b.reader == nil {
		if err := b.open(); err != nil {
			b.failed = err
			return 0, err
		}
	}
	n, err := b.reader.Read(p)
	if err != nil && err != io.EOF {
		if b.wireErr != nil {
			err = b.wireErr // the connection failed, not the encoding
		} else {
			err = errors.Join(errCorrupt, err)
		}
	}
	b.failed = err
	return n, err
}

// Close implements io.Closer.
func (b *decodedBody) Close() error {
	for _, f := range b.release {
		f()
	}
	b.release = nil
	if b.failed == nil {
		b.failed = http.ErrBodyReadAfterClose
	}
	return b.wire.Close()
}

// open builds the chain of decoders.
func (b *decodedBody) open() error {
	if len(b.layers) > maxLayers {
		return errCorrupt
	}
	b.reader = readerFunc(func(p []byte) (int, error) {
		n, err := b.wire.Read(p)
		if err != nil && err != io.EOF {
			b.wireErr = err
		}
		return n, err
	})
	for _, name := range b.layers {
		bound := &layer{from: b.reader}
		in := bufio.NewReaderSize(readerFunc(bound.take), 4<<10)
		start, err := in.Peek(512)
		if len(start) == 0 {
			if err == io.EOF {
				b.reader = in
				return nil // nothing to decode, as for 204
			}
			return err
		}
		if !begins(name, start) {
			if !plainText(start) {
				return errNotEncoded
			}
			b.plain, b.reader = true, in
			return nil
		}
		if bound.decoder, err = b.decoder(name, in); err != nil {
			if b.wireErr != nil {
				return b.wireErr
			}
			return errors.Join(errCorrupt, err)
		}
		b.reader = bound
	}
	return nil
}

// layer decodes one layer of a body, and ends it with errEmpty when it takes in
// far more than it returns.
type layer struct {
	from            io.Reader // compressed
	decoder         io.Reader // reads from take
	taken, returned int64     // bytes
}

// Read implements io.Reader.
func (l *layer) Read(p []byte) (int, error) {
	n, err := l.decoder.Read(p[:min(len(p), layerPiece)])
	l.returned += int64(n)
	return n, err
}

// take reads what the decoder takes in.
func (l *layer) take(p []byte) (int, error) {
	if l.taken > emptyBytes+emptyRatio*l.returned {
		return 0, errEmpty
	}
	n, err := l.from.Read(p)
	l.taken += int64(n)
	return n, err
}

// decoder returns the decoder of one layer.
func (b *decodedBody) decoder(name string, in *bufio.Reader) (io.Reader, error) {
	switch name {
	case "gzip":
		z, ok := b.pool.gzip.Get().(*gzip.Reader)
		if !ok {
			z = new(gzip.Reader)
		}
		b.release = append(b.release, func() { b.pool.gzip.Put(z) })
		if err := z.Reset(in); err != nil {
			return nil, err
		}
		z.Multistream(false)
		return &members{in: in, z: z}, nil
	case "deflate":
		start, _ := in.Peek(2)
		if hasZlibHeader(start) {
			return zlib.NewReader(in)
		}
		return flate.NewReader(in), nil
	case "br":
		r, ok := b.pool.brotli.Get().(*brotli.Reader)
		if !ok {
			r = new(brotli.Reader)
		}
		b.release = append(b.release, func() { b.pool.brotli.Put(r) })
		return r, r.Reset(in)
	default: // zstd
		z, ok := b.pool.zstd.Get().(*zstd.Decoder)
		if !ok {
			var err error
			z, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1),
				zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
			if err != nil {
				return nil, err
			}
		}
		b.release = append(b.release, func() {
			if z.Reset(nil) == nil {
				b.pool.zstd.Put(z)
			}
		})
		return z, z.Reset(in)
	}
}

// members reads the members of a gzip body one after the other, and passes
// over padding behind the last one, as browsers do.
type members struct {
	in *bufio.Reader
	z  *gzip.Reader
}

// Read implements io.Reader.
func (m *members) Read(p []byte) (int, error) {
	for {
		n, err := m.z.Read(p)
		if err != io.EOF {
			return n, err
		}
		if n > 0 {
			return n, nil // the end of a member comes again
		}
		start, err := m.in.Peek(2)
		if err != nil && err != io.EOF {
			return 0, err
		}
		if !begins("gzip", start) {
			return 0, io.EOF
		}
		if err := m.z.Reset(m.in); err != nil {
			return 0, err
		}
		m.z.Multistream(false)
	}
}

// begins reports whether a body may be in an encoding, by its first bytes.
// Brotli and raw deflate have no mark, so there only text that cannot be
// either is told.
func begins(name string, start []byte) bool {
	switch name {
	case "gzip":
		return bytes.HasPrefix(start, []byte{0x1f, 0x8b})
	case "zstd":
		if bytes.HasPrefix(start, []byte{0x28, 0xb5, 0x2f, 0xfd}) {
			return true
		}
		// A skippable frame: 0x184D2A5? in little endian.
		return len(start) >= 4 && start[0]&0xf0 == 0x50 && bytes.Equal(start[1:4], []byte{0x2a, 0x4d, 0x18})
	case "deflate":
		return hasZlibHeader(start) || !plainText(start)
	default:
		return !plainText(start)
	}
}

// hasZlibHeader reports whether bytes begin as RFC 1950 §2.2 says.
func hasZlibHeader(start []byte) bool {
	return len(start) >= 2 && start[0]&0x0f == 8 && start[0]>>4 <= 7 && (int(start[0])<<8|int(start[1]))%31 == 0
}

// plainText reports whether bytes are plainly readable text: no control
// characters, and UTF-8 but for a last character that is cut in two. Four
// bytes are the least that prove anything.
func plainText(start []byte) bool {
	for i, c := range start {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' || c == 0x7f {
			return false
		}
		if c >= utf8.RuneSelf {
			if r, size := utf8.DecodeRune(start[i:]); r == utf8.RuneError && size == 1 && len(start)-i >= utf8.UTFMax {
				if start[i]&0xc0 != 0x80 { // not the rest of a character
					return false
				}
				if i == 0 || start[i-1] < utf8.RuneSelf {
					return false
				}
			}
		}
	}
	return len(start) >= 4
}

// readerFunc is a function as an io.Reader.
type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
