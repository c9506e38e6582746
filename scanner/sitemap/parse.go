package sitemap

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"sitewell/scanner/weburl"
)

// Parse reads the file that was found at an address. Relative addresses in it
// are read against that one. Where a file breaks in the middle, what stands
// before is given with a note; every error is an *Error and means that nothing
// could be used. Memory stays within the addresses given and MaxSize bytes of
// unpacked text are read at most, whatever body holds.
func Parse(body []byte, at weburl.URL) (*Map, error) { return parse(body, at, MaxSize) }

func parse(body []byte, at weburl.URL, limit int) (*Map, error) {
	src, err := open(body, limit)
	if err != nil {
		return nil, err
	}
	b := &builder{at: at}
	head, err := src.r.Peek(1)
	switch {
	case len(head) == 0:
		err = &Error{Kind: Empty, Err: ignoreEOF(err)}
	case head[0] == '<':
		err = b.xml(src)
	default:
		err = b.text(src)
	}
	if err != nil {
		return nil, src.blame(err)
	}
	if src.limited.reached {
		b.note(TooLarge, 0, "")
	}
	return &b.m, nil
}

// source is the unpacked text of a file, in UTF-8 where a byte order mark says
// how to get there, at most as many bytes as are allowed.
type source struct {
	r       *bufio.Reader
	limited *limitReader
	marked  bool // a byte order mark settled the encoding
}

// broken returns the error that ended the unpacking, nil for none.
func (s *source) broken() error { return s.limited.err }

// blame puts the unpacking forward where that is why a file makes no sense.
func (s *source) blame(err error) error {
	var e *Error
	if s.broken() != nil && errors.As(err, &e) && e.Kind != HTML {
		return &Error{Kind: BadGzip, Err: s.broken()}
	}
	return err
}

// open unpacks a file by its first bytes, whatever its name says, twice where
// a server compressed what was compressed already.
func open(body []byte, limit int) (*source, error) {
	var r io.Reader = bytes.NewReader(body)
	for range 2 {
		buffered := bufio.NewReader(r)
		r = buffered
		magic, err := buffered.Peek(2)
		if err != nil || magic[0] != 0x1f || magic[1] != 0x8b {
			break
		}
		unpacked, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, &Error{Kind: BadGzip, Err: err}
		}
		r = unpacked
	}
	src := &source{limited: &limitReader{r: r, left: limit}}
	buffered := bufio.NewReaderSize(src.limited, 64<<10)
	mark, _ := buffered.Peek(3)
	src.marked = bytes.HasPrefix(mark, []byte{0xef, 0xbb, 0xbf}) || bytes.HasPrefix(mark, []byte{0xfe, 0xff}) || bytes.HasPrefix(mark, []byte{0xff, 0xfe})
	if src.marked {
		decode := unicode.BOMOverride(transform.Nop)
		buffered = bufio.NewReaderSize(transform.NewReader(buffered, decode), 64<<10)
	}
	src.r = buffered
	return src, skipSpace(buffered)
}

// skipSpace takes off white space before the text, which XML forbids and
// servers send.
func skipSpace(r *bufio.Reader) error {
	for {
		c, err := r.ReadByte()
		if err != nil {
			return nil // the caller sees it when it reads
		}
		if !strings.ContainsRune(" \t\r\n", rune(c)) {
			return r.UnreadByte()
		}
	}
}

// limitReader ends after a number of bytes and remembers that it did, and it
// turns a broken stream into an early end, remembering that too.
type limitReader struct {
	r       io.Reader
	left    int
	reached bool
	err     error
}

func (l *limitReader) Read(p []byte) (int, error) {
	if l.left <= 0 {
		if n, _ := l.r.Read(make([]byte, 1)); n > 0 {
			l.reached = true
		}
		return 0, io.EOF
	}
	n, err := l.r.Read(p[:min(len(p), l.left)])
	l.left -= n
	if err != nil && !errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		l.err, err = err, io.EOF
	}
	return n, err
}

func ignoreEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// text reads a list of addresses, one a line. It must name at least one in
// full, as any text could be read as relative addresses.
func (b *builder) text(src *source) error {
	b.m.Format = FormatText
	lines := bufio.NewScanner(src.r)
	lines.Buffer(make([]byte, 0, 4<<10), maxText)
	for n := 1; lines.Scan(); n++ {
		line := string(bytes.TrimSpace(lines.Bytes()))
		if line == "" {
			continue
		}
		if _, err := weburl.Parse(line); err != nil {
			b.note(BadLoc, n, line)
			continue
		}
		b.add(&b.m.Pages, entry{loc: line, line: n})
	}
	if len(b.m.Pages) == 0 {
		return &Error{Kind: NotKnown, Err: lines.Err()}
	}
	if err := errors.Join(lines.Err(), src.broken()); err != nil {
		b.note(Malformed, 0, err.Error())
	}
	return nil
}

func cut(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if len(s) <= 200 {
		return s
	}
	return strings.ToValidUTF8(s[:197], "") + "..."
}
