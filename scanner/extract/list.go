package extract

import "iter"

// tokens walks through a list that is parted by ASCII white space.
func tokens(value []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for i := skipSpace(value, 0); i < len(value); i = skipSpace(value, i) {
			start := i
			for i < len(value) && !isSpace(value[i]) {
				i++
			}
			if !yield(value[start:i]) {
				return
			}
		}
	}
}

// trim takes off what the URL parser strips from both ends: C0 control
// characters and spaces.
func trim(s []byte) []byte {
	for len(s) > 0 && s[0] <= ' ' {
		s = s[1:]
	}
	for len(s) > 0 && s[len(s)-1] <= ' ' {
		s = s[:len(s)-1]
	}
	return s
}

// equalFold compares with a lower-case ASCII word, without regard to the case
// of ASCII letters.
func equalFold(s []byte, word string) bool {
	if len(s) != len(word) {
		return false
	}
	for i, c := range s {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != word[i] {
			return false
		}
	}
	return true
}

// containsFold reports whether s contains a lower-case ASCII word that begins
// with a letter, without regard to case.
func containsFold(s []byte, word string) bool {
	for i := 0; i+len(word) <= len(s); i++ {
		if s[i]|0x20 == word[0] && equalFold(s[i:i+len(word)], word) {
			return true
		}
	}
	return false
}
