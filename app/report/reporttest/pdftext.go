package reporttest

import (
	"bytes"
	"compress/zlib"
	"io"
	"strings"
	"unicode/utf16"
)

// PDFText returns the text of a PDF that package pdf wrote, a line for every piece in the
// order of writing. Its pages are compressed, and their texts are UTF-16.
func PDFText(file []byte) string {
	var all strings.Builder
	for {
		_, rest, ok := bytes.Cut(file, []byte("stream\n"))
		if !ok {
			return all.String()
		}
		file = rest
		z, err := zlib.NewReader(bytes.NewReader(file))
		if err != nil {
			continue
		}
		page, err := io.ReadAll(z)
		if err != nil {
			continue
		}
		for {
			_, rest, ok := bytes.Cut(page, []byte(" Td ("))
			if !ok {
				break
			}
			var text []byte
			text, page = pdfString(rest)
			units := make([]uint16, len(text)/2)
			for i := range units {
				units[i] = uint16(text[2*i])<<8 | uint16(text[2*i+1])
			}
			all.WriteString(string(utf16.Decode(units)) + "\n")
		}
	}
}

// pdfString returns the string that begins behind a bracket, and what follows it
// (ISO 32000-1, 7.3.4.2).
func pdfString(b []byte) (text, rest []byte) {
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case ')':
			return text, b[i+1:]
		case '\\':
			i++
			if i == len(b) {
				return text, nil
			}
			c := b[i]
			if c == 'r' {
				c = '\r'
			}
			text = append(text, c)
		default:
			text = append(text, b[i])
		}
	}
	return text, nil
}
