package record

import (
	"context"
	"database/sql"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// SetSeverities stores how much problems matter once the links to them are
// counted. What is said of addresses that the scan does not have is left out.
func (w *Writer) SetSeverities(ctx context.Context, all []storage.ProblemSeverity) error {
	return w.store(ctx, "store severities", func(tx *sql.Tx) error {
		update, err := tx.Prepare(`UPDATE OR FAIL finding SET severity = ?, causes = ? WHERE first_scan = ? AND url = ?`)
		if err != nil {
			return err
		}
		defer update.Close()
		for _, g := range all {
			if _, err := update.Exec(int64(g.Severity), JoinCauses(g.Causes), w.id, int64(g.Address)); err != nil {
				return err
			}
		}
		return nil
	})
}

func JoinCauses(causes []outcome.Weight) string {
	words := make([]string, len(causes))
	for i, c := range causes {
		words[i] = string(c)
	}
	return strings.Join(words, ",")
}
