package scanfile

import (
	"database/sql"
	"errors"
	"math"

	"sitewell/scanner/outcome"
	"sitewell/storage/sqlite/query"
)

// earlierCheck is a row of the file.
type earlierCheck struct {
	url, number, verdict, severity, status int64
	checkedAt                              sql.NullInt64
	outcome, reason                        string
}

func (c *earlierCheck) scan(rows *sql.Rows) error {
	return rows.Scan(&c.url, &c.number, &c.checkedAt, &c.verdict, &c.severity, &c.status, &c.outcome, &c.reason)
}

// check returns an error for values that no check before another has, and for one that
// does not follow the row before it.
func (c *earlierCheck) check(before *earlierCheck) error {
	next := int64(1)
	if c.url == before.url {
		next = before.number + 1
	}
	if c.url < before.url || c.number != next {
		return invalid("number of an earlier check", c.number)
	}
	return errors.Join(
		inRange("verdict", c.verdict, int64(outcome.Unchecked)+1, int64(outcome.Skipped)), inRange("severity", c.severity, 0, int64(outcome.Critical)),
		inRange("status", c.status, 0, 999), inRange("checked", c.checkedAt.Int64, 0, latest), inRange("number", c.number, 1, math.MaxInt32),
		checkOutcome(outcome.Key(c.outcome)), short("reason", c.reason, longestText),
	)
}

// importEarlier stores what was known of addresses before they were checked again. That
// these are addresses of the scan is for the caller of Import to check.
func (i *importer) importEarlier() error {
	insert := query.Insert{Tx: i.tx, Into: `earlier_check (scan, ` + earlierColumns + `)`, Columns: 1 + columnCount(earlierColumns)}
	var before earlierCheck
	err := query.Each(i.file, `SELECT `+earlierColumns+` FROM earlier_check ORDER BY rowid`, func(rows *sql.Rows) error {
		var c earlierCheck
		if err := c.scan(rows); err != nil {
			return err
		}
		if err := c.check(&before); err != nil {
			return err
		}
		before = c
		url, err := i.url(c.url)
		if err != nil {
			return err
		}
		return errors.Join(insert.Row(i.to.Scan, int64(url), c.number, nullable(c.checkedAt), c.verdict, c.severity, c.status, c.outcome, c.reason), i.ctx.Err())
	})
	if err != nil {
		return err
	}
	return insert.Flush()
}
