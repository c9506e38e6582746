package sitetest

import (
	"bytes"
	"fmt"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// compress applies encodings one after the other.
func compress(names []string, body []byte) ([]byte, error) {
	for _, name := range names {
		var b bytes.Buffer
		w, err := encoder(name, &b)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(body); err != nil {
			return nil, err
		}
		if err := w.Close(); err != nil {
			return nil, err
		}
		body = b.Bytes()
	}
	return body, nil
}

// encoder returns a compressor.
func encoder(name string, to io.Writer) (io.WriteCloser, error) {
	switch name {
	case "gzip", "x-gzip":
		return gzip.NewWriter(to), nil
	case "deflate":
		return zlib.NewWriter(to), nil
	case "raw-deflate":
		return flate.NewWriter(to, flate.DefaultCompression)
	case "br":
		return brotli.NewWriterLevel(to, 2), nil
	case "zstd":
		return zstd.NewWriter(to, zstd.WithEncoderConcurrency(1))
	default:
		return nil, fmt.Errorf("no encoding is called %q", name)
	}
}

// token is an encoding as Content-Encoding names it.
func token(name string) string {
	if name == "raw-deflate" {
		return "deflate"
	}
	return name
}

// bomb compresses size zeros.
func bomb(name string, size int) ([]byte, error) {
	var b bytes.Buffer
	w, err := encoder(name, &b)
	if err != nil {
		return nil, err
	}
	if _, err := io.CopyN(w, zeros{}, int64(size)); err != nil {
		return nil, err
	}
	err = w.Close()
	return b.Bytes(), err
}

// Nothing returns compressed bytes that contain nothing and that may be repeated
// without end: members, frames or blocks.
func Nothing(name string) ([]byte, error) {
	switch name {
	case "gzip": // a member (RFC 1952)
		return []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0}, nil
	case "raw-deflate": // a stored block (RFC 1951 §3.2.4)
		return []byte{0, 0, 0, 0xff, 0xff}, nil
	case "zstd": // a frame, and one to be skipped (RFC 8878 §3.1)
		return []byte{0x28, 0xb5, 0x2f, 0xfd, 0x20, 0, 1, 0, 0, 0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0}, nil
	case "br": // the window's size and blocks of metadata, of which the last skips the next size (RFC 7932 §9.2)
		return []byte{0x0c, 6, 6, 6, 6, 6, 6, 0x16, 0}, nil
	}
	return nil, fmt.Errorf("no bytes without content are known for %q", name)
}

// zeros is an endless reader of zeros.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
