package extract

import "iter"

// candidates walks through the addresses of a srcset attribute by the
// grammar of the HTML Standard (§4.8.4.2.2): an address ends at white space,
// not at a comma, so that it may contain commas, as data: addresses do.
// Descriptors are skipped. An invalid descriptor does not hide the address,
// because what it names should exist nevertheless.
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
			if end == i {
				i = skipDescriptors(value, i)
			}
			if !yield(value[start:end]) {
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
