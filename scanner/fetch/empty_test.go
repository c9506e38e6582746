package fetch_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"github.com/klauspost/compress/gzip"

	"sitewell/scanner/fetch"
	"sitewell/scanner/sitetest"
)

// check 66: a compressed body that never ends and contains nothing is read up to
// a bound, whatever the encoding is.
func TestEndlessBodiesOfNothing(t *testing.T) {
	const most = 2 << 20 // bytes
	for _, name := range []string{"gzip", "raw-deflate", "br", "zstd"} {
		t.Run(name, func(t *testing.T) {
			cycle, err := sitetest.Nothing(name)
			if err != nil {
				t.Fatal(err)
			}
			token := name
			if name == "raw-deflate" {
				token = "deflate"
			}
			body := &endless{cycle: bytes.Repeat(cycle, 1<<10), end: 8 * most}
			got, err := fetch.Decode(http.Header{"Content-Encoding": {token}}, body, 1<<20)
			if len(got) != 0 || err == nil || body.read > most {
				t.Errorf("got %d bytes and error %v after %d bytes, want an error after at most %d", len(got), err, body.read, most)
			}
		})
	}
	t.Run("gzip of gzip", func(t *testing.T) { // some KB that unpack to millions of empty members
		cycle, _ := sitetest.Nothing("gzip")
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		inner := &endless{cycle: cycle, end: 16 * most}
		if _, err := io.Copy(w, inner); err != nil {
			t.Fatal(err)
		}
		w.Close()
		body := bytes.NewReader(packed.Bytes())
		got, err := fetch.Decode(http.Header{"Content-Encoding": {"gzip, gzip"}}, body, 1<<20)
		if len(got) != 0 || err == nil || body.Len() < packed.Len()/2 {
			t.Errorf("got %d bytes and error %v, %d of %d bytes unread", len(got), err, body.Len(), packed.Len())
		}
	})
}

// Members, frames and blocks of a single byte are read: some servers flush after
// each write.
func TestManySmallMembers(t *testing.T) {
	var member bytes.Buffer
	w := gzip.NewWriter(&member)
	w.Write([]byte("a"))
	w.Close()
	const n = 100_000
	body := &endless{cycle: member.Bytes(), end: n * member.Len()}
	got, err := fetch.Decode(http.Header{"Content-Encoding": {"gzip"}}, body, 1<<20)
	if err != nil || len(got) != n {
		t.Errorf("got %d bytes and error %v, want %d bytes", len(got), err, n)
	}
}

// endless reads the same bytes again and again, up to end bytes.
type endless struct {
	cycle     []byte
	read, end int
}

func (e *endless) Read(p []byte) (n int, err error) {
	for n < len(p) && e.read < e.end {
		p[n] = e.cycle[e.read%len(e.cycle)]
		n++
		e.read++
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}
