package storage

import (
	"context"
	"database/sql"

	"sitewell/scanner/outcome"
)

// StatusCounts gives how many addresses of a scan answered with which status;
// 0 stands for those that gave none. What waits or was skipped is left out,
// since nobody asked it.
func (db *DB) StatusCounts(ctx context.Context, scan int64) (counts map[int]int, err error) {
	err = db.viewing(ctx, "count statuses", scan, func(_ *sql.Tx, v *view) error {
		counts = v.statusCounts()
		return nil
	})
	return counts, err
}

func (v *view) statusCounts() map[int]int {
	rows := make([]int, len(v.answers)) // by place in answers: far fewer than addresses
	var answers [blockSize]uint32
	for number := range v.answer.runs {
		for _, a := range v.answer.run(number, &answers) {
			rows[a]++
		}
	}
	counts := map[int]int{}
	for i, n := range rows {
		if a := v.answers[i]; i != 0 && n > 0 && a.verdict != outcome.Skipped {
			counts[a.status] += n
		}
	}
	return counts
}
