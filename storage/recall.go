package storage

import (
	"context"
	"database/sql"
	"fmt"

	"sitewell/scanner/result"
)

// Texts gives the addresses of n IDs from the first on, for a scan that does
// not keep them in memory. All of them must have been committed.
func (w *Writer) Texts(ctx context.Context, first result.ID, n int) ([]string, error) {
	if first < 1 || n < 0 || int64(first)-1+int64(n) > int64(len(w.urls)) {
		return nil, wrap("read addresses back", fmt.Errorf("addresses %d to %d were not all stored", first, int64(first)-1+int64(n)))
	}
	numbers := w.urls[first-1 : int(first)-1+n]
	texts := make([]string, len(numbers))
	err := w.db.reading(ctx, "read addresses back", func(tx *sql.Tx) error {
		byNumber, err := urlTexts(tx, numbers)
		if err != nil {
			return err
		}
		for i, number := range numbers {
			texts[i] = byNumber[number]
		}
		return nil
	})
	return texts, err
}
