package extract

import "math/bits"

// maxWords is how many bytes of a page's text are compared. Pages that are similar
// up to there are similar as a whole, and an error page has said everything.
const maxWords = 8 << 10

// wordSketch counts the words of a text and keeps a sketch of them, in one pass:
// every word is hashed into one of 64 buckets, each bucket keeps its smallest
// hash, and one bit of each smallest hash makes the signature (one-permutation
// min-wise hashing with one bit a bucket; Li, Owen and Zhang 2012, Li and König
// 2010). It costs one step a byte where a simhash costs 64 a word.
type wordSketch struct {
	count  int
	room   int // how many bytes are still taken in
	least  [64]uint64
	hash   uint64 // of the word under way, 0 between words
	lowest byte   // the smallest byte of the word under way: below 'a' where a digit is in it
	text   uint64 // hash of all words in their order, but for those with digits
}

// FNV-1a, 64 bits.
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// letters maps the bytes that words are made of to their lower case, all
// others to 0. Every byte of a character beyond ASCII counts as a letter, but
// for those that begin with 0xc2: they are the no-break space and other marks.
var letters = func() (t [256]byte) {
	for c := range t {
		switch {
		case '0' <= c && c <= '9', 'a' <= c && c <= 'z', c >= 0x80 && c != 0xc2:
			t[c] = byte(c)
		case 'A' <= c && c <= 'Z':
			t[c] = byte(c) + 'a' - 'A'
		}
	}
	return t
}()

func (w *wordSketch) reset() {
	w.count, w.hash, w.room, w.text = 0, 0, maxWords, 0
	for i := range w.least {
		w.least[i] = ^uint64(0)
	}
}

// add takes in a piece of text. A word may go on in the next piece.
func (w *wordSketch) add(text []byte) {
	if w.room < len(text) {
		text = text[:w.room]
	}
	w.room -= len(text)
	h, lowest := w.hash, w.lowest
	for i := 0; i < len(text); i++ {
		if l := letters[text[i]]; l != 0 {
			if h == 0 {
				h, lowest = fnvOffset, l
			}
			h, lowest = (h^uint64(l))*fnvPrime, min(lowest, l)
			continue
		}
		if h != 0 {
			w.word(h, lowest)
			h = 0
		}
		if text[i] == 0xc2 {
			i++
		}
	}
	w.hash, w.lowest = h, lowest
}

// end ends the word under way.
func (w *wordSketch) end() {
	if w.hash != 0 {
		w.word(w.hash, w.lowest)
		w.hash = 0
	}
}

// word takes in the hash of a word and the smallest of its bytes.
func (w *wordSketch) word(h uint64, lowest byte) {
	w.count++
	if lowest >= 'a' { // what counts, dates and prices differ from one visit to the next
		w.text = (bits.RotateLeft64(w.text, 5) ^ h) * fnvPrime
	}
	// FNV mixes its last byte into the low bits only, so mix once more.
	h ^= h >> 32
	h *= 0x9e3779b97f4a7c15
	if b := h >> 58; h<<6 < w.least[b] {
		w.least[b] = h << 6
	}
}

// signature is one bit of every bucket's smallest hash.
func (w *wordSketch) signature() (sig uint64) {
	for i, h := range w.least {
		sig |= h >> 6 & 1 << i
	}
	return sig
}

// Similarity estimates how many of their distinct words two pages share, from 0
// (none) to 1 (all; Jaccard similarity), from their Signature. The estimate is
// good to about 0.1 above 0.7; below that, take it for "not alike". Two pages
// without words are alike.
func Similarity(a, b uint64) float64 {
	return max(0, 1-2*float64(bits.OnesCount64(a^b))/64)
}
