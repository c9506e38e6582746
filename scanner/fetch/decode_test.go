package fetch_test

import (
	"bytes"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"

	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
)

const encoded = `
-- GET /gzip --
!encode gzip

plain text
-- GET /x-gzip --
!encode x-gzip

plain text
-- GET /deflate --
!encode deflate

plain text
-- GET /raw-deflate --
!encode raw-deflate

plain text
-- GET /br --
!encode br

plain text
-- GET /zstd --
!encode zstd

plain text
-- GET /stacked --
!encode gzip, br, zstd

plain text
-- GET /identity --
Content-Encoding: identity

plain text
-- GET /utf-8 --
Content-Encoding: utf-8

plain text
-- GET /upper --
!encode gzip
Content-Encoding: GZIP

never right: said twice
-- GET /says-gzip --
Content-Encoding: gzip

plain text
-- GET /says-br --
Content-Encoding: br

plain text
-- GET /says-deflate --
Content-Encoding: deflate

plain text
-- GET /says-zstd --
Content-Encoding: zstd

plain text, mit Umläuten
-- GET /binary --
Content-Encoding: gzip
!raw

HTTP/1.1 200 OK
Content-Encoding: gzip
Content-Length: 6

\x00\x01\x02\x03\x04\x05
-- GET /empty --
Content-Encoding: gzip

-- GET /empty-204 --
204
Content-Encoding: gzip

-- GET /cut --
!encode gzip
!truncate 8
!repeat 3000

line of text, line of text
-- GET /cut-behind --
!encode gzip
!truncate
!repeat 3000

line of text, line of text
-- GET /chunked --
!encode br
!chunked

plain text
-- GET /large --
!encode gzip
!repeat 100000

All work and no play makes Jack a dull boy.
`

// A gzip body may have several members, and padding behind the last.
func TestGzipMembers(t *testing.T) {
	var body bytes.Buffer
	for _, part := range []string{"one ", "two ", "three"} {
		w := gzip.NewWriter(&body)
		_, _ = io.WriteString(w, part)
		_ = w.Close()
	}
	for name, behind := range map[string]string{"nothing": "", "zeros": "\x00\x00\x00", "text": "garbage"} {
		h := http.Header{"Content-Encoding": {"gzip"}}
		got, err := fetch.Decode(h, io.MultiReader(bytes.NewReader(body.Bytes()), strings.NewReader(behind)), 1<<10)
		if string(got) != "one two three" || err != nil {
			t.Errorf("%s behind: %q, %v", name, got, err)
		}
	}
}

const bombs = `
-- GET /bomb-gzip --
!bomb gzip 8MiB

-- GET /bomb-br --
!bomb br 8MiB

-- GET /bomb-zstd --
!bomb zstd 8MiB

-- GET /bomb-deflate --
!bomb deflate 8MiB

`

// check 67, 68
func TestDecoding(t *testing.T) {
	site := sitetest.New(t, encoded)
	c := newClient(t, site)
	const text = "plain text\n"
	for _, test := range []struct {
		path, body string
		notes      []outcome.Key
	}{
		{"/gzip", text, nil},
		{"/x-gzip", text, nil},
		{"/deflate", text, nil},
		{"/raw-deflate", text, nil},
		{"/br", text, nil},
		{"/zstd", text, nil},
		{"/stacked", text, nil},
		{"/chunked", text, nil},
		{"/identity", text, nil},
		{"/utf-8", text, nil},
		{"/says-gzip", text, []outcome.Key{"bad-compression"}},
		{"/says-br", text, []outcome.Key{"bad-compression"}},
		{"/says-deflate", text, []outcome.Key{"bad-compression"}},
		{"/says-zstd", "plain text, mit Umläuten\n", []outcome.Key{"bad-compression"}},
		{"/binary", "", []outcome.Key{"bad-compression"}},
		{"/empty", "", nil},
		{"/empty-204", "", nil},
		{"/large", strings.Repeat("All work and no play makes Jack a dull boy.\n", 100000), nil},
	} {
		a := get(t, c, site.URL(test.path))
		if string(a.Body) != test.body {
			t.Errorf("%s: body %.60q (%d bytes), want %.60q: %v", test.path, a.Body, len(a.Body), test.body, a.Notes)
		}
		if diff := cmp.Diff(test.notes, noteKeys(a)); diff != "" {
			t.Errorf("%s: notes (-want +got):\n%s", test.path, diff)
		}
		if a.Err != nil {
			t.Errorf("%s: %v", test.path, a.Err)
		}
	}
	for _, r := range site.Requests() {
		if got, want := r.Header.Get("Accept-Encoding"), "gzip, deflate, br, zstd"; got != want {
			t.Fatalf("Accept-Encoding = %q, want %q", got, want)
		}
	}
	// Size is that of the body as it was sent.
	if a := get(t, c, site.URL("/large")); a.Size <= 0 || a.Size > 100_000 {
		t.Errorf("Size = %d", a.Size)
	}
}

// check 71 of a compressed body: what came is decoded, and the connection is
// to blame.
func TestTruncatedCompression(t *testing.T) {
	site := sitetest.New(t, encoded)
	c := newClient(t, site)
	for _, path := range []string{"/cut", "/cut-behind"} {
		a := get(t, c, site.URL(path))
		if !a.Truncated || !strings.HasPrefix(string(a.Body), "line of text") || a.Outcome != "200" {
			t.Errorf("%s: %s, truncated %v, %d bytes", path, a.Outcome, a.Truncated, len(a.Body))
		}
		if diff := cmp.Diff([]outcome.Key{"body-truncated"}, noteKeys(a)); diff != "" {
			t.Errorf("%s: notes (-want +got):\n%s", path, diff)
		}
	}
}

// check 66: a compression bomb is cut by size and ratio.
func TestBombs(t *testing.T) {
	site := sitetest.New(t, bombs)
	c := newClient(t, site, func(o *fetch.Options) { o.MaxBody = 64 << 20 })
	for _, path := range []string{"/bomb-gzip", "/bomb-br", "/bomb-zstd", "/bomb-deflate"} {
		a := get(t, c, site.URL(path))
		if a.Outcome != "200" || !a.Cut || len(a.Body) > 5<<20 {
			t.Errorf("%s: %s, cut %v, %d bytes: %v", path, a.Outcome, a.Cut, len(a.Body), a.Err)
		}
		if detail, ok := note(a, outcome.TooLarge); !ok || !strings.Contains(detail, "500 times") {
			t.Errorf("%s: notes %v", path, a.Notes)
		}
	}
	// By size: the same body with a limit below the ratio's.
	small := newClient(t, site, func(o *fetch.Options) { o.MaxBody = 1 << 20 })
	a := get(t, small, site.URL("/bomb-gzip"))
	if !a.Cut || len(a.Body) != 1<<20 {
		t.Errorf("cut %v, %d bytes", a.Cut, len(a.Body))
	}
}

// Only what may be read for links is read whole, by type or first bytes.
func TestWantPage(t *testing.T) {
	site := sitetest.New(t, `
-- GET /page.html --
!repeat 100000

x
-- GET /page.svg --
Content-Type: image/svg+xml
!repeat 100000

x
-- GET /app.zip --
Content-Type: application/zip
!repeat 100000

x
-- GET /photo.jpg --
Content-Type: image/jpeg
!repeat 100000

x
-- GET /wrong-type --
Content-Type: application/octet-stream
!repeat 20000

<!DOCTYPE html><title>a page all the same</title>
-- GET /no-type --
Content-Type:
!repeat 20000

<!DOCTYPE html><title>a page all the same</title>
-- GET /small.bin --
Content-Type: application/octet-stream

tiny
`)
	c := newClient(t, site)
	for path, want := range map[string]struct {
		size int
		cut  bool
	}{
		"/page.html":  {200_000, false},
		"/page.svg":   {200_000, false},
		"/app.zip":    {4 << 10, true},
		"/photo.jpg":  {4 << 10, true},
		"/wrong-type": {1_000_000, false},
		"/no-type":    {1_000_000, false},
		"/small.bin":  {5, false},
	} {
		a := get(t, c, site.URL(path))
		if len(a.Body) != want.size || a.Cut != want.cut || len(a.Notes) > 0 {
			t.Errorf("%s: %d bytes, cut %v, want %+v; notes %v", path, len(a.Body), a.Cut, want, a.Notes)
		}
		all := c.Fetch(t.Context(), fetch.Request{URL: parse(t, site.URL(path)), Want: fetch.WantAll})
		if all.Cut || int64(len(all.Body)) != all.Size {
			t.Errorf("%s: all of it is %d bytes of %d", path, len(all.Body), all.Size)
		}
	}
}

// FuzzDecoding: what a server encodes comes out as it went in, by itself and
// in layers, however the bytes arrive; and a damaged body does no harm: no
// panic, no endless loop, bounded size, and the same result in any pieces.
//
// checks 66, 67, 68
func FuzzDecoding(f *testing.F) {
	var gz, br, zs bytes.Buffer
	for _, w := range []io.WriteCloser{gzip.NewWriter(&gz), brotli.NewWriter(&br), must(zstd.NewWriter(&zs))} {
		_, _ = io.WriteString(w, "some text, some text, some text")
		_ = w.Close()
	}
	for _, body := range [][]byte{gz.Bytes(), br.Bytes(), zs.Bytes(), []byte("plain"), nil} {
		for _, name := range []string{"gzip", "br", "zstd", "deflate", "gzip, br", ",,gzip"} {
			f.Add(name, body)
		}
	}
	const limit = 1 << 20
	f.Fuzz(func(t *testing.T, encoding string, body []byte) {
		h := http.Header{"Content-Encoding": {encoding}}
		out, err := fetch.Decode(h, bytes.NewReader(body), limit)
		if len(out) > limit {
			t.Errorf("%d bytes (%v)", len(out), err)
		}
		pieces, piecesErr := fetch.Decode(h, iotest.OneByteReader(bytes.NewReader(body)), limit)
		if !bytes.Equal(pieces, out) || (piecesErr == nil) != (err == nil) {
			t.Errorf("%q: %d bytes (%v), byte by byte %d (%v)", encoding, len(out), err, len(pieces), piecesErr)
		}

		text := body[:min(len(body), 4<<10)]
		for _, layers := range [][]string{{"gzip"}, {"deflate"}, {"raw-deflate"}, {"br"}, {"zstd"}, {"gzip", "br"}, {"zstd", "gzip", "deflate"}} {
			packed, ambiguous := text, false
			for _, layer := range layers {
				packed = encode(t, layer, packed)
				// These two have no mark, so a few bytes may be text as well.
				ambiguous = ambiguous || (layer == "br" || layer == "raw-deflate") && fetch.PlainText(packed)
			}
			name := strings.ReplaceAll(strings.Join(layers, ", "), "raw-", "")
			got, err := fetch.Decode(http.Header{"Content-Encoding": {name}}, bytes.NewReader(packed), limit)
			if !ambiguous && (err != nil || !bytes.Equal(got, text)) {
				t.Errorf("%v: got %.60q (%v), want %.60q", layers, got, err, text)
			}
		}
	})
	runtime.GC()
}

// encode puts one encoding around a body. The writers are used again, since
// each costs more to make than many bodies cost to pack.
func encode(t *testing.T, name string, body []byte) []byte {
	t.Helper()
	if name == "zstd" {
		return encoders.zstd.EncodeAll(body, nil)
	}
	w := map[string]interface {
		io.WriteCloser
		Reset(w io.Writer)
	}{"gzip": encoders.gzip, "deflate": encoders.zlib, "raw-deflate": encoders.flate, "br": encoders.brotli}[name]
	var out bytes.Buffer
	w.Reset(&out)
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var encoders = struct {
	gzip   *gzip.Writer
	zlib   *zlib.Writer
	flate  *flate.Writer
	brotli *brotli.Writer
	zstd   *zstd.Encoder
}{
	gzip.NewWriter(nil), zlib.NewWriter(nil), must(flate.NewWriter(nil, flate.DefaultCompression)),
	brotli.NewWriterLevel(nil, 1), must(zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true))),
}

func must[T any](w T, err error) T {
	if err != nil {
		panic(err)
	}
	return w
}
