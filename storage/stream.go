package storage

import "iter"

// stream gives what walk finds, one by one. walk ends when yield reports
// false; where it fails instead, its error comes last.
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
