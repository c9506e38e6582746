package fetch

import (
	"io"
	"net/http"
)

var pool decoders

// Decode takes the encodings off a body, for tests.
func Decode(h http.Header, body io.Reader, limit int64) ([]byte, error) {
	layers := encodings(h)
	if len(layers) == 0 {
		return io.ReadAll(io.LimitReader(body, limit))
	}
	b := &decodedBody{wire: io.NopCloser(body), layers: layers, pool: &pool}
	defer b.Close()
	return io.ReadAll(io.LimitReader(b, limit))
}

// Referer is referer, for tests.
var Referer = referer

// RedactText is redactText, and so on, for tests.
var (
	RedactText   = redactText
	RedactHeader = redactHeader
	Snippet      = snippet
	PlainText    = plainText
)

// UseStdHTTP2 makes a client that nothing was asked of yet speak HTTP/2 as
// net/http does, which a peer can stop for ever.
func (c *Client) UseStdHTTP2() {
	c.stdHTTP2 = true
	c.current = c.newTransports(true)
}
