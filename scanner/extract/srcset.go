package extract

import (
	"bytes"
	"iter"
	"strconv"
)

// candidates walks through the addresses of a srcset attribute by the
// HTML Standard's "parse a srcset attribute": an address ends at white space,
// not at a comma, so that it may contain commas, as data: addresses do.
// A candidate with descriptors that are not valid is left out, because browsers
// never load it (check 112).
func candidates(value []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		i := 0
		for {
			for i < len(value) && (isSpace(value[i]) || value[i] == ',') {
				i++
			}
			if i == len(value) {
				return
			}
			start := i
			for i < len(value) && !isSpace(value[i]) {
				i++
			}
			end := i
			for end > start && value[end-1] == ',' {
				end--
			}
			// A comma at its end ends the candidate without descriptors.
			valid := true
			if end == i {
				from := i
				i = skipDescriptors(value, i)
				valid = validDescriptors(value[from:i])
			}
			if valid && !yield(value[start:end]) {
				return
			}
		}
	}
}

// skipDescriptors returns the place of the comma that ends the descriptors from
// i on; one in parentheses does not.
func skipDescriptors(value []byte, i int) int {
	inParens := false
	for ; i < len(value); i++ {
		switch value[i] {
		case '(':
			inParens = true
		case ')':
			inParens = false
		case ',':
			if !inParens {
				return i
			}
		}
	}
	return i
}

// validDescriptors reports whether the descriptors of a candidate are none, a width,
// a width and a height, or a density ("parse a srcset attribute", from "Descriptor parser" on).
func validDescriptors(list []byte) bool {
	width, density, height := 0, 0, 0
	for d := range tokens(list) {
		number, unit := d[:len(d)-1], d[len(d)-1]
		switch {
		case unit == 'w' && isPositive(number):
			width++
		case unit == 'h' && isPositive(number):
			height++
		case unit == 'x' && isDensity(number):
			density++
		default:
			return false
		}
	}
	return width <= 1 && density <= 1 && height <= width && width+density <= 1
}

// isPositive reports whether s is a valid integer above zero.
func isPositive(s []byte) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(bytes.TrimLeft(s, "0")) > 0
}

// isDensity reports whether s is a valid floating-point number that is not negative.
func isDensity(s []byte) bool {
	if len(s) == 0 || bytes.IndexFunc(s, func(c rune) bool { return (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c|0x20 != 'e' }) >= 0 || s[0] == '+' {
		return false
	}
	v, err := strconv.ParseFloat(string(s), 64)
	return err == nil && v >= 0 && s[len(s)-1] != '.' && !bytes.Contains(s, []byte(".e")) && !bytes.Contains(s, []byte(".E"))
}
