package fetch

import (
	"bytes"
	"strconv"
)

// maxSlop is how many bytes before a status line are passed over, as in
// Chromium's HttpUtil::LocateStartOfStatusLine: empty lines that a server
// sends behind the body before, a byte order mark.
const maxSlop = 4

// repairStatus makes a status line that browsers understand one that net/http
// understands: a few bytes before it, more than one space, a version such as
// "HTTP/2" that has no place here, a missing version digit. What no browser
// takes stays as it is.
func repairStatus(line []byte) []byte {
	if i := bytes.Index(bytes.ToUpper(line[:min(len(line), maxSlop+len("HTTP/"))]), []byte("HTTP/")); i > 0 {
		line = line[i:]
	}
	if stream, ok := bytes.CutPrefix(line, []byte("ICY ")); ok {
		// SHOUTcast, which radio stations run, answers so for HTTP/1.0; Firefox takes
		// it (nsHttpTransaction::LocateHttpStart), and so do media players.
		line = append([]byte("HTTP/1.0 "), stream...)
	}
	version, rest, ok := bytes.Cut(line, []byte(" "))
	if !ok || !bytes.HasPrefix(bytes.ToUpper(version), []byte("HTTP/")) {
		return line
	}
	rest = bytes.TrimLeft(rest, " \t")
	code, reason, _ := bytes.Cut(rest, []byte(" "))
	if len(code) > 3 && isDigits(code[:3]) && !isDigits(code[3:4]) { // "200OK"
		code, reason = code[:3], rest[3:]
	}
	if len(code) != 3 || !isDigits(code) {
		return line
	}
	fixed := []byte("HTTP/1.1 ")
	if string(version) == "HTTP/1.0" {
		fixed = []byte("HTTP/1.0 ")
	} else if !isVersion(version[len("HTTP/"):]) {
		return line
	}
	fixed = append(append(fixed, code...), ' ')
	return append(fixed, reason...)
}

// isVersion reports whether a version is made of digits and dots.
func isVersion(v []byte) bool {
	return len(v) > 0 && len(bytes.Trim(v, "0123456789.")) == 0
}

func isDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0
}

// repairField makes a header line one that net/http takes, in the way that
// browsers read it (Chromium's HttpUtil::HeadersIterator): white space around
// the name is dropped, a line without a colon or with a name that is no token
// is passed over, control characters in values become spaces. net/http would
// call the whole answer malformed, which no visitor would see. keep is false
// for a line to pass over.
func repairField(line []byte) (fixed []byte, keep bool) {
	name, value, ok := bytes.Cut(line, []byte(":"))
	if !ok {
		return nil, false
	}
	trimmed := bytes.Trim(name, " \t")
	if !isToken(trimmed) {
		return nil, false
	}
	if len(trimmed) == len(name) && bytes.IndexFunc(value, isControl) < 0 {
		return line, true
	}
	fixed = append(append(fixed, trimmed...), ':')
	return append(fixed, bytes.Map(spaceForControl, value)...), true
}

func isControl(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }

func spaceForControl(r rune) rune {
	if isControl(r) {
		return ' '
	}
	return r
}

// isToken reports whether a field name is one by RFC 9110 §5.6.2.
func isToken(name []byte) bool {
	for _, c := range name {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (c < '0' || c > '9') && bytes.IndexByte([]byte("!#$%&'*+-.^_`|~"), c) < 0 {
			return false
		}
	}
	return len(name) > 0
}

// contentLength reads the value of Content-Length: a number, or the same
// number several times (RFC 9110 §8.6). It reports false for anything else.
func contentLength(value []byte) (n int64, ok bool) {
	n = -1
	for part := range bytes.SplitSeq(value, []byte(",")) {
		part = bytes.TrimSpace(part)
		v, err := strconv.ParseInt(string(part), 10, 64)
		if err != nil || !isDigits(part) || n >= 0 && v != n {
			return 0, false
		}
		n = v
	}
	return n, true
}
