package core

import (
	"context"

	"sitewell/storage"
)

// StatusCounts gives how many addresses of a scan answered with which status,
// 0 standing for those that gave none.
func (c *Core) StatusCounts(ctx context.Context, scan storage.ScanID) (map[int]int, error) {
	return c.db.StatusCounts(ctx, scan)
}
