package fetch

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// ends returns how many bytes of a stream belong to the answer of one request.
func ends(method, stream string, step int) int {
	var f framing
	f.request([]byte(method + " / HTTP/1.1\r\n"))
	f.request([]byte("Host: x\r\n\r\n")) // a second write of the same request
	total := 0
	for piece := range chunked([]byte(stream), step) {
		_, mine, tooLarge := f.response(nil, piece)
		total += mine
		if mine < len(piece) || tooLarge {
			break
		}
	}
	return total
}

// chunked cuts bytes into pieces.
func chunked(b []byte, step int) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for len(b) > 0 {
			n := min(step, len(b))
			if !yield(b[:n]) {
				return
			}
			b = b[n:]
		}
	}
}

// check 72
func TestFraming(t *testing.T) {
	for _, test := range []struct {
		name, method, answer, extra string
	}{
		{"length", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "more"},
		{"length, bare line ends", "GET", "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", "more"},
		{"length in odd case", "GET", "HTTP/1.1 200 OK\r\ncontent-LENGTH:5\r\n\r\nhello", "more"},
		{"length twice", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello", "more"},
		{"no body", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "more"},
		{"204", "GET", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", "hello"},
		{"304", "GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "hello"},
		{"HEAD", "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "hello"},
		{"HEAD, chunked", "HEAD", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "0\r\n\r\n"},
		{"chunks", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n", "more"},
		{"chunks win over length", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: Chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", "more"},
		{"interim", "GET", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "more"},
		{"until the end", "GET", "HTTP/1.0 200 OK\r\n\r\nall of this, however long", ""},
		{"no HTTP", "GET", "SSH-2.0-OpenSSH\r\nwhatever\r\n\r\n", ""},
		{"bad chunk", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nwhatever", ""},
		{"switching protocols", "GET", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nanything", ""},
	} {
		for _, step := range []int{1, 2, 7, 1 << 20} {
			if got := ends(test.method, test.answer+test.extra, step); got != len(test.answer) {
				t.Errorf("%s, %d bytes at once: %d bytes belong to it, want %d", test.name, step, got, len(test.answer))
			}
		}
	}
}

func TestFramingIdle(t *testing.T) {
	var f framing
	if _, mine, _ := f.response(nil, []byte("HTTP/1.1 408 Request Timeout\r\n\r\n")); mine != 0 {
		t.Errorf("%d bytes belong to no request", mine)
	}
}

// FuzzFraming: what net/http makes of a stream does not change when the
// framing takes off what lies behind the answer.
func FuzzFraming(f *testing.F) {
	for _, s := range []string{
		"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, and more",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\nmore",
		"HTTP/1.1 103 x\r\n\r\nHTTP/1.1 204 x\r\n\r\nmore",
		"HTTP/1.1 200 OK\r\nContent-Length : 5\r\n a: b\r\n\r\nhello",
		"HTTP/1.0 200\nContent-Length:+5\n\nhello",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n1\nx\n0\n\n",
	} {
		f.Add(s, false)
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, stream string, head bool) {
		request := &http.Request{Method: http.MethodGet}
		if head {
			request.Method = http.MethodHead
		}
		want, wantErr := readAnswer(strings.NewReader(stream), request)
		if wantErr != nil {
			return // it may be repaired, or it may not
		}
		conn := &quietConn{Conn: readOnly{iotest.HalfReader(strings.NewReader(stream))}}
		conn.framing.request([]byte(request.Method + " / HTTP/1.1\r\n\r\n"))
		got, gotErr := readAnswer(conn, request)
		if conn.isRepaired() {
			return // net/http took it, and read it in another way than browsers
		}
		if got != want || gotErr != nil {
			t.Errorf("%q: with framing %q (%v), without %q", stream, got, gotErr, want)
		}
	})
}

// readOnly is a connection that only reads.
type readOnly struct{ io.Reader }

func (readOnly) Write(p []byte) (int, error)      { return len(p), nil }
func (readOnly) Close() error                     { return nil }
func (readOnly) LocalAddr() net.Addr              { return nil }
func (readOnly) RemoteAddr() net.Addr             { return nil }
func (readOnly) SetDeadline(time.Time) error      { return nil }
func (readOnly) SetReadDeadline(time.Time) error  { return nil }
func (readOnly) SetWriteDeadline(time.Time) error { return nil }

// Headers that browsers take are taken, whatever net/http thinks of them.
func TestRepair(t *testing.T) {
	const ok = "200 OK\nhello"
	for _, test := range []struct{ name, stream, want string }{
		{"line without colon", "HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: 5\r\n\r\nhello", ok},
		{"space before colon", "HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\nhello", ok},
		{"name with space", "HTTP/1.1 200 OK\r\nMy Header: x\r\nContent-Length: 5\r\n\r\nhello", ok},
		{"empty name", "HTTP/1.1 200 OK\r\n: x\r\nContent-Length: 5\r\n\r\nhello", ok},
		{"first line folded", "HTTP/1.1 200 OK\r\n x: y\r\nContent-Length: 5\r\n\r\nhello", ok},
		{"folded", "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 5\r\n\r\nhello", ok},
		{"fold of a dropped line", "HTTP/1.1 200 OK\r\nnonsense\r\n b\r\nContent-Length: 5\r\n\r\nhello", ok},
		{"control characters", "HTTP/1.1 200 OK\r\nX: a\x01b\r\nContent-Length: 5\r\n\r\nhello", ok},
		{"chunked twice", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", ok},
		{"gzip, chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", ok},
		{"identity", "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 5\r\n\r\nhello", ok},
		{"length as a list", "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello", "200 OK\nhello"},
		{"length that is none", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nhello", ok},
		{"two spaces", "HTTP/1.1  200 OK\r\nContent-Length: 5\r\n\r\nhello", ok},
		{"no space behind the code", "HTTP/1.1 200OK\r\nContent-Length: 5\r\n\r\nhello", ok},
		{"check 112: a radio station", "ICY 200 OK\r\nContent-Length: 5\r\n\r\nhello", ok},
		{"a version of its own", "HTTP/2 200 OK\r\nContent-Length: 5\r\n\r\nhello", ok},
		{"small letters", "http/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", ok},
		{"an empty line first", "\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", ok},
		{"two empty lines first", "\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", ok},
		{"a byte order mark first", "\ufeffHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", ok},
		{"three empty lines first", "\r\n\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", ""},
		{"five bytes first", "12345HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", ""},
		{"two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", ""},
		{"two digits", "HTTP/1.1 20 OK\r\nContent-Length: 5\r\n\r\nhello", ""},
		{"no HTTP", "ICE/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", ""},
	} {
		request := &http.Request{Method: http.MethodGet}
		conn := &quietConn{Conn: readOnly{iotest.HalfReader(strings.NewReader(test.stream))}}
		conn.framing.request([]byte("GET / HTTP/1.1\r\n\r\n"))
		if got, err := readAnswer(conn, request); got != test.want {
			t.Errorf("%s: got %q, want %q: %v", test.name, got, test.want, err)
		}
	}
}

// readAnswer reads an answer as http.Transport does.
func readAnswer(r io.Reader, request *http.Request) (string, error) {
	in := bufio.NewReader(r)
	for {
		response, err := http.ReadResponse(in, request)
		if err != nil {
			return "", err
		}
		if response.StatusCode >= 100 && response.StatusCode < 200 && response.StatusCode != 101 {
			continue
		}
		var b bytes.Buffer
		b.WriteString(response.Status + "\n")
		_, err = io.Copy(&b, response.Body)
		return b.String(), err
	}
}
