package extract

import (
	"bytes"
	"mime"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

// decoded is a body in UTF-8, without byte order mark.
type decoded struct {
	body []byte
	name string // of the encoding it came in
	// enc is the encoding that queries of its links are sent in; nil for UTF-8.
	enc encoding.Encoding
}

// decodeHTML finds out a page's encoding by its byte order mark, else the
// Content-Type header, else a meta element within the first 1,024 bytes; else
// it is windows-1252, also where the bytes could be UTF-8: browsers do not look
// for that in what came over the network, so a page that forgot to say so has
// the same broken links for their users. The result may be body itself, and is
// always valid UTF-8.
func decodeHTML(body []byte, contentType string) decoded {
	for i, m := range marks {
		if rest, ok := bytes.CutPrefix(body, m); ok {
			d, _ := decodeAs(rest, markLabels[i])
			return d
		}
	}
	if label := charsetParam(contentType); label != "" {
		if d, ok := decodeAs(body, label); ok {
			return d
		}
	}
	d, _ := decodeAs(body, metaCharset(body[:min(len(body), 1024)]))
	return d
}

// metaCharset reads the encoding out of a page's first meta element that names
// one, by "prescan a byte stream to determine its encoding" of the HTML Standard,
// which knows of no raw text. Without one it is windows-1252.
func metaCharset(head []byte) string {
	z := tokenizer{body: head}
	for {
		switch z.next() {
		case endOfPage:
			return "windows-1252"
		case startTag:
			t := &z.tag
			if t.atom != atom.Meta {
				continue
			}
			label := string(t.get(attrCharset))
			if !t.has(attrCharset) && equalFold(t.get(attrHTTPEquiv), "content-type") {
				label = charsetIn(t.get(attrContent))
			}
			if e, err := htmlindex.Get(label); err == nil {
				switch name, _ := htmlindex.Name(e); name {
				case "utf-16be", "utf-16le":
					return "utf-8" // or this could not have been read
				case "x-user-defined":
					return "windows-1252"
				}
				return label
			}
		}
	}
}

// charsetIn reads the encoding out of a meta element's content (HTML Standard,
// "Extracting character encodings from meta elements").
func charsetIn(content []byte) string {
	const word = "charset"
	for i := 0; i+len(word) <= len(content); i++ {
		if !equalFold(content[i:i+len(word)], word) {
			continue
		}
		j := skipSpace(content, i+len(word))
		if j == len(content) || content[j] != '=' {
			continue
		}
		rest := content[skipSpace(content, j+1):]
		if len(rest) > 0 && (rest[0] == '"' || rest[0] == '\'') {
			value, _, ok := bytes.Cut(rest[1:], rest[:1])
			if !ok {
				return ""
			}
			return string(value)
		}
		end := 0
		for end < len(rest) && !isSpace(rest[end]) && rest[end] != ';' {
			end++
		}
		return string(rest[:end])
	}
	return ""
}

// decodeXML does the same for XML, where the declaration takes the place of
// the meta element and UTF-8 is the default (XML 1.0 §4.3.3).
func decodeXML(body []byte, contentType string) decoded {
	if hasBOM(body) {
		return decodeHTML(body, "")
	}
	for _, label := range [...]string{charsetParam(contentType), xmlEncoding(body), "utf-8"} {
		if d, ok := decodeAs(body, label); ok {
			return d
		}
	}
	return decoded{body: body, name: "utf-8"}
}

func charsetParam(contentType string) string {
	if contentType == "" {
		return ""
	}
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return ""
	}
	return params["charset"]
}

// decodeAs decodes by an encoding's label; false where there is none such.
func decodeAs(body []byte, label string) (decoded, bool) {
	enc, err := htmlindex.Get(label)
	if err != nil {
		return decoded{}, false
	}
	name, err := htmlindex.Name(enc)
	if err != nil {
		return decoded{}, false
	}
	d := decoded{body: body, name: name}
	switch name {
	case "utf-8":
		if utf8.Valid(body) {
			return d, true
		}
	case "utf-16be", "utf-16le":
	default:
		d.enc = enc
	}
	// A decoder replaces what it can't read and so has no errors; were there
	// one, what it made until then is what a reader sees.
	text, _ := enc.NewDecoder().Bytes(body)
	if !utf8.Valid(text) {
		text = bytes.ToValidUTF8(text, []byte("\uFFFD"))
	}
	d.body = text
	return d, true
}

// xmlEncoding reads the encoding out of an XML declaration, "" for none.
func xmlEncoding(body []byte) string {
	if !bytes.HasPrefix(body, []byte("<?xml")) {
		return ""
	}
	end := bytes.Index(body[:min(len(body), 1024)], []byte("?>"))
	if end < 0 {
		return ""
	}
	return string(pseudoAttr(body[:end], "encoding"))
}

// pseudoAttr reads name="value" out of an XML declaration or processing
// instruction; nil where it is missing.
func pseudoAttr(s []byte, name string) []byte {
	for {
		i := bytes.Index(s, []byte(name))
		if i < 0 {
			return nil
		}
		whole := i > 0 && isSpace(s[i-1])
		s = s[i+len(name):]
		j := skipSpace(s, 0)
		if !whole || j == len(s) || s[j] != '=' {
			continue
		}
		if j = skipSpace(s, j+1); j == len(s) || s[j] != '"' && s[j] != '\'' {
			continue
		}
		if n := bytes.IndexByte(s[j+1:], s[j]); n >= 0 {
			return s[j+1 : j+1+n]
		}
		return nil
	}
}

var (
	marks      = [...][]byte{{0xef, 0xbb, 0xbf}, {0xfe, 0xff}, {0xff, 0xfe}}
	markLabels = [...]string{"utf-8", "utf-16be", "utf-16le"}
)

// hasBOM reports whether a body begins with a byte order mark.
func hasBOM(body []byte) bool { return len(trimBOM(body)) < len(body) }

func trimBOM(body []byte) []byte {
	for _, m := range marks {
		if bytes.HasPrefix(body, m) {
			return body[len(m):]
		}
	}
	return body
}
