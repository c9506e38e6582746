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

// zeros is an endless reader of zeros.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
