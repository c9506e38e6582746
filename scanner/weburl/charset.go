package weburl

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
)

// ResolveIn is Resolve for a page in a legacy encoding, in which the queries of
// its forms and links are encoded (WHATWG URL §4.4, query state): on a
// windows-1252 page "?q=ü" becomes "?q=%FC". Characters that the encoding lacks
// become "%26%23NNN%3B". The path is always encoded in UTF-8. If enc is nil or
// UTF-16, so is the query.
func (u URL) ResolveIn(ref string, enc encoding.Encoding) (URL, error) {
	if enc == nil || enc == unicode.UTF8 || isUTF16(enc) || ascii(ref) {
		return u.Resolve(ref)
	}
	if s := schemeOf(clean(ref)); s != "" && s != "http" && s != "https" {
		return u.Resolve(ref)
	}
	rest, fragment, hasFragment := strings.Cut(ref, "#")
	path, query, hasQuery := strings.Cut(rest, "?")
	if !hasQuery || ascii(query) {
		return u.Resolve(ref)
	}
	ref = path + "?" + encodeQuery(query, enc)
	if hasFragment {
		ref += "#" + fragment
	}
	return u.Resolve(ref)
}

func isUTF16(enc encoding.Encoding) bool {
	for _, e := range [...]unicode.Endianness{unicode.LittleEndian, unicode.BigEndian} {
		for _, b := range [...]unicode.BOMPolicy{unicode.IgnoreBOM, unicode.UseBOM, unicode.ExpectBOM} {
			if enc == unicode.UTF16(e, b) {
				return true
			}
		}
	}
	return false
}

// encodeQuery leaves ASCII to the parser and converts every run of other
// characters to the bytes of the encoding, percent-encoded as the query
// percent-encode set requires: the second byte of a Shift_JIS character may be an
// ASCII letter.
func encodeQuery(query string, enc encoding.Encoding) string {
	var b strings.Builder
	for query != "" {
		n := strings.IndexFunc(query, func(r rune) bool { return r >= utf8.RuneSelf })
		if n < 0 {
			b.WriteString(query)
			break
		}
		b.WriteString(query[:n])
		query = query[n:]
		n = strings.IndexFunc(query, func(r rune) bool { return r < utf8.RuneSelf })
		if n < 0 {
			n = len(query)
		}
		encodeRun(&b, query[:n], enc)
		query = query[n:]
	}
	return b.String()
}

func encodeRun(b *strings.Builder, run string, enc encoding.Encoding) {
	if encoded, err := enc.NewEncoder().String(run); err == nil {
		percentEncode(b, encoded)
		return
	}
	for _, r := range run {
		if encoded, err := enc.NewEncoder().String(string(r)); err == nil {
			percentEncode(b, encoded)
		} else {
			b.WriteString("%26%23" + strconv.Itoa(int(r)) + "%3B")
		}
	}
}

func percentEncode(b *strings.Builder, s string) {
	const hex = "0123456789ABCDEF"
	for i := range len(s) {
		if c := s[i]; classes[c]&inQuery != 0 {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
