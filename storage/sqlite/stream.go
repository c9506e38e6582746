package sqlite

import (
	"iter"
	"slices"
)

// stream returns an iterator over what walk finds. walk ends when yield reports
// false; if it fails, its error comes last.
func stream[T any](walk func(yield func(T) bool) error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		stopped := false
		err := walk(func(v T) bool {
			stopped = !yield(v, nil)
			return !stopped
		})
		if err != nil && !stopped {
			var none T
			yield(none, err)
		}
	}
}

// inParts reads rows of which there may be many, so many together as are looked
// up at once, and yields them one by one until yield reports false.
func inParts[K, R any](keys []K, read func([]K) ([]R, error), yield func(R) bool) error {
	for part := range slices.Chunk(keys, lookupSize) {
		rows, err := read(part)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if !yield(r) {
				return nil
			}
		}
	}
	return nil
}
