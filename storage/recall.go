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
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return nil, wrap("read addresses back", errClosed)
	}
	texts := make([]string, max(n, 0))
	err := w.db.reading(ctx, "read addresses back", func(tx *sql.Tx) error {
		if w.stale { // a scan that was resumed may have stored nothing yet
			if err := w.load(tx); err != nil {
				return err
			}
		}
		if first < 1 || n < 0 || int64(first)-1+int64(n) > int64(len(w.urls)) {
			return fmt.Errorf("addresses %d to %d were not all stored", first, int64(first)-1+int64(n))
		}
		numbers := w.urls[first-1 : int(first)-1+n]
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
