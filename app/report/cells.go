package report

import "strings"

// ByteOrderMark is at the beginning of a CSV file, without which Excel takes it for one
// in the encoding of old Windows.
const ByteOrderMark = "\ufeff"

// Harmless returns a cell of a CSV file with an apostrophe before what a spreadsheet would
// take for a formula (OWASP, CSV Injection), also where space is before it.
func Harmless(cell string) string {
	cell = strings.ReplaceAll(cell, "\x00", "\ufffd")
	if cell == "" {
		return cell
	}
	first := strings.TrimLeft(cell, " \t\r\n")
	if strings.ContainsRune("\t\r\n", rune(cell[0])) || first != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(first)[0]) {
		return "'" + cell
	}
	return cell
}
