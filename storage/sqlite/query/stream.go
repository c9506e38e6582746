package query

import (
	"errors"
	"iter"
	"slices"
)

// Stream yields what walk finds, one by one. walk ends when yield reports
// false; where it fails instead, its error comes last.
func Stream[T any](walk func(yield func(T) bool) error) iter.Seq2[T, error] {
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

// InParts reads rows of which there may be many, so many together as are looked
// up at once, and yields them one by one until yield reports false.
func InParts[K, R any](keys []K, read func([]K) ([]R, error), yield func(R) bool) error {
	for part := range slices.Chunk(keys, LookupSize) {
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

// ErrStop ends a walk early; it never leaves this package's callers.
var ErrStop = errors.New("stopped")

// GoOn returns ErrStop where on is false.
func GoOn(on bool) error {
	if on {
		return nil
	}
	return ErrStop
}

// Stoppable turns the early end of a walk into none.
func Stoppable(err error) error {
	if err == ErrStop {
		return nil
	}
	return err
}
